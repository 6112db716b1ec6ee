"""All that the page of a document shows: answers of the catalogue and of ``queries/pages``, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cancu.errors import NotFoundError
from cancu.query import Catalogue, Table
from cancu.serve.paper.chain import Node, downward, upward
from cancu.serve.paper.facts import KINDS, Fact, facts, places
from cancu.serve.paper.marked import Piece, marked
from cancu.serve.service import Service
from cancu.serve.views import SEVERITIES, Row, by_severity, candidates, document_head

_MOST = 50
"""Citing documents that are shown; the catalogue tells the others."""
_HEAD: Mapping[str, str] = MappingProxyType(
    {"documentType": "typeLabel", "dateIssued": "date", "placeName": "place", "issuedBy": "issuerName"}
)
"""Properties of the head that the question “document-header” names otherwise."""
FIELDS = ("number", "symbol", "date", "place", "issuerName", "period", "signerName", "position", "signedFor")
"""Fields of the head that are listed; type and title stand above them."""
_STRENGTH = ("newer", "older", "same", "close", "maybe")


@dataclass(frozen=True, slots=True)
class _Ask:
    """Asks the pages' own questions of several documents at once."""

    service: Service
    own: Catalogue

    def __call__(
        self, name: str, values: Mapping[str, str], iris: Sequence[str], parameter: str = "document"
    ) -> tuple[Row, ...]:
        return Table.read(self.service.run(self.own[name].bind(values, only={parameter: iris})).body).records


