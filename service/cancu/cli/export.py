"""``cancu export``: the whole store as one RDF file."""

from __future__ import annotations

import io
from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.output import output
from cancu.cli.stores import opened
from cancu.pipeline.formats import RDF_FORMATS, converted
from cancu.settings import load


@click.command("export")
@click.option("--format", "form", type=click.Choice(("nquads", *RDF_FORMATS)), default="nquads", show_default=True)
@options.out
@options.store
def command(*, form: str, out: Path | None, store: str | None) -> None:
    """Write all that the store holds; Turtle has no graphs and joins them into one.

    N-Quads stream; the other formats are put together in memory.
    """
    with opened(load(store=store), is_shared=True) as held, output(out) as file:
        if form == "nquads":
            held.dump(file)
        else:
            dump = io.BytesIO()
            held.dump(dump)
            file.write(converted(dump.getvalue(), form))
