"""Answers as they leave, kept by what was sent until the store changes: the same asked again costs next to nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from cancu.room import Room
from cancu.serve.http.caching import tag

ROOM = 32_000_000
"""Bytes of all that is kept."""
_ENTRY = 500
"""Bytes that one takes besides its own."""
_Key = tuple[str, bytes, str]


@dataclass(frozen=True, slots=True)
class Written:
    """The body and the header fields of an answer, as of a version of the store."""

    version: int
    body: bytes
    headers: Mapping[str, str]

    def response(self) -> Response:
        """Return it as it is sent."""
        return Response(self.body, headers=dict(self.headers))


class Shelf:
    """Answers by path, query and ``Accept``, which are all that they depend on. May be used from any thread."""

    def __init__(self, version: Callable[[], int], room: int = ROOM) -> None:
        """``version`` grows when the store changes; of more than ``room`` bytes those not asked for longest go."""
        self._version = version
        self._held: Room[_Key, Written] = Room(room)
        self._lock = threading.Lock()

    def get(self, request: Request) -> Response | None:
        """Return the answer to ``request`` as of now, None where it is not known."""
        key = _key(request)
        with self._lock:
            held = self._held.get(key)
            if held is not None and held.version != self._version():
                self._held.drop(key)
                return None
        return None if held is None else held.response()

    def keep(self, request: Request, version: int, body: bytes, headers: Mapping[str, str]) -> Response:
        """Return the answer to ``request`` and keep it, as what it is at ``version`` of the store."""
        key = _key(request)
        fields = {**headers, "ETag": tag(headers["Content-Type"], body)}
        written = Written(version, body, fields)
        with self._lock:
            self._held.put(key, written, len(body) + sum(map(len, key)) + _ENTRY)
        return written.response()


def _key(request: Request) -> _Key:
    return request.scope["path"], request.scope["query_string"], request.headers.get("accept", "")
