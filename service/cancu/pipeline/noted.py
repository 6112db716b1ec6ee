"""Quads that one process hands to another as lines: read when somebody looks, which seldom anybody does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import overload

from rdflib import URIRef
from rdflib.namespace import RDF

from cancu.graph import Facts, Quad, Ties, by_subject, ties
from cancu.namespaces import CC, document_graph, document_iri
from cancu.pipeline.formats import read

_RECENT = 128
"""So many documents stay indexed, for a commit asks several times: a batch."""


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
    return Notes(files_of(quads), wordings_of(quads), ties_of(quads, key, base=base))


def noted(key: str, lines: bytes, *, base: str) -> Noted:
    """Return what the lines of the graph of the document ``key`` say."""
    name = document_graph(base, key)
    return Noted(lines, name, notes_of(read(lines, name), key, base=base))


def facts_of(quads: Sequence[Quad]) -> Facts:
    """Return what quads say, by subject."""
    return _facts(_Same(quads))


def ties_of(quads: Sequence[Quad], key: str, *, base: str) -> Ties:
    """Return by what the document ``key`` hangs together with others."""
    return quads.notes.ties if isinstance(quads, Noted) else _ties(_Same(quads), key, base)


class _Same:
    """The very quads of a document, told from others without looking into them."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        self.quads = quads

    def __hash__(self) -> int:
        return id(self.quads)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.quads is other.quads


@lru_cache(_RECENT)
def _facts(said: _Same) -> Facts:
    return by_subject(said.quads)


@lru_cache(_RECENT)
def _ties(said: _Same, key: str, base: str) -> Ties:
    return ties(_facts(said), URIRef(document_iri(base, key)), base=base)


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
