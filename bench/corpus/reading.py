"""How cancu reads the corpus: what it takes from the texts, beside what is true of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.corpus.corpus import Corpus, Document
from bench.corpus.facts import Copy
from cancu.link import Registry, link
from cancu.linked import LinkedRecord
from cancu.model import Record
from cancu.namespaces import BASE
from cancu.pipeline.reading import Reading, read_one


@dataclass(slots=True)
class Score:
    """Counts of what was right and of what there was, by field."""

    right: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, *, is_right: bool) -> None:
        """Count one more of a field."""
        self.there[name] += 1
        self.right[name] += is_right

    def share(self, name: str) -> float:
        """Return the share that was right; 1 where there was nothing."""
        return self.right[name] / self.there[name] if self.there[name] else 1.0

    def __str__(self) -> str:
        rows = (
            f"{name:12} {self.right[name]:6} of {self.there[name]:6}  {self.share(name):.3f}" for name in self.there
        )
        return "\n".join(rows)


def read_texts(texts: Iterable[str]) -> list[Reading]:
    """Return the readings of texts, each read from a file as others are."""
    with TemporaryDirectory() as folder:
        return [read_one(_file(Path(folder), number, text)) for number, text in enumerate(texts)]


def score(corpus: Corpus, documents: Sequence[Document]) -> Score:
    """Compare what is read with what is true."""
    registry = Registry.load()
    found = Score()
    for document, reading in zip(documents, read_texts(one.text for one in documents), strict=True):
        linked = link(reading.record, registry, base=BASE, sha256=reading.sha256)
        _head(found, document, reading.record, linked)
        _cited(found, corpus, document, linked)
        _work(found, document, reading.record)
    return found


def _file(folder: Path, number: int, text: str) -> Path:
    path = folder / f"{number:06d}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def _head(found: Score, document: Document, record: Record, linked: LinkedRecord) -> None:
    facts, head = document.facts, record.document
    number = None if document.is_number_lost else facts.printed_number
    found.add("type", is_right=head.type == facts.type)
    found.add("number", is_right=head.number == number)
    found.add("date", is_right=head.date == (None if facts.error == "F10" else facts.date))
    found.add("title", is_right=(head.title or "") == facts.title)
    owner = facts.series.split("/")[0]
    found.add("issuer", is_right=linked.key.split("/")[0] == owner)
    if number and facts.error != "F10":
        found.add("key", is_right=linked.key == facts.key)


def _cited(found: Score, corpus: Corpus, document: Document, linked: LinkedRecord) -> None:
    keys = {one.target for one in linked.citations}
    for above in map(corpus.facts, document.facts.superiors):
        if document.facts.copy is not Copy.RESCAN and document.facts.error not in ("C04", "C12"):
            found.add("superior", is_right=above.key in keys)


def _work(found: Score, document: Document, record: Record) -> None:
    if document.facts.copy is Copy.RESCAN:
        return
    words = [task.text for task in record.tasks]
    for duty in document.duties:
        start = " ".join(duty.split()).removesuffix(".").casefold()
        found.add("work", is_right=any(start in text.casefold() for text in words))
    found.right["tasks per duty"] += len(words)
    found.there["tasks per duty"] += len(document.duties)
    found.right["reports"] += min(len(record.reports), document.reports)
    found.there["reports"] += document.reports
    found.right["events"] += min(len(record.events), document.events)
    found.there["events"] += document.events
