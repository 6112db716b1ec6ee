"""Quads that one process hands to another as lines: read when somebody looks, which seldom anybody does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from rdflib import URIRef
from rdflib.namespace import RDF

from cancu.graph import Quad, Ties, by_subject, ties
from cancu.namespaces import CC, document_iri
from cancu.pipeline.formats import read


@dataclass(frozen=True, slots=True)
class Notes:
    """What a writer has to know of a document: the digests of its files, its wordings, its ties to others."""

    files: tuple[str, ...]
    wordings: tuple[str, ...]
    ties: Ties


class Noted(Sequence[Quad]):
    """The quads of the graph ``name`` by their ``lines``, each on a line of its own, with ``notes`` of them."""

    def __init__(self, lines: bytes, name: str, notes: Notes) -> None:
        self.lines = lines
        self.name = name
        self.notes = notes

    def __reduce__(self) -> tuple[object, ...]:
        """Travel without what was read."""
        return Noted, (self.lines, self.name, self.notes)

    @cached_property
    def _quads(self) -> tuple[Quad, ...]:
        return read(self.lines, self.name)

    def __len__(self) -> int:
        return self.lines.count(b"\n")

    @overload
    def __getitem__(self, at: int) -> Quad: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Quad]: ...
    def __getitem__(self, at: int | slice) -> Quad | Sequence[Quad]:
        return self._quads[at]

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)


def notes_of(quads: Sequence[Quad], key: str, *, base: str) -> Notes:
    """Return what a writer has to know of the document ``key``."""
    if isinstance(quads, Noted):
        return quads.notes
    return Notes(
        files_of(quads), wordings_of(quads), ties(by_subject(quads), URIRef(document_iri(base, key)), base=base)
    )


def files_of(quads: Sequence[Quad]) -> tuple[str, ...]:
    """Return the digests of the files from which the facts were read."""
    if isinstance(quads, Noted):
        return quads.notes.files
    digest = str(CC.sha256)  # letters are compared, not terms, which takes ten times longer
    return tuple(str(value) for _, edge, value, _ in quads if str.__eq__(edge, digest))


def wordings_of(quads: Sequence[Quad]) -> tuple[str, ...]:
    """Return the IRIs of the wordings on which the facts rest."""
    if isinstance(quads, Noted):
        return quads.notes.wordings
    wanted = str(CC.TextVersion)
    return tuple(str(item) for item, edge, kind, _ in quads if str.__eq__(kind, wanted) and edge == RDF.type)
