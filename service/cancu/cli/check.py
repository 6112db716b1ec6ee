"""``cancu check``: is a document fit to be signed."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from cancu.check import BINARY, FORMATS, PROFILES, Paper, apply, changes, render
from cancu.cli import options, say_error
from cancu.cli.output import output
from cancu.cli.stores import exists, opened
from cancu.errors import CancuError, ParameterError
from cancu.finding import Severity
from cancu.link import Registry
from cancu.namespaces import document_iri
from cancu.pipeline.checking import check_all
from cancu.pipeline.reporting import paper_of_file, paper_of_stored
from cancu.settings import Settings, load
from cancu.store import Store

_LEVELS = {"error": Severity.VIOLATION, "warning": Severity.WARNING}


@click.command("check")
@click.argument("documents", metavar="[PATH|IRI]...", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Check every document of the store; count by rule to stderr.")
@click.option("--write", "is_kept", is_flag=True, help="With --all: keep the findings in the store.")
@click.option("--profile", type=click.Choice(PROFILES), help="Only the rules of this profile.")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(tuple(_LEVELS)), default="error", show_default=True)
@click.option("--corrected", is_flag=True, help="Print the text with what can surely be mended; the changes to stderr.")
@options.out
@options.language
@options.store
@options.base
def command(
    *,
    documents: tuple[str, ...],
    is_all: bool,
    is_kept: bool,
    profile: str | None,
    form: str,
    fail_on: str,
    corrected: bool,
    out: Path | None,
    language: str,
    store: str | None,
    base: str | None,
) -> None:
    """Print what the rules find in documents: files, IRIs of documents in the store, or --all that it holds.

    A file is judged beside the documents of the store, where there is one; nothing of it is kept.
    Exit code 0: fit; 1: findings at least as bad as --fail-on; 2: a document cannot be read (the others are checked).
    What somebody accepted or called a false alarm (see cancu review) is shown and does not count.
    """
    _refuse(documents, form, out, corrected=corrected)
    if is_all == bool(documents) or (is_kept and (profile or not is_all)):
        raise click.UsageError("Name documents or use --all; --write goes with --all, and without --profile.")
    settings = load(store=store, base=base)
    is_streamed = form == "text" and out is None and not corrected
    papers: list[Paper] = []
    for paper in _everything(profile, settings, is_kept=is_kept) if is_all else _papers(documents, profile, settings):
        papers.append(paper)
        if is_streamed:  # each as soon as it is known
            click.echo(render([paper], form, language=language, is_coloured=_is_coloured()), nl=False)
    if papers and not is_streamed:
        with output(out) as file:
            file.write(_corrected(papers[0]) if corrected else render(papers, form, language=language))
    if is_all:
        _say_counts(papers)
    if len(papers) < len(documents):
        click.get_current_context().exit(2)
    worst = min((paper.worst.rank for paper in papers if paper.worst), default=len(Severity))
    if worst <= _LEVELS[fail_on].rank and not corrected:
        click.get_current_context().exit(1)


def _refuse(documents: Sequence[str], form: str, out: Path | None, *, corrected: bool) -> None:
    """Raise ParameterError where the options do not fit each other."""
    if corrected and len(documents) > 1:
        raise ParameterError(
            "--corrected sửa một văn bản mỗi lần; hãy gọi riêng từng tệp.",
            "--corrected mends one document at a time; call it for each file.",
        )
    if form in BINARY and out is None and not corrected and sys.stdout.isatty():
        raise ParameterError(
            f"dạng {form} không phải chữ, không in ra màn hình được; hãy ghi ra tệp bằng --out.",
            f"{form} is no text and cannot be shown on a terminal; write it to a file with --out.",
        )


def _papers(documents: Sequence[str], profile: str | None, settings: Settings) -> Iterator[Paper]:
    """Yield the documents that can be read, checked; say of the others why not."""
    registry = Registry.load(Path(settings.registry))
    file = partial(paper_of_file, base=settings.base, profile=profile, registry=registry, office=settings.office)
    stored = partial(paper_of_stored, base=settings.base, profile=profile, registry=registry)
    with _held(documents, settings) as store:
        for document in documents:
            try:
                if store is not None and document.startswith(settings.base):
                    yield stored(document, store)
                else:
                    yield file(Path(document), name=document, store=store)
            except CancuError as error:
                say_error(error)


def _everything(profile: str | None, settings: Settings, *, is_kept: bool) -> Iterator[Paper]:
    """Yield every document of the store, checked; what was found is kept there after each batch, if at all."""
    registry = Registry.load(Path(settings.registry))
    with opened(settings, is_shared=not is_kept) as store:
        found = check_all(store, base=settings.base, profile=profile, registry=registry, is_kept=is_kept)
        for key, findings in found:
            yield Paper(name=document_iri(settings.base, key), findings=findings)


def _say_counts(papers: Sequence[Paper]) -> None:
    """Tell how many documents were checked, and how often each rule found something in how many of them."""
    click.echo(f"cancu: {len(papers)} văn bản / documents", err=True)
    every = Counter(finding.rule for paper in papers for finding in paper.findings)
    for rule, times in sorted(every.items()):
        hit = sum(any(finding.rule == rule for finding in paper.findings) for paper in papers)
        click.echo(f"{rule}\t{times}\t{hit} văn bản / documents", err=True)


@contextlib.contextmanager
def _held(documents: Sequence[str], settings: Settings) -> Iterator[Store | None]:
    """Yield the store: of need where a document is asked for by IRI, else for what people said, where there is one."""
    is_needed = any(document.startswith(settings.base) for document in documents)
    if not is_needed and not exists(settings):
        yield None
        return
    with opened(settings, is_shared=True) as store:
        yield store


def _is_coloured() -> bool:
    """Tell whether stdout is a terminal whose user wants colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _corrected(paper: Paper) -> bytes:
    """Return the text with its mends and tell on stderr, line by line, what was changed."""
    if paper.text is None:
        raise ParameterError(
            "kho không giữ bản văn; hãy đưa tệp của văn bản.",
            "the store keeps no text; give the file of the document.",
            where=paper.name,
        )
    for change in changes(paper.text, paper.findings):
        click.echo(f"{paper.name}:{change.line}: {', '.join(change.rules)}", err=True)
        for sign, lines in (("-", change.before), ("+", change.after)):
            for line in lines.split("\n"):
                click.echo(f"{sign} {line}", err=True)
    return apply(paper.text, paper.findings).encode()
