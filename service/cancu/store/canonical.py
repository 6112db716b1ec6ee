"""Lines that the engine gives back as they were given: what a graph holds is then known without reading it again.

The engine writes numbers, moments and language tags anew (``"05"^^xsd:integer`` comes back as ``"5"``), drops doubles
and names blank nodes. Lines in which it would change nothing can be told by their form; for all others it is asked.
"""

from __future__ import annotations

import re

_IRI = rb"<[^\x00-\x20<>\"{}|^`\\]*+>"
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


def triples_as_held(graph: str, data: bytes) -> bytes | None:
    """Return the N-Triples of a graph as the engine will give them back, sorted, or None where only it can tell.

    ``data`` are lines of N-Quads of that graph, or of N-Triples; that they are well formed is told as well, but for
    the insides of IRIs.
    """
    lines = data.replace(f" <{graph}> .\n".encode(), b" .\n")
    if _DECIMAL in lines:
        lines = _ZEROS.sub(_shorter, lines)
    if _LINES.fullmatch(lines) is None or _ESCAPED.search(lines) is not None:
        return None
    every = lines.splitlines(keepends=True)
    each = set(every)
    return b"".join(sorted(each)) if len(each) == len(every) else None


def _shorter(match: re.Match[bytes]) -> bytes:
    return match[1] or b""
