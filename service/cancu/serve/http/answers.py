"""Answers to questions of the catalogue, kept until the store changes.

The same few questions are asked again and again: counts, lists, what is due. Between two commits each has one answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from cancu.store import Answer, Format

ROOM = 64_000_000
"""Bytes of all answers that are kept; one of more than an eighth of it is not."""
_Key = tuple[str, Format | None]


@dataclass(slots=True)
class _Place:
    """One question; who asks it while its answer is on the way waits for that one."""

    version: int = -1
    answer: Answer | None = None
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Answers:
    """Answers by text and format. May be used from any thread."""

    def __init__(self, version: Callable[[], int], room: int = ROOM) -> None:
        """``version`` grows when the store changes; of more than ``room`` bytes those not asked for longest go."""
        self._version = version
        self._room = room
        self._places: OrderedDict[_Key, _Place] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, text: str, accept: Format | None, ask: Callable[[], Answer]) -> Answer:
        """Return the answer to ``text`` as of now, from ``ask`` where it is not known. Raises what ``ask`` raises."""
        key = (text, accept)
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
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
        size = len(answer.body) + len(key[0]) if answer else 0
        with self._lock:
            if self._places.get(key) is not place:  # it had to go meanwhile
                return
            self._size -= place.size
            if answer is None or size > self._room // 8:
                del self._places[key]
                return
            place.answer, place.version, place.size = answer, version, size
            self._size += size
            while self._size > self._room:
                _, oldest = self._places.popitem(last=False)
                self._size -= oldest.size
