"""The place printed beside the date: which unit it means, by the issuer and by the day."""

from __future__ import annotations

import datetime as dt

import pytest

from cancu.link import Registry, link
from cancu.link.gazetteer import communes
from cancu.linked import LinkedRecord
from cancu.model import Header, Record

NEW, OLD = dt.date(2026, 1, 5), dt.date(2024, 1, 5)
KNOWN = Registry.load()
with_gazetteer = pytest.mark.skipif(not communes(KNOWN.own.units), reason="vietnamadminunits is not installed")


def linked(issuer: str | None, place: str | None, date: dt.date | None = NEW) -> LinkedRecord:
    head = Header(type="Kế hoạch", title="Tổ chức ngày hội đọc sách", issuer=issuer, place=place, date=date)
    return link(Record(source="thi-du.txt", document=head), KNOWN, base="https://thi-du.example/", sha256="0" * 64)


@pytest.mark.parametrize(
    ("issuer", "place", "date", "meant"),
    [
        ("Ủy ban nhân dân thành phố Hà Nội", "Hà Nội", NEW, "ha-noi"),
        ("Bộ Nội vụ", "Hà Nội", NEW, "ha-noi"),
        ("Ủy ban nhân dân phường Đồ Sơn", "Đồ Sơn", None, "do-son-hai-phong"),
        ("Ủy ban nhân dân tỉnh Hà Giang", "Hà Giang", NEW, "ha-giang"),
        (None, "Hải Dương", OLD, "hai-duong"),
        ("Ủy ban nhân dân xã Thí Dụ", "Thí Dụ", NEW, None),
        (None, None, NEW, None),
    ],
)
def test_a_printed_place_means_a_unit_near_the_issuer(issuer, place, date, meant):
    assert linked(issuer, place, date).place == meant


@with_gazetteer
@pytest.mark.parametrize(
    ("issuer", "date", "meant"),
    [
        # the ward of that name was made of the old province's town on 01/7/2025
        (None, NEW, "hai-duong-hai-phong"),
        ("Ủy ban nhân dân thành phố Hải Phòng", NEW, "hai-duong-hai-phong"),
        ("Ủy ban nhân dân thành phố Hải Phòng", OLD, "hai-duong"),
    ],
)
def test_a_name_that_passed_to_a_ward_means_the_ward_from_its_first_day(issuer, date, meant):
    assert linked(issuer, "Hải Dương", date).place == meant


@with_gazetteer
def test_places_of_one_name_stay_open_and_are_described():
    found = linked("Ủy ban nhân dân xã Hưng Đạo", "Hưng Đạo")
    assert found.possible == ("hung-dao-cao-bang", "hung-dao-ha-noi")
    assert {*found.possible, "cao-bang", "ha-noi"} <= {unit.slug for unit in found.places}
    assert linked("Ủy ban nhân dân phường Đồ Sơn", None).possible == ()
