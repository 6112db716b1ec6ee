"""What people say of facts, laid over readings that count their items anew."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from cancu.graph import Quad, Review, Verdict, anchored, document_quads, read_reviews, review_quads, reviewed
from cancu.linked import LinkedRecord
from cancu.namespaces import CC, CCV, document_graph, item_iri

BASE = "https://example.org/x/"
KEY = "ubnd-suoi-mo/2026/kh/15"
NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
GRAPH = URIRef(document_graph(BASE, KEY))
WORDS = ("Trồng cây", "Tưới cây", "Đếm cây")


def reading(*words: str) -> tuple[Quad, ...]:
    """Tasks of one document in that order, each with its lead."""
    quads: list[Quad] = []
    for order, text in enumerate(words, 1):
        iri = URIRef(item_iri(BASE, "task", KEY, order, text))
        quads.append((iri, RDF.type, CC.Task, GRAPH))
        quads.append((iri, CC.quote, Literal(text), GRAPH))
        quads.append((iri, CC.leadName, Literal(f"lead {order}"), GRAPH))
    return tuple(quads)


def task(order: int, words: str) -> str:
    return item_iri(BASE, "task", KEY, order, words)


def said(iri: str, quads: tuple[Quad, ...], **more: object) -> Review:
    facts = {"verdict": Verdict.CORRECTED, "reviewer": "Văn phòng", "moment": NOON, **more}
    return Review(key=KEY, anchor=anchored(quads, base=BASE)[iri], **facts)  # type: ignore[arg-type]


def leads(quads: tuple[Quad, ...]) -> dict[str, list[str]]:
    by_iri = {quad[0]: str(quad[2]) for quad in quads if quad[1] == CC.quote}
    found: dict[str, list[str]] = {words: [] for words in by_iri.values()}
    for quad in quads:
        if quad[1] == CC.leadName:
            found[by_iri[quad[0]]].append(str(quad[2]))
    return found


@given(st.permutations(WORDS), st.lists(st.text("abc", min_size=1), max_size=3))
def test_a_correction_finds_its_words_wherever_a_new_reading_counts_them(order: list[str], more: list[str]) -> None:
    first = reading(*WORDS)
    review = said(task(2, "Tưới cây"), first, predicate=CC.leadName, value=Literal("Phòng Kinh tế"))
    again = reviewed(reading(*more, *order), [review], base=BASE)
    assert leads(again)["Tưới cây"] == ["Phòng Kinh tế"]
    assert "Phòng Kinh tế" not in str([leads(again)[words] for words in WORDS if words != "Tưới cây"])


def test_of_two_items_with_the_same_words_the_one_that_was_meant_is_corrected() -> None:
    first = reading("Báo cáo", "Trồng cây", "Báo cáo")
    review = said(task(3, "Báo cáo"), first, predicate=CC.leadName, value=Literal("X"))
    again = reviewed(reading("Báo cáo", "Báo cáo"), [review], base=BASE)
    assert {(task(1, "Báo cáo"), "lead 1"), (task(2, "Báo cáo"), "X")} == {
        (str(quad[0]), str(quad[2])) for quad in again if quad[1] == CC.leadName
    }


def test_a_correction_whose_words_are_gone_changes_nothing() -> None:
    review = said(task(2, "Tưới cây"), reading(*WORDS), predicate=CC.leadName, value=Literal("X"))
    other = reading("Trồng cây")
    assert set(reviewed(other, [review], base=BASE)) == set(other)


def test_one_of_several_values_is_replaced_or_taken_away() -> None:
    quads = (*reading("Trồng cây"), (URIRef(task(1, "Trồng cây")), CC.leadName, Literal("second"), GRAPH))
    one = {"predicate": CC.leadName, "old": Literal("second")}
    changed = reviewed(quads, [said(task(1, "Trồng cây"), quads, value=Literal("third"), **one)], base=BASE)
    assert sorted(leads(changed)["Trồng cây"]) == ["lead 1", "third"]
    less = reviewed(quads, [said(task(1, "Trồng cây"), quads, **one)], base=BASE)
    assert leads(less)["Trồng cây"] == ["lead 1"]


def test_what_is_confirmed_says_so_and_stays() -> None:
    quads = reading("Trồng cây")
    review = said(task(1, "Trồng cây"), quads, verdict=Verdict.CONFIRMED)
    more = set(reviewed(quads, [review], base=BASE)) - set(quads)
    assert {(quad[1], quad[2]) for quad in more} >= {(CC.reviewState, CCV["review/confirmed"])}
    assert set(quads) < set(reviewed(quads, [review], base=BASE))


def test_what_is_rejected_goes_with_all_that_points_to_it() -> None:
    quads = (*reading(*WORDS), (URIRef(f"{BASE}id/doc/{KEY}"), CC.assigns, URIRef(task(2, "Tưới cây")), GRAPH))
    left = reviewed(quads, [said(task(2, "Tưới cây"), quads, verdict=Verdict.REJECTED)], base=BASE)
    assert set(left) == {quad for quad in quads if task(2, "Tưới cây") not in (str(quad[0]), str(quad[2]))}


def _edges(quads: tuple[Quad, ...], document: str) -> set[tuple[str, str]]:
    edges = {CC.basedOn, CC.implements, CC.amends, CC.cites}
    return {(str(q[1]), str(q[2])) for q in quads if q[0] == URIRef(document) and q[1] in edges}


def test_edges_between_documents_follow_the_citations(linked: LinkedRecord) -> None:
    quads = document_quads(linked, base=BASE)
    basis = next(q[0] for q in quads if q[1] == CC.role and q[2] == CCV["role/basis"])
    target = next(q[2] for q in quads if q[:2] == (basis, CC.cited))
    assert (str(CC.basedOn), str(target)) in _edges(quads, linked.iri)
    anchor = anchored(quads, base=BASE)[str(basis)]
    base = {"key": linked.key, "anchor": anchor, "reviewer": "A", "moment": NOON}
    rejected = reviewed(quads, [Review(verdict=Verdict.REJECTED, **base)], base=BASE)
    assert _edges(quads, linked.iri) - _edges(rejected, linked.iri) == {(str(CC.basedOn), str(target))}
    other = Review(verdict=Verdict.CORRECTED, predicate=CC.cited, value=URIRef(f"{BASE}id/doc/x"), **base)
    corrected = reviewed(quads, [other], base=BASE)
    assert (str(CC.basedOn), f"{BASE}id/doc/x") in _edges(corrected, linked.iri)
    assert (str(CC.basedOn), str(target)) not in _edges(corrected, linked.iri)


def test_no_review_changes_nothing(linked: LinkedRecord) -> None:
    quads = document_quads(linked, base=BASE)
    assert reviewed(quads, [], base=BASE) == quads


@pytest.mark.parametrize(
    "value", [None, Literal("Sở A"), Literal("2026-06-30", datatype=XSD.date), URIRef(f"{BASE}id/org/a")]
)
def test_reviews_come_back_from_their_graph_as_they_went_in(value: Literal | URIRef | None) -> None:
    quads = reading(*WORDS)
    one = said(task(1, "Trồng cây"), quads, predicate=CC.leadName, old=Literal("lead 1"), value=value, note="vì “x”")
    two = said(task(2, "Tưới cây"), quads, verdict=Verdict.CONFIRMED)
    assert read_reviews(KEY, review_quads(KEY, [one, two], base=BASE)) == tuple(
        sorted((one, two), key=lambda review: review.digest)
    )
