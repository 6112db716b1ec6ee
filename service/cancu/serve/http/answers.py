"""Answers to questions of the catalogue, kept until the store changes.

The same few questions are asked again and again: counts, lists, what is due. Between two commits each has one answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from cancu.room import Room
from cancu.store import Answer, Format

ROOM = 64_000_000
"""Bytes of all answers that are kept."""
_Key = tuple[str, Format | None]


@dataclass(slots=True)
class _Place:
    """One question; who asks it while its answer is on the way waits for that one."""

    version: int = -1
    answer: Answer | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Answers:
    """Answers by text and format. May be used from any thread."""

    def __init__(self, version: Callable[[], int], room: int = ROOM) -> None:
        """``version`` grows when the store changes; of more than ``room`` bytes those not asked for longest go."""
        self._version = version
        self._places: Room[_Key, _Place] = Room(room)
        self._lock = threading.Lock()

    def get(self, text: str, accept: Format | None, ask: Callable[[], Answer]) -> Answer:
        """Return the answer to ``text`` as of now, from ``ask`` where it is not known. Raises what ``ask`` raises."""
        key = (text, accept)
        with self._lock:
            place = self._places.get(key)
            if place is None:
                place = _Place()
                self._places.put(key, place, 0)
        with place.lock:
            version = self._version()  # before the question: an answer given meanwhile is never called newer than it is
            if place.answer is not None and place.version == version:
                return place.answer
            try:
                answer = ask()
            except BaseException:
                self._keep(key, place, None, version)
                raise
            self._keep(key, place, answer, version)
            return answer

    def _keep(self, key: _Key, place: _Place, answer: Answer | None, version: int) -> None:
        with self._lock:
            if self._places.get(key) is not place:  # it had to go meanwhile
                return
            if answer is None:
                self._places.drop(key)
                return
            place.answer, place.version = answer, version
            self._places.put(key, place, len(answer.body) + len(key[0]))
