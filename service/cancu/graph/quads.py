"""Quads: what the graph is made of, and how they are gathered for one named graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD

Term: TypeAlias = URIRef | Literal
Quad: TypeAlias = tuple[URIRef, URIRef, Term, URIRef]

MOST_WORDS = 25
"""A quote proves a fact; it does not replace the source."""


class Quads:
    """The quads of one named graph, without doubles. Values that are None or empty say nothing."""

    def __init__(self, graph: str) -> None:
        self._graph = URIRef(graph)
        self._quads: dict[Quad, None] = {}

    def sorted(self) -> tuple[Quad, ...]:
        """Return the quads in the order of their N-Quads lines."""
        return tuple(sorted(self._quads, key=lambda quad: tuple(part.n3() for part in quad)))

    def add(self, quads: Iterable[Quad]) -> None:
        """Say what ``quads`` of the same graph say."""
        self._quads |= dict.fromkeys(quads)

    def values(self, subject: str, predicate: URIRef) -> tuple[Term, ...]:
        """Return what was said so far of a thing by one predicate."""
        wanted = URIRef(subject)
        return tuple(value for one, edge, value, _ in self._quads if (one, edge) == (wanted, predicate))

    def link(self, subject: str, predicate: URIRef, target: str | None) -> None:
        """Say that two things are related."""
        if target:
            self._quads[URIRef(subject), predicate, URIRef(target), self._graph] = None

    def kind(self, subject: str, *classes: URIRef) -> None:
        """Say what a thing is."""
        for one in classes:
            self.link(subject, RDF.type, one)

    def text(self, subject: str, predicate: URIRef, value: str | None, *, language: str | None = None) -> None:
        """Say a word or a name."""
        if value:
            self._literal(subject, predicate, Literal(value, lang=language))

    def label(self, subject: str, value: str | None) -> None:
        """Name a thing for Vietnamese readers."""
        self.text(subject, RDFS.label, value, language="vi")

    def preferred(self, subject: str, value: str, others: Iterable[str] = ()) -> None:
        """Name a thing of a register: one preferred name and others."""
        self.text(subject, SKOS.prefLabel, value, language="vi")
        for other in others:
            self.text(subject, SKOS.altLabel, other, language="vi")

    def term(self, subject: str, predicate: URIRef, value: Term | None) -> None:
        """Say a term as it is."""
        if value is not None:
            self._quads[URIRef(subject), predicate, value, self._graph] = None

    def integer(self, subject: str, predicate: URIRef, value: int | None) -> None:
        """Say a whole number."""
        if value is not None:
            self._literal(subject, predicate, Literal(str(value), datatype=XSD.integer))

    def date(self, subject: str, predicate: URIRef, value: dt.date | None) -> None:
        """Say a day."""
        if value is not None:
            self._literal(subject, predicate, Literal(value.isoformat(), datatype=XSD.date))

    def instant(self, subject: str, predicate: URIRef, moment: dt.datetime) -> None:
        """Say a moment, in UTC."""
        utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
        self.typed(subject, predicate, f"{utc.isoformat()}Z", XSD.dateTimeStamp)

    def typed(self, subject: str, predicate: URIRef, value: str | None, datatype: URIRef) -> None:
        """Say a value of some other datatype in its canonical form."""
        if value:
            self._literal(subject, predicate, Literal(value, datatype=datatype))

    def _literal(self, subject: str, predicate: URIRef, value: Literal) -> None:
        self._quads[URIRef(subject), predicate, value, self._graph] = None


def short(words: str) -> str:
    """Cut a quote to 25 words."""
    parts = words.split()
    return " ".join(parts[:MOST_WORDS]) + " …" if len(parts) > MOST_WORDS else words
