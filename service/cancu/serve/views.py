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
    head = document_head(service, iri, language)
    if head is None:
        return None
    return DocumentView(
        header=head[0],
        same=head[1],
        citations=service.table("references", of | lang).records,
        cited_by=service.table("references", {"reference": iri} | lang).records,
        candidates=candidates(service, iri),
        sections=service.table("sections", of).records,
        tasks=service.table("tasks", of).records,
        reports=service.table("reports", of | lang).records,
        events=service.table("events", of).records,
        recipients=service.table("recipients-of", of).records,
        findings=by_severity(service.table("findings", of | lang).records),
    )


def document_head(service: Service, iri: str, language: str) -> tuple[Row, tuple[str, ...]] | None:
    """Return what the head of a document says, and its other identifiers; None where it is no document."""
    headers = service.table("document-header", {"document": iri, "language": language}).records
    if not headers:
        return None
    own_first = sorted(headers, key=lambda row: row["document"] != iri)
    head = {name: value for row in reversed(own_first) for name, value in row.items()}
    return head, tuple(str(row["document"]) for row in own_first if row["document"] != iri)


def candidates(service: Service, iri: str) -> dict[str, tuple[Row, ...]]:
    """Return the documents that each ambiguous citation of a document may mean, by the citation's IRI."""
    ambiguous = service.table("ambiguous-citations", {"document": iri}).records
    return {key: rows for (key, *_), rows in _grouped(ambiguous, "citation")}


def as_json(view: DocumentView) -> dict[str, Any]:
    """Return the view as plain JSON values."""
    names = ("citations", "cited_by", "sections", "tasks", "reports", "events", "recipients", "findings")
    return {"document": view.header, **{name: list(getattr(view, name)) for name in names}}


def _grouped(rows: Iterable[Row], name: str) -> list[tuple[tuple[str, ...], tuple[Row, ...]]]:
    ordered = sorted(rows, key=lambda row: str(row[name]))
    return [((key,), tuple(group)) for key, group in groupby(ordered, key=lambda row: str(row[name]))]


def by_severity(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return findings, the worst first."""

    def weight(row: Row) -> int:
        name = str(row["severity"]).rpartition("#")[2]
        return SEVERITIES.index(name) if name in SEVERITIES else len(SEVERITIES)

    return tuple(sorted(rows, key=weight))
