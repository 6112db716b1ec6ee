"""People's corrections, kept beside the facts and laid over every new reading."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from cancu.graph import Quad, Review, read_reviews, review_quads, reviewed, to_nquads
from cancu.namespaces import document_graph, document_iri, review_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.formats import read
from cancu.pipeline.history import versions
from cancu.pipeline.stored import facts
from cancu.store import Store

_NONE: Mapping[str, str] = MappingProxyType({})


def laid_over(
    documents: Iterable[Described], store: Store, *, base: str, former: Mapping[str, str] = _NONE
) -> Iterator[Described]:
    """Yield each document as people corrected it; what was read stays beside it in ``extracted``.

    ``former`` tells under which other key the store holds a document: what was said of it then holds still.
    """
    for document in documents:
        reviews = reviews_of(store, document.key, base=base)
        if document.key in former:
            reviews = (*moved(reviews_of(store, former[document.key], base=base), document.key, base=base), *reviews)
        if reviews:
            quads = reviewed(document.quads, reviews, base=base)
            yield dataclasses.replace(document, quads=quads, extracted=document.quads, written=None)
        else:
            yield document


def reviews_of(store: Store, key: str, *, base: str) -> tuple[Review, ...]:
    """Return what people said of the document ``key``, the oldest first."""
    return read_reviews(key, facts(store, review_graph(base, key)))


def moved(reviews: Iterable[Review], key: str, *, base: str) -> tuple[Review, ...]:
    """Return the reviews as those of the document ``key``, of which they were said under another identifier."""
    return tuple(
        dataclasses.replace(
            one,
            key=key,
            anchor=one.anchor.replace(document_iri(base, one.key), document_iri(base, key), 1),
        )
        for one in reviews
    )


def moved_graphs(store: Store, old: str, new: str, *, base: str) -> dict[str, bytes]:
    """Return the review graphs to write where the key of a document was corrected."""
    said = reviews_of(store, old, base=base)
    if not said:
        return {}
    every = {one.digest: one for one in (*moved(said, new, base=base), *reviews_of(store, new, base=base))}
    return {
        review_graph(base, old): b"",
        review_graph(base, new): to_nquads(review_quads(new, every.values(), base=base)),
    }


def extracted(store: Store, key: str, *, base: str) -> tuple[Quad, ...]:
    """Return the facts of a document as they were read, before people's corrections."""
    known = versions(store, key, base=base)
    if not known:
        return facts(store, document_graph(base, key))
    return read(store.archive.get(known[-1].extracted))
