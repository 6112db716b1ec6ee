"""Connections to other machines whose every step must end in time, and answers that are bounded."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2 as httpcore

from cancu.engine.capped import Capped


class Timed(httpcore.NetworkStream):
    """A stream whose every step must end before a deadline: an answer byte by byte gains no time."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[httpcore.NetworkStream], float]) -> None:
        """``left`` is asked before each step of the stream that it is given, and raises where no time is left."""
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 (the deadline rules)
        """Read."""
        return self._stream.read(max_bytes, self._left(self._stream))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write."""
        self._stream.write(buffer, self._left(self._stream))

    def close(self) -> None:
        """Close."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Return the stream within TLS, timed as well."""
        left = self._left(self._stream)
        return Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._left)

    def get_extra_info(self, info: str) -> Any:
        """Return what the stream tells of itself."""
        return self._stream.get_extra_info(info)


def gathered(chunks: Iterable[bytes], cap: int) -> bytes:
    """Return an answer that comes in pieces. Raises TooLargeError beyond ``cap`` bytes."""
    body = Capped(cap)
    for chunk in chunks:
        body.write(chunk)
    return body.getvalue()
