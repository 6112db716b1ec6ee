"""Bounded room for what is kept: what was not asked for longest goes first, what is too large does not come in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
_PART = 8
"""One thing may take at most this part of the room: ⅛."""


class Room(Generic[_Key, _Value]):
    """Values by key, of a known size each. Whoever shares it between threads holds a lock."""

    def __init__(self, size: int) -> None:
        """``size`` is that of all values together."""
        self._most = size
        self._held: OrderedDict[_Key, tuple[_Value, int]] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """How much of it is taken."""
        return self._size

    def get(self, key: _Key) -> _Value | None:
        """Return what is kept by ``key``."""
        held = self._held.get(key)
        if held is None:
            return None
        self._held.move_to_end(key)
        return held[0]

    def put(self, key: _Key, value: _Value, size: int) -> None:
        """Keep a value in the place of the one before, unless it is too large."""
        self.drop(key)
        if size > self._most // _PART:
            return
        self._held[key] = value, size
        self._size += size
        while self._size > self._most:
            self.drop(next(iter(self._held)))

    def drop(self, key: _Key) -> None:
        """Forget what is kept by ``key``."""
        held = self._held.pop(key, None)
        if held is not None:
            self._size -= held[1]
