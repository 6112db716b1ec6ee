"""How many solutions a serialised answer holds, counted in its bytes without reading terms; and their texts.

Exact for what the engine writes: outside strings only structure is left, and each format escapes what could look
like it (SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

_LEAST = {"json": 3, "xml": 17, "csv": 1, "tab-separated-values": 1}
"""Bytes that a row takes at least: ``{},``, ``<result></result>``, a line's end."""


@cache
def _strings() -> re.Pattern[bytes]:
    return re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)


def has_more(body: bytes, media: str, rows: int) -> bool:
    """Tell whether ``body``, solutions of the media type ``media``, holds more than ``rows`` rows."""
    kind = media.partition(";")[0].rpartition("/")[2].removeprefix("sparql-results+")
    if len(body) <= rows * _LEAST.get(kind, 1):
        return False
    return count(body, kind) > rows


def count(body: bytes, kind: str) -> int:
    """Return the number of rows of ``body``; ``kind`` is json, xml, csv or tab-separated-values."""
    if kind == "xml":
        return body.count(b"<result>")
    if kind == "csv":
        return max(0, sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1)
    if kind == "json":
        bare = _strings().sub(b"", body)
        rows = bare.partition(b":[{")[2]
        return rows.count(b"},{") + 1 if rows else 0
    return max(0, body.count(b"\n") - 1)


def texts_of(body: bytes) -> Iterator[list[str]]:
    """Yield the rows of ``body``, solutions as CSV, without the names of the columns."""
    csv.field_size_limit(max(csv.field_size_limit(), len(body)))  # the module's own is 128 kB
    return islice(csv.reader(io.StringIO(body.decode(), newline="")), 1, None)
