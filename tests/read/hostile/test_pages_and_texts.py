"""Typed files and web pages: refused, or read with the same citations that a reader's eye finds."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest

from cancu.extract import extract
from cancu.read import read_bytes
from cancu.read.bounds import MOST_CHARACTERS

WORDS = "Kế hoạch của Ủy ban nhân dân xã được triển khai"
Read = Callable[[bytes, str], str]

REFUSED: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("50 MB in one line", "a.txt", lambda: b"ke hoach \xe1\xbb\xa7y " * 3_600_000, "too-long"),
    ("65 MB", "a.txt", lambda: b"a" * 65 * 1024 * 1024, "oversize"),
    ("six million lines", "a.txt", lambda: "ủ\n".encode() * 6_100_000, "too-long"),
    ("NUL bytes", "a.txt", lambda: "kế hoạch\0của xã".encode() * 20, "binary"),
    ("NUL bytes alone", "a.txt", lambda: b"\0" * 1000, "binary"),
    ("bytes of a program", "a.txt", lambda: bytes(range(256)) * 20, "binary"),
    ("half a letter in UTF-16", "a.txt", lambda: codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")[:-1], "binary"),
    (
        "a lone surrogate in UTF-16",
        "a.txt",
        lambda: codecs.BOM_UTF16_LE + b"\x00\xd8" + WORDS.encode("utf-16-le"),
        "binary",
    ),
    ("the mark of UTF-8 before UTF-16", "a.txt", lambda: codecs.BOM_UTF8 + WORDS.encode("utf-16"), "binary"),
    ("another language", "a.txt", lambda: b"The committee shall report every month. " * 20, "foreign"),
    ("nothing", "a.txt", lambda: b" \n\n", "empty"),
    ("marks that are not seen alone", "a.txt", lambda: "\u200b\u202e".encode() * 99, "foreign"),
    ("an unknown kind", "a.xyz", WORDS.encode, "unknown"),
    ("a Word document of before 2007", "a.doc", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old-word"),
    (
        "a Word document with a password",
        "a.docx",
        lambda: b"\xd0\xcf\x11\xe0" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    ("a page a hundred thousand deep", "a.html", lambda: b"<div>" * 100_000 + b"x", "too-deep"),
    ("a page deep in unknown tags", "a.html", lambda: b"<x>" * 100_000 + WORDS.encode(), "too-deep"),
]


@pytest.mark.parametrize(("name", "data", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_hostile_file_gets_its_sentence(name: str, data: Callable[[], bytes], code: str, read: Read) -> None:
    assert read(data(), name) == code


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
PAGES = [
    ("an attribute of 5 MB", f"<p title='{'x' * 5_000_000}'>{WORDS}</p>"),
    ("a page that sends elsewhere", f"<meta http-equiv=refresh content='0;url=http://192.0.2.1/'><p>{WORDS}</p>"),
    ("a page in a page", f"<iframe src='file:///etc/passwd'>no</iframe><p>{WORDS}</p>"),
    ("entities that laugh", f"<!DOCTYPE html [<!ENTITY a0 'ha'>{LAUGHS}]><p>{WORDS}</p>"),
    ("a script", f"<script>document.write('no')</script><p>{WORDS}</p>"),
    ("five thousand attributes", f"<p {' '.join(f'a{n}=1' for n in range(5_000))}>{WORDS}</p>"),
    ("ten thousand tables", f"<p>{WORDS}</p>" + "<table><tr><td></table>" * 10_000),
]


@pytest.mark.parametrize("page", [row[1] for row in PAGES], ids=[row[0] for row in PAGES])
def test_a_page_gives_its_words_alone(page: str, read: Read) -> None:
    words = read(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert WORDS in words
    assert "no" not in words.split()
    assert "root:" not in words


@pytest.mark.parametrize("depth", [1, 150])
def test_a_nested_page_is_read_to_its_bottom(depth: int, read: Read) -> None:
    assert WORDS in read(b"<div>" * depth + WORDS.encode() + b"</div>" * depth, "a.html")


ENCODED = [
    ("UTF-8 with its mark", codecs.BOM_UTF8 + WORDS.encode()),
    ("UTF-16, small end first", codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")),
    ("UTF-16, big end first", codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be")),
    ("a mark in the middle", WORDS.replace("hoạch", "hoạch\ufeff").encode()),
]


@pytest.mark.parametrize("data", [row[1] for row in ENCODED], ids=[row[0] for row in ENCODED])
def test_marks_of_encodings_do_no_harm(data: bytes) -> None:
    assert read_bytes(data, "a.txt").flow == WORDS


def test_overlong_utf8_is_not_taken_for_what_it_hides(read: Read) -> None:
    """“/” as two bytes: no decoder may make a slash of it; the file is refused or read as another encoding."""
    assert "12/KH" not in read(f"{WORDS} ".encode() * 9 + b"12\xc0\xafKH", "a.txt")


UNSEEN = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c"


@pytest.mark.parametrize("mark", UNSEEN, ids=[f"U+{ord(c):04X}" for c in UNSEEN])
def test_marks_that_are_not_seen_hide_no_citation(mark: str) -> None:
    """In the number, in the name and between them; the offsets lead to the words with their marks."""
    cited = f"Ngh{mark}ị quyết số 5{mark}9-NQ{mark}/TW ngày 24/0{mark}1/2025 của Bộ Ch{mark}ính trị"
    plain, marked = (
        f"KẾ HOẠCH\nMở thư viện xã Suối Mơ năm 2026\n\nCăn cứ {words} về hội nhập quốc tế;\n\nI. MỤC ĐÍCH\n"
        for words in (cited.replace(mark, ""), cited)
    )
    (expected,), (found,) = (extract(read_bytes(text.encode(), "a.txt")).citations for text in (plain, marked))
    assert (found.number, found.date, found.issuer, found.type) == (
        "59-NQ/TW",
        expected.date,
        "Bộ Chính trị",
        "Nghị quyết",
    )
    assert marked[found.start : found.end].replace(mark, "") == plain[expected.start : expected.end]


def test_a_text_as_long_as_is_read_is_read_in_bounded_time() -> None:
    """A twentieth of the bound, in one line; work grows as length does (tests/extract/test_growth.py)."""
    sentence = "Sở Y tế xã Suối Mơ mở lớp cho các thôn, các tổ. "
    begin = time.thread_time()
    record = extract(read_bytes((sentence * (MOST_CHARACTERS // 20 // len(sentence))).encode(), "a.txt"))
    assert time.thread_time() - begin < 60
    assert record.citations == ()
