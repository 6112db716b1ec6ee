"""What was sent: bodies read up to a limit, their media type and their text."""

from __future__ import annotations

import re
from binascii import a2b_qp
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import URL
from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.query import is_absolute_iri
from cancu.serve.http.problems import MediaTypeError, TooLongError

FORM = "application/x-www-form-urlencoded"
_FIELDS = 1000
_SHORT = 500
"""Characters of an address that is remembered."""
_NO_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_UTF8 = {"utf-8", "utf8", "us-ascii"}


async def received(request: Request, limit: int) -> bytes:
    """Return the body. Raises TooLongError as soon as it is longer than ``limit`` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLongError(f"Nội dung gửi dài quá {limit} byte.", f"the body is longer than {limit} bytes.")
    return bytes(body)


def media_type(request: Request) -> str:
    """Return the bare media type of the body. Raises MediaTypeError where its character set is not UTF-8."""
    return bare_type(request.headers.get("content-type", ""))


def bare_type(content_type: str) -> str:
    """Return a ``Content-Type`` without its parameters, in small letters. Raises MediaTypeError as ``media_type``."""
    media, *parameters = content_type.split(";")
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "charset" and value.strip("\"' ").lower() not in _UTF8:
            raise MediaTypeError(f"Chỉ đọc UTF-8, không phải {value}.", f"only UTF-8 is read, not {value}.")
    return media.strip().lower()


def utf8(data: bytes, where: str) -> str:
    """Return the text of ``data``. Raises ParameterError, naming ``where``."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParameterError("Nội dung không phải UTF-8.", "the text is not UTF-8.", where=where) from error


def fields(encoded: bytes, where: str) -> dict[str, tuple[str, ...]]:
    """Decode ``a=b&a=c`` once (``+`` is a blank, ``%2B`` a plus); return all values by name. Raises ParameterError.

    As ``urllib.parse.parse_qsl``, which takes several times as long.
    """
    if encoded.count(b"&") >= _FIELDS:
        raise ParameterError(f"Quá {_FIELDS} tham số.", f"more than {_FIELDS} parameters.")
    found: dict[str, tuple[str, ...]] = {}
    try:
        for pair in filter(None, utf8(encoded, where).split("&")):
            name, _, value = pair.partition("=")
            key = _decoded(name)
            found[key] = (*found.get(key, ()), _decoded(value))
    except ValueError as error:
        raise ParameterError("Tham số mã hóa sai.", "the parameters are wrongly encoded.") from error
    return found


def _decoded(text: str) -> str:
    """Return a name or value as it was before it was encoded. Raises ValueError where it is not UTF-8."""
    plain = text.replace("+", " ")
    return _unescaped(plain.encode()).decode() if "%" in plain else plain


def _unescaped(data: bytes) -> bytes:
    """Return ``data`` without percent escapes (RFC 3986 §2.1); what looks like one and is none stays.

    As ``urllib.parse.unquote_to_bytes``, which takes six times as long, and all of the interpreter meanwhile. Escapes
    of quoted-printable (RFC 2045 §6.7) differ in the sign alone.
    """
    escaped = _NO_ESCAPE.sub(b"%25", data).replace(b"=", b"=3D")
    return a2b_qp(escaped.replace(b"%", b"="))


def address(request: Request) -> str | None:
    """Return the address of the request without its query, as it was sent; None where it is no IRI (a strange Host)."""
    scope = request.scope
    host = request.headers.get("host", "")
    raw = scope.get("raw_path", b"").partition(b"?")[0].decode("ascii", "replace")
    if raw and len(host) + len(raw) < _SHORT:
        return _address(scope.get("scheme", "http"), scope.get("server"), host, raw)
    return _iri(str(request.url.replace(path=raw or request.url.path, query="", fragment="")))


@lru_cache(maxsize=256)
def _address(scheme: str, server: tuple[str, int | None] | None, host: str, raw: str) -> str | None:
    """Return the address that these make. Most requests are for a few, and their making takes longer than asking."""
    headers = [(b"host", host.encode("latin-1"))] if host else []
    scope = {"type": "http", "scheme": scheme, "server": server, "path": raw, "query_string": b"", "headers": headers}
    return _iri(str(URL(scope=scope)))


def _iri(text: str) -> str | None:
    return text if is_iri(text) else None


def is_iri(text: str) -> bool:
    """Tell whether ``text`` is an absolute IRI, as far as the grammars of RDF ask, with a port that is a number."""
    try:
        return is_absolute_iri(text) and urlsplit(text).port != 0
    except ValueError:
        return False
