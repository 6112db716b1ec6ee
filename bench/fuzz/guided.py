"""Coverage-guided fuzzing by atheris: ``python bench/fuzz/guided.py TARGET [libFuzzer options] [CORPUS]``.

Targets: text (bytes as a typed file), extract (a document made of pieces, mutated), html, docx (the XML inside a
package), package (the package itself), pdf. A reader may only fail in the ways that its child process answers for
(``cancu.read.worker``); whatever else it raises is found here, as is time over ``-timeout``.
"""

from __future__ import annotations

import io
import logging
import random
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["cancu", "pdfminer"]):
    from bench.fuzz import claims, pieces
    from cancu.errors import CancuError
    from cancu.read.docx import docx_lines
    from cancu.read.flow import flow
    from cancu.read.html import html_lines
    from cancu.read.isolated import look_at_package
    from cancu.read.pdf import pdf_lines
    from cancu.read.worker import EXPECTED

_MARKS = "Kế hoạch của Ủy ban nhân dân xã được triển khai.\n"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def _drain(reader: Callable[[bytes], Iterable[object]], data: bytes) -> None:
    try:
        for line in reader(data):
            words = line[1] if isinstance(line, tuple) else line
            flow(str(words))
    except EXPECTED:
        pass


def text(data: bytes) -> None:
    """A typed file of any bytes; words before it make it Vietnamese enough to be read on."""
    claims.check(_MARKS.encode() + data, "a.txt")


def extract(data: bytes) -> None:
    """A document whose pieces the bytes choose."""
    dice = random.Random(data)
    made = pieces.document(dice, 1 + len(data) % 60)
    provider = atheris.FuzzedDataProvider(data)
    at = provider.ConsumeIntInRange(0, len(made))
    claims.check((_MARKS + made[:at] + provider.ConsumeUnicodeNoSurrogates(200) + made[at:]).encode(), "a.txt")


def html(data: bytes) -> None:
    """A page."""
    _drain(html_lines, data)


def docx(data: bytes) -> None:
    """The body of a Word document."""
    body = f"<w:document {_WORD}><w:body>".encode() + data + b"</w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", body)
    package(buffer.getvalue())


def package(data: bytes) -> None:
    """A package of any bytes."""
    try:
        look_at_package(data, "a.docx")
    except CancuError:
        return
    _drain(docx_lines, data)


def pdf(data: bytes) -> None:
    """A PDF."""
    _drain(pdf_lines, data)


TARGETS = {target.__name__: target for target in (text, extract, html, docx, package, pdf)}

if __name__ == "__main__":
    logging.disable()
    chosen = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, chosen)
    atheris.Fuzz()
