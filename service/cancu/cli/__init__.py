"""The command ``cancu``: one module a subcommand, loaded when it is called.

Exit codes: 0 done; 1 ``cancu check`` found something; 2 the call is wrong, or what was handed in cannot be read.
Results go to stdout, everything said to a person (progress, summaries, errors) to stderr.
"""

from __future__ import annotations

from importlib import import_module

import click

from cancu import __version__
from cancu.errors import CancuError
from cancu.vietnamese import squeeze

COMMANDS = (
    "backup",
    "check",
    "doctor",
    "export",
    "extract",
    "history",
    "ingest",
    "mcp",
    "query",
    "registry",
    "restore",
    "review",
    "schema",
    "serve",
    "token",
    "why",
)
"""Each is ``command`` of the module of that name in this package."""


class _Commands(click.Group):
    """Loads a subcommand when it is wanted, and ends every error of ours in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cancu.cli.{cmd_name}").command
        return command

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
