"""``cancu registry``: what is known beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from cancu.cli import options
from cancu.errors import NotFoundError
from cancu.link import Registry, known_documents
from cancu.linked import RegistryRows
from cancu.query import Lookup, type_words
from cancu.settings import load
from cancu.vietnamese import fold

_KINDS = ("bodies", "units", "terms", "instruments", "events")


@click.group("registry")
def command() -> None:
    """Bodies, places, congress terms, documents and happenings known beforehand."""


@command.command("list")
@click.argument("kind", type=click.Choice(_KINDS), required=False)
@click.option("--grep", metavar="WORDS", default="", help="Only rows with these words, in any spelling.")
def list_(kind: str | None, grep: str) -> None:
    """Print the registry as lines of tab-separated cells: kind, key, name, and what tells namesakes apart."""
    wanted = fold(grep)
    for line in _lines(Registry.load().rows, (kind,) if kind else _KINDS):
        if wanted in fold(line):
            click.echo(line)


@command.command("lookup")
@click.argument("words", nargs=-1, required=True)
@options.base
def lookup(*, words: tuple[str, ...], base: str | None) -> None:
    """Print which documents of the registry a typed name means, with or without tones: “nghi dinh 72”, “NĐ 72-2015”.

    Exit code 0: one; 1: several, all printed, the youngest first; 2: none (near misses go to stderr).
    """
    registry, typed = Registry.load(), " ".join(words)
    types = type_words((kind.name, (kind.state or "", kind.party or "")) for kind in registry.types.all)
    known = Lookup(known_documents(registry, base=load(base=base).base), types, {})
    found = known.documents(typed)
    for document in found:
        click.echo(f"{document.iri}\t{document.label}")
    if not found:
        near = [document.label or document.iri for document in known.near(typed)]
        raise NotFoundError(
            f"không văn bản nào trong sổ có tên này; gần nhất: {'; '.join(near) or 'không có'}.",
            f"no document of the registry goes by this name; near: {'; '.join(near) or 'none'}.",
            where=typed,
            near=near,
        )
    click.get_current_context().exit(min(len(found) - 1, 1))


def _lines(rows: RegistryRows, kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        for row in _ROWS[kind](rows):
            yield "\t".join((kind, *row))


def _bodies(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((body.slug, body.label, body.parent or "", body.place or "") for body in rows.bodies)


def _units(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((unit.slug, f"{unit.kind} {unit.name}", unit.code, unit.parent or "") for unit in rows.units)


def _terms(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return (
        (f"{term.body}/{term.slug}", term.ordinal, str(term.opens or ""), str(term.closes or "")) for term in rows.terms
    )


def _instruments(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((known.key, known.title, known.number or "", str(known.date or "")) for known in rows.instruments)


def _events(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((event.slug, event.name, str(event.date), event.source) for event in rows.events)


_ROWS = {"bodies": _bodies, "units": _units, "terms": _terms, "instruments": _instruments, "events": _events}
