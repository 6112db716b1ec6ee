"""Work grows with the length of a text and no faster, whatever the text repeats.

The measure is processor time of this thread, which is blind to what else the machine does: the same nasty text once and
four times as long. Linear work gives four, quadratic sixteen; what is allowed lies between (2.6 for each doubling), and
a text that takes next to no time at all is not judged.
"""

from __future__ import annotations

import hashlib
import random
import time

import pytest

from bench.fuzz import pieces
from cancu.extract import extract
from cancu.read.flow import flow
from cancu.text import Text

SHORT, LONG = 5_000, 20_000
MOST = 2.6**2
NOISE = 0.05
"""Seconds below which a ratio says more about the machine than about the text."""

CITED = "Nghị quyết số 12/NQ-CP ngày 1/1/2020 của Chính phủ "
NASTY: dict[str, str] = {
    "openings without an end": "Căn cứ ",
    "heads of annexes": "PHỤ LỤC\nDANH MỤC\n(Kèm theo Kế hoạch số /KH-UBND ngày / /2026)\n",
    "annexes that name no document": "PHỤ LỤC\n",
    "words twice": "về về các các ",
    "pairs twice": "thực hiện thực hiện ",
    "misread words": "HỌND du luận quyêt ",
    "bodies without their city": "UBND Thành ",
    "phrases cut": "thông tin đối ",
    "dates not in form": "ngày 5/03/2026 ",
    "old encoding": "uûy nhaân ",
    "money": "kinh phí ",
    "file copies": "Nơi nhận: Lưu ",
    "numbers left open": "Số: ....... ",
    "letters in pieces": "U\u0309y xa\u0303 ",
    "a number wanted": "số ",
    "brackets opened": "(",
    "brackets closed": ")",
    "quotation marks opened": "“",
    "quotation marks in pairs": "„“”",
    "quotation nested": "“A “",
    "quoted numbers, never closed": "“Nghị quyết số 1/NQ-CP ",
    "days without a month": "ngày 1/",
    "days with a month and no year": "ngày 12 tháng ",
    "blank days": "ngày      tháng      năm ",
    "dates": "ngày 1/1/2020 của ",
    "partners": "phối hợp với ",
    "leads and partners": "chủ trì, phối hợp với Sở ",
    "articles and clauses": "Điều 1 khoản ",
    "clauses listed": "khoản 1, ",
    "points listed": "điểm a, ",
    "dashes with blanks": "- ",
    "dashes": "-",
    "bars": "| ",
    "rows": "| 1 | Mở lớp | Sở Y tế | Quý I |",
    "roman numbers": "I. ",
    "numbered parts": "1.1. ",
    "letters": "a) ",
    "stars": "* ",
    "stars in pairs": "**",
    "hashes": "# ",
    "tags opened": "<",
    "footnotes opened": "<sup>",
    "backslashes": "\\",
    "ellipses": "…",
    "dots": ".",
    "dots with blanks": ". ",
    "underscores": "_",
    "issuers": "của Bộ ",
    "issuers in full": "của Ủy ban nhân dân tỉnh ",
    "capital words": "Hà Nội ",
    "words in capitals": "HÀ NỘI ",
    "one long word": "ơ",
    "single letters": "A ",
    "blanks": " ",
    "no-break blanks": "\u00a0",
    "tabs": "\t",
    "form feeds": "\f",
    "digits": "1",
    "digits with blanks": "1 ",
    "slashes": "/",
    "words with slashes": "a/",
    "numbers with slashes": "1/",
    "words with hyphens": "a-",
    "symbols with hyphens": "QĐ-",
    "commas": ", ",
    "semicolons": "; ",
    "colons": ": ",
    "marks without a letter": "\u0301",
    "letters taken apart": "a\u0301",
    "letters that are not seen": "\u200b",
    "marks of direction": "\u202e",
    "numbers listed": "số 12/NQ-CP, ",
    "numbers without a kind": "12-NQ/TW ",
    "blank symbols": "Kế hoạch số      /KH-UBND ",
    "laws amended by laws": "sửa đổi, bổ sung một số điều của Luật ",
    "laws listed": "Luật Đất đai, ",
    "titles begun": "về việc ",
    "a title in a title": "Căn cứ Nghị quyết số 12/NQ-CP ngày 1/1/2020 của Chính phủ về việc thực hiện “",
    "named again": "(sau đây gọi là ",
    "issued with": "(kèm theo Quyết định số 1/QĐ-UBND ",
    "congresses": "Nghị quyết Đại hội lần thứ I ",
    "collectives": "các sở, ban, ngành, ",
    "committees": "UBND các xã, ",
    "orders": "Giao Sở Y tế ",
    "reports": "định kỳ báo cáo ",
    "addressees": "gửi Sở Y tế ",
    "days of deadlines": "trước ngày ",
    "quarters": "từ quý I đến quý ",
    "anniversaries": "kỷ niệm 10 năm ",
    "happenings": "Hội nghị ",
    "labels": "* Đơn vị chủ trì: ",
    "recipients": "Nơi nhận: ",
    "signatures": "TM. ỦY BAN NHÂN DÂN ",
    "appendices": "PHỤ LỤC ",
    "sentences": "Sở Y tế chủ trì làm việc; ",
}
JOINTS = {"in one line": "", "a paragraph each": "\n\n"}
PAIRS = [
    ("brackets before citations", "(", CITED),
    ("dashes before duties", "- ", "giao Sở Y tế chủ trì; "),
    ("citations before small words", CITED, "a "),
    ("names before commas", "Hà Nội ", ", "),
    ("bodies before digits", "Sở Y tế, ", "1 "),
    ("laws before quotation marks", "Luật Đất đai, ", "“"),
    ("headings before tables", "1. Sở Y tế\n", "| 1 | Mở lớp | Sở Y tế | Quý I |\n"),
    ("commas before laws", ", ", "Luật Đất đai, "),
    ("semicolons before numbers", "; ", "Nghị quyết số 12/NQ-CP ngày 1/1/2020 "),
    ("bars before amending laws", "|", "sửa đổi, bổ sung một số điều của Luật Đất đai "),
    ("headings before small words", "1. A\n", "kế hoạch "),
    ("headings before appendices", "1. A\n", "PHỤ LỤC I\n"),
    ("capitals before reports", "A ", "báo cáo Bộ Y tế trước ngày 20/6; "),
]


