"""The documents of a store as they will be once some are changed: what is judged stands beside what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from rdflib import URIRef

from cancu.graph import Facts, Quad, Ties, by_subject, head, ties, work
from cancu.namespaces import document_graph, document_iri, findings_graph
from cancu.pipeline.formats import read
from cancu.pipeline.noted import facts_of, ties_of
from cancu.pipeline.remembered import Remembered, Said
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import GRAPHS, Store, by_name

_MANY = 500
"""Things asked for at once: a question costs more than its answer, but one of everything may take too long."""
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

    It keeps what it read, so it is made for a few documents and thrown away; what others after it read again is
    ``remembered``.
    """

    def __init__(
        self,
        store: Store | None,
        changed: Changed = _NONE,
        *,
        base: str,
        beside: Beside | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        """Lay ``changed`` over the store, and over what somebody else has found ``beside`` them."""
        if remembered is not None:
            remembered.catch_up()
        self._remembered = remembered
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
            self._read(key)
        return self._heads[key]

    def work(self, key: str) -> Facts:
        """Return the tasks and reports of a document."""
        if key not in self._works:
            self._read(key, is_work=True)
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

    def beside(self, tied: Ties) -> dict[URIRef, set[str]]:
        """Return what ``shown`` does for what a document is judged with, and for the documents that are shown by that.

        Others may say what these are: drafts that have become one of them, as citations tell.
        """
        found = self.shown(tied.seen)
        others = self._documents(found)
        if others - self._showing.keys():  # those of all that were found are asked for at once
            self.shown(self._documents(self._showing))
        return found | self.shown(others - tied.seen)

    def _documents(self, showing: Mapping[URIRef, set[str]]) -> set[URIRef]:
        return {self.iri(key) for keys in showing.values() for key in keys}

    def resting(self, things: Iterable[URIRef]) -> set[str]:
        """Return the keys of the judged documents of the store that are judged with one of the things."""
        return {key for keys in self._asked("reports-resting", frozenset(things)).values() for key in keys}

    def _read(self, key: str, *, is_work: bool = False) -> None:
        """Read the head of a document, with ``is_work`` what it has to do, too, and remember both."""
        is_held = key not in self._changed and self._store is not None
        known = self._remembered[key] if self._remembered is not None and is_held else Said()
        said = known
        if is_work and known.work is None:
            # two parts of the whole: to have the engine pick the works alone costs more than three times as much
            whole, iri = self.facts(key), self.iri(key)
            said = Said(head(whole, iri), work(whole, iri))
        elif known.head is None:
            said = Said(self._head(key))
        if said is not known and self._remembered is not None and is_held:
            self._remembered[key] = said
        if said.head is not None:
            self._heads.setdefault(key, said.head)
        if said.work is not None:
            self._works.setdefault(key, said.work)

    def _head(self, key: str) -> Facts:
        iri = self.iri(key)
        if key in self._changed or self._store is None:
            return head(self.facts(key), iri)
        values = {"graph": document_graph(self.base, key), "document": iri}
        if not self._store.has_graph(values["graph"]):
            return {}
        answer = self._store.run(Catalogue.load()["context-head"].bind(values), accept=by_name(GRAPHS, "nt"))
        return head(by_subject(read(answer.body)), iri)

    def _asked(self, question: str, things: frozenset[URIRef]) -> dict[URIRef, set[str]]:
        """Ask for the reports of all things, many at once; those of changed documents are out of date."""
        found: dict[URIRef, set[str]] = {}
        if self._store is None:
            return found
        prefix = findings_graph(self.base, "")
        waiting = iter(sorted(things))
        while some := tuple(islice(waiting, _MANY)):
            asked = Catalogue.load()[question].bind({}, only={"thing": some})
            for row in Table.read(self._store.run(asked).body):
                key = str(row["report"]).removeprefix(prefix)
                if key not in self._changed:
                    found.setdefault(URIRef(str(row["thing"])), set()).add(key)
        return found
