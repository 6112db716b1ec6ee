"""Documents sent, taken away and judged over HTTP, each by who has a token for it.

Everything goes through the same functions as ``cancu ingest`` and ``cancu review``, one writer at a time: the store
holds a document whole or not at all, and the same request twice leaves it as once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cancu.errors import LimitError, NotFoundError
from cancu.finding import Opinion
from cancu.graph import Review
from cancu.link import Registry
from cancu.namespaces import document_graph, document_iri
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import describe
from cancu.pipeline.filling import fill, remove
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.papers import Papers
from cancu.pipeline.reading import Reading
from cancu.pipeline.ruling import Ruling, rule_on
from cancu.pipeline.stored import facts
from cancu.serve.service import Service

_PATIENCE = 60.0
"""Seconds that a writer waits for the one before."""


@dataclass(frozen=True)
class Keeper:
    """Puts documents into the store of a service. May be used from any thread."""

    service: Service

    @cached_property
    def _registry(self) -> Registry:
        return Registry.load(Path(self.service.options.registry))

    def keep(self, reading: Reading) -> tuple[str, str]:
        """Put a document into the store; return its key and “new”, “replaced” or “same”. Raises StoreError."""
        store, base, registry = self.service.store, self.service.options.base, self._registry
        with self._turn():
            described = describe(
                [reading],
                base=base,
                registry=registry,
                papers=Papers(base, store),
                with_texts=self.service.options.keep_texts,
            )
            former = {new: old for old, new in corrections(store, described, base=base)}
            reviewed = laid_over(described, store, base=base, former=former)
            documents = tuple(checked(reviewed, base=base, registry=registry, store=store))
            (document,) = documents
            before = set(facts(store, document_graph(base, document.key)))
            fill(store, documents, base=base, registry=registry)
            after = set(facts(store, document_graph(base, document.key)))
        return document.key, "new" if not before else "same" if before == after else "replaced"

    def drop(self, key: str) -> None:
        """Take a document out of the store. Raises NotFoundError, StoreError."""
        store, base = self.service.store, self.service.options.base
        with self._turn():
            self._known(key)
            remove(store, [key], base=base, registry=self._registry)

    def judge(self, iri: str, opinion: Opinion, reviewer: str, which: str | None, note: str | None) -> Review:
        """Keep what a person says of a finding. Raises NotFoundError, ParameterError, StoreError."""
        ruling = Ruling(iri=iri, opinion=opinion, reviewer=reviewer, which=which, note=note)
        with self._turn():
            return rule_on(self.service.store, ruling, base=self.service.options.base, registry=self._registry)

    def told(self, key: str, state: str, language: str) -> dict[str, Any]:
        """Return what a sender learns of a document that is kept now."""
        iri = document_iri(self.service.options.base, key)
        found = self.service.table("findings", {"document": iri, "language": language}).records
        return {"iri": iri, "key": key, "state": state, "total": len(found), "findings": list(found)}

    def _known(self, key: str) -> None:
        base = self.service.options.base
        if not self.service.store.has_graph(document_graph(base, key)):
            raise NotFoundError(
                "Kho không có văn bản này.", "the store holds no such document.", where=document_iri(base, key)
            )

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.service.turn.acquire(timeout=_PATIENCE):
            raise LimitError("Đang có người khác ghi; xin thử lại.", "somebody else is writing; try again.")
        try:
            yield
        finally:
            self.service.turn.release()
