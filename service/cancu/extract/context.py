"""What relative names mean in a document: its province, its commune, its year, its order (State or Party)."""

from __future__ import annotations

import re
from collections import Counter

from cancu.extract.layout import Context
from cancu.extract.letterhead import MOTTO
from cancu.model import Header
from cancu.text import Text
from cancu.vietnamese import UPPER, squeeze

_CAPITAL = f"[{UPPER}]"
_PROPER = rf"{_CAPITAL}[\w’']*(?:\s{_CAPITAL}[\w’']*){{0,2}}(?:\s[-–]\s{_CAPITAL}\w*(?:\s{_CAPITAL}\w*)?)?"
_PROVINCE = re.compile(rf"([Tt](?<!\w[Tt])(?:hành phố|ỉnh|(?<=T)P\.?))[^\S\n]+({_PROPER})")
_COMMUNE = re.compile(rf"(?<!\w)([Pp]hường|[Xx]ã|[Đđ]ặc khu|[Tt]hị trấn)[^\S\n]+({_PROPER})")
_COMMITTEE = re.compile(rf"(?<!\w)(?:[Tt]hành|[Tt]ỉnh)\s[uủ][ỷy]\s+({_PROPER})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTY = re.compile(
    r"\bĐảng\s(?:ủy|uỷ|bộ)|\b(?:Thành|Tỉnh|Quận|Huyện)\s(?:ủy|uỷ)|Ban Tuyên giáo"
    r"|Trung ương Đảng|Bộ Chính trị|Ban Bí thư"
)
_SUPERIOR = re.compile(
    r"(?:(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|ĐẢNG BỘ|BAN CHẤP HÀNH ĐẢNG BỘ)\s+)?"
    rf"(?P<kind>TỈNH ỦY|TỈNH UỶ|TỈNH|THÀNH ỦY|THÀNH UỶ|THÀNH PHỐ|TP\.?)\s+(?P<name>[{UPPER}]+(?:\s[{UPPER}]+){{0,3}})"
)
_LETTERHEAD_LINES = 12
_NOT_PLACES = frozenset({"Hội", "Hội chủ", "Trưởng", "Đảng"})


def context(text: Text, header: Header) -> Context:
    """Return the places that the document speaks from: those its issuer names, else those it names most often."""
    issuer = header.issuer or ""
    return Context(
        province=_province(text, issuer),
        commune=_place(_COMMUNE, issuer, text.flow) if _is_local(issuer) else None,
        year=_year(header),
        party=_PARTY.search(issuer) is not None,
        issuer=header.issuer,
    )


def _province(text: Text, issuer: str) -> str | None:
    """Return the province that the issuer, else the letterhead above it, else the text names."""
    if _PROVINCE.search(issuer):
        return _place(_PROVINCE, issuer, "")
    return _city_of_committee(issuer) or _above(text) or _place(_PROVINCE, "", text.flow)


def _above(text: Text) -> str | None:
    """Return the province in a line of the letterhead: “ĐẢNG BỘ TỈNH SƠN VÂN”, “THÀNH ỦY VÂN HẢI”."""
    for line in text.lines[:_LETTERHEAD_LINES]:
        match = _SUPERIOR.fullmatch(squeeze(MOTTO.sub(" ", text.flow[line.start : line.end])))
        if match is not None:
            kind = "tỉnh" if match["kind"].startswith("TỈNH") else "thành phố"
            return f"{kind} {match['name'].title()}"
    return None


def _is_local(issuer: str) -> bool:
    return _COMMUNE.search(issuer) is not None


def _place(pattern: re.Pattern[str], issuer: str, flow: str) -> str | None:
    for source in (issuer, flow):
        names = Counter(
            (match[1].lower().rstrip(".").replace("tp", "thành phố"), match[2])
            for match in pattern.finditer(source)
            if match[2] not in _NOT_PLACES and not match[2].isupper()
        )
        if names:
            kind, name = max(names, key=lambda key: (names[key], -len(key[1])))
            return f"{kind} {name}"
    return None


def _city_of_committee(issuer: str) -> str | None:
    match = _COMMITTEE.search(issuer)
    if match is None:
        return None
    kind = "tỉnh" if match.group().lower().startswith("tỉnh") else "thành phố"
    return f"{kind} {match[1]}"


def most_named(text: Text) -> tuple[str | None, str | None]:
    """Return province and commune, for issuers printed without their place: of the letterhead, or named most often."""
    return _above(text) or _place(_PROVINCE, "", text.flow), _place(_COMMUNE, "", text.flow)


def _year(header: Header) -> int | None:
    period = _YEAR.search(header.period or "")
    if period is not None:
        return int(period.group())
    return header.date.year if header.date else None
