"""``cancu ingest``: documents into the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cancu.cli import options, say_error
from cancu.cli.paths import documents
from cancu.cli.progress import tracked
from cancu.cli.stores import opened
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described, describe, shipped
from cancu.pipeline.filling import fill, holdings
from cancu.pipeline.reading import Reading, Refusal, read_all
from cancu.pipeline.reviewing import laid_over
from cancu.query import Catalogue
from cancu.settings import load


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.store
@options.jobs
@options.base
@click.option("--only", is_flag=True, help="The store holds these documents and no others afterwards.")
def command(*, paths: tuple[Path, ...], store: str | None, jobs: int | None, base: str | None, only: bool) -> None:
    """Read documents, check them and put them in the store; a document that is there already is replaced whole.

    PATHS are documents or folders of them; without any, the facts that ship with cancu are loaded. Where one file
    cannot be read, it is named, nothing is written, and the exit code is 2.
    """
    settings = load(store=store, jobs=jobs, base=base)
    if paths:
        files = documents(paths, office=settings.office)
        outcomes = tuple(tracked(read_all(files, jobs=settings.jobs, office=settings.office), len(files), "read"))
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
        for refusal in refused:
            say_error(refusal.error)
        if refused:
            click.get_current_context().exit(2)
        described = describe([outcome for outcome in outcomes if isinstance(outcome, Reading)], base=settings.base)
        _tell_twins(files, described)
    else:
        described = shipped(settings.base)
    with opened(settings, is_new_fine=True) as held:
        corrected = laid_over(described, held, base=settings.base)
        judged = tuple(tracked(checked(corrected, base=settings.base), len(described), "check"))
        fill(held, judged, base=settings.base, is_whole=only)
        for document in judged:
            triples, found = len(document.quads), len(document.findings)
            click.echo(f"{document.key}: {triples} bộ ba / triples, {found} phát hiện / findings")
        total = holdings(held, base=settings.base, catalogue=Catalogue.load())
        click.echo(f"{settings.store}: {total}")


def _tell_twins(files: Sequence[Path], described: Sequence[Described]) -> None:
    """Say which files are one document, and that the last of them is kept."""
    seen: dict[str, Path] = {}
    for path, document in zip(files, described, strict=True):
        other = seen.get(document.key)
        if other is not None:
            click.echo(
                f"cancu: {path}: cùng một văn bản với “{other}”, thay nó / replaces “{other}”, the same document",
                err=True,
            )
        seen[document.key] = path
