"""The documents of a store as they will be once some are changed: what is judged stands beside what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from rdflib import URIRef

from cancu.graph import Facts, Quad, Ties, by_subject, head, ties, work
from cancu.namespaces import document_graph, document_iri, findings_graph
from cancu.pipeline.formats import read
from cancu.pipeline.noted import facts_of, ties_of
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Kind, Table
from cancu.store import GRAPHS, Store, by_name

Changed = Mapping[str, Sequence[Quad] | None]
"""What documents shall say by key; None where one goes."""
_NONE: Changed = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of documents that are not at hand: what they say, and as what they are shown to others."""

    heads: Mapping[str, Facts] = field(default_factory=dict)
    works: Mapping[str, Facts] = field(default_factory=dict)
    showing: Mapping[URIRef, set[str]] = field(default_factory=dict)


class Shelf:
    """Reads documents by key: from ``changed`` where they stand there, else from the store (none: nothing else).

    It remembers what it read, so it is made for a few documents and thrown away.
    """

    def __init__(
        self, store: Store | None, changed: Changed = _NONE, *, base: str, beside: Beside | None = None
    ) -> None:
        """Lay ``changed`` over the store, and over what somebody else has found ``beside`` them."""
        self.base = base
        self._store = store
        self._changed = changed
        self._ties = {key: ties_of(quads, key, base=base) for key, quads in changed.items() if quads is not None}
        beside = beside or Beside()
        self._heads: dict[str, Facts] = {**beside.heads}
        self._works: dict[str, Facts] = {**beside.works}
        self._showing: dict[URIRef, set[str]] = {**beside.showing}

    def iri(self, key: str) -> URIRef:
        """Return the identifier of the document with that key."""
        return URIRef(document_iri(self.base, key))

    def facts(self, key: str) -> Facts:
        """Return all that a document says."""
        if key in self._changed or self._store is None:
            quads = self._changed.get(key)
            return {} if quads is None else facts_of(quads)
        return by_subject(facts(self._store, document_graph(self.base, key)))

    def ties(self, key: str, said: Facts | None = None) -> Ties:
        """Return by what a document hangs together with others, as far as ``said`` tells where it stands in the store.

        Without ``said`` all that it says is looked at.
        """
        if key in self._ties:
            return self._ties[key]
        return ties(self.facts(key) if said is None else said, self.iri(key), base=self.base)

    def head(self, key: str) -> Facts:
        """Return what the head of a document says."""
        if key not in self._heads:
            self._heads[key] = head(self._part(key, "context-head"), self.iri(key))
        return self._heads[key]

    def work(self, key: str) -> Facts:
        """Return the tasks and reports of a document."""
        if key not in self._works:
            self._works[key] = work(self._part(key, "context-work"), self.iri(key))
        return self._works[key]

    def shown(self, things: Iterable[URIRef]) -> dict[URIRef, set[str]]:
        """Return the keys of the documents that are judged with others as one of the things, by thing."""
        wanted = frozenset(things)
        if new := wanted - self._showing.keys():
            # those of all that changed are asked for at once: a question costs more than its answer
            new = new.union(*(tied.seen for tied in self._ties.values())) - self._showing.keys()
            held = self._asked("reports-showing", new)
            self._showing |= {thing: held.get(thing, set()) for thing in new}
        found = {thing: set(keys) for thing in wanted if (keys := self._showing[thing])}
        for key, tied in self._ties.items():
            for thing in wanted & tied.shown:
                found.setdefault(thing, set()).add(key)
        return found

    def resting(self, things: Iterable[URIRef]) -> set[str]:
        """Return the keys of the judged documents of the store that are judged with one of the things."""
        return {key for keys in self._asked("reports-resting", frozenset(things)).values() for key in keys}

    def _part(self, key: str, question: str) -> Facts:
        if key in self._changed or self._store is None:
            return self.facts(key)
        values = {"graph": document_graph(self.base, key), "document": self.iri(key)}
        if not self._store.has_graph(values["graph"]):
            return {}
        answer = self._store.run(Catalogue.load()[question].bind(values), accept=by_name(GRAPHS, "nt"))
        return by_subject(read(answer.body))

    def _asked(self, question: str, things: frozenset[URIRef]) -> dict[URIRef, set[str]]:
        """Ask for the reports of all things at once; those of changed documents are out of date."""
        found: dict[URIRef, set[str]] = {}
        if self._store is None or not things:
            return found
        prefix = findings_graph(self.base, "")

        def every(_kind: Kind, _value: str) -> tuple[str, ...]:
            return tuple(sorted(things))

        asked = Catalogue.load()[question].bind({"thing": next(iter(things))}, every)
        for row in Table.read(self._store.run(asked).body):
            key = str(row["report"]).removeprefix(prefix)
            if key not in self._changed:
                found.setdefault(URIRef(str(row["thing"])), set()).add(key)
        return found
