"""Who issues a document: from its letterhead, its symbol, its opening sentence or its signature, in that order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cancu import resources
from cancu.extract.capitals import in_running_case, with_capitals
from cancu.extract.issuer_organs import goes_on, of_superior, signing_organ, without_heading
from cancu.extract.layout import Context, Zones
from cancu.extract.letterhead import MOTTO, Printed, marks
from cancu.extract.letterhead import place as printed_place
from cancu.extract.names import expand, write_out
from cancu.extract.words import any_of, level
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_NO_LETTERHEAD = re.compile(r"[Ss]ố\s*:|\bngày\b")
_ISSUING = re.compile(
    r"\s(?:ban hành|xây dựng|hướng dẫn|thông báo|yêu cầu|đề nghị|triển khai|tổ chức thực hiện|báo cáo|chỉ thị"
    r"|quyết nghị)\s"
)
_CLAUSE = re.compile(r"(?:^|[.,;:\n]\s*)")
_ORGAN = re.compile(r"[-/]([^\W\d_]+)\d*$")
_LOCAL = re.compile(r"\b(?:tỉnh|thành phố|xã|phường|đặc khu)\s+\S")
_PLACELESS = re.compile(r"Sở (?!.*\b(?:tỉnh|thành phố)\s)", re.IGNORECASE)
"""Beside other issuers a department has no line of its province above it."""
_ROOM, _HOUSE = (
    re.compile(r"(?:phòng|đội|thanh tra) "),
    re.compile(r"(?:công an|sở|cục|chi cục|bộ chỉ huy|bộ tư lệnh) "),
)
"""Offices inside another office, whose name they need: “Phòng Cảnh sát giao thông Công an tỉnh Sơn Vân”."""
_COLLECTIVE_BODY = re.compile(r"(?:TM|T/M)\s*[./]?\s*(.+)")
_LONGEST_SUBJECT = 160
_LETTERHEAD_LINES, _LONGEST_LINE = 60, 300


@cache
def _heads() -> re.Pattern[str]:
    agencies = (r["head"] for r in resources.table("data", "lexicon", "agency-heads.tsv") if r["kind"] == "proper")
    return any_of((*agencies, *(r["head"] for r in resources.table("data", "lexicon", "issuer-heads.tsv"))))


def issuer(text: Text, zones: Zones, letterhead: Span, number: str | None, here: Context) -> str | None:
    """Return the full name of the issuing body; joint issuers with “; ” between them.

    ``letterhead`` is the head up to the type line; ``here`` holds the places that the text names most often.
    """
    bodies = _by_symbol(number) or _by_letterhead(text, letterhead, number)
    if not bodies:
        subject = _by_opening(text, zones)
        return expand(subject, here) if subject else _by_signature(text, zones, here)
    place = printed_place(text.flow[letterhead.start : letterhead.end])
    names = [expand(_with_place(in_running_case(body, text.flow), place), here) for body in bodies]
    if len(names) == 1:
        names = [signing_organ(names[0], text.flow[zones.signature.start : zones.signature.end])]
    else:
        names = [f"{name} {here.province}" if here.province and _PLACELESS.match(name) else name for name in names]
    return "; ".join(names)


def _with_place(name: str, place: Printed | None) -> str:
    """Write the place of the letterhead (“Sơn Vân, ngày …”) with its capitals where it ends a name."""
    if place is None or not level(name).endswith(" " + level(place.value)):
        return name
    return name[: -len(place.value)] + place.value


def _by_symbol(number: str | None) -> list[str]:
    """Return the one issuer that a symbol names by itself (``/QĐ-TTg``); joint documents have their letterhead."""
    match = _ORGAN.search(number or "")
    if match is None or _organs(number) > 1:
        return []
    rows = resources.table("data", "lexicon", "symbol-issuers.tsv")
    return [row["issuer"] for row in rows if row["symbol"] == match[1]]


def _organs(number: str | None) -> int:
    """How many bodies does a symbol name (``01/2022/TTLT-VKSNDTC-TANDTC`` → 2)?"""
    return len(re.findall(r"-[^\W\d_]+", number or "")) if re.search(r"/(?:TTLT|NQLT|KHLT|CTLT)-", number or "") else 1


def _by_letterhead(text: Text, letterhead: Span, number: str | None) -> list[str]:
    lines = [words for _, words in letterhead_lines(text, letterhead)]
    parts = without_heading(list(_bodies(_once(lines))))
    wanted = _organs(number)
    if wanted > 1:
        while len(parts) > wanted:
            last = parts.pop()
            parts[-1] = f"{parts[-1]} - {last}"
        return parts
    return [_with_superior(parts, text.flow)] if parts else []


def _once(lines: Sequence[str]) -> Sequence[str]:
    """Gazettes print the issuers twice, in the running head and in the letterhead."""
    words = fold(" ".join(lines)).split()
    half = len(words) // 2
    if not half or words[:half] != words[half:]:
        return lines
    taken = next(n for n in range(1, len(lines) + 1) if len(fold(" ".join(lines[:n])).split()) >= half)
    return lines[:taken]


def names_issuer(words: str) -> bool:
    """Does a line of a letterhead begin like the name of a body: “ỦY BAN NHÂN DÂN”, “SỞ Y TẾ”?"""
    return _heads().match(level(words)) is not None


def letterhead_lines(text: Text, letterhead: Span) -> Iterator[tuple[Span, str]]:
    """Yield the printed lines in capitals that name the issuer and its superior, each with its words."""
    for line in text.lines[:_LETTERHEAD_LINES]:
        if not letterhead.start <= line.start < letterhead.end or line.end - line.start > _LONGEST_LINE:
            continue
        words = squeeze(MOTTO.sub(" ", text.flow[line.start : line.end]))
        if (
            words
            and words.isupper()
            and " " in words
            and not _NO_LETTERHEAD.search(words)
            and not marks().match(level(words))
            and any(c.isalpha() for c in words)
        ):
            yield Span(line.start, line.end), words


def _bodies(lines: Sequence[str]) -> Iterator[str]:
    """Join the lines of each body; “-” between two names and a line with a new head begin another."""
    whole = ""
    for line in lines:
        begins = _heads().match(level(line)) is not None and not goes_on(whole, line)
        whole = f"{whole}\n{line}" if begins and whole and not whole.endswith("-") else f"{whole} {line}".strip()
    for part in re.split(r"\s+-\s+|\n|-\n|\s-$", whole):
        if part.strip(" -"):
            yield part.strip(" -")


def _with_superior(parts: Sequence[str], flow: str) -> str:
    """Put a two-storeyed letterhead together: body below, superior above (“THÀNH ỦY VÂN HẢI / BAN TUYÊN GIÁO”)."""
    merged: list[str] = []
    for part in parts:  # “BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI” is one body
        if merged and _heads().match(level(part)) is None:
            merged[-1] = f"{merged[-1]} - {part}"
        else:
            merged.append(part)
    if len(merged) == 1:
        return merged[0]
    above, body = (in_running_case(name, flow) for name in merged[-2:])
    whole = of_superior(body, above)
    if whole is not None:
        return whole
    key = level(above)
    if _ROOM.match(level(body)) and _HOUSE.match(key):
        return f"{body} {above}"
    place = _LOCAL.search(key)
    if key.startswith(("ủy ban nhân dân", "ubnd")) and place and not _LOCAL.search(level(body)):
        return f"{body} {above[place.start() :]}"
    return body


def _by_opening(text: Text, zones: Zones) -> str | None:
    """Return the subject of “… ban hành Kế hoạch … như sau”."""
    zone = zones.basis
    key = level(text.flow)
    for verb in reversed(list(_ISSUING.finditer(key, zone.start, zone.end))):
        begin = max(zone.start, verb.start() - _LONGEST_SUBJECT)
        for clause in _CLAUSE.finditer(key, begin, verb.start()):
            subject = text.flow[clause.end() : verb.start()]
            if _heads().match(level(subject)) and not re.search(r"\d|\bđã$", subject) and not _ISSUING.search(subject):
                return squeeze(subject)
    return None


def _by_signature(text: Text, zones: Zones, here: Context) -> str | None:
    signed = _COLLECTIVE_BODY.search(text.flow, zones.signature.start, zones.signature.end)
    if signed is None:
        return None
    body = with_capitals(re.split(r"\s{2,}", signed[1])[0])
    key = level(body)
    place = here.commune or here.province
    if key == "ban thường vụ" and here.commune:
        return f"Ban Thường vụ Đảng ủy {here.commune}"
    if key in {"ủy ban nhân dân", "hội đồng nhân dân"} and place:
        return f"{write_out(body)} {place}"
    return expand(body, here)
