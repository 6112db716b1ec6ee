"""Lines that the engine gives back as they were given: what a graph holds is then known without reading it again.

The engine writes numbers, moments and language tags anew (``"05"^^xsd:integer`` comes back as ``"5"``), drops doubles
and names blank nodes. Lines in which it would change nothing can be told by their form; for all others it is asked.
"""

from __future__ import annotations

import re
from itertools import islice
from operator import eq

_WITHIN = rb"[A-Za-z0-9._~!$&'()*+,;=:@/%(q)b-]*+(?:%%[0-9A-Fa-f]{2}[A-Za-z0-9._~!$&'()*+,;=:@/%(q)b-]*+)*+"
_PATH, _TAIL = (_WITHIN % {b"q": more} for more in (b"", b"?"))
_IRI = rb"<(?:https?://[A-Za-z0-9.-]++(?::[0-9]{1,4})?+(?:/%(p)b)?+|urn:[a-z0-9]{2,31}:[A-Za-z0-9]%(p)b)" % {
    b"p": _PATH
}
_IRI += rb"(?:\?%(t)b)?+(?:#%(t)b)?+>" % {b"t": _TAIL}
"""IRIs that are well formed (RFC 3986) beyond doubt; all others are left to the engine."""
_XSD = rb"\^\^<http://www\.w3\.org/2001/XMLSchema#"
_TYPED = rb"|".join(
    b'"' + form + b'"' + _XSD + name + b">"
    for name, form in (
        (b"integer", rb"(?:0|-?[1-9][0-9]{0,17})"),
        (b"date", rb"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        (b"boolean", rb"(?:true|false)"),
        (b"decimal", rb"(?:0|-?[1-9][0-9]{0,8})(?:\.[0-9]{0,8}[1-9])?+"),
        (b"gYear", rb"[0-9]{4}"),
        (b"gMonthDay", rb"--[0-9]{2}-[0-9]{2}"),
    )
)
_TEXT = rb'"(?:[^"\\\x00-\x1f\x7f]++|\\["\\nrt])*+"(?:@[a-z]{1,8}(?:-[a-z0-9]{1,8})*+)?+'
_LINES = re.compile(rb"(?:%(i)b %(i)b (?:%(i)b|%(t)b|%(v)b) \.\n)*+" % {b"i": _IRI, b"t": _TYPED, b"v": _TEXT})
_DECIMAL = b"#decimal> .\n"
_ZEROS = re.compile(rb'(?<= "[0-9])(?:(\.[0-9]*[1-9])0++|\.0++)(?="%(x)bdecimal> \.\n)' % {b"x": _XSD})
"""Ends of decimal numbers of one figure before the point that the engine leaves out."""
_ESCAPED = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF, which the engine writes as escapes."""


class Held(bytes):
    """N-Triples of one graph as the engine gives them back: well formed, sorted, each once, without blank nodes."""

    __slots__ = ()


def triples_as_held(graph: str, data: bytes) -> Held | None:
    """Return the N-Triples of a graph as the engine will give them back, or None where only it can tell.

    ``data`` are lines of N-Quads of that graph, or of N-Triples.
    """
    if isinstance(data, Held):
        return data
    lines = data.replace(f" <{graph}> .\n".encode(), b" .\n")
    if _DECIMAL in lines:
        lines = _ZEROS.sub(_shorter, lines)
    if _LINES.fullmatch(lines) is None or _ESCAPED.search(lines) is not None:
        return None
    every = lines.splitlines(keepends=True)
    ordered = sorted(every)
    if any(map(eq, ordered, islice(ordered, 1, None))):
        return None
    return Held(lines if ordered == every else b"".join(ordered))


def _shorter(match: re.Match[bytes]) -> bytes:
    return match[1] or b""
