"""``cancu mcp``: the tools on stdin and stdout, as programs that start their MCP servers expect."""

from __future__ import annotations

import click

from cancu.cli import options
from cancu.cli.services import service_options
from cancu.cli.stores import opened
from cancu.mcp import create_server
from cancu.query import Catalogue
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service
from cancu.settings import load


@click.command("mcp")
@options.store
@options.base
def command(*, store: str | None, base: str | None) -> None:
    """Offer the store to programs by the Model Context Protocol, on stdin and stdout.

    It reads only, beside a running service if there is one. Nothing but protocol goes to stdout.
    """
    settings = load(store=store, base=base)
    with opened(settings, is_shared=True) as held:
        service = Service.over(held, Catalogue.load(), service_options(settings))
        create_server(service, Drafts(service)).run("stdio")
