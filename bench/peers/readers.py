"""What other libraries make of files, run by the Python that has them: a question in JSON in, figures in JSON out.

Question: {"files": {kind: base64}, "encoded": {name: base64}, "paragraphs": […], "rows": [[cell, …], …], "ours":
{kind: lines}, "runs": n}. Every library is taken by the shortest way that its own documentation shows.
"""

from __future__ import annotations

import base64
import importlib.metadata
import io
import json
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bs4
import chardet
import charset_normalizer
import docx
import docx2python
import mammoth
import pdfplumber
import pypdf
import pypdfium2
from lxml import html as lxml_html
from pdfminer.high_level import extract_text
from rapidfuzz.distance import Indel
from selectolax.lexbor import LexborHTMLParser

MEGABYTE = 1_048_576


def _python_docx(data: bytes) -> str:
    return "\n".join(_walked(docx.Document(io.BytesIO(data))))


def _walked(part: Any) -> Iterator[str]:
    for block in part.iter_inner_content():
        if hasattr(block, "rows"):
            yield from (" | ".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield block.text


def _docx2python(data: bytes) -> str:
    with docx2python.docx2python(io.BytesIO(data)) as document:
        return str(document.text)


def _pdfplumber(data: bytes) -> str:
    """Words outside tables, and the tables by row."""
    lines: list[str] = []
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            tables = page.find_tables()
            lines += (page if not tables else _outside(page, [t.bbox for t in tables])).extract_text().split("\n")
            lines += (" | ".join(cell or "" for cell in row) for table in tables for row in table.extract())
            page.close()
    return "\n".join(lines)


def _outside(page: Any, boxes: list[tuple[float, float, float, float]]) -> Any:
    for box in boxes:
        page = page.outside_bbox(box)
    return page


def _pypdfium2(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def _pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


READERS: dict[str, list[tuple[str, Callable[[bytes], str]]]] = {
    "docx": [
        ("python-docx", _python_docx),
        ("mammoth", lambda data: mammoth.extract_raw_text(io.BytesIO(data)).value),
        ("docx2python", _docx2python),
    ],
    "pdf": [
        ("pdfplumber", _pdfplumber),
        ("pdfminer.six", lambda data: extract_text(io.BytesIO(data))),
        ("pypdfium2", _pypdfium2),
        ("pypdf", _pypdf),
    ],
    "html": [
        ("lxml", lambda data: lxml_html.document_fromstring(data.decode()).text_content()),
        ("selectolax", lambda data: LexborHTMLParser(data).text(separator="\n")),
        ("beautifulsoup4", lambda data: bs4.BeautifulSoup(data, "html.parser").get_text("\n")),
    ],
}
GUESSERS: dict[str, Callable[[bytes], str | None]] = {
    "charset-normalizer": lambda data: _name(charset_normalizer.from_bytes(data).best()),
    "chardet": lambda data: chardet.detect(data)["encoding"],
}


def _name(best: Any) -> str | None:
    return best.encoding if best is not None else None


def main() -> None:
    """Answer on stdout."""
    question = json.load(sys.stdin)
    rows = []
    for kind, readers in {**READERS, "pdf of two fonts": READERS["pdf"]}.items():
        data = base64.b64decode(question["files"][kind])
        has_tables = kind != "pdf of two fonts"
        rows.append({"kind": kind, "name": "cancu", **_worth(question["ours"][kind], question, has_tables)})
        for name, reader in readers:
            seconds = []
            for _ in range(question["runs"]):
                started = time.process_time()
                text = reader(data)
                seconds.append(time.process_time() - started)
            size = _megabytes(name)
            version = importlib.metadata.version(name)
            found = {
                "kind": kind,
                "name": f"{name} {version}",
                "seconds": statistics.median(seconds),
                "megabytes": size,
            }
            rows.append({**found, **_worth(text, question, has_tables)})
    guesses = {
        f"{name} {importlib.metadata.version(name)}": {
            encoding: _is_right(base64.b64decode(data), guesser, question["words"])
            for encoding, data in question["encoded"].items()
        }
        for name, guesser in GUESSERS.items()
    }
    print(json.dumps({"rows": rows, "guesses": guesses}))


def _is_right(data: bytes, guesser: Callable[[bytes], str | None], words: str) -> bool:
    """Does the guessed encoding give the words?"""
    try:
        return _squeezed(data.decode(guesser(data) or "ascii", "replace")) == _squeezed(words)
    except LookupError:
        return False


def _worth(text: str, question: dict[str, Any], has_tables: bool) -> dict[str, float]:  # noqa: FBT001
    """Return what of the source is right in ``text``: share of characters, paragraphs and rows found whole."""
    flat = _squeezed(text)
    rows = question["rows"] if has_tables else []
    source = _squeezed(" ".join([*question["paragraphs"], *(" ".join(row) for row in rows)]))
    return {
        "characters": Indel.normalized_similarity(source, flat),
        "paragraphs": sum(_squeezed(words) in flat for words in question["paragraphs"]),
        "rows": sum(_squeezed(" ".join(row)) in flat for row in rows),
    }


def _squeezed(text: str) -> str:
    return re.sub(r"[\s|\ufeff]+", " ", unicodedata.normalize("NFC", text)).strip()


def _megabytes(name: str, seen: set[str] | None = None) -> float:
    """Return the size of a distribution and of all that it needs."""
    seen = set() if seen is None else seen
    if name.lower() in seen:
        return 0.0
    seen.add(name.lower())
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return 0.0
    paths = (Path(str(found.locate_file(file))) for file in found.files or ())
    own = sum(path.stat().st_size for path in paths if path.is_file())
    needs = (re.match(r"[\w.-]+", need) for need in found.requires or () if "extra ==" not in need)
    return own / MEGABYTE + sum(_megabytes(match[0], seen) for match in needs if match)


if __name__ == "__main__":
    main()
