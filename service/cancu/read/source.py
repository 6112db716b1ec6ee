"""Files and bytes → Text, or one clear sentence why not.

What a file is, its first bytes say; the name only decides where they cannot (.md, .html, .txt).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from cancu.read.bounds import MOST_BYTES, MOST_CHARACTERS
from cancu.read.decode import decoded, is_vietnamese
from cancu.read.flow import flow
from cancu.read.isolated import structured_lines
from cancu.read.office import converted, is_office
from cancu.read.recognise import mended
from cancu.read.refusals import unreadable
from cancu.text import Text

SUFFIXES = frozenset({".txt", ".md", ".docx", ".pdf", ".html", ".htm", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""What ``cancu ingest`` takes from a folder; with LibreOffice allowed, ``office.SUFFIXES`` too."""
_PLAIN = frozenset({".txt", ".md", ".text", ".markdown", ""})
_MAGIC = (
    (b"PK\x03\x04", "docx"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"\xd0\xcf\x11\xe0", "old-word"),
    (b"{\\rtf", "rich-text"),
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
"""Stands at a fixed place of such a package (OpenDocument 1.3 Part 2, 3.3)."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a .docx with a password ([MS-OFFCRYPTO] 2.3.4.4)."""


_PRINTED = frozenset({"pdf", "picture"})
"""Kinds of files that hold printed lines; the others with a structure hold paragraphs."""


def read(path: Path, *, office: bool = False) -> Text:
    """Read one document; ``office`` lets LibreOffice convert .doc, .odt and .rtf.

    Raises UnreadableError where it is missing, empty, too large, broken or not Vietnamese.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise unreadable("oversize", str(path))
        data = path.read_bytes()
    except OSError as error:
        raise unreadable("missing", str(path)) from error
    return read_bytes(data, path.name, office=office)


def read_bytes(data: bytes, name: str, *, office: bool = False) -> Text:
    """Turn the bytes of one document into Text; ``name`` is what the source is called. Raises UnreadableError."""
    if not data.strip():
        raise unreadable("empty", name)
    if len(data) > MOST_BYTES:
        raise unreadable("oversize", name)
    found = _content(data, name, office=office)
    if len(found.words) > MOST_CHARACTERS:
        raise unreadable("too-long", name)
    joined = flow(found.words, is_wrapped=found.is_wrapped)
    return Text(
        source=name,
        sha256=hashlib.sha256(data).hexdigest(),
        content=found.words,
        flow=joined.text,
        origin=joined.origin,
        lines=joined.lines,
        pages=found.pages,
        encoding=found.encoding,
    )


class _Content(NamedTuple):
    """What a file holds: its words, where pages begin, how it was typed, and whether a page's width broke lines."""

    words: str
    pages: tuple[tuple[int, int], ...]
    encoding: str | None
    is_wrapped: bool


def _content(data: bytes, name: str, *, office: bool) -> _Content:
    kind = _kind(data, name)
    if kind is None:
        content, encoding = decoded(data, name)
        return _Content(content, (), encoding, is_wrapped=True)
    if is_office(kind):
        if not office:
            raise unreadable(kind, name)
        data, kind = converted(data, kind, name), "docx"
    lines, encoding = _structured(data, kind, name)
    pages: list[tuple[int, int]] = []
    position = 0
    for page, line in lines:
        if page and (not pages or pages[-1][1] != page):
            pages.append((position, page))
        position += len(line) + 1
    content = "\n".join(line for _, line in lines)
    if not content.strip():
        raise unreadable("empty", name)
    if not is_vietnamese(content):
        raise unreadable("foreign", name)
    return _Content(content, tuple(pages), encoding, is_wrapped=kind in _PRINTED)


def _structured(data: bytes, kind: str, name: str) -> tuple[list[tuple[int, str]], str | None]:
    """Return (page, line), and the encoding before Unicode that fonts told, or else the words themselves."""
    lines, encoding = structured_lines(data, kind, name)
    if encoding is not None:
        return lines, encoding
    content, encoding = mended("\n".join(line for _, line in lines))
    words = content.split("\n")
    return [(page, line) for (page, _), line in zip(lines, words, strict=True)], encoding


def _kind(data: bytes, name: str) -> str | None:
    """Return the kind of a file with structure, None for plain text."""
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found == "old-word" and _ENCRYPTED in data:
        raise unreadable("encrypted", name)
    if found == "docx" and data[30:].startswith(_OPEN_DOCUMENT):
        return "open-document"
    if found is not None:
        return found
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        return "html"
    if suffix in _PLAIN:
        return None
    raise unreadable("broken" if suffix in SUFFIXES else "unknown", name)
