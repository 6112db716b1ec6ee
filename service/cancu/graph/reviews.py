"""What people say of facts, and how it is laid over the facts of a new reading.

A reading may count items anew, so a review holds to the words of an item, not to its place in the count: its anchor is
the kind of item, the digest of its words, and which of several items with the same words it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rdflib import Literal, URIRef
from rdflib.namespace import PROV, RDFS

from cancu import namespaces
from cancu.graph.items import EDGES
from cancu.graph.quads import Quad, Quads, Term
from cancu.namespaces import CC, CCV

_ITEM = re.compile(r"(\d+)-([0-9a-f]{6})")


class Verdict(StrEnum):
    """What a person says of a fact, or, the last two, of a finding about the document."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One verdict on a thing of a document, or on one of its properties.

    ``anchor`` finds the thing again (see ``anchored``). A correction gives ``predicate``, the ``value`` it should have
    (None: it should have none), and where it has several, the one that is replaced (``old``). A verdict on a finding
    names its ``shape``; its anchor tells the words that the finding is about, too, and changes no fact.
    """

    key: str
    anchor: str
    verdict: Verdict
    reviewer: str
    moment: dt.datetime
    predicate: URIRef | None = None
    old: Term | None = None
    value: Term | None = None
    note: str | None = None
    shape: URIRef | None = None

    @property
    def digest(self) -> str:
        """A short name; a later review of the same fact has the same one and takes its place."""
        words = f"{self.anchor}|{self.predicate}|{self.old.n3() if self.old is not None else ''}"
        return hashlib.sha256(words.encode()).hexdigest()[:12]


def anchored(quads: Iterable[Quad], *, base: str) -> dict[str, str]:
    """Return the things that ``quads`` describe, by IRI, with the anchor by which a later reading finds them again."""
    plain: list[str] = []
    alike: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for iri in {str(quad[0]) for quad in quads}:
        kind, _, rest = iri.removeprefix(f"{base}id/").partition("/")
        match = _ITEM.fullmatch(rest.rpartition("/")[2])
        if match and kind != "doc":
            alike[kind, match[2]].append((int(match[1]), iri))
        else:
            plain.append(iri)
    anchors = {iri: iri for iri in plain}
    for (kind, digest), places in alike.items():
        for turn, (_, iri) in enumerate(sorted(places), 1):
            anchors[iri] = f"{kind}/{digest}/{turn}"
    return anchors


def reviewed(quads: Sequence[Quad], reviews: Sequence[Review], *, base: str) -> tuple[Quad, ...]:
    """Return ``quads`` as the reviews would have them, sorted; reviews whose thing is gone change nothing."""
    if not reviews:
        return tuple(quads)
    things = {anchor: iri for iri, anchor in anchored(quads, base=base).items()}
    out = set(quads)
    about_facts = (review for review in reviews if review.shape is None)
    for review in sorted(about_facts, key=lambda review: (review.moment, review.digest)):
        iri = things.get(review.anchor)
        if iri is not None:
            _lay(out, URIRef(iri), review, base)
    _mend_edges(set(quads), out)
    return tuple(sorted(out, key=lambda quad: tuple(part.n3() for part in quad)))


def _lay(out: set[Quad], thing: URIRef, review: Review, base: str) -> None:
    graph = URIRef(namespaces.document_graph(base, review.key))
    if review.verdict is Verdict.REJECTED:
        out -= {quad for quad in out if thing in (quad[0], quad[2])}
        return
    if review.predicate is not None and review.verdict is Verdict.CORRECTED:
        out -= {quad for quad in out if quad[:2] == (thing, review.predicate) and review.old in (None, quad[2])}
        if review.value is not None:
            out.add((thing, review.predicate, review.value, graph))
    out -= {quad for quad in out if quad[:2] == (thing, CC.reviewState)}
    out.add((thing, CC.reviewState, CCV[f"review/{review.verdict}"], graph))
    out.add((thing, CC.reviewedIn, URIRef(namespaces.review_iri(base, review.key, review.digest)), graph))


def _mend_edges(before: set[Quad], out: set[Quad]) -> None:
    """Bring the edges from document to document in line with the citations that are left."""
    was, now = _edges(before), _edges(out)
    out -= was - now
    out |= now - was


def _edges(quads: Iterable[Quad]) -> set[Quad]:
    facts: dict[URIRef, dict[URIRef, Quad]] = defaultdict(dict)
    for quad in quads:
        if quad[1] in (CC.citing, CC.cited, CC.role, CC.resolution):
            facts[quad[0]][quad[1]] = quad
    by_role = {CCV[f"role/{role}"]: edge for role, edge in EDGES.items()}
    found = set()
    for fact in facts.values():
        resolution = fact.get(CC.resolution)
        if CC.cited not in fact or CC.citing not in fact or CC.role not in fact:
            continue
        if resolution is not None and resolution[2] == CCV["resolution/ambiguous"]:
            continue
        source, target = URIRef(str(fact[CC.citing][2])), fact[CC.cited][2]
        if source != target:
            found.add((source, by_role[URIRef(str(fact[CC.role][2]))], target, fact[CC.cited][3]))
    return found


def review_quads(key: str, reviews: Iterable[Review], *, base: str) -> tuple[Quad, ...]:
    """Return the reviews of the document ``key`` in the graph ``namespaces.review_graph(base, key)``."""
    out = Quads(namespaces.review_graph(base, key))
    for review in reviews:
        iri = namespaces.review_iri(base, key, review.digest)
        out.kind(iri, CC.Review)
        out.link(iri, CC.reviewOf, namespaces.document_iri(base, key))
        out.text(iri, CC.anchor, review.anchor)
        out.link(iri, CC.verdict, CCV[f"review/{review.verdict}"])
        out.text(iri, CC.reviewer, review.reviewer)
        out.link(iri, CC.aboutProperty, str(review.predicate) if review.predicate else None)
        out.link(iri, CC.aboutRule, str(review.shape) if review.shape else None)
        out.term(iri, CC.oldValue, review.old)
        out.term(iri, CC.newValue, review.value)
        out.text(iri, RDFS.comment, review.note)
        out.instant(iri, PROV.generatedAtTime, review.moment)
    return out.sorted()


def read_reviews(key: str, quads: Iterable[Quad]) -> tuple[Review, ...]:
    """Return the reviews that a review graph holds, the oldest first."""
    facts: dict[URIRef, dict[URIRef, Term]] = defaultdict(dict)
    for subject, predicate, value, _ in quads:
        facts[subject][predicate] = value
    found = [
        Review(
            key=key,
            anchor=str(fact[CC.anchor]),
            verdict=Verdict(str(fact[CC.verdict]).rpartition("/")[2]),
            reviewer=str(fact[CC.reviewer]),
            moment=dt.datetime.fromisoformat(str(fact[PROV.generatedAtTime])),
            predicate=URIRef(str(fact[CC.aboutProperty])) if CC.aboutProperty in fact else None,
            shape=URIRef(str(fact[CC.aboutRule])) if CC.aboutRule in fact else None,
            old=fact.get(CC.oldValue),
            value=fact.get(CC.newValue),
            note=str(fact[RDFS.comment]) if RDFS.comment in fact else None,
        )
        for fact in facts.values()
        if isinstance(fact.get(CC.anchor), Literal)
    ]
    return tuple(sorted(found, key=lambda review: (review.moment, review.digest)))
