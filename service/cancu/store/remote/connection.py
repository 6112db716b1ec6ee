"""Connections to one database: kept open, bounded in time and size, with TLS that is checked, and no redirects.

SPARQLWrapper sends by ``urllib``, which opens a connection for each question, follows redirects to anywhere, reads
without bound and cannot be stopped; its requests are therefore carried by ``httpcore2``, whose pool threads may share.
The deadline of a request and who waits for it stand in a ``Call`` that the thread holds while it sends and reads.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import httpcore2 as httpcore

from cancu.engine.capped import TooLargeError
from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.remote.credentials import Authority, Credentials
from cancu.store.streams import Timed, gathered

_TRIES = 3
_PAUSE = 0.2
"""Seconds before the second try; four times as many before the third."""
_AGAIN = frozenset({502, 503, 504})
_TOLD = 400
"""Characters of a refusal that are told on."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer; names of ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def words(self) -> str:
        """What the server says, on one line, cut to what people read."""
        return " ".join(self.body[: 4 * _TOLD].decode("utf-8", "replace").split())[:_TOLD]


class Call:
    """One request's time, and the connection that it holds: ``stop`` may be called from any thread."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._latest = time.monotonic() + seconds
        self._stream: httpcore.NetworkStream | None = None
        self.is_stopped = False

    def left(self) -> float:
        """Return the seconds that are left. Raises ReadTimeout where there are none."""
        left = self._latest - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    @property
    def rest(self) -> float:
        """The seconds that are left, for who may wait a moment more."""
        return max(0.05, self._latest - time.monotonic())

    def hold(self, stream: httpcore.NetworkStream) -> None:
        """Remember the connection that is at work. Raises ReadError where nobody waits any more."""
        self._stream = stream
        if self.is_stopped:
            raise httpcore.ReadError

    def stop(self) -> None:
        """End the request: who reads sees the connection end."""
        self.is_stopped = True
        if self._stream is not None:
            sock = self._stream.get_extra_info("socket")
            with suppress(OSError):
                sock.shutdown(2)


class Connection:
    """The connections to one server; methods may be called from any thread."""

    def __init__(self, credentials: Credentials, *, authorities: str | None = None) -> None:
        """``authorities`` is a file of certificates to trust instead of the system's. Raises StoreError."""
        self._authority = Authority(credentials)
        self._local = threading.local()
        self._pool = httpcore.ConnectionPool(
            ssl_context=_context(authorities),
            network_backend=_Bounded(self._current),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=8.0,  # Virtuoso closes what was idle for 10 seconds
            retries=0,
        )

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        content: bytes | None,
        call: Call,
        cap: int,
        is_guarded: bool,
    ) -> Reply:
        """Send and return the whole answer. All that cancu sends may be sent twice, and is, where no answer came.

        Raises LimitError where time or room is up, StoreError where the server cannot be reached or breaks off.
        """
        self._local.call = call
        try:
            for number in range(1, _TRIES + 1):
                try:
                    reply = self._authorised(method, url, headers, content, cap=cap, is_guarded=is_guarded)
                except (httpcore.TimeoutException, TimeoutError) as error:
                    raise _late(call.seconds) from error
                except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
                    if call.is_stopped:
                        raise _left() from error
                    if number == _TRIES:
                        raise _unreachable(url, error) from error
                else:
                    if reply.status not in _AGAIN or number == _TRIES:
                        return reply
                pause = _PAUSE * 4 ** (number - 1)
                if number > 1:  # a connection that had gone stale is tried again at once
                    time.sleep(min(pause, call.left()))
            raise AssertionError  # the last try returns or raises
        except httpcore.ReadTimeout as error:
            raise _late(call.seconds) from error
        finally:
            self._local.call = None

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _current(self) -> Call:
        call: Call = self._local.call
        return call

    def _authorised(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, *, cap: int, is_guarded: bool
    ) -> Reply:
        shown = self._authority.header(method, url, content) if is_guarded else None
        reply = self._sent(method, url, _with(headers, shown), content, cap)
        while reply.status == 401 and is_guarded:
            if not self._authority.challenged(reply.headers.get("www-authenticate", ""), shown):
                break
            shown = self._authority.header(method, url, content)
            reply = self._sent(method, url, _with(headers, shown), content, cap)
        return reply

    def _sent(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, cap: int) -> Reply:
        left = self._current().left()
        with self._pool.stream(
            method, url, headers=list(headers.items()), content=content,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), left)},
        ) as response:  # fmt: skip
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return Reply(response.status, told, _read(response.iter_stream(), cap))


def _with(headers: Mapping[str, str], shown: str | None) -> dict[str, str]:
    return {**headers, "Authorization": shown} if shown else dict(headers)


def _read(chunks: Iterable[bytes], cap: int) -> bytes:
    try:
        return gathered(chunks, cap)
    except TooLargeError as error:
        raise LimitError(
            f"Cơ sở dữ liệu trả lời quá {cap} byte; hãy hỏi hẹp hơn.",
            f"the database answers with more than {cap} bytes; ask for less.",
        ) from error


def _context(authorities: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authorities)
    except (OSError, ssl.SSLError) as error:
        raise StoreError(
            "Không đọc được tệp chứng thư (CANCU_STORE_CA).",
            "the file of certificates (CANCU_STORE_CA) cannot be read.",
            where=authorities,
        ) from error


class _Bounded(httpcore.NetworkBackend):
    """Streams whose every step must end before the deadline of the call of the thread that takes it."""

    def __init__(self, current: Callable[[], Call]) -> None:
        self._current = current
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline rules)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        left = self._current().left()
        return Timed(self._plain.connect_tcp(host, port, left, local_address, socket_options), self._left)

    def _left(self, stream: httpcore.NetworkStream) -> float:
        call = self._current()
        call.hold(stream)
        return call.left()


def _late(seconds: float) -> CancuError:
    return LimitError(
        f"Cơ sở dữ liệu không trả lời trong {seconds:g} giây; hãy hỏi hẹp hơn.",
        f"the database did not answer within {seconds:g} seconds; ask for less.",
    )


def _left() -> CancuError:
    return LimitError("Người hỏi đã rời đi.", "the asker has left.")


def _unreachable(url: str, error: Exception) -> CancuError:
    why = f"{type(error).__name__}: {error}".rstrip(": ")
    return StoreError(
        f"Không kết nối được tới cơ sở dữ liệu ({why}).", f"the database cannot be reached ({why}).", where=url
    )
