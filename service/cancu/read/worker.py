"""The child process in which files with a structure are opened: ``python -m cancu.read.worker KIND`` (bytes on stdin).

Libraries that parse .docx, .pdf and pictures can be made to eat memory and time; here they get 1.5 GB, a number of
seconds and no network, and what they do dies with them. The answer on stdout is JSON:
``{"lines": [[page, line], …], "encoding": …}`` (the encodings before Unicode that its fonts stand for, or null) or
``{"error": code}`` with a code of ``refusals.SENTENCES``.
"""

from __future__ import annotations

import json
import logging
import lzma
import re
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException
from PIL import Image

from cancu import confine
from cancu.read.bounds import MOST_CHARACTERS, TooLargeError, TooLongError, TooManyPagesError
from cancu.read.docx import docx_lines
from cancu.read.html import html_lines
from cancu.read.ocr import MissingTesseractError, picture_lines, scan_lines
from cancu.read.pdf import pdf_lines

_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
Lines = Iterable[tuple[int, str]]
Answer = tuple[Lines, str | None]
"""(page, line) from 1, page 0 where the format has none; and the encodings before Unicode of its fonts."""

_MEMORY = 1_500_000_000
_LEAST_LETTERS = 20
"""A page with fewer letters than this on average has no text layer worth the name: it is a scan."""


def _unpaged(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((0, line) for line in lines)


def _docx(data: bytes) -> Answer:
    lines, encoding = docx_lines(data)
    return _unpaged(lines), encoding


def _pdf(data: bytes) -> Answer:
    lines, encoding = pdf_lines(data)
    pages = max((page for page, _ in lines), default=1)
    letters = sum(char.isalpha() for _, line in lines for char in line)
    return (lines, encoding) if letters >= _LEAST_LETTERS * pages else (scan_lines(data), None)


KINDS: Mapping[str, Callable[[bytes], Answer]] = {
    "docx": _docx,
    "html": lambda data: (_unpaged(html_lines(data)), None),
    "pdf": _pdf,
    "picture": lambda data: (picture_lines(data), None),
}
_ERRORS: tuple[tuple[type[Exception], str], ...] = (
    (MissingTesseractError, "no-tesseract"),
    (TooManyPagesError, "too-many-pages"),
    (TooLargeError, "too-large"),
    (TooLongError, "too-long"),
    (Image.DecompressionBombError, "too-large"),
    (PDFPasswordIncorrect, "encrypted"),
    (MemoryError, "too-large"),
    (RecursionError, "too-deep"),
    (zipfile.BadZipFile, "broken"),
    (PackageNotFoundError, "broken"),
    (etree.LxmlError, "broken"),
    (PDFException, "broken"),
    (PSException, "broken"),
    (PdfminerException, "broken"),
    (OSError, "broken"),
    (ValueError, "broken"),
    (KeyError, "broken"),
    (TypeError, "broken"),
    (AttributeError, "broken"),
    (IndexError, "broken"),
    (AssertionError, "broken"),
    (ArithmeticError, "broken"),
    (NotImplementedError, "broken"),
    (EOFError, "broken"),
    (zlib.error, "broken"),
    (lzma.LZMAError, "broken"),
    (struct.error, "broken"),
)
"""The libraries answer broken files with all of these; each means that the file cannot be read."""
EXPECTED = tuple(known for known, _ in _ERRORS)


def _bounded(lines: Lines) -> list[tuple[int, str]]:
    """Collect the lines. Raises TooLongError before they fill the memory of whoever asked."""
    found: list[tuple[int, str]] = []
    room = MOST_CHARACTERS
    for page, line in lines:
        room -= len(line) + 1
        if room < 0:
            raise TooLongError
        found.append((page, _printable(line)))
    return found


def _code(error: Exception) -> str:
    """Return the code of an error; pdfplumber wraps those of pdfminer."""
    inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    return next((code for known, code in _ERRORS if isinstance(inner, known)), "broken")


def _printable(line: str) -> str:
    """Replace what no text may hold: halves of letters (a PDF's tables can make them) and NUL."""
    return _UNPRINTABLE.sub("\ufffd", line)


def main(kind: str, seconds: int) -> None:
    """Read stdin as ``kind`` and print the answer."""
    confine.refuse_sockets()
    logging.disable()  # pdfminer prints what it finds wrong, as much of it as the file holds
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    data = sys.stdin.buffer.read()
    try:
        lines, encoding = KINDS[kind](data)
        answer: dict[str, object] = {"lines": _bounded(lines), "encoding": encoding}
    except EXPECTED as error:
        answer = {"error": _code(error)}
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
