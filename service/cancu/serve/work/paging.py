"""Pages of a list: cursors as those of the REST lists, so that what changes shifts nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[_T]):
    """Some items, the place of the first, and the cursor after the last; None where no more follow."""

    items: Sequence[_T]
    first: int
    following: str | None
