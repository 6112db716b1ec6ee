"""Identifiers and the addresses at which they are asked for: the same text, but for the ways to write it.

Sources: RFC 3986 §6.2.2 (normalisation), RFC 3987 §3.1 and §3.2 (IRIs as URIs and back).
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request

from cancu.errors import ParameterError

_KEPT = "%/:@!$&'()*+,;=~_.-"
"""What stands in a path as it is; ``%`` too, for what is encoded stays encoded."""
_WRONG = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_FOREIGN = re.compile(r"(?:%[89A-F][0-9A-F])+")
_UNRESERVED = re.compile(r"[A-Za-z0-9~_.-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def address(path: str) -> str:
    """Return a part of an IRI as it is written in an address."""
    return quote(path, safe=_KEPT)


def uri(iri: str) -> str:
    """Return an IRI as a URI (RFC 3987 §3.1): what is encoded stays, letters beyond ASCII are."""
    return quote(iri, safe=f"{_KEPT}?#[]")


def asked_path(request: Request, prefix: str) -> str:
    """Return what the address says after ``prefix`` (``/id/``), normalised, still percent-encoded where it was.

    ``95%2FKH`` is one step of a path and stays so: the routes' own parameters are decoded and cannot tell.
    Raises ParameterError (400) for what no identifier can be: broken encoding, control characters, dot steps.
    """
    raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    text = raw.partition(b"?")[0].partition(prefix.encode())[2]
    try:
        written = text.decode("utf-8")
        plain = unquote_to_bytes(written).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed(repr(text)) from error
    if _WRONG.search(written) or _CONTROL.search(plain) or {".", ".."} & set(written.split("/")):
        raise _malformed(written)
    return address(_ENCODED.sub(_normal, written))


def as_iri(path: str) -> str:
    """Return the path with letters beyond ASCII for their encoding, as an IRI may have them."""

    def decoded(match: re.Match[str]) -> str:
        try:
            return unquote_to_bytes(match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return _FOREIGN.sub(decoded, path)


def _normal(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if _UNRESERVED.fullmatch(char) else match[0].upper()


def _malformed(text: str) -> ParameterError:
    return ParameterError("Địa chỉ viết sai.", "the address is malformed.", where=text[:200])
