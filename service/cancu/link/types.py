"""The list of document types: words, codes and abbreviations, from ``ontology/vocab/type.ttl``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rdflib import Graph
from rdflib.namespace import RDF, SKOS
from rdflib.term import Literal, Node

from cancu import resources
from cancu.linked import Family
from cancu.namespaces import CC
from cancu.vietnamese import fold, slug


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """A type: its word, its code in the list, its abbreviations and the families that use it."""

    name: str
    code: str
    state: str | None
    party: str | None
    families: frozenset[Family]

    @property
    def segment(self) -> str:
        """The part of a document's key: the folded abbreviation, the folded word where there is none."""
        return slug(self.state or self.party or self.name)


class DocumentTypes:
    """The list, found by word or by abbreviation."""

    def __init__(self, types: tuple[DocumentType, ...]) -> None:
        self.all = types
        self._by_name = {fold(kind.name): kind for kind in types}
        self.abbreviations = frozenset(
            short for kind in types for short in (kind.state, kind.party) if short
        ) | frozenset({"TTLB"})

    def named(self, word: str | None) -> DocumentType | None:
        """Return the type of that word; where a longer word is printed, the longest listed beginning of it.

        ``Chương trình công tác`` is a Chương trình.
        """
        words = fold(word or "").split()
        for end in range(len(words), 0, -1):
            if found := self._by_name.get(" ".join(words[:end])):
                return found
        return None

    def short(self, printed: str | None) -> DocumentType | None:
        """Return the one type of the State with that abbreviation, None where none or several have it."""
        found = [kind for kind in self.all if printed and kind.state == printed]
        return found[0] if len(found) == 1 else None

    def segment(self, word: str | None, printed: str | None) -> str | None:
        """Return the type's part of a key from the printed word and the abbreviation inside the number.

        The abbreviation decides, except where the Party uses one for two types: 66-QĐ/TW is a Quy định (qyd).
        """
        kind = self.named(word)
        if printed and kind and printed == kind.party and kind.state and kind.state != printed:
            return kind.segment
        if printed:
            return slug(printed)
        return kind.segment if kind else None


@cache
def document_types() -> DocumentTypes:
    """Return the shipped list."""
    graph = Graph().parse(resources.path("ontology", "vocab", "type.ttl"), format="turtle")
    return DocumentTypes(tuple(_type(graph, node) for node in sorted(graph.subjects(RDF.type, SKOS.Concept), key=str)))


@cache
def validity_codes() -> frozenset[str]:
    """Return the codes of ``ontology/vocab/validity.ttl``."""
    graph = Graph().parse(resources.path("ontology", "vocab", "validity.ttl"), format="turtle")
    return frozenset(str(node).rsplit("/", 1)[1] for node in graph.subjects(RDF.type, SKOS.Concept))


def _type(graph: Graph, node: Node) -> DocumentType:
    def text(predicate: Node) -> str | None:
        value = graph.value(node, predicate)
        return str(value) if value is not None else None

    labels = [label for label in graph.objects(node, SKOS.prefLabel) if isinstance(label, Literal)]
    return DocumentType(
        name=next(str(label) for label in labels if label.language == "vi"),
        code=str(node).rsplit("/", 1)[1],
        state=text(CC.stateAbbreviation),
        party=text(CC.partyAbbreviation),
        families=frozenset(Family(str(family).rsplit("/", 1)[1]) for family in graph.objects(node, CC.typeFamily)),
    )
