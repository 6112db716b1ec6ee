"""What the five plans of 2026 mean, citation by citation, as read by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cancu.link import Registry, learn, link
from cancu.linked import LinkedRecord, Resolution
from cancu.records import from_json

BASE = "https://w3id.org/cancu/"
CHIEN_LUOC = "ttg/name/chien-luoc-truyen-thong-quang-ba-hinh-anh-viet-nam-ra-nuoc-ngoai"
NHAN_QUYEN = "ttg/name/de-an-truyen-thong-ve-quyen-con-nguoi-o-viet-nam"
VIETNAM_VN = "bo-vhttdl/name/de-an-phat-trien-trang-thong-tin-dien-tu-doi-ngoai-vietnam-vn"
QUY_HOACH = "ttg/name/quy-hoach-phat-trien-he-thong-thong-tin-doi-ngoai-khu-vuc-cua-khau-quoc-te"
QUY_CHE = "ubnd-ha-noi/name/quy-che-he-thong-thong-tin-doi-ngoai-khu-vuc-cua-khau-quoc-te"
DE_AN_HP = "tu-hai-phong/name/de-an-doi-moi-cong-tac-thong-tin-truyen-thong-doi-ngoai"
DH_14 = "tw/name/nghi-quyet-dai-hoi-k14"
DH_HN = "tu-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030"
DH_HP = "tu-hai-phong/name/nghi-quyet-dai-hoi-nk2025-2030"

TARGETS: dict[str, list[str | None]] = {
    "do-son": [
        "btgdv-tu-hai-phong/nk2025-2030/hd/21", DH_14, DH_HP, "tw/k13/nq/59", "tw/k13/kl/57", DH_14, DH_HP,
        "ubnd-hai-phong/2026/kh/29",
    ],
    "dong-da": ["qh/name/luat-thu-do", DH_14, DH_HN, "du-dong-da-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030"],
    "hai-phong": [
        "btgdv-tw/k14/hd/2", "btgdv-tu-hai-phong/nk2025-2030/hd/21",
        DH_14, DH_HP, DH_14, DH_HP, DH_14, DH_HP, DE_AN_HP,
    ],
    "hung-dao": [
        "ubnd-ha-noi/2026/kh/95", "tw/k13/nq/15", "tw/k12/kl/32", "tw/k09/nq/36", "cp/2016/nq/27", "tw/k09/nq/36",
        "cp/2024/nq/47", "tw/k13/kl/57", "cp/qppl-2017/nd/9", "ttg/2022/qd/1079", NHAN_QUYEN, "ttg/2022/qd/1079",
    ],
    "ha-noi": [
        "cp/qppl-2015/nd/72", "ubnd-ha-noi/2026/ctr/1", "tw/k13/kl/57", CHIEN_LUOC, "ttg/2026/qd/173", None,
        "cp/2024/nq/47", "tw/k13/kl/57", "cp/qppl-2015/nd/72", "ttg/2020/qd/1191", "bo-vhttdl/2025/qd/3851", VIETNAM_VN,
        "ttg/2022/qd/1079", NHAN_QUYEN, "ubnd-ha-noi/2023/kh/112", DH_14, DH_14, DH_HN, "qh/name/luat-thu-do-sua-doi",
        CHIEN_LUOC, None, "ttg/2021/ct/28", QUY_CHE, "ubnd-ha-noi/qppl-2021/qd/8", "ubnd-ha-noi/2019/kh/146", QUY_HOACH,
        None, None, QUY_CHE, "qh/name/luat-ngan-sach-nha-nuoc", "tu-ha-noi/nk2020-2025/ct/45", None,
        "ubnd-ha-noi/2023/kh/112", NHAN_QUYEN,
    ],
}  # fmt: skip
"""By plan the key of each citation in order; None where only the plan of Hà Nội tells of a document by name."""

RECIPIENTS: dict[str, list[str]] = {
    "do-son": [
        "btgdv-tu-hai-phong", "tt-du-do-son-hai-phong", "ubnd-do-son-hai-phong", "cac-tcd-co-so-do-son-hai-phong",
        "mttq-do-son-hai-phong cac-to-chuc-ctxh-do-son-hai-phong", "vp-du-do-son-hai-phong",
    ],
    "dong-da": [
        "btgdv-tu-ha-noi", "tt-du-dong-da-ha-noi", "hdnd-dong-da-ha-noi ubnd-dong-da-ha-noi", "mttq-dong-da-ha-noi",
        "cac-ban-dang-dong-da-ha-noi", "bxdd-dong-da-ha-noi",
    ],
    "hai-phong": [
        "btgdv-tw", "tt-tu-hai-phong", "du-ubnd-hai-phong",
        "so-ngoai-vu-hai-phong so-van-hoa-the-thao-va-du-lich-hai-phong", "mttq-hai-phong cac-to-chuc-ctxh-hai-phong",
        "btgdv-tu-hai-phong", "", "btgdv-tu-hai-phong",
    ],
    "hung-dao": [
        "vp-ubnd-ha-noi", "tt-du-hung-dao-ha-noi tt-hdnd-hung-dao-ha-noi", "tt-mttq-hung-dao-ha-noi",
        "cac-lanh-dao-ubnd-hung-dao-ha-noi", "cac-phong-don-vi-hung-dao-ha-noi", "ca-hung-dao-ha-noi",
        "cac-truong-thon-hung-dao-ha-noi", "trang-ttdt-hung-dao-ha-noi", "ubnd-hung-dao-ha-noi",
    ],
    "ha-noi": [
        "bo-vhttdl", "tt-tu-ha-noi tt-hdnd-ha-noi", "bcd-cong-tac-thong-tin-doi-ngoai-ha-noi", "chu-tich-ubnd-ha-noi",
        "cac-pho-chu-tich-ubnd-ha-noi", "btgdv-tu-ha-noi", "cac-so-ban-nganh-ha-noi", "cac-ubnd-xa-phuong-ha-noi",
        "bao-va-ptth-ha-noi", "vp-ubnd-ha-noi", "ubnd-ha-noi",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def plans(shared: Callable[..., Path], registry: Registry) -> dict[str, LinkedRecord]:
    records = {
        name: from_json(json.loads(shared("gold", f"{name}.json").read_text(encoding="utf-8"))) for name in TARGETS
    }
    return {name: link(record, registry, base=BASE, sha256="0" * 64) for name, record in records.items()}


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_each_citation_means_its_document(name: str, plans: dict[str, LinkedRecord]) -> None:
    found = [None if (done.target or "").startswith("_ha-noi/") else done.target for done in plans[name].citations]
    assert found == TARGETS[name]
    assert all(done.reason for done in plans[name].citations)
    assert all(done.resolution is not Resolution.AMBIGUOUS for done in plans[name].citations)


@pytest.mark.parametrize("name", sorted(RECIPIENTS))
def test_each_recipient_means_its_bodies(name: str, plans: dict[str, LinkedRecord]) -> None:
    assert [" ".join(line.bodies) for line in plans[name].recipients] == RECIPIENTS[name]


def test_no_lead_agency_is_left_unknown(plans: dict[str, LinkedRecord], registry: Registry) -> None:
    for plan in plans.values():
        known = set(registry.bodies) | {body.slug for body in plan.bodies if body.kind != "other"}
        leads = {slug for task in plan.tasks for lead in task.leads for slug in lead.bodies}
        assert leads <= known


def test_one_programme_under_two_wordings_is_one(plans: dict[str, LinkedRecord]) -> None:
    targets = [done.target for done in plans["ha-noi"].citations]
    assert targets[5] == targets[26] is not None


def test_ha_noi_learns_its_number_from_hung_dao(plans: dict[str, LinkedRecord]) -> None:
    (learnt,) = learn(list(plans.values()))
    assert (learnt.key, learnt.new_key) == (plans["ha-noi"].key, "ubnd-ha-noi/2026/kh/95")
    assert learnt.citing == plans["hung-dao"].key
