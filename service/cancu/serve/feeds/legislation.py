"""Which normative documents the store knows, and since when as it knows them now."""

from __future__ import annotations

import threading
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


class Legislation:
    """The normative documents as of the last commit; read again only after another."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._version = -1
        self._laws: tuple[Law, ...] = ()

    def newest(self) -> tuple[Law, ...]:
        """Return them all, those changed last first. Raises StoreError, LimitError."""
        with self._lock:
            version = self._service.store.version
            if version != self._version:
                self._laws = self._read()
                self._version = version
            return self._laws

    def _read(self) -> tuple[Law, ...]:
        known = self._service.store.journal.moments()
        laws: dict[str, Law] = {}
        for row in self._service.table("legal-documents"):
            iri, updated = str(row["document"]), known.get(str(row["graph"]), _EPOCH)
            if self._service.path(iri) is not None and (iri not in laws or laws[iri].updated < updated):
                laws[iri] = Law(iri, str(row.get("documentLabel") or row.get("number") or iri), updated)
        return tuple(sorted(laws.values(), key=lambda law: (-law.updated.timestamp(), law.iri)))
