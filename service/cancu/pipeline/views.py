"""Views: the dataset on which documents are judged, the same for one of them alone and for all of a store at once.

A view of a document holds what it says of itself, its items and the bodies it names; of documents that it cites what
the registry or these documents themselves say, else the little that a citation tells (``graph.context``). From the
store come the heads of documents that it cites, that bear its number in its series, or that its issuer gave out of the
same type for the same period under the same title, and the tasks and reports of those on which it rests. Of the
registry it holds what all this leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import URIRef

from cancu.graph import Facts, Triple, joined, split
from cancu.pipeline.known import Known
from cancu.pipeline.shelf import Shelf


@dataclass(frozen=True, slots=True)
class View:
    """What one document is judged on, but for the registry: ``facts`` are its own and those of documents beside it.

    ``borrowed`` is what these say of things that are no document of the store: of bodies, places, and documents that
    are known by citation only. ``is_resting`` says that one of those on which it rests is among them.
    """

    key: str
    facts: Facts
    borrowed: Facts
    is_resting: bool = False

    def agrees(self, said: dict[URIRef, frozenset[Triple]]) -> bool:
        """Tell whether other views say the same of all that this one borrows."""
        return all(said.get(thing, triples) == triples for thing, triples in self.borrowed.items())


def view(key: str, shelf: Shelf, known: Known) -> View:
    """Return what the document ``key`` is judged on."""
    said = shelf.facts(key)
    tied = shelf.ties(key, said)
    shown = shelf.beside(tied)
    own, cited, rest = split(said, shelf.iri(key), base=shelf.base)
    hearsay = {iri: triples for iri, triples in cited.items() if iri not in shown and iri not in known}
    owned, borrowed = [own], [hearsay, rest]
    for thing, keys in sorted(shown.items()):
        for other in sorted(keys - {key}):
            parts = [shelf.head(other), shelf.work(other)] if thing in tied.bases else [shelf.head(other)]
            for part in parts:
                theirs, _, others = split(part, shelf.iri(other), base=shelf.base)
                owned.append(theirs)
                borrowed.append(others)
    beside = joined(*borrowed)
    beside = {thing: triples for thing, triples in beside.items() if thing not in known}
    facts = joined(*owned)
    is_resting = any(keys - {key} for thing, keys in shown.items() if thing in tied.bases)
    return View(key, facts, _with_silence(beside, facts, known), is_resting)


def _with_silence(borrowed: Facts, owned: Facts, known: Known) -> Facts:
    """Add the things of which a view names and says nothing: what other views say of them is none of its business."""
    named = {value for facts in (owned, borrowed) for triples in facts.values() for _, _, value in triples}
    silent = (thing for thing in named if isinstance(thing, URIRef))
    nothing: frozenset[Triple] = frozenset()
    unsaid = {thing: nothing for thing in silent if thing not in owned and thing not in borrowed and thing not in known}
    return unsaid | dict(borrowed)


def packed(views: Iterable[View]) -> Iterator[tuple[View, ...]]:
    """Yield the views in packs within which all say the same of what they borrow: none sees another's hearsay."""
    waiting = list(views)
    while waiting:
        pack: list[View] = []
        later: list[View] = []
        said: dict[URIRef, frozenset[Triple]] = {}
        for one in waiting:
            if one.agrees(said):
                said |= one.borrowed
                pack.append(one)
            else:
                later.append(one)
        yield tuple(pack)
        waiting = later


def dataset(pack: Iterable[View], known: Known) -> list[Triple]:
    """Return the triples on which the documents of a pack are judged together."""
    whole = joined(*(part for one in pack for part in (one.facts, one.borrowed)))
    named = {value for triples in whole.values() for _, _, value in triples if isinstance(value, URIRef)}
    reached = known.reached(named | whole.keys())
    return [triple for facts in (whole, reached) for triples in facts.values() for triple in triples]
