"""What libraries make of a plan in each format, beside cancu: ``make bench BENCHES=reading`` (writes docs/reading.md).

    python -m bench.reading [--peer PYTHON] [--dry]

The plan is made by ``bench.texts``, so that every character, paragraph and row of it is known.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from html import escape
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench import report
from bench.files import FONTS, Blocks, blocks, docx_bytes, pdf_bytes
from bench.measuring import ROOT, answer_of, median_seconds
from bench.texts import vietnamese
from cancu import resources
from cancu.read import read_bytes
from cancu.read.docx import docx_lines
from cancu.read.html import html_lines
from cancu.read.pdf import pdf_lines

SIZE = 20_000
"""Characters of the plan."""
RUNS = 3
PAGE = ROOT / "docs" / "reading.md"
READERS: Mapping[str, Callable[[bytes], Sequence[str]]] = {
    "docx": lambda data: docx_lines(data)[0],
    "pdf": lambda data: [line for _, line in pdf_lines(data)[0]],
    "pdf of two fonts": lambda data: [line for _, line in pdf_lines(data)[0]],
    "html": lambda data: list(html_lines(data)),
}
TABLES = {"TCVN3": "tcvn5712", "VNI": "vni", "VISCII": "viscii"}


def main() -> None:
    """Measure all, print it, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", default=sys.executable, help="the Python that has the libraries")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    given = parser.parse_args()
    plan = source()
    files = {
        "docx": docx_bytes(joined(plan)),
        "pdf": pdf_bytes(joined(plan)),
        "pdf of two fonts": two_fonts([block for block in plan if isinstance(block, str)]),
        "html": html_bytes(plan),
    }
    texts = encoded(words())
    answer = answer_of([given.peer, "-m", "bench.peers.readers"], question(plan, files, texts))
    for row in answer["rows"]:
        if row["name"] == "cancu":
            row["seconds"] = median_seconds(partial(READERS[row["kind"]], files[row["kind"]]), RUNS)
    found = tables(answer, plan, {name: is_right(data) for name, data in texts.items()})
    print(found)
    if not given.dry:
        report.write("reading", f"\n{found}\n", PAGE)


def source() -> Blocks:
    """Return the plan as paragraphs and tables, blank lines left out."""
    return [block for block in blocks(vietnamese("prose", SIZE // 2) + vietnamese("typed table", SIZE // 2)) if block]


def joined(plan: Blocks) -> str:
    """Return the plan as typed."""
    return "\n".join(
        block if isinstance(block, str) else "\n".join(f"| {' | '.join(row)} |" for row in block) for block in plan
    )


def html_bytes(plan: Blocks) -> bytes:
    """Return the plan as a web page."""
    parts = []
    for block in plan:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{escape(words)}</td>" for words in row) for row in block)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def two_fonts(paragraphs: Sequence[str]) -> bytes:
    """Return a PDF as printers make it of a font without the letters U+1EA0 to 1EF9.

    These come from a second font, after the others of their line.
    """
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for name, path in (("First", FONTS[0]), ("Second", FONTS[0].with_name("DejaVuSerif.ttf"))):
        pdfmetrics.registerFont(TTFont(name, str(path)))
    height = 780.0
    for line in (line for words in paragraphs for line in textwrap.wrap(words, 84) or [""]):
        places = [60 + pdfmetrics.stringWidth(line[:index], "First", 10) for index in range(len(line))]
        for name, is_second in (("First", False), ("Second", True)):
            canvas.setFont(name, 10)
            for place, letter in zip(places, line, strict=True):
                if ("\u1ea0" <= letter <= "\u1ef9") == is_second:
                    canvas.drawString(place, height, letter)
        height -= 15
        if height < 60:
            canvas.showPage()
            height = 780.0
    canvas.save()
    return out.getvalue()


def words() -> str:
    """Return some sentences, all in letters that every encoding has."""
    text = unicodedata.normalize("NFC", vietnamese("prose", 4_000))
    return "".join(char for char in text if char.isalnum() or char in " \n.,;:-/()")


def encoded(text: str) -> dict[str, bytes]:
    """Return the bytes of ``text`` in encodings of before and since Unicode."""
    found = {"UTF-8": text.encode(), "UTF-16": text.encode("utf-16"), "windows-1258": as_1258(text)}
    for name, table in TABLES.items():
        codes = {
            row["letter"]: bytes.fromhex(row["bytes"]) for row in resources.table("data", "encodings", f"{table}.tsv")
        }
        found[name] = b"".join(codes.get(letter) or letter.encode("latin-1", "replace") for letter in text)
    return found


def as_1258(text: str) -> bytes:
    """Return the bytes of windows-1258, which has most letters composed and tones apart."""
    parts = []
    for char in text:
        tone = next(
            (mark for mark in unicodedata.normalize("NFD", char) if mark in "\u0300\u0301\u0303\u0309\u0323"), ""
        )
        bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", char).replace(tone, "")) if tone else char
        parts.append((bare + tone).encode("windows-1258", "replace"))
    return b"".join(parts)


def is_right(data: bytes) -> bool:
    """Does cancu read the words out of these bytes?"""
    return unicodedata.normalize("NFC", read_bytes(data, "a.txt").content).split() == words().split()


def question(plan: Blocks, files: Mapping[str, bytes], texts: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the peers' Python is asked."""
    return {
        "files": {kind: base64.b64encode(data).decode() for kind, data in files.items()},
        "ours": {kind: "\n".join(READERS[kind](data)) for kind, data in files.items()},
        "encoded": {name: base64.b64encode(data).decode() for name, data in texts.items()},
        "paragraphs": [block for block in plan if isinstance(block, str)],
        "rows": [row for block in plan if not isinstance(block, str) for row in block],
        "words": words(),
        "runs": RUNS,
    }


def tables(answer: Mapping[str, Any], plan: Blocks, ours: Mapping[str, bool]) -> str:
    """Return the results as tables."""
    paragraphs = sum(isinstance(block, str) for block in plan)
    rows = sum(len(block) for block in plan if not isinstance(block, str))
    heads = (
        "format, reader",
        "characters",
        f"paragraphs of {paragraphs}",
        f"rows of {rows}",
        "seconds",
        "MB installed",
    )
    lines = [
        (
            f"{row['kind']}: {row['name']}",
            f"{row['characters']:.2%}",
            str(row["paragraphs"]),
            str(row["rows"]),
            f"{row['seconds']:.3f}",
            f"{row['megabytes']:.1f}" if "megabytes" in row else "",
        )
        for row in answer["rows"]
    ]
    signs = {True: "yes", False: "no"}
    guesses = {"cancu": ours, **answer["guesses"]}
    told = [(name, *(signs[right[encoding]] for encoding in ours)) for name, right in guesses.items()]
    return "\n\n".join(
        [
            f"Measured {datetime.now(UTC).date()}, {len(joined(plan)):,} characters, medians of {RUNS} runs.",
            report.table(heads, lines),
            "Which encodings of a `.txt` give its words:",
            report.table(("reader", *ours), told),
        ]
    )


if __name__ == "__main__":
    main()
