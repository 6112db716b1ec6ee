"""``cancu doctor``: is this installation complete, and what can this machine do."""

from __future__ import annotations

import click

from cancu.cli import options
from cancu.cli.examination import examined
from cancu.settings import load


@click.command("doctor")
@options.store
@click.pass_context
def command(ctx: click.Context, store: str | None) -> None:
    """Look at the installation, the store and what a service would need; exit code 2 where something is missing."""
    lines = list(examined(load(store=store)))
    signs = {True: "ok", False: "MISSING", None: "-"}
    for line in lines:
        click.echo(f"{signs[line.is_well]:8}{line.name:22}{line.words}")
    if any(line.is_well is False for line in lines):
        ctx.exit(2)
