"""Every entry of the word lists of heads, closings and line breaks fires on its example and not on its decoy."""

from __future__ import annotations

import pytest

from cancu import resources
from cancu.extract.capitals import with_capitals
from cancu.extract.closings import person, posts
from cancu.extract.issuer_organs import signing_organ
from cancu.extract.issuers import issuer
from cancu.extract.layout import Context
from cancu.extract.letterhead import marks
from cancu.extract.names import write_out
from cancu.extract.openings import is_basis
from cancu.extract.recipients import recipients
from cancu.extract.titles import type_line
from cancu.extract.words import level
from cancu.extract.zones import zones
from cancu.model import Span
from cancu.read import read_bytes
from cancu.read.flow import flow

FILES = (
    "abbreviations",
    "basis-openings",
    "document-types",
    "letterhead-marks",
    "name-titles",
    "open-endings",
    "positions",
    "proper-words",
    "recipient-purposes",
    "signing-organs",
    "symbol-issuers",
)


def entries(name: str) -> list[object]:
    return [pytest.param(row, id=next(iter(row.values()))) for row in resources.table("data", "lexicon", f"{name}.tsv")]


@pytest.mark.parametrize("name", FILES)
def test_lists_are_sorted_and_name_nothing_twice(name: str) -> None:
    keys = [next(iter(row.values())) for row in resources.table("data", "lexicon", f"{name}.tsv")]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("row", entries("abbreviations"))
def test_abbreviations_are_written_out(row: dict[str, str]) -> None:
    assert row["long"] in write_out(row["example"])
    assert write_out(row["decoy"]) == row["decoy"]


@pytest.mark.parametrize("row", entries("basis-openings"))
def test_openings_of_a_basis(row: dict[str, str]) -> None:
    assert is_basis(row["example"])
    assert not is_basis(row["decoy"])


def kind(words: str) -> str | None:
    text = read_bytes(f"{words.upper()}\n\nCăn cứ Luật Thư viện;\n".encode(), "a.txt")
    line = type_line(text, tuple(text.paragraphs())[:1])
    return line[1].value if line else None


@pytest.mark.parametrize("row", entries("document-types"))
def test_types_are_known_in_capitals(row: dict[str, str]) -> None:
    assert kind(row["name"]) == row["name"]
    assert kind(row["decoy"]) != row["name"]


@pytest.mark.parametrize("row", entries("letterhead-marks"))
def test_lines_that_name_no_body(row: dict[str, str]) -> None:
    assert marks().match(level(row["example"]))
    assert not marks().match(level(row["decoy"]))


@pytest.mark.parametrize("row", entries("name-titles"))
def test_titles_are_no_part_of_a_name(row: dict[str, str]) -> None:
    assert person(row["example"]) in {"Trần Văn Mẫu", "Trần Thị Mẫu"}
    assert person(row["decoy"]) not in {"Trần Văn Mẫu", "Trần Thị Mẫu"}


WIDE = "Kế hoạch này được Ủy ban nhân dân xã Suối Mơ ban hành để triển khai công tác"


def goes_on(line: str) -> bool:
    """Does a short line go on with the number or the capitalised name below it?"""
    below = "57-KL/TW của Bộ Chính trị." if line.endswith("số") else "Suối Mơ và các thôn."
    page = flow("\n".join((line, below, "", *[WIDE] * 4)))
    return page.text.startswith(f"{line} {below}")


@pytest.mark.parametrize("row", entries("open-endings"))
def test_words_that_end_no_paragraph(row: dict[str, str]) -> None:
    assert row["example"].endswith(row["word"])
    assert goes_on(row["example"])
    assert not goes_on(row["decoy"])


@pytest.mark.parametrize("row", entries("positions"))
def test_posts_are_known_in_capitals(row: dict[str, str]) -> None:
    found = posts().match(level(row["example"]))
    assert found is not None
    assert found.group() == level(row["position"])
    assert posts().match(level(row["decoy"])) is None


@pytest.mark.parametrize("row", entries("proper-words"))
def test_words_that_keep_their_capitals(row: dict[str, str]) -> None:
    assert row["phrase"] in with_capitals(row["example"])
    assert row["phrase"] not in with_capitals(row["decoy"])


@pytest.mark.parametrize("row", entries("signing-organs"))
def test_the_organ_that_signs_issues(row: dict[str, str]) -> None:
    for column, expected in (("example", True), ("decoy", False)):
        body, signature = row[column].split(" | ")
        assert signing_organ(body, signature).startswith(row["organ"]) is expected


def purpose(entry: str) -> str | None:
    content = f"KẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện;\n\nNơi nhận:\n- {entry};\n- Lưu: VT.\n"
    text = read_bytes(content.encode(), "a.txt")
    return recipients(text, zones(text))[0].purpose


@pytest.mark.parametrize("row", entries("recipient-purposes"))
def test_purposes_in_brackets(row: dict[str, str]) -> None:
    assert f"({purpose(row['example'])})" in row["example"]
    assert purpose(row["decoy"]) is None


def issued(number: str) -> str | None:
    text = read_bytes(f"Số: {number}\n\nKẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện;\n".encode(), "a.txt")
    return issuer(text, zones(text), Span(0, 0), number, Context())


@pytest.mark.parametrize("row", entries("symbol-issuers"))
def test_symbols_that_name_their_issuer(row: dict[str, str]) -> None:
    assert issued(row["example"].replace("NQLT-CP-", "NQ-")) == row["issuer"]
    assert issued(row["decoy"]) != row["issuer"]
