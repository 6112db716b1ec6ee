"""Quads: what the graph is made of, and how they are gathered for one named graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rdflib import URIRef
from rdflib.namespace import RDF, RDFS, SKOS, XSD

from cancu.terms import Quad, Term, iri, literal, written

__all__ = ["MOST_WORDS", "Quad", "Quads", "Term", "short"]

_TYPE = RDF.type
_INTEGER, _DATE = XSD.integer, XSD.date
MOST_WORDS = 25
"""A quote proves a fact; it does not replace the source."""


class Quads:
    """The quads of one named graph, without doubles. Values that are None or empty say nothing."""

    def __init__(self, graph: str) -> None:
        self._graph = iri(graph)
        self._quads: dict[str, Quad] = {}

    def sorted(self) -> tuple[Quad, ...]:
        """Return the quads in the order of their N-Quads lines."""
        return tuple(quad for _, quad in sorted(self._quads.items()))

    def lines(self) -> bytes:
        """Return the quads as canonical, sorted N-Quads (UTF-8)."""
        end = f" {written(self._graph)} .\n"
        return "".join([text + end for text in sorted(self._quads)]).encode()

    def add(self, quads: Iterable[Quad]) -> None:
        """Say what ``quads`` of the same graph say."""
        for subject, predicate, value, _ in quads:
            self._say(subject, predicate, value)

    def values(self, subject: str, predicate: URIRef) -> tuple[Term, ...]:
        """Return what was said so far of a thing by one predicate."""
        wanted = URIRef(subject)
        return tuple(value for one, edge, value, _ in self._quads.values() if (one, edge) == (wanted, predicate))

    def link(self, subject: str, predicate: URIRef, target: str | None) -> None:
        """Say that two things are related."""
        if target:
            self._quads[f"<{subject}> <{predicate}> <{target}>"] = (iri(subject), predicate, iri(target), self._graph)

    def kind(self, subject: str, *classes: URIRef) -> None:
        """Say what a thing is."""
        for one in classes:
            self.link(subject, _TYPE, one)

    def text(self, subject: str, predicate: URIRef, value: str | None, *, language: str | None = None) -> None:
        """Say a word or a name."""
        if value:
            self._say(subject, predicate, literal(value, language))

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
            self._say(subject, predicate, value)

    def integer(self, subject: str, predicate: URIRef, value: int | None) -> None:
        """Say a whole number."""
        if value is not None:
            self._say(subject, predicate, literal(str(value), None, _INTEGER))

    def date(self, subject: str, predicate: URIRef, value: dt.date | None) -> None:
        """Say a day."""
        if value is not None:
            self._say(subject, predicate, literal(value.isoformat(), None, _DATE))

    def instant(self, subject: str, predicate: URIRef, moment: dt.datetime) -> None:
        """Say a moment, in UTC."""
        utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
        self.typed(subject, predicate, f"{utc.isoformat()}Z", XSD.dateTimeStamp)

    def typed(self, subject: str, predicate: URIRef, value: str | None, datatype: URIRef) -> None:
        """Say a value of some other datatype in its canonical form."""
        if value:
            self._say(subject, predicate, literal(value, None, datatype))

    def _say(self, subject: str, predicate: URIRef, value: Term) -> None:
        self._quads[f"<{subject}> <{predicate}> {written(value)}"] = (iri(subject), predicate, value, self._graph)


def short(words: str) -> str:
    """Cut a quote to 25 words."""
    parts = words.split()
    return " ".join(parts[:MOST_WORDS]) + " …" if len(parts) > MOST_WORDS else words
