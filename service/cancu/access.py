"""Who may write: tokens with a name and scopes, kept as digests only.

A token is shown once, when it is made. The file holds its SHA-256 (a token has 256 random bits, so that a slow hash
would protect nothing more), is written whole and readable by its owner alone, and is read again when it changes: what
is revoked is refused from the next request on. Secrets are hexadecimal: a double click takes one whole, and "_" stands
between its parts only.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from cancu.errors import AccessError, ForbiddenError, NotFoundError, ParameterError, StoreError

_HEAD = "cancu_"


class Scope(StrEnum):
    """What a token allows: documents sent and removed, graphs written by SPARQL, findings and facts judged."""

    DOCUMENTS = "documents"
    UPDATE = "update"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is kept of a token; times are UTC in ISO 8601, ``expires`` is None where it has no end."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created: str
    digest: str
    expires: str | None = None

    def is_over(self, now: dt.datetime) -> bool:
        """Tell whether its time is up."""
        return self.expires is not None and dt.datetime.fromisoformat(self.expires) <= now


class Tokens:
    """The tokens in one file. May be used from any thread, and by several processes one after another."""

    def __init__(self, path: Path) -> None:
        """Use the file ``path``, which is made with the first token."""
        self._path = path
        self._lock = threading.Lock()
        self._known: tuple[Token, ...] = ()
        self._seen: tuple[int, int, int] | None = None

    def new(self, name: str, scopes: Iterable[Scope], *, days: int | None = None) -> tuple[Token, str]:
        """Make a token and return it with its secret, which is kept nowhere. Raises ParameterError, StoreError."""
        allowed = tuple(sorted(set(scopes)))
        if not name.strip() or not allowed:
            raise ParameterError(
                "Mã truy cập cần tên và ít nhất một quyền.", "a token needs a name and at least one scope."
            )
        now = _now()
        number, secret = secrets.token_hex(4), secrets.token_hex(32)
        text = f"{_HEAD}{number}_{secret}"
        token = Token(
            id=number, name=name.strip(), scopes=allowed, created=now.isoformat(), digest=_digest(text),
            expires=None if days is None else (now + dt.timedelta(days=days)).isoformat(),
        )  # fmt: skip
        with self._lock:
            self._write((*self._read(), token))
        return token, text

    def revoke(self, number: str) -> Token:
        """Take a token away for good. Raises NotFoundError, StoreError."""
        with self._lock:
            known = self._read()
            gone = next((token for token in known if token.id == number), None)
            if gone is None:
                raise NotFoundError("Không có mã truy cập này.", "there is no such token.", where=number)
            self._write(tuple(token for token in known if token.id != number))
        return gone

    def held(self) -> tuple[Token, ...]:
        """Return the tokens, the oldest first; without their digests."""
        with self._lock:
            return tuple(replace(token, digest="") for token in self._read())

    def check(self, secret: str | None, scope: Scope) -> Token:
        """Return the token of ``secret`` where it allows ``scope``.

        Every known digest is compared, each in constant time, so that the time taken tells nothing.
        Raises AccessError where there is no such token, ForbiddenError where it allows something else only.
        """
        token = self.known(secret)
        if token is None:
            raise AccessError(
                "Cần mã truy cập còn hiệu lực (Authorization: Bearer …); quản trị cấp bằng cancu token new.",
                "a valid token is needed (Authorization: Bearer …); an administrator makes one with cancu token new.",
            )
        if scope not in token.scopes:
            raise ForbiddenError(f"Mã truy cập này không có quyền “{scope}”.", f"this token does not allow “{scope}”.")
        return token

    def known(self, secret: str | None) -> Token | None:
        """Return the token of ``secret`` while it holds, whatever it allows; see ``check``. Raises StoreError."""
        with self._lock:
            held = self._read()
        digest = _digest(secret or "")
        fits = [token for token in held if hmac.compare_digest(token.digest, digest)]
        return None if secret is None or not fits or fits[0].is_over(_now()) else fits[0]

    def _read(self) -> tuple[Token, ...]:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._known, self._seen = (), None
            return ()
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        if seen != self._seen:
            try:
                self._known = tuple(_token(entry) for entry in json.loads(self._path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise StoreError(
                    "Không đọc được tệp mã truy cập; không ai được ghi cho đến khi nó được sửa.",
                    "the file of tokens cannot be read; nobody may write until it is mended.",
                    where=str(self._path),
                ) from error
            self._seen = seen
        return self._known

    def _write(self, tokens: tuple[Token, ...]) -> None:
        name = ""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, suffix=".part")  # mode 0600
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump([asdict(token) for token in tokens], file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
        except OSError as error:
            if name:
                Path(name).unlink(missing_ok=True)
            raise StoreError(
                f"Không ghi được tệp mã truy cập: {error.strerror}.",
                f"the file of tokens cannot be written: {error.strerror}.",
                where=str(self._path),
            ) from error


def _token(entry: dict[str, Any]) -> Token:
    return Token(**{**entry, "scopes": tuple(Scope(name) for name in entry["scopes"])})


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
