"""What naive patterns miss: each trap with an example on which it is met, and a decoy beside it, read end to end."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from cancu.extract import extract
from cancu.read import read_bytes

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 45/KH-UBND
Suối Mơ, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Phát triển chợ quê xã Suối Mơ năm 2026

Căn cứ chức năng, nhiệm vụ được giao, Ủy ban nhân dân xã Suối Mơ, tỉnh Vân Hải ban hành Kế hoạch như sau:

I. NỘI DUNG
"""
TABLE = Path(__file__).with_name("traps.tsv")
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


def cited(words: str, fields: list[str], *, apart: bool) -> list[str]:
    """Return the named fields of each citation, with bars between them; what is None is a dash."""
    printed = words.replace("⏎", "\n").replace("␣", "\u00a0")
    text = f"{HEAD}\n{unicodedata.normalize('NFD', printed) if apart else printed}\n"
    record = extract(read_bytes(text.encode(), "a.txt"))
    return [" | ".join(str(getattr(item, field) or "-") for field in fields) for item in record.citations]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["trap"])
def test_a_trap_is_met_and_its_decoy_is_let_pass(row: dict[str, str]) -> None:
    fields, apart = row["fields"].split(), "NFD" in row["trap"]
    found, there = ([part for part in row[name].split(" ¦ ") if part] for name in ("found", "found there"))
    assert cited(row["example"], fields, apart=apart) == found
    assert cited(row["decoy"], fields, apart=apart) == there


def test_every_row_has_a_decoy_of_its_own() -> None:
    assert len({row["trap"] for row in ROWS}) == len(ROWS) >= 43
    assert all(row["example"] and row["decoy"] and row["example"] != row["decoy"] for row in ROWS)
