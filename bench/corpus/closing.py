"""What frames a document: letterhead, number, signature and list of recipients, in the State's and the Party's form."""

from __future__ import annotations

import random

from bench.corpus.facts import Facts, Role
from bench.corpus.staff import Staff
from bench.corpus.words import bodies


def letterhead(facts: Facts) -> tuple[str, ...]:
    """Return the lines that name the issuer and who stands above it."""
    province = str(facts.province).upper()
    committee = f"{_committee(facts)} {facts.province.name if facts.province else ''}".upper()
    return {
        Role.MINISTRY: (facts.issuer.upper(),),
        Role.COMMITTEE: (committee, "*"),
        Role.GUIDANCE: (committee, "BAN TUYÊN GIÁO VÀ DÂN VẬN", "*"),
        Role.PARTY: (f"ĐẢNG BỘ {province}", f"ĐẢNG ỦY {facts.place}".upper(), "*"),
        Role.PROVINCE: ("ỦY BAN NHÂN DÂN", province),
        Role.DEPARTMENT: (f"ỦY BAN NHÂN DÂN {province}", facts.issuer.upper()),
        Role.COMMUNE: ("ỦY BAN NHÂN DÂN", str(facts.place).upper()),
    }[facts.role]


def number_line(facts: Facts) -> str:
    """Return the line of the number; a blank one leaves its place."""
    printed = facts.printed_number or f"     {facts.mark}{facts.symbol}"
    return f"Số {printed}" if facts.role.is_party else f"Số: {printed}"


def seat(facts: Facts) -> str:
    """Return the name of the place beside the date."""
    if facts.role.is_local and facts.place:
        return facts.place.name
    return facts.province.name if facts.province else "Hà Nội"


def signature(facts: Facts, rng: random.Random) -> tuple[str, ...]:
    """Return the lines of the signature; a wrong form of them is put in by a deputy's."""
    is_deputy = facts.error in ("F17", "F19") or rng.random() < 0.6
    people = bodies()["people"]
    name = " ".join(rng.choice(people[part]) for part in ("family", "middle", "given"))
    return (*_offices(facts, is_deputy=is_deputy), "", name)


def recipients(facts: Facts, superiors: tuple[Facts, ...], staff: Staff) -> tuple[str, ...]:
    """Return the lines of “Nơi nhận”: who is reported to, who has work, who keeps."""
    above = [f"{one.issuer} (để b/c)" for one in superiors]
    kept = {
        Role.COMMUNE: "Lưu: VT, VP",
        Role.PROVINCE: "Lưu: VT, KGVX",
        Role.DEPARTMENT: "Lưu: VT, KHTC",
        Role.MINISTRY: "Lưu: VT, VP",
        Role.COMMITTEE: f"Lưu Văn phòng {_committee(facts)}",
        Role.GUIDANCE: "Lưu Văn phòng Ban",
    }.get(facts.role, "Lưu Văn phòng Đảng ủy")
    end = "," if facts.role.is_party else ";"
    first = ["Thường trực Đảng ủy"] if facts.role.is_local else []
    lines = dict.fromkeys((*above, *first, *staff.bodies))
    return (*(f"- {line}{end}" for line in lines), f"- {kept}.")


def _committee(facts: Facts) -> str:
    return "Thành ủy" if facts.province and facts.province.kind == "thành phố" else "Tỉnh ủy"


def _offices(facts: Facts, *, is_deputy: bool) -> tuple[str, ...]:
    role = facts.role
    if role in (Role.COMMUNE, Role.PROVINCE):
        return ("TM. ỦY BAN NHÂN DÂN", *(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if is_deputy else ("CHỦ TỊCH",)))
    if role is Role.DEPARTMENT:
        return ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC") if is_deputy else ("GIÁM ĐỐC",)
    if role is Role.MINISTRY:
        return ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG") if is_deputy else ("BỘ TRƯỞNG",)
    if role is Role.GUIDANCE:
        return ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN") if is_deputy else ("TRƯỞNG BAN",)
    collective = "T/M ĐẢNG ỦY" if facts.issuer.startswith("Đảng ủy") else "T/M BAN THƯỜNG VỤ"
    return (collective, "PHÓ BÍ THƯ" if is_deputy else "BÍ THƯ")
