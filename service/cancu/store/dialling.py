"""The only way out of the service: one SPARQL question to one allowed address, over a connection that is looked at.

The machine's name is resolved here, every address it has must be public, and the connection goes to the address that
was looked at (a name that changes its address in between gains nothing). No redirects, no proxies, no cookies, no
compressed answers; one deadline over all of it.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore2 as httpcore

from cancu.engine.capped import TooLargeError
from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.addresses import MARK, is_public
from cancu.store.streams import Timed, gathered

_TYPE = "application/sparql-results+json"


def asked(endpoint: str, question: str, seconds: float, *, size: int, is_local_fine: bool) -> bytes:
    """Return the SPARQL JSON results of ``question``, of at most ``size`` bytes; see ``Outside``.

    Raises LimitError (late, large), StoreError (all else).
    """
    latest = time.monotonic() + seconds
    try:
        return _asked(endpoint, question, latest, size=size, is_local_fine=is_local_fine)
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise _late(endpoint) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise _failed(endpoint, type(error).__name__) from error


def _asked(endpoint: str, question: str, latest: float, *, size: int, is_local_fine: bool) -> bytes:
    backend = _Looked(latest, is_local_fine=is_local_fine)
    headers: dict[bytes | str, bytes | str] = {
        "Host": urlsplit(endpoint).netloc, "Accept": _TYPE, "Accept-Encoding": "identity", MARK: "1",
        "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "cancu", "Connection": "close",
    }  # fmt: skip
    content = urlencode({"query": question}).encode()
    with (
        httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=backend, retries=0) as pool,
        pool.stream(
            "POST", endpoint, headers=headers, content=content, extensions={"timeout": _timeouts(latest)}
        ) as response,
    ):
        told = {name.lower(): value for name, value in response.headers}
        media = told.get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")
        if response.status != 200:
            raise _failed(endpoint, f"HTTP {response.status}")
        if media not in {_TYPE, "application/json"} or told.get(b"content-encoding", b"identity") != b"identity":
            raise _failed(endpoint, f"{media} instead of {_TYPE}")
        return _read(endpoint, response.iter_stream(), size)


def _read(endpoint: str, chunks: Iterable[bytes], size: int) -> bytes:
    try:
        return gathered(chunks, size)
    except TooLargeError as error:
        raise LimitError(
            f"<{endpoint}> trả lời quá {size} byte.", f"<{endpoint}> answers with more than {size} bytes."
        ) from error


def _timeouts(latest: float) -> dict[str, float]:
    left = max(0.1, latest - time.monotonic())
    return dict.fromkeys(("connect", "read", "write", "pool"), left)


class _Looked(httpcore.NetworkBackend):
    """Connects to addresses that were looked at, and lets no read or write outlast the deadline."""

    def __init__(self, latest: float, *, is_local_fine: bool) -> None:
        self._latest = latest
        self._is_local_fine = is_local_fine
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline rules)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, look, connect, and look again at who answered."""
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not found or not (self._is_local_fine or all(is_public(address) for address in found)):
            raise _failed(host, "private address")
        stream = self._plain.connect_tcp(found[0], port, self._left(), local_address, socket_options)
        ours, theirs = stream.get_extra_info("client_addr"), stream.get_extra_info("server_addr")
        if not self._is_local_fine and (ours[0] == theirs[0] or not is_public(theirs[0])):
            stream.close()
            raise _failed(host, "this machine itself")
        return Timed(stream, lambda _: self._left())

    def _left(self) -> float:
        left = self._latest - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


def _late(endpoint: str) -> CancuError:
    return LimitError(f"<{endpoint}> không trả lời kịp.", f"<{endpoint}> did not answer in time.")


def _failed(endpoint: str, why: str) -> CancuError:
    return StoreError(f"Không hỏi được <{endpoint}>: {why}.", f"<{endpoint}> cannot be asked: {why}.")
