"""From a thing, step by step along the links that were asked for, until the picture is full.

Each step asks one question for all things of the step before it; what does not fit is counted, not followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rdflib.namespace import DCTERMS

from cancu.namespaces import CCV
from cancu.query import Catalogue, Table
from cancu.serve.picture.model import Edge, Node, Picture, Relation
from cancu.serve.service import Service

_SAME = str(DCTERMS.isReplacedBy)
_READ = str(CCV["status/extracted"])
_ROWS = 5000
"""Most rows that the question of links answers with."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a picture is asked for; without ``things`` it begins from the newest documents."""

    things: tuple[str, ...]
    steps: int
    relations: tuple[Relation, ...]
    limit: int
    language: str = "vi"


@dataclass(slots=True)
class _Found:
    """What was reached up to now. Several identifiers of one thing have one name: the one that holds now."""

    names: dict[str, str] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    is_cut: bool = False

    def name(self, iri: str) -> str:
        while iri in self.names:
            iri = self.names[iri]
        return iri

    def same(self, old: str, new: str) -> None:
        old, new = self.name(old), self.name(new)
        if old == new:
            return
        self.names[old] = new
        if old in self.steps:
            step = self.steps.pop(old)
            self.steps[new] = min(step, self.steps.get(new, step))

    def edges(self) -> list[Edge]:
        """Return the links under today's names, each once."""
        found: dict[tuple[str, str, str], int] = {}
        for (source, relation, target), count in self.counts.items():
            key = self.name(source), relation, self.name(target)
            if key[0] != key[2]:
                found[key] = max(count, found.get(key, 0))
        return [Edge(*key, count=count) for key, count in sorted(found.items())]


def gather(service: Service, own: Catalogue, wanted: Wanted) -> Picture:
    """Return the picture. Raises what the questions raise (LimitError, StoreError)."""
    roots, total = _begin(service, own, wanted)
    found = _Found(steps=dict.fromkeys(roots[: wanted.limit], 0))
    asked: set[str] = set()
    frontier = list(found.steps)
    for step in range(1, wanted.steps + 1):
        _ask(service, wanted, found, frontier, asked)
        frontier = _reached(found, step, wanted.limit)
    _ask(service, wanted, found, frontier, asked)
    shown = found.steps
    every = found.edges()
    edges = [edge for edge in every if edge.source in shown and edge.target in shown]
    begun = tuple(dict.fromkeys(found.name(iri) for iri in roots if found.name(iri) in shown))
    return Picture(
        roots=begun,
        nodes=tuple(_nodes(service, own, found, wanted.language)),
        edges=tuple(edges),
        left=len({found.name(iri) for iri in found.left} - set(shown)),
        is_cut=found.is_cut,
        total=max(total, len(begun)),
    )


def _begin(service: Service, own: Catalogue, wanted: Wanted) -> tuple[tuple[str, ...], int]:
    if wanted.things:
        return wanted.things, 0
    is_command = all(relation.family == "command" and relation.name != "cc:issuedBy" for relation in wanted.relations)
    name = "picture-command" if is_command else "picture-begin"
    rows = service.kept.get(name, lambda: Table.read(service.answer(own[name], {}).body).records)
    return tuple(str(row["thing"]) for row in rows), int(rows[0]["total"]) if rows else 0


def _ask(service: Service, wanted: Wanted, found: _Found, things: Sequence[str], asked: set[str]) -> None:
    """Ask for the links of ``things`` and of what else they are called, until no further name comes up."""
    todo = [iri for iri in things if iri not in asked]
    while todo:
        asked.update(todo)
        names: set[str] = set()
        for source, relation, target, count in _links(service, wanted, found, todo):
            if relation == _SAME:
                found.same(source, target)
                names |= {source, target}
            else:
                found.counts[source, relation, target] = count
        todo = sorted(names - asked)


def _links(
    service: Service, wanted: Wanted, found: _Found, things: Sequence[str]
) -> Iterable[tuple[str, str, str, int]]:
    kinds = [*(relation.iri for relation in wanted.relations), _SAME]
    question = service.catalogue["links"].bind({}, only={"thing": things, "relation": kinds})
    rows = Table.read(service.run(question).body).records
    found.is_cut |= len(rows) >= _ROWS
    for row in rows:
        yield str(row["source"]), str(row["relation"]), str(row["target"]), int(row["count"])


def _reached(found: _Found, step: int, limit: int) -> list[str]:
    """Take in what the last question reached, what has most links to the picture first, and return it."""
    worth: dict[str, int] = {}
    for edge in found.edges():
        for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if one in found.steps and other not in found.steps:
                worth[other] = worth.get(other, 0) + 1
    order = sorted(worth, key=lambda iri: (-worth[iri], iri))
    room = max(limit - len(found.steps), 0)
    found.steps.update(dict.fromkeys(order[:room], step))
    found.left.update(order[room:])
    return order[:room]


def _nodes(service: Service, own: Catalogue, found: _Found, language: str) -> Iterable[Node]:
    if not found.steps:
        return
    aliases = [iri for iri in found.names if found.name(iri) in found.steps]
    question = own["picture-nodes"].bind({"language": language}, only={"thing": [*found.steps, *aliases]})
    rows = {str(row["thing"]): row for row in Table.read(service.run(question).body).records}
    read = {found.name(iri) for iri, row in rows.items() if row.get("status") == _READ}
    for iri, step in sorted(found.steps.items(), key=lambda item: item[1]):
        yield _node(iri, step, rows.get(iri, {}), is_read=iri in read)


def _node(iri: str, step: int, row: Mapping[str, str | int | bool], *, is_read: bool) -> Node:
    return Node(
        iri=iri,
        label=str(row.get("thingLabel", iri)),
        kind="document" if row.get("isDocument") else "body",
        step=step,
        is_read=is_read,
        type=str(row.get("type", "")),
        type_label=str(row.get("typeLabel", "")),
        owner=str(row.get("owner", "")),
        owner_label=str(row.get("ownerLabel", "")),
        date=str(row.get("date", "")),
    )
