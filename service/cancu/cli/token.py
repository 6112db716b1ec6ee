"""``cancu token``: who may write through the service."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.access import Scope, Tokens
from cancu.settings import load

_FILE = click.option("--file", "file", metavar="FILE", help="File of the tokens.  [default: CANCU_TOKENS]")


@click.group("token")
def command() -> None:
    """Make, list and revoke the tokens that allow writing."""


@command.command("new")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]),
    help="What it allows; may be given several times.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(1, 3650), help="Days until it ends.  [default: no end]")
@_FILE
def new(*, name: str, scopes: tuple[str, ...], days: int | None, file: str | None) -> None:
    """Make a token for NAME (a person or a program) and print it, this once."""
    token, secret = _tokens(file).new(name, [Scope(scope) for scope in scopes], days=days)
    click.echo(secret)
    click.echo(f"{token.id}: chỉ hiện một lần, hãy cất giữ. / shown this once, keep it.", err=True)


@command.command("list")
@_FILE
def listed(*, file: str | None) -> None:
    """List the tokens: id, name, scopes, made, end."""
    for token in _tokens(file).held():
        click.echo("\t".join((token.id, token.name, ",".join(token.scopes), token.created, token.expires or "–")))


@command.command("revoke")
@click.argument("number", metavar="ID")
@_FILE
def revoke(*, number: str, file: str | None) -> None:
    """Revoke the token ID; a running service refuses it from its next request on."""
    gone = _tokens(file).revoke(number)
    click.echo(f"{gone.id} {gone.name}: đã thu hồi / revoked")


def _tokens(file: str | None) -> Tokens:
    return Tokens(Path(load(tokens=file).tokens))
