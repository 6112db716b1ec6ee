"""A buffer that refuses to grow beyond its cap: what is too large is never built whole, nor given in part."""

from __future__ import annotations

import io
from typing import Any


class TooLargeError(Exception):
    """The answer outgrew its cap."""


class Capped(io.BytesIO):
    """Bytes in memory, at most ``cap``. Writing more raises TooLargeError."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self._cap = cap

    def write(self, data: Any, /) -> int:
        """Add ``data``."""
        if self.tell() + len(data) > self._cap:
            raise TooLargeError
        return super().write(data)
