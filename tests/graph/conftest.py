"""A small linked document with one item of each kind, about places that do not exist beside ones that do."""

from __future__ import annotations

import datetime as dt

import pytest

from cancu.link import Registry, learn, link
from cancu.linked import LearntNumber, LinkedRecord
from cancu.model import (
    Citation,
    Event,
    Frequency,
    Header,
    Recipient,
    Record,
    Relation,
    RelationKind,
    Report,
    Role,
    Section,
    Signer,
    Task,
)

BASE = "https://example.org/x/"
LONG = " ".join(f"từ{n}" for n in range(1, 41))


def _record() -> Record:
    at = {"start": 3, "end": 9}
    return Record(
        source="ke-hoach.txt",
        document=Header(
            type="Kế hoạch",
            symbol="KH-UBND",
            place="Hà Nội",
            title="Trồng cây năm 2026",
            issuer="Ủy ban nhân dân thành phố Hà Nội",
            period="2026",
            signer=Signer(
                name="Phạm Văn Mẫu", position="Phó Chủ tịch", signed_for=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")
            ),
        ),
        citations=(
            Citation(
                text="Nghị quyết số 59-NQ/TW ngày 24/01/2025",
                numbered=True,
                type="Nghị quyết",
                number="59-NQ/TW",
                date=dt.date(2025, 1, 24),
                role=Role.BASIS,
                **at,
            ),
            Citation(text="Nghị quyết 36-NQ/TW", numbered=True, type="Nghị quyết", number="36-NQ/TW", **at),
            Citation(text="Luật Thủ đô", numbered=False, type="Luật", title="Thủ đô", role=Role.IMPLEMENTS, **at),
        ),
        relations=(Relation(text="", source="Luật Thủ đô", relation=RelationKind.IMPLEMENTS, target="59-NQ/TW", **at),),
        sections=(
            Section(text="II. NỘI DUNG", number="II", heading="NỘI DUNG", **at),
            Section(text="1. Trồng", number="II.1", heading="Trồng", **at),
        ),
        tasks=(
            Task(
                text=LONG,
                section="II.1",
                leads=("Sở Du lịch", "Công an phường Đống Đa"),
                coordinators=("các sở, ban, ngành",),
                time="Quý I",
                start_date=dt.date(2026, 1, 1),
                end_date=dt.date(2026, 3, 31),
                row="4",
                **at,
            ),
        ),
        events=(Event(text="58 năm ASEAN", name="58 năm thành lập ASEAN", year="2026", anniversary=58, **at),),
        reports=(
            Report(
                text="báo cáo",
                sender="Sở Du lịch",
                addressee="UBND Thành phố",
                frequency=Frequency.SIX_MONTHLY,
                due="06-20",
                **at,
            ),
        ),
        recipients=(
            Recipient(text="Sở Du lịch", purpose="để th/hiện", **at),
            Recipient(text="Đ/c Lan (VP)", **at),
        ),
    )


def _citing() -> Record:
    mention = Citation(
        text="Kế hoạch số 7/KH-UBND ngày 05/02/2026 của UBND thành phố Hà Nội về trồng cây năm 2026",
        start=0,
        end=5,
        numbered=True,
        type="Kế hoạch",
        number="7/KH-UBND",
        date=dt.date(2026, 2, 5),
        issuer="Ủy ban nhân dân thành phố Hà Nội",
        title="trồng cây năm 2026",
    )
    head = Header(type="Kế hoạch", title="Của phường", issuer="Ủy ban nhân dân phường Đống Đa", period="2026")
    return Record(source="phuong.txt", document=head, citations=(mention,))


@pytest.fixture(scope="session")
def linked() -> LinkedRecord:
    return link(_record(), Registry.load(), base=BASE, sha256="ab" * 32)


@pytest.fixture(scope="session")
def learnt(linked: LinkedRecord) -> tuple[LearntNumber, ...]:
    return learn([linked, link(_citing(), Registry.load(), base=BASE, sha256="cd" * 32)])
