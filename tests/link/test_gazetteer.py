"""Today's communes and the old ones, from the installed package: complete, coded, and found by name."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec

import pytest

from cancu.link import Registry, gazetteer
from cancu.link.bodies import Bodies
from cancu.link.gazetteer import communes, former_communes
from cancu.link.registry import build

pytestmark = pytest.mark.skipif(
    find_spec(gazetteer.PACKAGE) is None, reason="the list of communes is an extra: pip install cancu[places]"
)


def test_all_communes_of_today_are_there_once(registry: Registry) -> None:
    listed = communes(registry.rows.units)
    assert Counter(unit.kind for unit in listed) == {"xã": 2621, "phường": 687, "đặc khu": 13}
    assert len({unit.slug for unit in listed}) == len({unit.code for unit in listed}) == len(listed) == 3321
    assert len({unit.parent for unit in listed}) == 34


def test_our_own_rows_agree_with_the_list(registry: Registry) -> None:
    listed = {unit.code: unit for unit in communes(registry.rows.units)}
    for unit in registry.rows.units:
        if unit.parent:
            other = listed[unit.code]
            assert (unit.slug, unit.name, unit.kind, unit.parent) == (other.slug, other.name, other.kind, other.parent)


@pytest.mark.parametrize(
    ("code", "name", "after"),
    [
        ("00004", "Trúc Bạch", ("ba-dinh-ha-noi",)),
        ("00007", "Cống Vị", ("giang-vo-ha-noi", "ngoc-ha-ha-noi")),
        ("11455", "Ngọc Xuyên", ("do-son-hai-phong", "nam-do-son-hai-phong")),
    ],
)
def test_an_old_commune_leads_to_those_it_went_into(
    code: str, name: str, after: tuple[str, ...], registry: Registry
) -> None:
    (old,) = (one for one in former_communes(registry.rows.units) if one.code == code)
    assert (old.name, old.successors) == (name, after)


def test_every_old_commune_went_into_one_of_today(registry: Registry) -> None:
    old = former_communes(registry.rows.units)
    assert len(old) > 10_000
    assert all(one.successors for one in old)
    assert {after for one in old for after in one.successors} <= set(registry.units)


@pytest.mark.parametrize(
    ("name", "slug", "why"),
    [
        ("Ủy ban nhân dân xã Tu Mơ Rông", "ubnd-tu-mo-rong-quang-ngai", "one of that name"),
        ("Công an phường Hồng Hà", "ca-hong-ha-ha-noi", ""),
        ("UBND xã Hưng Đạo", "ubnd-xa-hung-dao", "two communes of that name: no place is guessed"),
        ("UBND phường Đồ Sơn", "ubnd-do-son-hai-phong", "the only ward of that name"),
        ("Ủy ban nhân dân tỉnh Hải Dương", "ubnd-hai-duong", "a province that is no more"),
        ("Ủy ban nhân dân tỉnh Đồng Nai", "ubnd-dong-nai", "a city since 2026, under its former name"),
        ("Ủy ban nhân dân thành phố Đồng Nai", "ubnd-dong-nai", ""),
        ("Ủy ban nhân dân tỉnh Hòa Bình", "ubnd-hoa-binh", "not the ward of that name"),
    ],
)
def test_bodies_of_listed_places_are_found(name: str, slug: str, why: str, registry: Registry) -> None:
    assert Bodies(registry, ()).agency(name).bodies == (slug,), why


def test_a_body_of_a_place_that_is_no_more_has_a_successor(registry: Registry) -> None:
    bodies = Bodies(registry, ())
    bodies.agency("Công an tỉnh Quảng Nam")
    found = bodies.get("ca-quang-nam")
    assert found is not None
    assert found.successor == "ca-da-nang"
    assert bodies.get("ca-da-nang") is not None


def test_without_the_package_our_own_table_is_all(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "_folder", lambda: None)
    bare = build(registry.rows)
    assert len(bare.units) == len(registry.rows.units)
    assert former_communes(registry.rows.units[:1]) == ()
    there = Bodies(bare, bare.chain("quang-ngai")).agency("Ủy ban nhân dân xã Tu Mơ Rông").bodies
    assert there == ("ubnd-tu-mo-rong-quang-ngai",), "the slug is the same where the province is known"
