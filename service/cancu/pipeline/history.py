"""Versions: each time a document's facts change in the store, the earlier ones stay reachable."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache

from cancu import resources
from cancu.graph import Ingestion, Version, history_quads, ingestion_quads, to_nquads
from cancu.namespaces import CC, document_iri, history_graph, ingestion_graph, run_iri
from cancu.pipeline.describing import Described
from cancu.pipeline.noted import wordings_of
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import Store


class Ledger:
    """Writes what one ingestion changes; ``entries`` go into the same commit as the documents."""

    def __init__(self, store: Store, documents: int, *, base: str) -> None:
        """Begin an ingestion of ``documents`` documents now."""
        self._store = store
        self._base = base
        self._ingestion = Ingestion(
            started=now(),
            rules=_digest("ontology", "shapes"),
            registry=_digest("data", "registry"),
            documents=documents,
        )
        self._run = run_iri(base, self._ingestion.digest)

    def entry(self, document: Described, content: bytes, put: Callable[[bytes], str]) -> dict[str, bytes]:
        """Keep ``content``, the graph of ``document``, and its words where it has them, by ``put`` of the archive.

        Return its history graph; nothing where all is as before.
        """
        kept = put(content)
        before = kept if document.extracted is None else put(to_nquads(document.extracted))
        known = versions(self._store, document.key, base=self._base)
        texts = kept_texts(self._store, document.key, base=self._base)
        if document.text is not None:
            digest = put(document.text.encode())
            texts |= dict.fromkeys(wordings_of(document.extracted or document.quads), digest)
        version = Version(number=len(known) + 1, since=now(), run=self._run, content=kept, extracted=before)
        if known and known[-1].until is None:
            if (known[-1].content, known[-1].extracted) == (version.content, before):
                is_same = texts == kept_texts(self._store, document.key, base=self._base)
                return {} if is_same else self._graph(document.key, known, texts)
            known = self._ended(known, version.since)
        return self._graph(document.key, (*known, version), texts)

    def removal(self, key: str) -> dict[str, bytes]:
        """Return the history graph of a document that leaves the store."""
        known = versions(self._store, key, base=self._base)
        return self._graph(key, self._ended(known, now()), {}) if known else {}

    def ingestion(self) -> dict[str, bytes]:
        """Return the graph that describes the ingestion up to now."""
        quads = ingestion_quads(self._ingestion, now(), base=self._base)
        return {ingestion_graph(self._base, self._ingestion.digest): to_nquads(quads)}

    def _ended(self, known: tuple[Version, ...], moment: dt.datetime) -> tuple[Version, ...]:
        return (*known[:-1], dataclasses.replace(known[-1], until=moment, end_run=self._run))

    def _graph(self, key: str, known: tuple[Version, ...], texts: dict[str, str]) -> dict[str, bytes]:
        quads = history_quads(key, known, base=self._base, texts=texts)
        return {history_graph(self._base, key): to_nquads(quads)}


def versions(store: Store, key: str, *, base: str) -> tuple[Version, ...]:
    """Return the versions of the document ``key``, the oldest first; empty where the store never held it."""
    if not store.has_graph(history_graph(base, key)):
        return ()
    question = Catalogue.load()["versions"].bind({"document": document_iri(base, key)})
    return tuple(
        Version(
            number=int(row["number"]),
            since=dt.datetime.fromisoformat(str(row["generated"])),
            run=str(row["run"]),
            content=str(row["contentDigest"]),
            extracted=str(row["extractedDigest"]),
            until=dt.datetime.fromisoformat(str(row["invalidated"])) if "invalidated" in row else None,
            end_run=str(row["endRun"]) if "endRun" in row else None,
        )
        for row in Table.read(store.run(question).body)
    )


def kept_texts(store: Store, key: str, *, base: str) -> dict[str, str]:
    """Return the digests of the wordings of the document ``key`` that the archive keeps, by their IRIs."""
    name = history_graph(base, key)
    if not store.has_graph(name):
        return {}
    return {str(wording): str(digest) for wording, edge, digest, _ in facts(store, name) if edge == CC.textDigest}


def now() -> dt.datetime:
    """Return this moment in UTC."""
    return dt.datetime.now(dt.UTC)


@cache
def _digest(*folder: str) -> str:
    """Return a digest of the files of a shipped folder: what tells one rule set or registry from another."""
    total = hashlib.sha256()
    for path in sorted(resources.path(*folder).rglob("*.*")):
        total.update(f"{path.name}\n".encode() + path.read_bytes())
    return total.hexdigest()[:12]
