"""What people said of findings, laid over the findings of a new check."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from cancu.check import distinct
from cancu.finding import Finding, Judgement, Opinion
from cancu.graph import Quad, Review, anchored, read_reviews
from cancu.namespaces import document_graph, review_graph, review_iri
from cancu.pipeline.describing import Described
from cancu.pipeline.formats import read
from cancu.pipeline.judging import Judged
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.stored import facts
from cancu.store import Store


def opined(
    findings: Iterable[Finding], quads: Iterable[Quad], reviews: Iterable[Review], *, base: str
) -> tuple[Finding, ...]:
    """Return the findings with what ``reviews`` say of them; ``quads`` are the facts of the document.

    A finding whose words are not those of the review stays without a verdict.
    """
    said = {review.anchor: review for review in reviews if review.shape is not None}
    findings = tuple(findings)
    if not said or not findings:
        return findings
    anchors = anchored(quads, base=base)
    return tuple(_laid(finding, said.get(anchor(finding, anchors)), base) for finding in findings)


def with_opinions(key: str, one: Judged, store: Store, *, base: str) -> Judged:
    """Return what a check gives of a document of the store, with what people said of its findings."""
    reviews = reviews_of(store, key, base=base)
    if not reviews:  # as of most: nothing has to be read
        return one
    findings = opined(one.findings, facts(store, document_graph(base, key)), reviews, base=base)
    return dataclasses.replace(one, findings=findings, report=None)


def anchor(finding: Finding, anchors: Mapping[str, str]) -> str:
    """Return by what a later check finds a finding again: its item's anchor, its rule, and the words at fault."""
    return f"{anchors.get(finding.focus, finding.focus)}#{distinct(finding)}"


def _laid(finding: Finding, review: Review | None, base: str) -> Finding:
    if review is None:
        return finding
    verdict = Judgement(
        opinion=Opinion(review.verdict.value),
        reviewer=review.reviewer,
        moment=review.moment,
        note=review.note,
        review=review_iri(base, review.key, review.digest),
    )
    return dataclasses.replace(finding, verdict=verdict)


def with_verdicts(
    document: Described, store: Store, *, base: str, pending: Mapping[str, bytes] | None = None
) -> tuple[Finding, ...]:
    """Return the findings of a document with what people said of them.

    ``pending`` are graphs that the coming commit writes: reviews among them count instead of those of the store.
    """
    if not document.findings:
        return ()
    name = review_graph(base, document.key)
    if pending is not None and name in pending:
        reviews = read_reviews(document.key, read(pending[name]))
    else:
        reviews = reviews_of(store, document.key, base=base)
    return opined(document.findings, document.quads, reviews, base=base)
