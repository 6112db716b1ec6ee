"""A person accepts a finding or calls it a false alarm: from their words to the store."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from rdflib import URIRef

from cancu.check import result_iri
from cancu.errors import NotFoundError, ParameterError
from cancu.finding import Finding, Opinion
from cancu.graph import Review, Verdict, anchored, review_quads, to_nquads
from cancu.link import Registry
from cancu.namespaces import CC, document_graph, document_iri, findings_graph, review_graph
from cancu.pipeline.checking import check_stored
from cancu.pipeline.history import now
from cancu.pipeline.judging import report
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.stored import facts
from cancu.pipeline.verdicts import anchor, opined
from cancu.store import Store


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person wants to say of a finding.

    ``iri`` is the finding's, or that of its document: then ``which`` tells the rule (“F05”, “F02-unseen”) and, where it
    found several things, the offset of the words (“T03@6164”).
    """

    iri: str
    opinion: Opinion
    reviewer: str
    which: str | None = None
    note: str | None = None


def rule_on(
    store: Store, ruling: Ruling, *, base: str, registry: Registry | None = None, moment: dt.datetime | None = None
) -> Review:
    """Keep what a person says of a finding and mark it in the document's report, in one commit.

    Raises NotFoundError where the document has no such finding, ParameterError where several are meant.
    """
    key = _key(ruling.iri, base)
    findings = check_stored(document_iri(base, key), store, base=base, registry=registry)
    finding = _meant(findings, ruling, findings_graph(base, key))
    anchors = anchored(facts(store, document_graph(base, key)), base=base)
    said = Review(
        key=key,
        anchor=anchor(finding, anchors),
        verdict=Verdict(ruling.opinion.value),
        reviewer=ruling.reviewer,
        moment=moment or now(),
        note=ruling.note,
        shape=URIRef(finding.shape),
    )
    others = [other for other in reviews_of(store, key, base=base) if other.digest != said.digest]
    lay(store, key, (*others, said), findings, base=base)
    return said


def lay(store: Store, key: str, reviews: Iterable[Review], findings: Sequence[Finding], *, base: str) -> None:
    """Write the reviews of a document and its report as they would have it; its facts stay as they are."""
    reviews = tuple(reviews)
    name = findings_graph(base, key)
    unmarked = (dataclasses.replace(finding, verdict=None) for finding in findings)
    taken_up = tuple(quad[:3] for quad in facts(store, name) if quad[1] == CC.takesUp)
    marked = opined(unmarked, facts(store, document_graph(base, key)), reviews, base=base)
    store.replace(
        {
            review_graph(base, key): to_nquads(review_quads(key, reviews, base=base)),
            **report(key, marked, taken_up, base=base),
        }
    )


def _key(iri: str, base: str) -> str:
    for prefix in (findings_graph(base, ""), document_iri(base, "")):
        if iri.startswith(prefix):
            return iri.removeprefix(prefix).partition("#")[0]
    raise NotFoundError(
        "hãy cho IRI của văn bản hoặc của phát hiện.", "give the IRI of a document or of a finding.", where=iri
    )


def _told_apart(findings: Sequence[Finding], graph: str) -> list[str]:
    """Return rule and offset of each, or its IRI where that is no name for it alone."""
    short = [f"{finding.rule}@{finding.start}" for finding in findings]
    return [
        name if finding.start is not None and short.count(name) == 1 else result_iri(finding, graph)
        for name, finding in zip(short, findings, strict=True)
    ]


def _meant(findings: Sequence[Finding], ruling: Ruling, graph: str) -> Finding:
    names = {result_iri(finding, graph): finding for finding in findings}
    if ruling.which is None:
        found = [finding for name, finding in names.items() if name == ruling.iri]
    else:
        rule, _, offset = ruling.which.partition("@")
        found = [
            finding
            for finding in findings
            if rule in (finding.rule, finding.shape.rsplit("/", 1)[-1]) and offset in ("", str(finding.start))
        ]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(_told_apart(found, graph))
        raise ParameterError(
            f"có nhiều phát hiện như vậy, hãy chọn một: {listed}.",
            f"there are several such findings, choose one: {listed}.",
            where=ruling.which,
        )
    known = sorted({finding.rule for finding in findings})
    raise NotFoundError(
        f"không có phát hiện này; văn bản có: {', '.join(known) or '∅'}.",
        f"there is no such finding; the document has: {', '.join(known) or '∅'}.",
        where=ruling.which or ruling.iri,
        near=known,
    )
