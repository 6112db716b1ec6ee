"""A document's metadata as offices exchange it: out and in again the same, hostile messages refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cancu.errors import UnreadableError
from cancu.link import Registry, link
from cancu.link.known import key_of
from cancu.model import Header, Recipient, Record, Signer
from cancu.namespaces import EDXML
from cancu.pipeline.edxml import Fields, fields_of, read_edxml, to_annex, to_edxml, whole_number
from cancu.pipeline.imports.running import run_import

BASE = "https://example.org/x/"
LISTS = Path(__file__).parents[2] / "examples" / "registries"
HEAD = Header(
    type="Kế hoạch",
    number="29/KH-UBND",
    date=dt.date(2026, 1, 29),
    place="Hải Phòng",
    title="công tác thông tin đối ngoại năm 2026",
    issuer="UBND thành phố Hải Phòng",
    signer=Signer(name="Nguyễn Văn Mẫu", position="Chủ tịch"),
)


def told(head: Header = HEAD, *recipients: str) -> Fields:
    lines = tuple(Recipient(text=line, start=0, end=len(line)) for line in recipients)
    record = Record(source="x", document=head, recipients=lines)
    return fields_of(link(record, Registry.load(), base=BASE, sha256="ab" * 32), Registry.load())


def test_a_header_becomes_a_message_header() -> None:
    fields = told(HEAD, "Như trên", "Lưu: VT")
    root = etree.fromstring(to_edxml(fields))
    found = {
        name: [one.text for one in root.iter(f"{{{EDXML}}}{name}")] for name in ("CodeNumber", "CodeNotation", "Place")
    }
    assert found == {"CodeNumber": ["29"], "CodeNotation": ["KH-UBND"], "Place": ["Hải Phòng", "Như trên", "Lưu: VT"]}
    assert root.findtext(f".//{{{EDXML}}}PromulgationDate") == "2026/01/29"
    assert root.findtext(f".//{{{EDXML}}}OrganName") == "Ủy ban nhân dân thành phố Hải Phòng"


def test_the_appendix_has_the_same_under_its_own_names() -> None:
    annex = to_annex(told(HEAD, "Như trên"))
    assert annex["Số của văn bản"] == "29"
    assert annex["Ngày, tháng, năm văn bản"] == "2026/01/29"
    assert annex["Nơi nhận"] == ["Như trên"]


words = st.text(st.characters(categories=("L", "N", "P"), exclude_characters="\x00"), min_size=1, max_size=20)


@given(title=words, signer=words, recipients=st.lists(words, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_goes_out_comes_in_again(title: str, signer: str, recipients: list[str]) -> None:
    head = Header(type="Kế hoạch", number="29/KH-UBND", title=title, signer=Signer(name=signer, position=None))
    fields = told(head, *recipients)
    assert read_edxml(to_edxml(fields), "x") == fields


@pytest.mark.parametrize(
    "number", ["29/KH-UBND", "15-KH/TU", "72/2015/NĐ-CP", "126/2025/QH15", "59-NQ/TW", "295/BTC-KBNN", "21-HD/BTGDVTU"]
)
def test_a_number_survives_being_taken_apart(number: str) -> None:
    fields = told(Header(type="Kế hoạch", number=number, issuer="Bộ Nội vụ", title="x"))
    assert whole_number(fields["number"][0], fields["notation"][0]) == number


def test_a_blank_number_stays_blank() -> None:
    fields = told(Header(type="Kế hoạch", symbol="/KH-UBND", issuer="UBND thành phố Hải Phòng", title="x"))
    assert "number" not in fields
    assert fields["notation"] == ("KH-UBND",)


def test_a_message_enters_the_registry_under_the_documents_own_key(tmp_path: Path) -> None:
    (tmp_path / "m.edxml").write_bytes(to_edxml(told()))
    report = run_import(tmp_path / "m.edxml", LISTS / "edxml.toml", tmp_path / "registry")
    assert (report.new, report.refused) == (("ubnd-hai-phong/2026/kh/29",), ())
    known = Registry.load(tmp_path / "registry").instruments["ubnd-hai-phong/2026/kh/29"]
    assert key_of(known, Registry.load()) == known.key
    assert known.date == HEAD.date


def test_the_example_message_is_read(tmp_path: Path) -> None:
    run_import(LISTS / "don-vi.csv", LISTS / "don-vi.toml", tmp_path)
    report = run_import(LISTS / "van-ban-den.edxml", LISTS / "edxml.toml", tmp_path)
    assert report.new == ("ubnd-van-hai", "ubnd-van-hai/2026/kh/21")


def test_other_namespaces_and_orders_are_read() -> None:
    text = (
        b"<Envelope xmlns='urn:other'><MessageHeader><Subject> a  b </Subject><Code><CodeNumber>1</CodeNumber></Code>"
    )
    assert read_edxml(text + b"</MessageHeader></Envelope>", "x") == {"title": ("a b",), "number": ("1",)}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<a>", "broken"),
        (b"<a/>", "no header"),
        (b"<a><MessageHeader/><MessageHeader/></a>", "two headers"),
        (
            b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a><MessageHeader>&x;</MessageHeader></a>",
            "an entity that reads a file",
        ),
        (b"<!DOCTYPE a [<!ENTITY x 'aaaa'><!ENTITY y '&x;&x;&x;'>]><a><MessageHeader/></a>", "entities that grow"),
    ],
)
def test_a_message_that_is_none_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(UnreadableError):
        read_edxml(body, why)
