"""How much a store holds, as commands tell it; apart from ``filling``, for who asks need not be able to fill."""

from __future__ import annotations

from dataclasses import dataclass

from cancu.namespaces import document_graph
from cancu.query import Catalogue, Table
from cancu.store import Store


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a store holds."""

    documents: int
    triples: int
    findings: int

    def __str__(self) -> str:
        return (
            f"{self.documents} văn bản, {self.triples} bộ ba, {self.findings} phát hiện"
            f" / {self.documents} documents, {self.triples} triples, {self.findings} findings"
        )


def holdings(store: Store, *, base: str, catalogue: Catalogue) -> Holdings:
    """Count the documents that were read, the triples of all graphs, and the findings."""
    counts = Table.read(store.run(catalogue["counts"].bind({})).body)
    found = sum(int(row["count"]) for row in counts if str(row["class"]).endswith("#ValidationResult"))
    return Holdings(len(store.graphs(document_graph(base, ""))), store.size(), found)
