"""What people say of facts, from their words to the store: checked, kept, and applied in the same commit."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

from rdflib import URIRef

from cancu.errors import NotFoundError, ParameterError
from cancu.graph import Quad, Review, Term, Verdict, anchored, review_quads, reviewed, to_nquads
from cancu.link import Registry
from cancu.namespaces import CC, document_graph, document_iri, findings_graph, review_graph
from cancu.pipeline.checking import check_stored, checked
from cancu.pipeline.describing import Described
from cancu.pipeline.filling import put
from cancu.pipeline.history import now
from cancu.pipeline.overlay import extracted, reviews_of
from cancu.pipeline.properties import properties, term_of
from cancu.pipeline.ruling import lay
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import Store

IDENTITY = frozenset({"number", "documentType", "issuedBy", "recordStatus"})
"""Properties on which the identifier of a document rests: a correction would leave it with a wrong name."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person wants to say of ``iri``, or of its property ``name``.

    A correction gives the ``value`` it should have (None: it should have none), and where there are several, the
    ``old`` one.
    """

    iri: str
    verdict: Verdict
    reviewer: str
    name: str | None = None
    old: str | None = None
    value: str | None = None
    note: str | None = None


def review(
    store: Store, wish: Wish, *, base: str, registry: Registry | None = None, moment: dt.datetime | None = None
) -> Review:
    """Keep what a person says of a fact and bring the document's facts, findings and history in line, in one commit.

    The findings of documents that rest on it follow in the next (``pipeline.waiting``).
    Raises NotFoundError where the store has no such fact, ParameterError where the property or value does not fit.
    """
    key = document_of(store, wish.iri, base=base)
    quads = facts(store, document_graph(base, key))
    # the verdict is laid over what was read, where a thing rejected before still counts among those of the same words
    anchors = anchored(extracted(store, key, base=base), base=base)
    if wish.iri not in anchors:
        raise NotFoundError("không văn bản nào nói gì về điều này.", "no document says this.", where=wish.iri)
    if wish.verdict is Verdict.REJECTED and wish.iri == document_iri(base, key):
        raise ParameterError(
            "không bác bỏ được cả văn bản; hãy bỏ nó khỏi kho.",
            "a whole document cannot be rejected; remove it from the store.",
            where=wish.iri,
        )
    predicate, old, value = _change(wish, quads)
    said = Review(
        key=key,
        anchor=anchors[wish.iri],
        verdict=wish.verdict,
        reviewer=wish.reviewer,
        moment=moment or now(),
        note=wish.note,
        predicate=predicate,
        old=old,
        value=value,
    )
    others = [other for other in reviews_of(store, key, base=base) if other.digest != said.digest]
    _apply(store, key, (*others, said), base=base, registry=registry)
    return said


def withdraw(store: Store, key: str, digest: str, *, base: str, registry: Registry | None = None) -> Review:
    """Take a review back; what the machine read stands again. Raises NotFoundError where there is none."""
    known = {one.digest: one for one in reviews_of(store, key, base=base)}
    if digest not in known:
        raise NotFoundError("không có ý kiến này.", "there is no such review.", where=digest, near=tuple(known))
    left = tuple(one for one in known.values() if one.digest != digest)
    if known[digest].shape is None:
        _apply(store, key, left, base=base, registry=registry)
    else:
        findings = check_stored(document_iri(base, key), store, base=base, registry=registry)
        lay(store, key, left, findings, base=base)
    return known[digest]


def document_of(store: Store, iri: str, *, base: str) -> str:
    """Return the key of the document whose graph describes ``iri``, or whose finding it is. Raises NotFoundError."""
    if iri.startswith(findings_graph(base, "")):
        iri = document_iri(base, iri.removeprefix(findings_graph(base, "")).partition("#")[0])
    question = Catalogue.load()["graphs-about"].bind({"subject": iri})
    prefix = document_graph(base, "")
    names = [str(row["graph"]) for row in Table.read(store.run(question).body)]
    own = [name for name in names if name.startswith(prefix) and _is_own(iri, name.removeprefix(prefix), base)]
    if not own:
        raise NotFoundError("không văn bản nào nói gì về điều này.", "no document says this.", where=iri)
    return own[0].removeprefix(prefix)


def _is_own(iri: str, key: str, base: str) -> bool:
    kind, _, rest = iri.removeprefix(f"{base}id/").partition("/")
    return rest == key or (bool(kind) and rest.startswith(f"{key}/"))


def _apply(store: Store, key: str, reviews: tuple[Review, ...], *, base: str, registry: Registry | None) -> None:
    """Write the reviews and the document as they would have it, from what was extracted last."""
    read = extracted(store, key, base=base)
    document = Described(key, reviewed(read, reviews, base=base), extracted=read)
    kept = {review_graph(base, key): to_nquads(review_quads(key, reviews, base=base))}
    registry = registry or Registry.load()
    judged = tuple(checked([document], base=base, registry=registry, store=store))
    put(store, judged, kept, base=base, registry=registry)


def _change(wish: Wish, quads: Iterable[Quad]) -> tuple[URIRef | None, Term | None, Term | None]:
    """Return predicate, old and new value of a correction as terms; none for a verdict on the whole thing."""
    if wish.name is None:
        return None, None, None
    if wish.name in IDENTITY:
        raise ParameterError(
            "định danh của văn bản dựa vào thuộc tính này; hãy sửa văn bản rồi nạp lại.",
            "the document's identifier rests on this property; mend the document and ingest it again.",
            where=wish.name,
        )
    known = properties().get(wish.name)
    if known is None:
        raise ParameterError("ontology không có thuộc tính này.", "the ontology has no such property.", where=wish.name)
    here = [quad[2] for quad in quads if quad[:2] == (URIRef(wish.iri), CC[wish.name])]
    old = next((term for term in here if str(term) == wish.old), None)
    if (wish.old is not None and old is None) or (wish.old is None and len(here) > 1):
        listed = "; ".join(sorted(map(str, here))) or "∅"
        raise ParameterError(
            f"hãy nói rõ thay giá trị nào; hiện có: {listed}.",
            f"say which value it replaces; there is: {listed}.",
            where=wish.name,
        )
    value = term_of(known, wish.value, like=old) if wish.value else None
    return CC[wish.name], old, value
