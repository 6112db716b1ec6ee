"""``cancu registry``: what is known beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cancu.cli import options
from cancu.cli.output import output
from cancu.errors import NotFoundError
from cancu.link import Registry, known_documents
from cancu.link.cells import folder_tables, shipped
from cancu.link.gazetteer import communes, former_communes
from cancu.link.registry import build
from cancu.link.soundness import faults, mended
from cancu.link.tables import rows_of
from cancu.linked import RegistryRows, Unit
from cancu.pipeline.confirming import confirm, proposal_table
from cancu.pipeline.imports.running import remove_import, run_import
from cancu.pipeline.matching import own_things, proposals, remote_things
from cancu.query import Listed, Lookup, type_words
from cancu.settings import load
from cancu.vietnamese import fold

_KINDS = ("bodies", "units", "terms", "instruments", "events", "posts", "changes")


@click.group("registry")
def command() -> None:
    """Bodies, places, congress terms, documents and happenings known beforehand."""


@command.command("list")
@click.argument("kind", type=click.Choice((*_KINDS, "former-communes")), required=False)
@click.option("--grep", metavar="WORDS", default="", help="Only rows with these words, in any spelling.")
def list_(kind: str | None, grep: str) -> None:
    """Print the registry as lines of tab-separated cells: kind, key, name, and what tells namesakes apart.

    former-communes are those of before 01/7/2025 with what they went into; only printed when asked for.
    """
    wanted = fold(grep)
    for line in _lines(Registry.load(Path(load().registry)).rows, (kind,) if kind else _KINDS):
        if wanted in fold(line):
            click.echo(line)


@command.command("check")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False)
def check(*, folder: Path | None) -> None:
    """Check the tables of the shipped registry, or those in FOLDER; say for each fault what mends it.

    Exit code 0: sound; 1: faults.
    """
    tables = tuple(folder_tables(folder or shipped()).values())
    found = faults(tables)
    if not found:
        found = faults(tables, build(rows_of({table.name: table for table in tables})) if folder is None else None)
    for fault in found:
        click.echo(str(fault))
    click.echo(f"{len(tables)} bảng / tables, {len(found)} lỗi / faults", err=True)
    click.get_current_context().exit(min(len(found), 1))


@command.command("format")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), required=False)
def format_(*, folder: Path | None) -> None:
    """Bring the tables of the shipped registry, or those in FOLDER, into canonical form; print which changed."""
    place = folder or shipped()
    for name, table in folder_tables(place).items():
        text = mended(table).text()
        if text != (place / name).read_text(encoding="utf-8"):
            with output(place / name) as file:
                file.write(text.encode())
            click.echo(str(place / name))


@command.command("lookup")
@click.argument("words", nargs=-1, required=True)
@options.base
def lookup(*, words: tuple[str, ...], base: str | None) -> None:
    """Print which documents of the registry a typed name means, with or without tones: “nghi dinh 72”, “NĐ 72-2015”.

    Exit code 0: one; 1: several, all printed, the youngest first; 2: none (near misses go to stderr).
    """
    settings, typed = load(base=base), " ".join(words)
    registry = Registry.load(Path(settings.registry))
    types = type_words((kind.name, (kind.state or "", kind.party or "")) for kind in registry.types.all)
    known = Lookup(Listed(known_documents(registry, base=settings.base), {}), types)
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


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--mapping", "-m", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="TOML")
@click.option("--registry", "folder", metavar="DIR", help="Folder of imported lists.  [default: CANCU_REGISTRY]")
@click.option("--dry-run", "is_dry", is_flag=True, help="Only say what would happen.")
def import_(*, file: Path, mapping: Path, folder: str | None, is_dry: bool) -> None:
    """Import a list of documents, bodies or places (CSV, XLSX, RDF) by a declared mapping; see docs/registries.md.

    What is imported takes part in linking from then on; the next ingest puts it into the store, in a graph of its own.
    The same again changes nothing. Rows that cannot be identified stay out and are listed on stderr.
    """
    report = run_import(file, mapping, Path(load(registry=folder).registry), is_dry=is_dry)
    for label, keys in (("+", report.new), ("~", report.changed), ("-", report.gone), ("≠", report.differing)):
        for key in keys:
            click.echo(f"{label} {key}")
    for refused in report.refused:
        click.echo(f"cancu: {file}: {refused}", err=True)
    counts = (
        f"{len(report.new)} mới / new, {len(report.changed)} đổi / changed, {len(report.gone)} mất / gone, "
        f"{report.same} như cũ / same, {len(report.refused)} bị loại / refused"
    )
    verb = "sẽ ghi / would write" if is_dry else "đã ghi / written"
    ending = f"{verb}: {report.folder}" if report.is_change else "không đổi gì / no change"
    click.echo(f"{report.name}: {counts}; {ending}")


@command.command("link")
@click.argument("endpoint", metavar="ENDPOINT")
@options.base
@options.out
def link_(*, endpoint: str, base: str | None, out: Path | None) -> None:
    """Find our bodies, places and documents in another registry, a SPARQL endpoint; print proposals, tab-separated.

    Nothing is asserted: write yes into the column “confirmed” of the rows that are right, then cancu registry confirm.
    """
    settings = load(base=base)
    ours = own_things(Registry.load(Path(settings.registry)), settings.base)
    found = proposals(ours, remote_things(endpoint))
    with output(out) as file:
        file.write(proposal_table(found).encode())
    exact = sum(one.relation == "exact" for one in found)
    click.echo(f"{endpoint}: {exact} exact, {len(found) - exact} close", err=True)


@command.command("confirm")
@click.argument("table", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, metavar="NAME", help="Name of the list of links, e.g. that of the registry.")
@click.option("--title", required=True, metavar="WORDS", help="Whose registry it is; said with every link.")
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of the links.")
@click.option("--same-as", "is_same", is_flag=True, help="Assert exact ones as owl:sameAs.")
@click.option("--registry", "folder", metavar="DIR", help="Folder of imported lists.  [default: CANCU_REGISTRY]")
def confirm_(*, table: Path, name: str, title: str, as_of: dt.datetime, is_same: bool, folder: str | None) -> None:
    """Keep the confirmed rows of TABLE as links, in a graph of their own from the next ingest on."""
    place = Path(load(registry=folder).registry)
    kept = confirm(table, place, name=name, title=title, as_of=as_of.date(), is_same=is_same)
    click.echo(f"{name}: {kept} liên kết / links")


@command.command("forget")
@click.argument("name")
@click.option("--registry", "folder", metavar="DIR", help="Folder of imported lists.  [default: CANCU_REGISTRY]")
def forget(*, name: str, folder: str | None) -> None:
    """Forget an imported list; the next ingest takes its graph out of the store."""
    remove_import(name, Path(load(registry=folder).registry))


def _lines(rows: RegistryRows, kinds: Iterable[str]) -> Iterator[str]:
    for kind in kinds:
        for row in _ROWS[kind](rows):
            yield "\t".join((kind, *row))


def _bodies(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((body.slug, body.label, body.parent or "", body.place or "") for body in rows.bodies)


def _units(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    for unit in (*rows.units, *_others(rows)):
        yield (unit.slug, f"{unit.kind} {unit.name}", unit.code, unit.epoch, unit.parent or unit.successor or "")


def _others(rows: RegistryRows) -> Iterator[Unit]:
    listed = {unit.slug for unit in rows.units}
    return (unit for unit in communes(rows.units) if unit.slug not in listed)


def _former(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    for old in former_communes(rows.units):
        yield (old.code, f"{old.kind} {old.name}, {old.within}", *old.successors)


def _posts(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((post.slug, post.label, post.body, post.rank) for post in rows.posts)


def _changes(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((change.slug, change.label, str(change.date), change.source) for change in rows.changes)


def _terms(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return (
        (f"{term.body}/{term.slug}", term.ordinal, str(term.opens or ""), str(term.closes or "")) for term in rows.terms
    )


def _instruments(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((known.key, known.title, known.number or "", str(known.date or "")) for known in rows.instruments)


def _events(rows: RegistryRows) -> Iterator[tuple[str, ...]]:
    return ((event.slug, event.name, str(event.date), event.source) for event in rows.events)


_ROWS = {
    "bodies": _bodies,
    "units": _units,
    "terms": _terms,
    "instruments": _instruments,
    "events": _events,
    "posts": _posts,
    "changes": _changes,
    "former-communes": _former,
}
