"""What names and texts cost lately, to tell which questions will be long before they have been."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from enum import IntEnum
from typing import Final, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

LONG: Final = 0.25
"""Seconds of work from which on a question is long."""

HEAVY: Final = 1.0
FADE: Final = 0.05
"""A name is heavy that cost more than ``HEAVY`` seconds lately; a second of time takes ``FADE`` of that away."""

_KEPT: Final = 10_000


class Length(IntEnum):
    """How long a question is expected to be, in the order in which questions are answered."""

    SHORT = 0
    UNKNOWN = 1
    LONG = 2


class Experience:
    """Seconds of work by name and by text, of the last ``_KEPT`` of each; any thread may ask and note."""

    def __init__(self) -> None:
        self._names: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._texts: OrderedDict[int, float] = OrderedDict()
        self._lock = threading.Lock()

    def expect(self, name: str, text: str) -> Length:
        """Return what ``text`` was the last time; one that is not known is long from a heavy name.

        Who asks under one address with somebody who asks long questions still has the short ones answered.
        """
        known = self._texts.get(hash(text))  # one step, which needs no lock
        if known is not None:
            return Length.LONG if known > LONG else Length.SHORT
        with self._lock:
            return Length.LONG if name != "" and self._lately(name) > HEAVY else Length.UNKNOWN

    def known(self, text: str) -> float:
        """Return how many seconds of work ``text`` took the last time; 0 where it has not been asked."""
        with self._lock:
            return self._texts.get(hash(text), 0.0)

    def note(self, text: str, seconds: float) -> None:
        """Remember that ``text`` took so much work."""
        with self._lock:
            _remember(self._texts, hash(text), seconds)

    def charge(self, name: str, seconds: float) -> None:
        """Remember that ``name`` had so much work done."""
        with self._lock:
            _remember(self._names, name, (self._lately(name) + seconds, time.monotonic()))

    def _lately(self, name: str) -> float:
        seconds, at = self._names.get(name, (0.0, 0.0))
        return max(0.0, seconds - FADE * (time.monotonic() - at))


def _remember(kept: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