def filled(unit: str, joint: str, length: int) -> str:
    return (unit + joint) * (length // len(unit + joint))


def typed(body: str) -> Text:
    """A Text as ``read_bytes`` makes it, though the words be no Vietnamese."""
    content = f"{pieces.HEAD}I. MỤC ĐÍCH\n{body}\n"
    joined = flow(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Text("a.txt", digest, content, joined.text, joined.origin, joined.lines)


def cost(body: str) -> float:
    start = time.thread_time()
    extract(typed(body))
    return time.thread_time() - start


def growth(short: str, long: str) -> float:
    """How many times the work for ``short`` is that for ``long``, the best of up to four looks; 0 below the noise."""
    best_short, best_long = cost(short), cost(long)
    for _ in range(3):
        if best_long < NOISE or best_long <= MOST * best_short:
            break
        best_short, best_long = max(best_short, cost(short)), min(best_long, cost(long))
    return 0.0 if best_long < NOISE else best_long / best_short


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Tables are read and patterns made once, by the first text."""
    extract(typed(pieces.document(random.Random(0), 60)))


@pytest.mark.parametrize("joint", JOINTS.values(), ids=JOINTS)
@pytest.mark.parametrize("unit", NASTY.values(), ids=NASTY)
def test_work_grows_with_length_alone(unit: str, joint: str) -> None:
    assert growth(filled(unit, joint, SHORT), filled(unit, joint, LONG)) <= MOST


@pytest.mark.parametrize(("first", "second"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_one_run_after_another_costs_no_more(first: str, second: str) -> None:
    def body(length: int) -> str:
        return filled(first, "", length // 2) + filled(second, "", length // 2)

    assert growth(body(SHORT), body(LONG)) <= MOST


@pytest.mark.parametrize("seed", range(12))
def test_words_of_the_tables_may_be_repeated_and_alternated(seed: int) -> None:
    """One to three words of the shipped tables over and over, so that a new word is measured as it comes."""
    dice = random.Random(seed)
    unit = " ".join(dice.sample(pieces.words(), 1 + seed % 3)) + dice.choice((" ", ", ", "\n", "; "))
    assert growth(filled(unit, "", SHORT), filled(unit, "", LONG)) <= MOST


def test_the_measure_tells_quadratic_work() -> None:
    """The decoy: a search that begins again at every stop must not pass."""

    def again(length: int) -> float:
        start = time.thread_time()
        text, at = "." * length, 0
        while at < length:
            at = text.find("!", at) if "!" in text[at:] else at + 1
        return time.thread_time() - start

    assert again(4 * 40_000) > MOST * again(40_000)
