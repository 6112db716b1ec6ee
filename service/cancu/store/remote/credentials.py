"""What is shown to a database that asks who writes: nothing, a name and a password, or a token."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field
from urllib.request import AbstractDigestAuthHandler, HTTPPasswordMgr, Request, parse_http_list, parse_keqv_list

from cancu.errors import StoreError


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who cancu is to the database; never part of an address, and never shown."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


class Authority:
    """Writes the header ``Authorization`` of each request: Bearer, or Basic or Digest once the server asked for that.

    The digest itself is reckoned by the standard library (RFC 2617). SPARQLWrapper's digest is not used: it installs an
    opener for the whole process, which every thread and every other server would share.
    """

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._lock = threading.Lock()
        self._scheme = ""
        self._challenge: dict[str, str] = {}
        self._digest = AbstractDigestAuthHandler(_Passwords(credentials))

    def header(self, method: str, url: str, content: bytes | None) -> str | None:
        """Return the value of the header for this request; None where there is nothing to show. Raises StoreError."""
        known = self._credentials
        if known.token:
            return f"Bearer {known.token}"
        with self._lock:
            if not self._scheme:
                return None
            if self._scheme == "basic":
                packed = base64.b64encode(f"{known.user}:{known.password}".encode()).decode("ascii")
                return f"Basic {packed}"
            request = Request(url, data=content, method=method)  # noqa: S310 (only reckoned with, never opened)
            try:
                told = self._digest.get_authorization(request, self._challenge)
            except UnicodeEncodeError as error:
                raise StoreError(
                    "Cơ sở dữ liệu này dùng Digest: tên và mật khẩu chỉ gồm chữ ASCII.",
                    "this database wants Digest: name and password have to be ASCII.",
                ) from error
        return f"Digest {told}" if told else None

    def challenged(self, challenge: str, shown: str | None) -> bool:
        """Learn from the header ``WWW-Authenticate`` of a refusal; tell whether it is worth asking once more."""
        scheme, _, rest = challenge.partition(" ")
        scheme = scheme.lower()
        if scheme not in {"basic", "digest"} or not self._credentials.user or self._credentials.token:
            return False
        told = parse_keqv_list(parse_http_list(rest)) if scheme == "digest" else {}
        with self._lock:
            is_new = shown is None or not shown.lower().startswith(scheme)
            is_stale = told.get("stale", "").lower() == "true"
            self._scheme, self._challenge = scheme, told
        return is_new or is_stale


class _Passwords(HTTPPasswordMgr):
    """One name and one password, whoever asks: they go to one server only."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._pair = (credentials.user, credentials.password)

    def find_user_password(self, realm: str, authuri: str) -> tuple[str, str]:  # noqa: ARG002
        """Return them."""
        return self._pair
