"""What names of bodies mean, in the document that prints them."""

from __future__ import annotations

import pytest

from cancu.link.bodies import Bodies
from cancu.link.registry import Registry
from cancu.linked import BodyKind

CASES = [
    ("ha-noi", "UBND Thành phố", ("ubnd-ha-noi",), "the document's own city"),
    ("do-son-hai-phong", "UBND Thành phố", ("ubnd-hai-phong",), "and another's"),
    ("do-son-hai-phong", "Uỷ ban nhân dân phường", ("ubnd-do-son-hai-phong",), "old place of the tone"),
    ("hung-dao-ha-noi", "UBND thành phố Hải Phòng", ("ubnd-hai-phong",), "a printed place wins"),
    ("hung-dao-ha-noi", "Công an xã", ("ca-hung-dao-ha-noi",), ""),
    ("dong-da-ha-noi", "HỌND, UBND Phường", ("hdnd-dong-da-ha-noi", "ubnd-dong-da-ha-noi"), "as OCR reads HĐND"),
    ("dong-da-ha-noi", "Ban TG và DV TU", ("btgdv-tu-ha-noi",), ""),
    ("hung-dao-ha-noi", "TT.UBMTTQ VN xã", ("tt-mttq-hung-dao-ha-noi",), ""),
    ("hung-dao-ha-noi", "VP UBND Thành phố", ("vp-ubnd-ha-noi",), ""),
    ("hung-dao-ha-noi", "Văn phòng HĐND và UBND xã", ("vp-hdnd-ubnd-hung-dao-ha-noi",), "one office, not two bodies"),
    ("ha-noi", "Thường trực: Thành ủy, HĐND Thành phố", ("tt-tu-ha-noi", "tt-hdnd-ha-noi"), "shared beginning"),
    ("dong-da-ha-noi", "Thường trực, Ban Thường vụ Đảng ủy", ("tt-du-dong-da-ha-noi", "btv-du-dong-da-ha-noi"), "end"),
    (
        "hai-phong",
        "Sở Ngoại vụ, Sở VH,TT&DL",
        ("so-ngoai-vu-hai-phong", "so-van-hoa-the-thao-va-du-lich-hai-phong"),
        "a comma inside a name",
    ),
    ("ha-noi", "Cơ quan Báo và phát thanh, truyền hình Hà Nội", ("bao-va-ptth-ha-noi",), "one name"),
    ("ha-noi", "các sở, ban, ngành, UBND các phường, xã", ("cac-so-ban-nganh-ha-noi", "cac-ubnd-xa-phuong-ha-noi"), ""),
    ("ha-noi", "VPUBTP: CVP, các PCVP; các phòng: TH", ("vp-ubnd-ha-noi",), "what follows is inside the office"),
    ("ha-noi", "Bộ Văn hoá, Thể thao và Du lịch", ("bo-vhttdl",), "known everywhere"),
    (None, "Bộ Chính trị", ("bct",), ""),
    (None, "các bộ, ngành", ("cac-bo-nganh",), "of no place"),
]


@pytest.mark.parametrize(("place", "name", "bodies", "why"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_a_name_means_its_bodies(
    place: str | None, name: str, bodies: tuple[str, ...], why: str, registry: Registry
) -> None:
    assert Bodies(registry, registry.chain(place)).agency(name).bodies == bodies, why


@pytest.mark.parametrize(
    "names",
    [
        ("các sở, ban, ngành", "Các Sở ban, ngành", "Các sở, ban, ngành Thành phố"),
        ("các cơ quan, đơn vị liên quan", "Các cơ quan, đơn vị có liên quan", "cơ quan, đơn vị liên quan"),
        ("UBND các phường, xã", "UBND phường, xã"),
        ("Ban Xây dựng Đảng đảng uỷ", "Ban Xây dựng Đảng"),
    ],
)
def test_spellings_of_one_name_are_one_body(names: tuple[str, ...], registry: Registry) -> None:
    place = "do-son-hai-phong" if "Xây dựng" in names[0] else "ha-noi"
    found = {Bodies(registry, registry.chain(place)).agency(name).bodies for name in names}
    assert len(found) == 1


def test_different_groups_stay_apart(registry: Registry) -> None:
    names = ("các sở, ban, ngành", "các sở, ngành", "các sở, ngành liên quan", "các cơ quan", "các đơn vị liên quan")
    found = {Bodies(registry, registry.chain("ha-noi")).agency(name).bodies for name in names}
    assert len(found) == len(names)


def test_an_unknown_body_is_minted_below_its_parent(registry: Registry) -> None:
    bodies = Bodies(registry, registry.chain("dong-da-ha-noi"))
    assert bodies.agency("Công an phường").bodies == ("ca-dong-da-ha-noi",)
    (minted,) = bodies.minted
    assert (minted.kind, minted.label, minted.parent) == (BodyKind.PUBLIC, "Công an phường Đống Đa", "ca-ha-noi")


def test_a_commune_that_no_list_has_keeps_its_own_name(registry: Registry) -> None:
    bodies = Bodies(registry, registry.chain("lai-chau"))
    assert bodies.agency("Ủy ban nhân dân xã Suối Mơ").bodies == ("ubnd-suoi-mo-lai-chau",)
    assert bodies.minted[-1].label == "Ủy ban nhân dân xã Suối Mơ"


def test_no_part_of_a_name_is_minted(registry: Registry) -> None:
    bodies = Bodies(registry, registry.chain("lai-chau"))
    assert bodies.agency("Sở Văn hóa, Thể thao và Du lịch").bodies == ("so-van-hoa-the-thao-va-du-lich-lai-chau",)
    assert [body.slug for body in bodies.minted] == ["so-van-hoa-the-thao-va-du-lich-lai-chau", "ubnd-lai-chau"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch", "bo-vhttdl"),
        ("Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc", "ub-dt"),
        ("Đại hội đại biểu toàn quốc lần thứ XIV của Đảng", "dh-tw"),
        ("HĐND tỉnh Lai Châu khóa XV, kỳ họp thứ 8", "hdnd-lai-chau"),
        ("Bộ Nội vụ; Bộ Tài chính", "bo-nv"),
    ],
)
def test_an_issuer_is_a_body(name: str, body: str, registry: Registry) -> None:
    assert Bodies(registry, ()).issuer(name) == body
