"""``cancu backup``: the store as a folder that can be checked and restored."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.stores import copy
from cancu.errors import ParameterError
from cancu.settings import load
from cancu.store import backup


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@options.store
def command(*, target: Path, store: str | None) -> None:
    """Copy the store to the new folder TARGET, also while it is served; `cancu restore` takes it back.

    The folder is a BagIt bag: `sha256sum -c manifest-sha256.txt` in it checks it anywhere.
    """
    settings = load(store=store)
    folder = copy(settings)
    if folder is None:
        raise ParameterError(
            "cơ sở dữ liệu từ xa được sao lưu bằng công cụ của nó; cancu export ghi mọi đồ thị thành N-Quads.",
            "a remote database is backed up by its own means; cancu export writes all graphs as N-Quads.",
            where=settings.store,
        )
    made = backup(folder, target)
    click.echo(f"{made.quads} quads, {made.graphs} graphs → {target}", err=True)
