"""``cancu restore``: a store from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.cli import options
from cancu.errors import ParameterError
from cancu.settings import load
from cancu.store import is_address, restore


@click.command("restore")
@click.argument("source", metavar="BACKUP", type=click.Path(path_type=Path))
@options.store
@click.option("--replace", "is_replacing", is_flag=True, help="Put it in the place of the store that is there.")
def command(*, source: Path, store: str | None, is_replacing: bool) -> None:
    """Check the folder BACKUP and make a store of it; a damaged one changes nothing."""
    settings = load(store=store)
    if is_address(settings.store):
        raise ParameterError(
            "cancu restore chỉ lập kho trong thư mục; với cơ sở dữ liệu từ xa, hãy dùng công cụ của nó.",
            "cancu restore makes stores in folders; for a remote database use its own means.",
            where=settings.store,
        )
    folder = Path(settings.store)
    made = restore(source, folder, is_replacing=is_replacing)
    click.echo(f"{made.quads} quads, {made.graphs} graphs → {folder}", err=True)
