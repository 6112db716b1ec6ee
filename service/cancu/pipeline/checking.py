"""Documents checked: drafts before they are kept, documents of the store, and all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

from cancu.errors import NotFoundError
from cancu.finding import Finding
from cancu.link import Registry
from cancu.namespaces import document_graph, document_iri
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.judging import batches, judged, reports
from cancu.pipeline.reading import read_one
from cancu.pipeline.remembered import Remembered
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.verdicts import with_opinions
from cancu.store import Store


def checked(
    documents: Iterable[Described], *, base: str, registry: Registry | None = None, store: Store | None = None
) -> Iterator[Described]:
    """Yield the documents with what the rules find in them, knowing ``registry``, by default the shipped one.

    They are judged beside each other and the documents of ``store``, as all will be once they are put there.
    """
    registry = registry or Registry.load()
    every = tuple(documents)
    shelf = Shelf(store, {document.key: document.quads for document in every}, base=base)
    for batch in batches(every):
        found = judged({document.key: None for document in batch}, shelf, registry)
        for document in batch:
            told = found[document.key]
            yield dataclasses.replace(document, findings=told.findings, taken_up=told.taken_up)


def check_file(
    path: Path,
    *,
    base: str,
    profile: str | None = None,
    registry: Registry | None = None,
    office: bool = False,
    store: Store | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in one file, beside the documents of ``store``; nothing is kept.

    Raises UnreadableError, ParameterError.
    """
    registry = registry or Registry.load()
    (document,) = describe([read_one(path, office=office)], base=base, registry=registry)
    return check_described(document, base=base, profile=profile, registry=registry, store=store)


def check_described(
    document: Described,
    *,
    base: str,
    profile: str | None = None,
    registry: Registry | None = None,
    text: str | None = None,
    store: Store | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a document that was read, beside those of ``store``; nothing is kept.

    With its ``text`` more can be mended. Raises ParameterError for an unknown profile.
    """
    shelf = Shelf(store, {document.key: document.quads}, base=base)
    texts = {} if text is None else {document.key: text}
    found = judged([document.key], shelf, registry or Registry.load(), profile=profile, texts=texts)
    return found[document.key].findings


def check_stored(
    iri: str, store: Store, *, base: str, profile: str | None = None, registry: Registry | None = None
) -> tuple[Finding, ...]:
    """Return what the rules find in a document of the store, with what people said of it.

    Raises NotFoundError where it holds none of that IRI.
    """
    key = iri.removeprefix(document_iri(base, ""))
    if not store.has_graph(document_graph(base, key)):
        raise NotFoundError("kho không có văn bản này.", "the store holds no such document.", where=iri)
    found = judged([key], Shelf(store, base=base), registry or Registry.load(), profile=profile)
    return with_opinions(key, found[key], store, base=base).findings


def check_all(
    store: Store, *, base: str, profile: str | None = None, registry: Registry | None = None, is_kept: bool = False
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Yield every document of the store by key, with what the rules find in it; memory stays that of one batch.

    With ``is_kept`` the findings take the place of those of the store, a batch at a time.
    """
    registry = registry or Registry.load()
    prefix = document_graph(base, "")
    remembered = Remembered(store, base=base)
    for batch in batches(name.removeprefix(prefix) for name in store.graphs(prefix)):
        shelf = Shelf(store, base=base, remembered=remembered)
        found = judged(batch, shelf, registry, profile=profile)
        told = {key: with_opinions(key, one, store, base=base) for key, one in found.items()}
        if is_kept:
            store.replace(reports(told, base=base))
        yield from ((key, one.findings) for key, one in told.items())
