"""How an attack is made and watched: one refusal or the words, little memory, little time, nothing written."""

from __future__ import annotations

import io
import resource
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from cancu.errors import CancuError
from cancu.read import read_bytes
from cancu.read.refusals import SENTENCES, unreadable

MOST_KILOBYTES = 1_700_000
"""What a child may have, its libraries included, as getrusage counts it."""
MOST_SECONDS = 125
"""Processor time of the slowest kind of child (PDF) and what ends it."""
WORDS = "Kế hoạch của Ủy ban nhân dân xã được triển khai"

Read = Callable[[bytes, str], str]


@pytest.fixture(name="read")
def _read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Return a function that reads, and gives the code of the refusal or the words that were read."""
    monkeypatch.chdir(tmp_path)
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))

    def read(data: bytes, name: str) -> str:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        answer = _answer(data, name)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert after.ru_maxrss <= max(before.ru_maxrss, MOST_KILOBYTES)
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime <= MOST_SECONDS
        assert list(tmp_path.iterdir()) == []
        return answer

    return read


def _answer(data: bytes, name: str) -> str:
    try:
        return read_bytes(data, name).content
    except CancuError as error:
        refusal = error
    codes = [code for code in SENTENCES if str(unreadable(code, name)) == str(refusal)]
    assert (len(codes), refusal.where, refusal.status, refusal.code) == (1, name, 422, "unreadable")
    return codes[0]


@pytest.fixture(scope="session")
def package() -> Callable[[dict[str, bytes]], bytes]:
    """Return a maker of zip files."""

    def make(files: dict[str, bytes]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Return a maker of Word documents: WORDS, more XML in its body, more parts, more relationships."""

    def make(body: str = "", *, parts: dict[str, bytes] | None = None, relations: str = "") -> bytes:
        plain, buffer = io.BytesIO(), io.BytesIO()
        document = docx.Document()
        document.add_paragraph(WORDS)
        document.save(plain)
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                data = old.read(info)
                if info.filename == "word/document.xml":
                    data = data.replace(b"<w:sectPr", body.encode() + b"<w:sectPr", 1)
                if info.filename == "word/_rels/document.xml.rels":
                    data = data.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
                new.writestr(info.filename, data)
            for name, data in (parts or {}).items():
                new.writestr(name, data)
        return buffer.getvalue()

    return make
