"""Which organ of the Party, the Front or a mass organisation issues a paper: its letterhead and signature together.

The letterhead often names the whole (“BAN CHẤP HÀNH TRUNG ƯƠNG”, “LIÊN ĐOÀN LAO ĐỘNG TỈNH”), the signature the organ
that decided (“T/M BỘ CHÍNH TRỊ”, “TM. BAN THƯỜNG VỤ”): Hướng dẫn 36-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level
from cancu.vietnamese import squeeze

_ORGAN_OF = re.compile(
    r"ban thường trực|ban thường vụ|ban chấp hành|văn phòng|thường trực|đoàn chủ tịch|hội đồng thẩm phán"
)
"""Bodies that are nothing without the body above them in the letterhead."""
_ORGAN_AT = re.compile(r"(ban thường trực|ban thường vụ|ban chấp hành)\s+((?:tỉnh|thành phố|xã|phường|đặc khu)\s+\S.*)")
_CENTRE = re.compile(r"ban chấp hành trung ương(?: đảng(?: cộng sản việt nam)?)?")
_COMMITTEE = re.compile(r"(?:thành|tỉnh|đảng|quận|huyện) ủy")
_OF_ITS_OWN = re.compile(r"đảng ủy|chi bộ|đảng bộ|chi ủy")
"""Party bodies that stand below a committee but are not its organs."""
_MASS = re.compile(
    r"hội (?!đồng)|đoàn |liên đoàn|tổng liên đoàn|công đoàn|tỉnh đoàn|thành đoàn|trung ương (?:hội|đoàn)"
    r"|ủy ban (?:trung ương )?(?:mặt trận|mttq)"
)
_SIGNED = re.compile(r"(?<!\w)(?:tm|t/m|tl|t/l|tuq|t/uq)\s*[./]?\s*(?=\w)")
_YOUTH = re.compile(r"đoàn (?:tncs|thanh niên cộng sản) hồ chí minh")
_WHOLE = "ban chấp hành "
_NATIONAL = re.compile(r"(?:mặt trận|hội|đoàn)\s")


def without_heading(bodies: Sequence[str]) -> list[str]:
    """Leave out the Youth Union's heading, which stands where other papers have a motto."""
    return [body for index, body in enumerate(bodies) if not index or not _YOUTH.fullmatch(level(body))]


def goes_on(above: str, line: str) -> bool:
    """Does a line go on with the name of a national body (“ỦY BAN TRUNG ƯƠNG / MẶT TRẬN TỔ QUỐC VIỆT NAM”)?"""
    return above.endswith("TRUNG ƯƠNG") and _NATIONAL.match(level(line)) is not None


def of_superior(body: str, above: str) -> str | None:
    """Return the whole name of an organ below its superior (“THÀNH ỦY VÂN HẢI / BAN TUYÊN GIÁO”), None for others."""
    key, top = level(body), level(above)
    if _CENTRE.fullmatch(top):
        return "Văn phòng Trung ương Đảng" if key == "văn phòng" else f"{body} Trung ương"
    if _ORGAN_OF.fullmatch(key):
        return f"{body} {above}"
    placed = _ORGAN_AT.fullmatch(key)
    if placed and _MASS.match(top):
        return f"{body[: placed.end(1)]} {above} {body[placed.start(2) :]}"
    return f"{body} {above}" if _COMMITTEE.match(top) and not _OF_ITS_OWN.match(key) else None


@cache
def _organs() -> dict[str, dict[str, str]]:
    return {level(row["organ"]): row for row in resources.table("data", "lexicon", "signing-organs.tsv")}


def signing_organ(body: str, signature: str) -> str:
    """Return the organ of ``body`` on whose behalf a paper is signed: “T/M BAN THƯỜNG VỤ” → its standing committee."""
    signed, key = level(signature), level(body)
    organs = any_of(_organs())
    found = next((m for by in _SIGNED.finditer(signed) if (m := organs.match(signed, by.end()))), None)
    if found is None or key.startswith(found.group()):
        return body
    organ, kind = (_organs()[squeeze(found.group())][column] for column in ("organ", "kind"))
    if kind == "central":
        return organ if _CENTRE.fullmatch(key) else body
    if key.startswith(_WHOLE):
        return f"{organ} {body[len(_WHOLE) :][:1].upper()}{body[len(_WHOLE) + 1 :]}"
    return f"{organ} {body}" if _COMMITTEE.match(key) or _MASS.match(key) else body