@dataclass(frozen=True, slots=True)
class Group:
    """Facts under one heading: the tasks of a section, the findings of a severity."""

    key: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Citers:
    """Who cites the document: a row for each document and role, and the words of one of these citations."""

    rows: tuple[Row, ...]
    words: Mapping[str, Row]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document: its head, the chain through it, its facts by kind (keys of ``facts.KINDS``), and its words.

    ``text`` is empty where the store keeps quotations only; ``unclear`` are the bases that are no link of the chain
    because nobody can tell which document is meant.
    """

    header: Row
    same: tuple[str, ...]
    standing: tuple[Row, ...]
    identities: tuple[Row, ...]
    learnt: tuple[Row, ...]
    versions: tuple[Row, ...]
    up: tuple[Node, ...]
    unclear: tuple[Fact, ...]
    down: tuple[Node, ...]
    is_down_cut: bool
    citers: Citers
    facts: Mapping[str, tuple[Fact, ...]]
    heads: Mapping[str, Fact]
    tasks: tuple[Group, ...]
    findings: tuple[Group, ...]
    candidates: Mapping[str, tuple[Row, ...]]
    bodies: Mapping[str, Mapping[str, tuple[Row, ...]]]
    text: tuple[Piece, ...]
    placed: frozenset[str]


def sheet(service: Service, own: Catalogue, iri: str, language: str) -> Sheet | None:
    """Return the page of the document ``iri``; None where it is no document. ``own`` are ``queries/pages``."""
    head = document_head(service, iri, language)
    if head is None:
        return None
    header, same = head
    every = (iri, *same)
    ask = _Ask(service, own)
    spots = ask("places", {}, every)
    listed = _facts(service, iri, language, spots)
    pieces = _text(service, ask("texts", {}, every), [fact for kind in listed.values() for fact in kind])
    doubts = candidates(service, iri)
    down, is_cut = downward(lambda iris: ask("builders", {"language": language}, iris, "through"), every)
    return Sheet(
        header=header,
        same=same,
        standing=ask("standing-of", {"language": language}, every),
        identities=_identities(ask("identities", {}, every), every),
        learnt=ask("learnt-number-of", {}, every),
        versions=tuple(row for one in every for row in service.table("versions", {"document": one}).records),
        up=_up(service, ask, every, language),
        unclear=tuple(fact for fact in listed["citations"] if _is_unclear_basis(fact)),
        down=down,
        is_down_cut=is_cut,
        citers=_citers(ask, every, language),
        facts=listed,
        heads={_field(fact.row): fact for fact in listed["heads"]},
        tasks=_by_section(listed["tasks"], listed["sections"]),
        findings=_by_severity(listed["findings"]),
        candidates=doubts,
        bodies=_bodies(ask("bodies-of-items", {}, every)),
        text=pieces,
        placed=frozenset(fact.key for piece in pieces for fact in (*piece.begun, *piece.missing)),
    )


def _facts(service: Service, iri: str, language: str, spots: Sequence[Row]) -> dict[str, tuple[Fact, ...]]:
    of, lang, known = {"document": iri}, {"language": language}, places(spots)
    answers: dict[str, Iterable[Row]] = {
        "heads": [row for row in spots if "property" in row and _field(row) in {*FIELDS, "typeLabel", "title"}],
        "citations": service.table("references", of | lang),
        "sections": service.table("sections", of),
        "tasks": service.table("tasks", of),
        "reports": service.table("reports", of | lang),
        "events": service.table("events", of),
        "recipients": service.table("recipients-of", of),
        "findings": by_severity(service.table("findings", of | lang)),
    }
    return {kind: facts(kind, answers[kind], known) for kind in KINDS}


def _field(row: Row) -> str:
    name = str(row["property"]).rpartition("#")[2]
    return _HEAD.get(name, name)


def _text(service: Service, rows: Sequence[Row], every: Sequence[Fact]) -> tuple[Piece, ...]:
    """Return the kept words, marked. Several copies have several texts, and offsets point into one only: then none."""
    digests = {str(row["digest"]) for row in rows}
    if len(digests) != 1:
        return ()
    try:
        text = service.store.archive.get(digests.pop()).decode()
    except NotFoundError:  # an archive that was not brought along with the store
        return ()
    return tuple(marked(text, every))


def _up(service: Service, ask: _Ask, every: Sequence[str], language: str) -> tuple[Node, ...]:
    rows = service.table("basis-chain", {"document": every[0], "language": language}).records
    iris = tuple(dict.fromkeys((*every, *(str(row["basis"]) for row in rows))))
    former = {str(row["former"]): str(row["document"]) for row in ask("aliases", {}, iris)}
    return upward(rows, every, former)


def _is_unclear_basis(fact: Fact) -> bool:
    return "cited" not in fact.row and str(fact.row["role"]).rpartition("/")[2] in {"basis", "implements"}


def _citers(ask: _Ask, every: Sequence[str], language: str) -> Citers:
    rows = ask("citers", {"language": language}, every)
    shown = rows[:_MOST]
    words = ask("words-of", {}, [str(row["citation"]) for row in shown], "citation") if shown else ()
    return Citers(shown, {str(row["citation"]): row for row in words}, len(rows) > _MOST)


def _identities(rows: Iterable[Row], every: Sequence[str]) -> tuple[Row, ...]:
    """Return one row for each other identifier, the strongest relation; those of the page itself are left out."""
    best = {str(row["other"]): row for row in sorted(rows, key=lambda row: -_STRENGTH.index(str(row["relation"])))}
    return tuple(row for other, row in best.items() if other != every[0])


def _by_section(tasks: Iterable[Fact], sections: Iterable[Fact]) -> tuple[Group, ...]:
    """Return the tasks by section, in the order in which sections are first met."""
    headings = {str(fact.row["sectionNumber"]): str(fact.row.get("heading", "")) for fact in sections}
    groups: dict[str, list[Fact]] = {}
    for task in tasks:
        groups.setdefault(str(task.row.get("sectionNumber", "")), []).append(task)
    return tuple(
        Group(f"tasks-{order}", " ".join(filter(None, (number, headings.get(number, "")))), tuple(group))
        for order, (number, group) in enumerate(groups.items(), 1)
    )


def _by_severity(findings: Sequence[Fact]) -> tuple[Group, ...]:
    groups = ((name, tuple(f for f in findings if str(f.row["severity"]).endswith(f"#{name}"))) for name in SEVERITIES)
    return tuple(Group(f"findings-{name.lower()}", name, group) for name, group in groups if group)


def _bodies(rows: Iterable[Row]) -> dict[str, dict[str, tuple[Row, ...]]]:
    """Return the bodies of each item by the part that they play (lead, with, from, to)."""
    found: dict[str, dict[str, tuple[Row, ...]]] = {}
    for row in rows:
        parts = found.setdefault(str(row["item"]), {})
        parts[str(row["part"])] = (*parts.get(str(row["part"]), ()), row)
    return found
