"""Which normative documents the store knows, and since when as it knows them now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from cancu.serve.service import Service

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Law:
    """One normative document: when a graph that describes it last changed."""

    iri: str
    label: str
    updated: datetime


def legislation(service: Service) -> tuple[Law, ...]:
    """Return the normative documents as of the last commit, those changed last first. Raises StoreError, LimitError."""
    return service.kept.get("legislation", lambda: _read(service))


def _read(service: Service) -> tuple[Law, ...]:
    known = service.store.journal.moments()
    laws: dict[str, Law] = {}
    for row in service.table("legal-documents"):
        iri, updated = str(row["document"]), known.get(str(row["graph"]), _EPOCH)
        if service.path(iri) is not None and (iri not in laws or laws[iri].updated < updated):
            laws[iri] = Law(iri, str(row.get("documentLabel") or row.get("number") or iri), updated)
    return tuple(sorted(laws.values(), key=lambda law: (-law.updated.timestamp(), law.iri)))
