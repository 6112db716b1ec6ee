"""The work of extraction grows with the length of a text: tables, lists of bodies, clauses on one line.

The measure is processor time from empty caches, of a text and of one four times as long, the best of up to three looks
at each: linear work gives four, quadratic sixteen. What is allowed is eight, so that a busy machine fails nothing.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable

import pytest

from bench.measuring import forget
from bench.texts import KINDS, vietnamese
from cancu.extract import extract
from cancu.read.flow import flow
from cancu.text import Text

SHORT, LONG = 10_000, 40_000
MOST = 8.0
LOOKS = 3
HEAD = "ỦY BAN NHÂN DÂN\nTỈNH SƠN VÂN\n\nKẾ HOẠCH\nPhát triển thư viện năm 2026\n\nI. NỘI DUNG\n"
COLUMNS = "| TT | Nội dung | Thời gian | Cơ quan chủ trì | Cơ quan phối hợp |\n|---|---|---|---|---|\n"
ROW = "| 1 | Mở lớp | Quý I | Sở Y tế | Sở Nội vụ |\n"
LINES = "TT\nNội dung\nThời gian\nCơ quan chủ trì\nCơ quan phối hợp\n1\nMở lớp\n"

REPEATED: dict[str, tuple[str, str, str]] = {
    "clauses with a lead and a partner": ("", "Sở Y tế chủ trì, phối hợp với Sở Nội vụ kiểm tra; ", ""),
    "orders without work": ("", "giao Sở Y tế; ", ""),
    "orders with work": ("", "giao Sở Y tế rà soát; ", ""),
    "requests, a sentence each": ("", "Đề nghị quan tâm thêm. ", ""),
    "partners parted by semicolons": ("Sở Y tế phối hợp với ", "UBND xã Hòa An; ", "thực hiện."),
    "partners parted by commas": ("Sở Y tế phối hợp với ", "UBND xã Hòa An, ", "thực hiện."),
    "partners named again and again": ("Sở Y tế ", "phối hợp với Sở Nội vụ ", "thực hiện."),
    "leads parted by semicolons": ("", "Sở Y tế; ", "rà soát."),
    "commas after a lead-in": ("Trong quá trình thực hiện", ", nếu có", ""),
    "sentences with a lead": ("", "Sở Y tế chủ trì kiểm tra. ", ""),
    "bullets under a body": ("1. Sở Y tế\n", "- Sở Y tế chủ trì kiểm tra.\n", ""),
    "headings that name bodies": ("", "1. Sở Y tế\n- Kiểm tra.\n", ""),
    "labels": ("1. Mở lớp.\n", "* Đơn vị phối hợp: Sở Y tế, Sở Nội vụ.\n", ""),
    "reports, a clause each": ("", "Sở Y tế báo cáo UBND tỉnh trước ngày 20/6/2026; ", ""),
    "reports, a bullet each": ("", "- Sở Y tế báo cáo UBND tỉnh trước ngày 20/6/2026.\n", ""),
    "happenings": ("", "- Hội nghị kỷ niệm 60 năm Ngày thành lập xã (12/3/1966 - 12/3/2026).\n", ""),
    "a law that amends laws": ("Luật sửa đổi, bổ sung một số điều của ", "Luật Đất đai, ", ""),
    "rows": (COLUMNS, ROW, ""),
    "rows under groups in cells": (COLUMNS, f"| II | Dữ liệu số | | | |\n{ROW}", ""),
    "rows under groups on a line": (COLUMNS, f"II. Dữ liệu số\n{ROW}", ""),
    "tables under headings": ("", f"1. Mở lớp\n{COLUMNS}{ROW}\n", ""),
    "tables in appendices": ("1. Sở Y tế\n- Làm việc.\n\n", f"PHỤ LỤC\nNHIỆM VỤ\n\n{COLUMNS}{ROW}\n", ""),
    "leads told in brackets": (COLUMNS, "| 1 | Mở lớp | Quý I | Sở Y tế (chủ trì), Sở Nội vụ | |\n", ""),
    "bodies in one cell": (f"{COLUMNS}| 1 | Mở lớp | Quý I | Sở Y tế | ", "UBND xã Hòa An; ", " |\n"),
    "places in one cell": (f"{COLUMNS}| 1 | Mở lớp | Quý I | Sở Y tế | UBND các xã: ", "Hòa An, Hòa Bình, ", " |\n"),
    "a row without end, line by line": (f"PHỤ LỤC\n{LINES}", "Sở Y tế\nSở Nội vụ\n", ""),
    "recipients": ("1. Mở lớp.\n\nNơi nhận:\n", "- Sở Y tế;\n", "TM. ỦY BAN NHÂN DÂN\n"),
}


def repeated(row: str, length: int) -> str:
    before, unit, after = REPEATED[row]
    return f"{HEAD}{before}{unit * (length // len(unit))}{after}"


def typed(content: str) -> Text:
    """A Text as ``read_bytes`` makes it of characters, though few of them be Vietnamese."""
    joined = flow(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Text("a.txt", digest, content, joined.text, joined.origin, joined.lines)


def growth(work: Callable[[str], object], short: str, long: str) -> float:
    """Return how many times the work for ``short`` is that for ``long``; look again while that is much."""
    brief = lengthy = math.inf
    for _ in range(LOOKS):
        brief = min(brief, cost(work, short) / len(short))
        lengthy = min(lengthy, cost(work, long) / len(long))
        if 4 * lengthy <= MOST * brief:
            break
    return 4 * lengthy / brief


def cost(work: Callable[[str], object], content: str) -> float:
    forget()
    started = time.thread_time()
    work(content)
    return time.thread_time() - started


def read_and_extract(content: str) -> None:
    extract(typed(content))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Tables are read and patterns made once, by the first text."""
    for kind in KINDS:
        read_and_extract(vietnamese(kind, 3_000))


@pytest.mark.parametrize("kind", KINDS)
def test_documents_of_every_kind(kind: str) -> None:
    assert growth(read_and_extract, vietnamese(kind, SHORT), vietnamese(kind, LONG)) <= MOST


@pytest.mark.parametrize("row", REPEATED)
def test_what_a_text_repeats(row: str) -> None:
    assert growth(read_and_extract, repeated(row, SHORT), repeated(row, LONG)) <= MOST


def test_the_measure_tells_quadratic_work() -> None:
    """The decoy: a search that goes to the end from every word must not pass."""

    def again(content: str) -> int:
        return sum(content.find("!a", at) for at in range(0, len(content), 2))

    assert growth(again, "a" * SHORT, "a" * LONG) > MOST
