"""``cancu ingest``: documents into the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cancu.cli import options, say_error
from cancu.cli.paths import documents
from cancu.cli.progress import tracked
from cancu.cli.stores import opened
from cancu.link import Registry
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described, describe, shipped
from cancu.pipeline.filling import fill, holdings
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.papers import Papers
from cancu.pipeline.reading import Reading, Refusal, read_all
from cancu.query import Catalogue
from cancu.settings import Settings, load


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
    registry = Registry.load(Path(settings.registry))
    readings, files = _read(paths, settings)
    with opened(settings, is_new_fine=True) as held:
        if paths:
            papers = Papers(settings.base, held)
            described = describe(
                readings, base=settings.base, registry=registry, papers=papers, with_texts=settings.keep_texts
            )
            _tell_twins(files, described)
        else:
            described = shipped(settings.base)
        former = {new: old for old, new in corrections(held, described, base=settings.base)}
        reviewed = laid_over(described, held, base=settings.base, former=former)
        checking = checked(reviewed, base=settings.base, registry=registry, store=None if only else held)
        judged = tuple(tracked(checking, len(described), "check"))
        fill(held, judged, base=settings.base, is_whole=only, registry=registry)
        for document in judged:
            triples, found = len(document.quads), len(document.findings or ())
            click.echo(f"{document.key}: {triples} bộ ba / triples, {found} phát hiện / findings")
        total = holdings(held, base=settings.base, catalogue=Catalogue.load())
        click.echo(f"{settings.store}: {total}")


def _read(paths: tuple[Path, ...], settings: Settings) -> tuple[tuple[Reading, ...], list[Path]]:
    """Read the documents before the store is opened; where one cannot be read the command ends."""
    if not paths:
        return (), []
    files = list(documents(paths, office=settings.office))
    outcomes = tuple(tracked(read_all(files, jobs=settings.jobs, office=settings.office), len(files), "read"))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    for refusal in refused:
        say_error(refusal.error)
    if refused:
        click.get_current_context().exit(2)
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Reading)), files


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
