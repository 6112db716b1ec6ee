"""Numbers taken apart."""

from __future__ import annotations

import pytest

from cancu.link.numbers import Number, parse, parse_symbol, plain
from cancu.link.types import document_types

SHORT = document_types().abbreviations

CASES = [
    ("59-NQ/TW", Number(serial="59", year=None, type="NQ", organs=("TW",), legislature=None), "Party"),
    ("57/KL-TW", Number(serial="57", year=None, type="KL", organs=("TW",), legislature=None), "separators swapped"),
    ("72/2015/NĐ-CP", Number(serial="72", year=2015, type="NĐ", organs=("CP",), legislature=None), "normative"),
    ("08/2021/QĐ-UBND", Number(serial="8", year=2021, type="QĐ", organs=("UBND",), legislature=None), "padded"),
    ("126/2025/QH15", Number(serial="126", year=2025, type=None, organs=("QH",), legislature=15), "law"),
    ("1670/NQ-UBTVQH15", Number(serial="1670", year=None, type="NQ", organs=("UBTVQH",), legislature=15), "individual"),
    ("295/BTC-KBNN", Number(serial="295", year=None, type=None, organs=("BTC", "KBNN"), legislature=None), "dispatch"),
    ("66.17/2026/NQ-CP", Number(serial="66-17", year=2026, type="NQ", organs=("CP",), legislature=None), "dotted"),
    ("01/CTr- UBND", Number(serial="1", year=None, type="CTr", organs=("UBND",), legislature=None), "blank inside"),
    ("10/2018/TTLT-BTP-BCA", Number(serial="10", year=2018, type="TTLT", organs=("BTP", "BCA"), legislature=None), ""),
]


@pytest.mark.parametrize(("printed", "parts", "why"), CASES, ids=[case[0] for case in CASES])
def test_a_number_has_its_parts(printed: str, parts: Number, why: str) -> None:
    assert parse(printed, SHORT) == parts, why


@pytest.mark.parametrize("decoy", ["", "Luật Thủ đô", "NQ/TW", "Số"])
def test_what_has_no_serial_is_no_number(decoy: str) -> None:
    assert parse(decoy, SHORT) is None


def test_a_symbol_keeps_type_and_organ() -> None:
    symbol = parse_symbol("/KH-UBND", SHORT)
    assert symbol is not None
    assert (symbol.type, symbol.organ) == ("KH", "UBND")


def test_spellings_of_one_number_share_a_key() -> None:
    assert len({plain("57-KL/TW"), plain("57/KL-TW"), plain("57-kl / tw")}) == 1


def test_a_party_regulation_is_no_decision() -> None:
    types = document_types()
    assert types.segment("Quy định", "QĐ") == "qyd"
    assert types.segment("Quyết định", "QĐ") == "qd"
    assert types.segment("Chương trình công tác", "CTr") == "ctr"
    assert types.segment("Kế hoạch", None) == "kh"
