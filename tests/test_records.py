"""The record's public JSON leads back to the same record."""

from __future__ import annotations

import datetime as dt

import pytest

from cancu.model import (
    Citation,
    Event,
    Frequency,
    Header,
    Mark,
    MarkKind,
    Part,
    PartKind,
    PartState,
    Record,
    Report,
    Role,
    Signer,
    Span,
    Task,
)
from cancu.records import from_json, to_json

RECORD = Record(
    source="ke-hoach.txt",
    document=Header(
        type="Kế hoạch",
        number="41/KH-UBND",
        date=dt.date(2026, 2, 20),
        signer=Signer(name="Phạm Văn Mẫu", position="Chủ tịch", signed_for=("TM. ỦY BAN NHÂN DÂN",)),
        spans=(("number", Span(3, 13)),),
    ),
    citations=(Citation(text="Luật Thư viện", start=20, end=33, numbered=False, type="Luật", role=Role.BASIS),),
    tasks=(Task(text="Số hóa", start=40, end=46, section="II.1", leads=("Thư viện",), start_date=dt.date(2026, 1, 1)),),
    events=(Event(text="60 năm", start=50, end=56, name="Thành lập", anniversary=60),),
    reports=(
        Report(text="báo cáo", start=60, end=67, sender="A", addressee=None, frequency=Frequency.ANNUAL, due="11-30"),
    ),
    parts=(Part(text="Số: /KH-UBND", start=3, end=13, kind=PartKind.NUMBER, state=PartState.BLANK),),
    marks=(
        Mark(text="về về", start=70, end=75, kind=MarkKind.DOUBLED_WORD, suggestion="về"),
        Mark(text="PHỤ LỤC", start=80, end=87, kind=MarkKind.ANNEX, number="41/KH-UBND", date=dt.date(2026, 2, 20)),
    ),
)


def test_json_leads_back_to_the_same_record() -> None:
    assert from_json(to_json(RECORD)) == RECORD


def test_parts_and_marks_are_told_by_their_codes() -> None:
    data = to_json(RECORD)
    assert (data["parts"][0]["kind"], data["parts"][0]["state"]) == ("number", "blank")
    assert [mark["kind"] for mark in data["marks"]] == ["doubled-word", "annex"]


def test_a_record_from_before_has_no_parts_and_no_marks() -> None:
    data = to_json(RECORD)
    del data["parts"], data["marks"]
    record = from_json(data)
    assert (record.parts, record.marks) == ((), ())


def test_dates_and_codes_are_plain_words() -> None:
    data = to_json(RECORD)
    assert data["document"]["date"] == "2026-02-20"
    assert data["citations"][0]["role"] == "basis"


def test_a_task_tells_days_by_start_and_place_by_offsets() -> None:
    task = to_json(RECORD)["tasks"][0]
    assert (task["start"], task["end"], task["offsets"]) == ("2026-01-01", None, [40, 46])


def test_a_citation_tells_its_place_by_start_and_end() -> None:
    citation = to_json(RECORD)["citations"][0]
    assert (citation["start"], citation["end"]) == (20, 33)


def test_a_report_says_from_and_to() -> None:
    report = to_json(RECORD)["reports"][0]
    assert report["from"] == "A"
    assert report["to"] is None


@pytest.mark.parametrize("data", [{}, {"source": "x"}])
def test_a_record_without_its_parts_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_json(data)
