"""``cancu check``: is a document fit to be signed."""

from __future__ import annotations

from pathlib import Path

import click

from cancu.check import FORMATS, PROFILES, render
from cancu.cli import options, say_error
from cancu.cli.stores import opened
from cancu.errors import CancuError
from cancu.finding import Finding, Severity
from cancu.link import Registry
from cancu.pipeline.checking import check_file, check_stored
from cancu.settings import Settings, load

_LEVELS = {"error": Severity.VIOLATION, "warning": Severity.WARNING}


@click.command("check")
@click.argument("documents", metavar="PATH|IRI...", nargs=-1, required=True)
@click.option("--profile", type=click.Choice(PROFILES), help="Only the rules of this profile.")
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True)
@click.option("--fail-on", type=click.Choice(tuple(_LEVELS)), default="error", show_default=True)
@options.language
@options.store
@options.base
def command(
    *,
    documents: tuple[str, ...],
    profile: str | None,
    form: str,
    fail_on: str,
    language: str,
    store: str | None,
    base: str | None,
) -> None:
    """Print what the rules find in documents: files, or IRIs of documents in the store.

    Exit code 0: fit; 1: findings at least as bad as --fail-on; 2: a document cannot be read (the others are checked).
    """
    settings = load(store=store, base=base)
    worst, failed = Severity.INFO, False
    for document in documents:
        try:
            findings = _findings(document, profile, settings)
        except CancuError as error:
            say_error(error)
            failed = True
            continue
        click.echo(render(findings, form, name=document, language=language), nl=False)
        worst = min((worst, *(finding.severity for finding in findings)), key=lambda severity: severity.rank)
    if failed:
        click.get_current_context().exit(2)
    if worst.rank <= _LEVELS[fail_on].rank:
        click.get_current_context().exit(1)


def _findings(document: str, profile: str | None, settings: Settings) -> tuple[Finding, ...]:
    registry = Registry.load(Path(settings.registry))
    if document.startswith(settings.base):
        with opened(settings, is_shared=True) as held:
            return check_stored(document, held, base=settings.base, profile=profile, registry=registry)
    return check_file(Path(document), base=settings.base, profile=profile, registry=registry, office=settings.office)
