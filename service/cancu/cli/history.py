"""``cancu history``: what was known of a document, and when."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.output import output
from cancu.cli.stores import opened
from cancu.errors import NotFoundError
from cancu.namespaces import document_iri
from cancu.pipeline.formats import RDF_FORMATS, converted
from cancu.pipeline.history import versions
from cancu.settings import load


@click.command("history")
@click.argument("iri")
@click.option("--show", "number", type=click.IntRange(1), metavar="N", help="Print the facts of the N-th version.")
@click.option("--format", "form", type=click.Choice(tuple(RDF_FORMATS)), default="trig", show_default=True)
@options.out
@options.store
@options.base
def command(*, iri: str, number: int | None, form: str, out: Path | None, store: str | None, base: str | None) -> None:
    """List the versions of what is known of the document IRI: number, from, until, digest, ingestion."""
    settings = load(store=store, base=base)
    with opened(settings, is_shared=True) as held, output(out) as file:
        known = versions(held, iri.removeprefix(document_iri(settings.base, "")), base=settings.base)
        if not known or (number or 1) > len(known):
            raise NotFoundError("kho không có phiên bản này.", "the store has no such version.", where=iri)
        if number:
            file.write(converted(held.archive.get(known[number - 1].content), form))
            return
        for one in known:
            until = one.until.isoformat() if one.until else ""
            line = "\t".join((str(one.number), one.since.isoformat(), until, one.content[:12], one.run))
            file.write(f"{line}\n".encode())
