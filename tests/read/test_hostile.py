"""Hostile and broken files get one sentence, in bounded time and room, and nothing is half read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from cancu.errors import UnreadableError
from cancu.read import read_bytes
from cancu.read.refusals import SENTENCES, unreadable

DOCUMENT = "word/document.xml"


def package(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def pages(count: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(count):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def truncated() -> bytes:
    return package({DOCUMENT: b"<w:document/>" * 50})[:-30]


HOSTILE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("a zip that grows a thousandfold", "a.docx", lambda: package({DOCUMENT: b" " * 60_000_000}), "bomb"),
    ("three thousand files", "a.docx", lambda: package({f"f{n}": b"" for n in range(3000)}), "bomb"),
    ("a name that leads outside", "a.docx", lambda: package({"../../etc/x": b"x"}), "broken"),
    (
        "XML entities that read a file",
        "a.docx",
        lambda: package(
            {DOCUMENT: b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'}
        ),
        "entities",
    ),
    ("a zip that is no Word document", "a.docx", lambda: package({"x.xml": b"<x/>"}), "broken"),
    ("half a zip", "a.docx", truncated, "broken"),
    ("a PDF that is none", "a.pdf", lambda: b"%PDF-1.7\n" + b"junk " * 100, "broken"),
    ("a PDF of more pages than one paper has", "a.pdf", lambda: pages(501), "too-many-pages"),
    ("a picture that is none", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"junk" * 100, "broken"),
    ("a Word document of before 2007", "a.doc", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old-word"),
    ("NUL bytes", "a.txt", lambda: "kế hoạch\0của xã".encode() * 20, "binary"),
    ("bytes of a program", "a.txt", lambda: bytes(range(256)) * 20, "binary"),
    ("another language", "a.txt", lambda: b"The committee shall report every month. " * 20, "foreign"),
    ("nothing", "a.txt", lambda: b" \n\n", "empty"),
    ("a page nested a hundred thousand deep", "a.html", lambda: b"<div>" * 100_000 + b"x", "too-deep"),
    ("an unknown kind", "a.xyz", "kế hoạch của xã".encode, "unknown"),
]


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_a_bad_file_gets_its_sentence(name: str, data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data(), name)
    assert str(caught.value) == str(unreadable(code, name))


def test_every_sentence_is_in_both_languages() -> None:
    assert all(vi and en and vi != en for vi, en in SENTENCES.values())


@pytest.mark.parametrize("depth", [1, 150])
def test_a_nested_page_is_read_to_its_bottom(depth: int) -> None:
    words = "kế hoạch của xã được triển khai"
    data = b"<div>" * depth + words.encode() + b"</div>" * depth
    assert words in read_bytes(data, "a.html").content
