"""The command ``cancu``: one module a subcommand, loaded when it is called.

Exit codes: 0 done; 1 ``cancu check`` found something; 2 the call is wrong, or what was handed in cannot be read.
Results go to stdout, everything said to a person (progress, summaries, errors) to stderr.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from cancu import __version__
from cancu.errors import CancuError
from cancu.vietnamese import squeeze

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "backup": "Copy the store to the new folder TARGET, also while it is served",
        "check": "Print what the rules find in documents",
        "doctor": "Look at the installation, the store and what a service would need",
        "export": "Write all that the store holds",
        "extract": "Print what documents say",
        "history": "List the versions of what is known of the document IRI",
        "ingest": "Read documents, check them and put them in the store",
        "mcp": "Offer the store to programs by the Model Context Protocol, on stdin and stdout",
        "query": "Ask a question of the catalogue by NAME, or a SPARQL text",
        "registry": "Bodies, places, congress terms, documents and happenings known beforehand",
        "restore": "Check the folder BACKUP and make a store of it",
        "review": "Confirm, correct or reject a fact of a document",
        "schema": "Print the JSON Schema (2020-12) of what `cancu extract` writes",
        "serve": "Serve the store: pages, linked data, SPARQL, REST",
        "token": "Make, list and revoke the tokens that allow writing",
        "why": "Say why what is known of IRI is known",
    }
)
"""Each is ``command`` of the module of that name in this package; the words are here, too: the list loads none."""


class _Commands(click.Group):
    """Loads a subcommand when it is wanted, and ends every error of ours in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cancu.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CancuError as error:
            say_error(error)
            ctx.exit(2)


def say_error(error: CancuError) -> None:
    """Write the error to stderr as one line."""
    click.echo(f"cancu: {squeeze(str(error))}", err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="cancu", message="%(prog)s %(version)s")
def main() -> None:
    """Read Vietnamese administrative and Party documents into a knowledge graph that answers questions.

    Settings come from the command line, then CANCU_STORE, CANCU_REGISTRY, CANCU_BASE, CANCU_HOST, CANCU_PORT,
    CANCU_HOSTS, CANCU_TIMEOUT, CANCU_TOKENS, CANCU_JOBS and CANCU_OFFICE, then the TOML file named by CANCU_CONFIG (or
    cancu.toml in this folder).
    """
