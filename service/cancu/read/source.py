"""Files and bytes → Text, or one clear sentence why not.

What a file is, its first bytes say; the name only decides where they cannot (.md, .html, .txt).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cancu.read.bounds import MOST_BYTES, MOST_CHARACTERS
from cancu.read.decode import decode, is_vietnamese
from cancu.read.flow import flow
from cancu.read.isolated import structured_lines
from cancu.read.refusals import unreadable
from cancu.text import Text

SUFFIXES = frozenset({".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""What ``cancu ingest`` takes from a folder."""
_PLAIN = frozenset({".txt", ".md", ".text", ".markdown", ""})
_MAGIC = (
    (b"PK\x03\x04", "docx"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"\xd0\xcf\x11\xe0", "old-word"),
)

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a .docx with a password."""


def read(path: Path) -> Text:
    """Read one document. Raises UnreadableError where it is missing, empty, too large, broken or not Vietnamese."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise unreadable("oversize", str(path))
        data = path.read_bytes()
    except OSError as error:
        raise unreadable("missing", str(path)) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Text:
    """Turn the bytes of one document into Text; ``name`` is what the source is called. Raises UnreadableError."""
    if not data.strip():
        raise unreadable("empty", name)
    if len(data) > MOST_BYTES:
        raise unreadable("oversize", name)
    content, pages = _content(data, name)
    if len(content) > MOST_CHARACTERS:
        raise unreadable("too-long", name)
    joined = flow(content)
    return Text(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        content=content,
        flow=joined.text,
        origin=joined.origin,
        lines=joined.lines,
        pages=pages,
    )


def _content(data: bytes, name: str) -> tuple[str, tuple[int, ...]]:
    kind = _kind(data, name)
    if kind is None:
        return decode(data, name), ()
    lines = structured_lines(data, kind, name)
    starts: dict[int, int] = {}
    position = 0
    for page, line in lines:
        starts.setdefault(page, position)
        position += len(line) + 1
    content = "\n".join(line for _, line in lines)
    if not content.strip():
        raise unreadable("empty", name)
    if not is_vietnamese(content):
        raise unreadable("foreign", name)
    return content, tuple(starts[page] for page in sorted(starts) if page)


def _kind(data: bytes, name: str) -> str | None:
    """Return the kind of a file with structure, None for plain text."""
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found == "old-word":
        raise unreadable("encrypted" if _ENCRYPTED in data else "old-word", name)
    if found is not None:
        return found
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        return "html"
    if suffix in _PLAIN:
        return None
    raise unreadable("broken" if suffix in SUFFIXES else "unknown", name)
