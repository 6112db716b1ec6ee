"""The documents of a seed, each made from its index alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.corpus.catalogue import Catalogue
from bench.corpus.errors import spoilt
from bench.corpus.facts import Copy, Facts
from bench.corpus.scanning import rescanned
from bench.corpus.words import themes
from bench.corpus.writing import Writer

_SHARED = 4
"""Pieces of work that a campaign hands down."""
_WRAPPED = 0.4
"""Share of documents with the lines of a printed page."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: what is true of it, its words, the work in them that has a lead, and how much else they name.

    ``is_number_lost`` tells of a re-scan that its head shows no number any more.
    """

    facts: Facts
    text: str
    duties: tuple[str, ...]
    reports: int
    events: int
    is_number_lost: bool = False


class Corpus:
    """All documents of a seed. The same seed and index give the same bytes, whoever asks in whatever order."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self.catalogue = Catalogue(seed)

    def facts(self, index: int) -> Facts:
        """Return what is true of a document. Raises ValueError below 0."""
        return self.catalogue.facts(index)

    def document(self, index: int) -> Document:
        """Return a document. Raises ValueError below 0."""
        facts = self.facts(index)
        if facts.copy_of is None:
            return self.written(facts, index)
        first = self.written(self.facts(facts.copy_of), facts.copy_of)
        if facts.copy is Copy.DUPLICATE:
            return Document(facts, first.text, first.duties, first.reports, first.events)
        text, is_lost = rescanned(first.text, random.Random(f"{self.seed}/{index}/scan"))
        return Document(facts, text, first.duties, first.reports, first.events, is_lost)

    def documents(self, count: int, first: int = 0) -> Iterator[Document]:
        """Yield the documents from ``first`` on."""
        yield from map(self.document, range(first, first + count))

    def written(self, facts: Facts, dice: int) -> Document:
        """Return the original of which ``facts`` are true; ``dice`` is the index whose words are drawn."""
        rng = random.Random(f"{self.seed}/{dice}/words")
        superiors = tuple(map(self.facts, facts.superiors))
        draft = Writer(facts, superiors, self._shared(facts, dice), rng).draft()
        if facts.error and superiors:
            draft = spoilt(draft, facts, superiors[0])
        text = draft.text(is_wrapped=rng.random() < _WRAPPED, is_national_first=rng.random() < 0.5)
        return Document(facts, text, draft.duties, draft.reports, draft.events)

    def _shared(self, facts: Facts, dice: int) -> tuple[str, ...]:
        """Return the work that the campaign hands down, in the words of its theme."""
        tasks = themes()[facts.theme].tasks
        campaign = dice if dice < len(themes()) else self.catalogue.campaign(dice).first
        return tuple(random.Random(f"{self.seed}/{campaign}/tasks").sample(tasks, _SHARED))


def line(document: Document, superiors: tuple[Facts, ...], file: str) -> str:
    """Return the document's line of the manifest, as JSON: what a reading may be compared with."""
    facts = document.facts
    number = None if document.is_number_lost else facts.printed_number
    date = None if facts.error == "F10" else facts.date.isoformat()
    told = {
        "file": file,
        "index": facts.index,
        "role": facts.role.value,
        "issuer": facts.issuer,
        "place": facts.place.code if facts.place else None,
        "province": facts.province.code if facts.province else None,
        "type": facts.type,
        "number": number,
        "date": date,
        "title": facts.title,
        "theme": themes()[facts.theme].key,
        "key": facts.key if number and date else None,
        "cites": [{"number": one.printed_number, "date": one.date.isoformat(), "key": one.key} for one in superiors],
        "superiors": list(facts.superiors),
        "copy": facts.copy.value if facts.copy else None,
        "copyOf": facts.copy_of,
        "error": facts.error,
        "duties": len(document.duties),
        "reports": document.reports,
        "events": document.events,
        "characters": len(document.text),
    }
    return json.dumps(told, ensure_ascii=False)
