"""What readers answered since the store last changed: whoever asks the same again needs none of them.

Public endpoints are asked the same few texts over and over. Between two commits a text has one answer, unless it asks
for the time, for chance or for another machine.
"""

from __future__ import annotations

import re
import sys
import threading
from functools import cache
from typing import NamedTuple

from cancu.room import Room
from cancu.store.interface import Dataset

_ENTRY = 500
"""Bytes that an answer takes besides its own and those of the question."""


class Question(NamedTuple):
    """All that an answer depends on beside the store."""

    text: str
    media_type: str
    dataset: Dataset | None = None
    base: str | None = None
    room: int | None = None

    @property
    def size(self) -> int:
        """Roughly the bytes that it takes."""
        graphs = (*self.dataset.default, *self.dataset.named) if self.dataset else ()
        return sum(map(sys.getsizeof, (self.text, self.base or "", *graphs)))


@cache
def _fleeting() -> re.Pattern[str]:
    r"""NOW, RAND, UUID and STRUUID (SPARQL 1.1 Query §17.4), SERVICE, and any of them behind an escape (§19.2).

    They are looked for in names, too, where a grammar may see them and a pattern not; such a text is only asked again.
    """
    return re.compile(r"now|rand|uuid|service|\\u", re.IGNORECASE)


class Recent:
    """Answers by question, all of one version of the store. May be used from any thread."""

    def __init__(self, room: int) -> None:
        """``room`` is how many bytes are kept; 0 keeps nothing."""
        self._room = room
        self._version = -1
        self._held: Room[Question, bytes] = Room(room)
        self._lock = threading.Lock()
        self.found = 0
        """How many questions were answered from here."""

    @property
    def size(self) -> int:
        """The bytes that are taken now, of answers that may be outdated by a commit since."""
        return self._held.size

    def get(self, question: Question, version: int) -> bytes | None:
        """Return the answer that was given at ``version``, if it is known."""
        with self._lock:
            answer = self._held.get(question) if version == self._version else None
            self.found += answer is not None
            return answer

    def put(self, question: Question, version: int, answer: bytes) -> None:
        """Keep the answer to a question that was asked at ``version``, and forget those of versions before."""
        if not self._room or _fleeting().search(question.text):
            return
        with self._lock:
            if version > self._version:
                self._version = version
                self._held = Room(self._room)
            if version == self._version:
                self._held.put(question, answer, len(answer) + question.size + _ENTRY)
