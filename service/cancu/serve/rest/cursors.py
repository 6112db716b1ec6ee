"""Cursors: the place in a list after which the next page begins, as one opaque word.

A cursor holds the values that the last row of a page is ordered by, so that rows that come or go elsewhere neither
shift nor repeat what follows (keyset paging). It also holds which list it belongs to and a check sum: a cursor that was
cut, changed or taken to another list is refused rather than misread.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from functools import total_ordering

from cancu.errors import ParameterError

Value = str | int | None
"""What a row is ordered by; None where it has no such value."""
_MARK = 8


@total_ordering
class Down:
    """A value that is ordered the other way round."""

    __slots__ = ("_rank",)

    def __init__(self, rank: tuple[object, ...]) -> None:
        self._rank = rank

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Down) and self._rank == other._rank

    def __lt__(self, other: Down) -> bool:
        return other._rank < self._rank

    def __hash__(self) -> int:
        return hash(self._rank)


Key = tuple[object, ...]


def key(values: Sequence[Value], is_down: Sequence[bool]) -> Key:
    """Return what rows are sorted by: no value comes first, then numbers, then texts, as in SPARQL 1.1 §15.1."""
    return tuple(Down(_rank(value)) if down else _rank(value) for value, down in zip(values, is_down, strict=False))


def _rank(value: Value) -> tuple[object, ...]:
    if value is None:
        return (0,)
    return (1, value) if isinstance(value, int) else (2, value)


def written(values: Sequence[Value], of: str) -> str:
    """Return the cursor after the row with these values, of the list that ``of`` describes."""
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mark(text, of) + text).decode().rstrip("=")


def read(cursor: str, of: str, length: int) -> tuple[Value, ...]:
    """Return the ``length`` values of a cursor. Raises ParameterError where it is none of this list."""
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark, text = packed[:_MARK], packed[_MARK:]
        values = json.loads(text) if mark == _mark(text, of) else None
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) != length:
        raise ParameterError(
            "Con trỏ này không thuộc danh sách này (đổi bộ lọc hay cách sắp xếp thì hỏi lại từ đầu).",
            "this cursor is none of this list (with other filters or another order, begin anew).",
            where="cursor",
        )
    return tuple(values)


def _mark(text: bytes, of: str) -> bytes:
    return hashlib.sha256(of.encode() + b"\0" + text).digest()[:_MARK]


def plain(value: object) -> str | int:
    """Return a value of a cursor that somebody may have written himself as one that the index can compare."""
    return value if isinstance(value, int) and abs(value) < 1 << 62 else str(value)
