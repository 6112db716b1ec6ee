"""Bytes become Vietnamese words, or one sentence says why not."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.errors import UnreadableError
from cancu.read import read_bytes
from cancu.read.decode import decode, is_vietnamese
from cancu.read.refusals import unreadable

WORDS = "Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch phát triển văn hóa đọc năm 2026.\n"

ENCODED = {
    "UTF-8": WORDS.encode(),
    "UTF-8 with its mark": codecs.BOM_UTF8 + WORDS.encode(),
    "UTF-16, little end first": codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
    "UTF-16, big end first": codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
    "lines ended as on Windows": WORDS.replace("\n", "\r\n").encode(),
    "lines ended as on old Macs": WORDS.replace("\n", "\r").encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_words_come_out_the_same_in_every_encoding(data: bytes) -> None:
    assert decode(data, "a.txt") == WORDS


def test_letters_keep_the_form_in_which_they_were_typed() -> None:
    apart = unicodedata.normalize("NFD", WORDS)
    text = read_bytes(apart.encode(), "a.txt")
    assert text.content == apart
    assert text.flow == WORDS.strip()


REFUSED = [
    ("no byte", b"", "empty"),
    ("blanks alone", b" \r\n\t\n", "empty"),
    ("NUL bytes", (WORDS + "\0").encode(), "binary"),
    ("UTF-16 cut in a letter", codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")[:-1], "binary"),
    ("zeros", bytes(400), "binary"),
    ("English", b"The committee shall report to the council every month. " * 4, "foreign"),
    ("French", "Le comité a été créé à l'été pour étudier les problèmes. ".encode() * 4, "foreign"),
    ("Vietnamese without its marks", b"Uy ban nhan dan xa Suoi Mo ban hanh Ke hoach nam 2026. " * 4, "foreign"),
    ("numbers alone", b"12 34 56", "foreign"),
    ("question marks where letters were", b"?y ban nh?n d?n x? Su?i M? ban h?nh K? ho?ch n?m 2026. " * 4, "foreign"),
]


@pytest.mark.parametrize(("data", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_vietnamese_text_is_refused_in_one_sentence(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_bytes(data, "a.txt")
    assert str(caught.value) == str(unreadable(code, "a.txt"))


VIETNAMESE = [
    ("a heading in capitals", "KẾ HOẠCH PHÁT TRIỂN VĂN HÓA ĐỌC", True),
    ("letters and their marks apart", unicodedata.normalize("NFD", "Ủy ban nhân dân xã Suối Mơ"), True),
    (
        "names of people and places in an English text",
        "The delegation met Nguyễn Văn Mẫu in the town hall" + " and left" * 9,
        False,
    ),
    ("a German sentence", "Die Behörde prüft die Pläne der Städte jährlich.", False),
]


@pytest.mark.parametrize(("content", "expected"), [row[1:] for row in VIETNAMESE], ids=[row[0] for row in VIETNAMESE])
def test_vietnamese_is_known_by_its_letters(content: str, expected: bool) -> None:  # noqa: FBT001
    assert is_vietnamese(content) is expected


@settings(deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_text_or_one_sentence(data: bytes) -> None:
    try:
        content = read_bytes(data, "a.txt").content
    except UnreadableError as error:
        content = error.vi
    assert content.strip("\n")
    assert "\0" not in content
