"""What is counted of the dataset, once for each version of the store: sizes, partitions, links, dates."""

from __future__ import annotations

from dataclasses import dataclass

from cancu.query import Catalogue, Table
from cancu.serve.service import Service

_SECONDS = 600
"""Counting reads every triple; a question of a visitor would not be given that long."""


@dataclass(frozen=True, slots=True)
class Dates:
    """When the data came and of what time they speak (ISO texts; None where nothing tells), and a document in them."""

    issued: str | None
    modified: str | None
    first: str | None
    last: str | None
    documents: int
    example: str | None


@dataclass(frozen=True, slots=True)
class Property:
    """How often one property is used: distinct triples, subjects and objects."""

    iri: str
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class Links:
    """How many triples of one property lead to one other dataset (``target``, the beginning of its IRIs)."""

    property: str
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the union of all graphs, where a triple that stands in two graphs counts once."""

    subjects: int
    objects: int
    entities: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[Property, ...]
    links: tuple[Links, ...]

    @property
    def triples(self) -> int:
        """The number of distinct triples."""
        return sum(one.triples for one in self.properties)


def dates(service: Service, own: Catalogue) -> Dates:
    """Return the dates of the dataset. Raises StoreError, LimitError."""
    row = service.kept.get("dates", lambda: _table(service, own, "dataset")).records[0]
    texts = {
        name: str(row[name]) if name in row else None for name in ("issued", "modified", "first", "last", "example")
    }
    return Dates(**texts, documents=int(row["documents"]))


def statistics(service: Service, own: Catalogue) -> Statistics:
    """Count the dataset. Raises StoreError, LimitError."""
    return service.kept.get("statistics", lambda: _counted(service, own))


def _counted(service: Service, own: Catalogue) -> Statistics:
    base = service.options.base
    totals = _table(service, own, "void-totals", space=f"{base}id/").records[0]
    properties = _table(service, own, "void-properties").records
    return Statistics(
        subjects=int(totals["subjects"]),
        objects=int(totals["objects"]),
        entities=int(totals["entities"]),
        classes=tuple((str(row["class"]), int(row["entities"])) for row in _table(service, own, "void-classes")),
        properties=tuple(
            Property(str(row["property"]), int(row["triples"]), int(row["subjects"]), int(row["objects"]))
            for row in properties
        ),
        links=tuple(
            Links(str(row["property"]), str(row["target"]), int(row["triples"]))
            for row in _table(service, own, "void-links", base=base)
        ),
    )


def _table(service: Service, own: Catalogue, name: str, **values: str) -> Table:
    return Table.read(service.store.run(own[name].bind(values), timeout=_SECONDS).body)
