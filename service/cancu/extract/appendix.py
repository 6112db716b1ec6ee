"""Tables of work, in an appendix or in the text: each row is a piece of work."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from cancu.extract.agencies import printed
from cancu.extract.cell_row import Known
from cancu.extract.cells import parted
from cancu.extract.jobs import Job, names_in, remarks
from cancu.extract.layout import Heading, Zones
from cancu.extract.paragraphs import zones_of_work
from cancu.extract.parties import Parties, parties_in
from cancu.extract.scopes import heading_bodies
from cancu.extract.table_groups import table_path
from cancu.extract.table_rows import LineRow, LineTable, line_tables
from cancu.extract.typed_tables import TypedRow, TypedTable, typed_tables
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_LINES_MOST = 64
_BREAKS_MOST = 4
_LEADS_MOST = 40
"""A row has at most so many printed lines; what comes after them belongs to no cell."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of work and the path under which its rows stand (“PL”, or that of the heading above it)."""

    span: Span
    source: LineTable | TypedTable
    path: str
    tree: tuple[Heading, ...]


def tables(text: Text, parts: Zones, tree: Sequence[Heading]) -> tuple[Table, ...]:
    """Return the tables of work of the document."""
    found: list[Table] = []
    for zone in zones_of_work(text, parts):
        typed: Sequence[TypedTable | LineTable] = typed_tables(text, zone.start, zone.end)
        sources = typed or line_tables(text, zone.start, zone.end)
        found.extend(
            Table(source.span, source, table_path(source.span.start, parts, tree)[0], tuple(tree)) for source in sources
        )
    return tuple(found)


def rows(flow: str, table: Table) -> Iterator[Job]:
    """Yield the work of each row."""
    if isinstance(table.source, TypedTable):
        for typed in table.source.rows:
            yield _typed_job(flow, table, typed)
        return
    leads: tuple[str, ...] = ()
    for row in table.source.rows:
        job = _line_job(flow, table, table.source.columns, row, leads)
        if job is not None:
            leads = tuple(dict.fromkeys((*leads, fold("; ".join(job.leads)))))[-_LEADS_MOST:] if job.leads else leads
            yield job


def _typed_job(flow: str, table: Table, row: TypedRow) -> Job:
    cells = row.cells
    group = heading_bodies(flow, row.title.start, row.title.end) if row.title else ()
    named = parties_in(flow, cells["lead"]) if "lead" in cells else Parties(printed(flow, group))
    partners = names_in(flow, cells["partner"]) if "partner" in cells else ()
    time = flow[cells["time"].start : cells["time"].end] if "time" in cells else ""
    path = _section(table, row.group, row.title)
    said = remarks({kind: flow[cell.start : cell.end] for kind, cell in cells.items()})
    return Job(cells["work"], path, named.leads, (*named.partners, *partners), time, _row(path, row.number), said)


def _line_job(flow: str, table: Table, columns: tuple[str, ...], row: LineRow, leads: tuple[str, ...]) -> Job | None:
    group = heading_bodies(flow, row.title.start, row.title.end) if row.title else ()
    named = (fold("; ".join(printed(flow, group))),) if group else leads
    cells = row.cells or parted(
        flow,
        row.lines[:_LINES_MOST],
        [at for at in row.breaks if at < _LINES_MOST][:_BREAKS_MOST],
        Known(columns, named, is_group_lead=bool(group)),
    )
    if "work" not in cells:
        return None
    path = _section(table, row.group, row.title)
    led = _joined(flow, cells.get("lead", ()))
    named_here = parties_in(led, Span(0, len(led))) if led else Parties(printed(flow, group))
    time = " ".join(squeeze(flow[span.start : span.end]) for span in cells.get("time", ()))
    helping = _joined(flow, cells.get("partner", ()))
    partners = (*named_here.partners, *(names_in(helping, Span(0, len(helping))) if helping else ()))
    names = named_here.leads or printed(flow, group)
    said = remarks({kind: _joined(flow, spans) for kind, spans in cells.items()})
    return Job(cells["work"][0], path, names, partners, time, _row(path, row.number), said)


def _joined(flow: str, spans: Sequence[Span]) -> str:
    return squeeze(" ".join(flow[span.start : span.end] for span in spans))


def _section(table: Table, group: str, title: Span | None) -> str:
    if title:
        index = bisect_right(table.tree, title.start, key=attrgetter("start")) - 1
        named = table.tree[index] if index >= 0 else None
        if named and named.words_start <= title.start < named.end and named.start >= table.span.start:
            return named.path
    return ".".join(part for part in (table.path, group) if part)


def _row(path: str, number: str) -> str:
    return f"{path}.{number}" if path else number
