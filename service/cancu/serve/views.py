"""What a page shows of a document: answers of the catalogue, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cancu.serve.service import Service

Row = dict[str, str | int | bool]

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document: its head, and its facts, each beside its quoted words.

    A document with two identifiers (its number was learnt later) shows the facts under both.
    """

    header: Row
    same: tuple[str, ...]
    citations: tuple[Row, ...]
    cited_by: tuple[Row, ...]
    candidates: dict[str, tuple[Row, ...]]
    sections: tuple[Row, ...]
    tasks: tuple[Row, ...]
    reports: tuple[Row, ...]
    events: tuple[Row, ...]
    recipients: tuple[Row, ...]
    findings: tuple[Row, ...]


def document_view(service: Service, iri: str, language: str) -> DocumentView | None:
    """Return the view of the document ``iri``; None where it is no document."""
    lang = {"language": language}
    of = {"document": iri}
    headers = service.table("document-header", of | lang).records
    if not headers:
        return None
    own_first = sorted(headers, key=lambda row: row["document"] != iri)
    ambiguous = service.table("ambiguous-citations", of).records
    return DocumentView(
        header={name: value for row in reversed(own_first) for name, value in row.items()},
        same=tuple(str(row["document"]) for row in own_first if row["document"] != iri),
        citations=service.table("references", of | lang).records,
        cited_by=service.table("references", {"reference": iri} | lang).records,
        candidates={key: rows for (key, *_), rows in _grouped(ambiguous, "citation")},
        sections=service.table("sections", of).records,
        tasks=service.table("tasks", of).records,
        reports=service.table("reports", of | lang).records,
        events=service.table("events", of).records,
        recipients=service.table("recipients-of", of).records,
        findings=_by_severity(service.table("findings", of | lang).records),
    )


def as_json(view: DocumentView) -> dict[str, Any]:
    """Return the view as plain JSON values."""
    names = ("citations", "cited_by", "sections", "tasks", "reports", "events", "recipients", "findings")
    return {"document": view.header, **{name: list(getattr(view, name)) for name in names}}


def _grouped(rows: Iterable[Row], name: str) -> list[tuple[tuple[str, ...], tuple[Row, ...]]]:
    ordered = sorted(rows, key=lambda row: str(row[name]))
    return [((key,), tuple(group)) for key, group in groupby(ordered, key=lambda row: str(row[name]))]


def _by_severity(rows: Iterable[Row]) -> tuple[Row, ...]:
    def weight(row: Row) -> int:
        name = str(row["severity"]).rpartition("#")[2]
        return SEVERITIES.index(name) if name in SEVERITIES else len(SEVERITIES)

    return tuple(sorted(rows, key=weight))
