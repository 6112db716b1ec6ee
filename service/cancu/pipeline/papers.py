"""What a store holds of a paper already: a re-scan keeps its identifier, another paper of the same words gets its own.

Two blank papers of one body with one title and period have one digest. Where their tasks (else their citations)
are unlike, they are two papers, and the later key ends in ``-2``; a paper whose file or words are held keeps its key.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cancu.graph.quads import short
from cancu.linked import LinkedRecord
from cancu.namespaces import CC, document_graph, document_iri, file_iri
from cancu.query import Catalogue, Table
from cancu.store import Store
from cancu.vietnamese import fold

ALIKE = 0.5
"""From here on the words of two scans are of one paper: re-scans with misread letters have ≥ 0.7, other plans ≤ 0.3."""
_ENOUGH = 12
"""Fewer words than this tell nothing."""


@dataclass(frozen=True, slots=True)
class Work:
    """The words of a paper's tasks and of its citations, as both were quoted."""

    tasks: Counter[str]
    citations: Counter[str]

    def is_unlike(self, other: Work) -> bool:
        """Tell whether two papers are surely two: by their tasks, else by their citations."""
        for one, two in ((self.tasks, other.tasks), (self.citations, other.citations)):
            if min(one.total(), two.total()) >= _ENOUGH:
                return 2 * (one & two).total() / (one.total() + two.total()) < ALIKE
        return False


@dataclass(slots=True)
class Papers:
    """The papers that a store holds, as far as telling papers apart needs them; without a store, none."""

    base: str
    store: Store | None = None

    def key_of_file(self, sha256: str) -> str | None:
        """Return the key under which the store holds what was read from a file of this digest."""
        return None if self.store is None else keys_of_files(self.store, [sha256], base=self.base).get(sha256)

    def siblings(self, key: str) -> dict[str, Work]:
        """Return what the store holds under the key itself, then under it with ``-2``, ``-3`` …"""
        found: dict[str, Work] = {}
        while self.store is not None and self.store.has_graph(document_graph(self.base, nth(key, len(found) + 1))):
            one = nth(key, len(found) + 1)
            question = Catalogue.load()["work-of"].bind({"graph": document_graph(self.base, one)})
            rows = [(str(row["class"]), str(row["quote"])) for row in Table.read(self.store.run(question).body)]
            found[one] = Work(
                *(_count(quote for kind, quote in rows if kind == str(c)) for c in (CC.Task, CC.Citation))
            )
        return found


def keys_of_files(store: Store, digests: Iterable[str], *, base: str) -> dict[str, str]:
    """Return by the digests of files under which keys the store holds what was read from them."""
    files = [file_iri(base, digest) for digest in sorted(set(digests))]
    if not files:
        return {}
    rows = Table.read(store.run(Catalogue.load()["documents-of-files"].bind({}, only={"file": files})).body)
    return {str(row["sha256"]): str(row["document"]).removeprefix(document_iri(base, "")) for row in rows}


def told_apart(records: Sequence[LinkedRecord], papers: Papers) -> tuple[LinkedRecord, ...]:
    """Return the records, each under the key that is its own, in the order given."""
    known: dict[str, dict[str, Work]] = {}
    files: dict[str, str] = {}
    done = []
    for record in records:
        if record.document.number is None and "/_/" in record.key:
            siblings = known.setdefault(record.key, papers.siblings(record.key))
            key = _own_key(record, siblings, files.get(record.sha256) or papers.key_of_file(record.sha256))
            siblings.setdefault(key, work(record))
            files[record.sha256] = key
            record = dataclasses.replace(record, document=dataclasses.replace(record.document, key=key))  # noqa: PLW2901
        done.append(record)
    return tuple(done)


def work(record: LinkedRecord) -> Work:
    """Return the words by which papers of one digest are told apart."""
    tasks = _count(short(task.text) for task in record.record.tasks)
    return Work(tasks, _count(short(citation.text) for citation in record.record.citations))


def nth(key: str, number: int) -> str:
    """Return the key of the first, second … paper of one digest."""
    return key if number == 1 else f"{key}-{number}"


def _own_key(record: LinkedRecord, siblings: dict[str, Work], of_file: str | None) -> str:
    if of_file in siblings:
        return str(of_file)
    own = work(record)
    alike = (key for key, other in siblings.items() if not own.is_unlike(other))
    return next(alike, nth(record.key, len(siblings) + 1))


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in fold(text).split())
