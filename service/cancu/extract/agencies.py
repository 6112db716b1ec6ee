"""Names of bodies: where a list of them ends, and where one name ends and the next begins.

Commas and “và” stand inside names (“Sở Văn hóa, Thể thao và Du lịch”), inside stock phrases for many bodies (“các
sở, ban, ngành”) and between names; what follows decides: a word that begins a name parts, any other joins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from cancu.extract.agency_heads import (
    COLLECTIVE,
    DETERMINER,
    Head,
    ends_capitalised,
    head_at,
    inseparable,
    stop_kind,
    stops_at,
    word_count,
)
from cancu.extract.words import after_blanks, level, lexicon
from cancu.model import Span
from cancu.vietnamese import UPPER, squeeze

_TOKEN = re.compile(r"[^\W_][\w/&]*(?:[.\-–][^\W_][\w/&]*)*|[^\w\s]")
_JOINT = re.compile(r"(?:[,;]\s*(?:và|cùng với|cùng(?!\s+cấp))?|(?:và|cùng với|cùng(?!\s+cấp))\b)\s*")
_CLOSER = re.compile(r"(?:liên quan|có thẩm quyền|nêu trên|chức năng)$")
_AFTER_CLOSER = re.compile(r"\s+(?:khác|của|thuộc|trên địa bàn|tại|ở|có)\b")
_ENUMERATED = re.compile(r"(?:[^\W_]+\s+){1,4}và\s+[^\W_]")
_ABBREVIATION = re.compile(r"\b(?:TT|TP|Tp|T|P|Q|Tr)$")
_PLACE = re.compile(r"(?<!tác )(?<!hợp )\b(?:xã|phường|đặc khu|thôn|tỉnh|thành phố|huyện|tổ dân phố|khu phố)\s+$")
_OWN = re.compile(
    rf"(?:(?:Việt|VIỆT) Nam|Chính phủ|tối cao|(?:khu vực|số|Quân khu|Vùng) (?:[IVX]{{1,5}}|\d{{1,2}})"
    rf"|(?<!\w)[{UPPER}]\w*(?: [{UPPER}]\w*)+)\s+$"
)
_MANY = re.compile(
    r"\bcác\s+(?:sở|bộ|ban|phòng|khoa|trường|xã|phường|đặc khu|thôn|tổ dân phố|khu phố|tỉnh|thành phố)\b[^;]*$"
)
_ALL_AGENCIES = re.compile(r"các\s+(?:(?:sở|ban|bộ|ngành|phòng|đoàn thể|hội|cơ quan)(?:\s*,\s*|\s+và\s+|\s*$))+$")
"""“Thủ trưởng các sở, ban, ngành | , đơn vị cấp tỉnh”: heads of all that is listed."""
_LISTED = re.compile(rf":\s*[{UPPER}]\w*(?:\s+[^\W_]+){{0,5}}\s*(?:,|và)\s*[{UPPER}]")
"""“UBND các xã: Hải Thanh, Hải Lộc …”: names parted from the noun that they share."""
_FORM = re.compile(r"(?:(?:tnhh|mtv|cp|cổ phần|trách nhiệm hữu hạn|một thành viên)\s+)+")
"""The form of a company stands between “Công ty” and what it is for."""
_LAST_WORDS = re.compile(r"[^\W_]+(?:\s+[^\W_]+)?\s*(?:$|[.,;)])")
_TRIM = " \t.,;:–-/"
MOST_WORDS = 26
_LONG, _ENDLESS = 600, 4000
"""From so many characters on a name may have too many words; one of so many is none, whatever it consists of."""
MOST_NAMES = 100
"""A list of names in a sentence is no longer; what goes on without end is read from each of its names anew."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names of bodies in the order of the text, as ranges of ``flow``; ``end`` is where the list stops."""

    spans: tuple[Span, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    head: Head
    start: int
    is_bare: bool
    """Only collective nouns so far (“các sở, ban”): such a noun goes on with it."""
    kind: str
    is_cell: bool


@lru_cache(maxsize=8192)
def bodies_at(flow: str, start: int, limit: int, *, is_cell: bool = False) -> Bodies | None:
    """Return the names that begin at ``start`` in running text, up to the verb; None where no name begins there.

    In a cell or a heading (``is_cell``) no verb is expected, and a comma before a common word goes on with the name.
    """
    head = head_at(flow, start)
    if head is None or stops_at(flow, start):
        return None
    spans: list[Span] = []
    name = _begin(head, is_cell=is_cell)
    position = head.end
    while True:
        end, follow = _name_end(flow, name, position, limit)
        if end - name.start > _ENDLESS or word_count(flow, name.start, end) > MOST_WORDS:
            return Bodies(tuple(spans), spans[-1].end) if spans else None
        spans.append(_trimmed(flow, name.start, end))
        if follow is None or len(spans) == MOST_NAMES:
            return Bodies(tuple(spans), end)
        name, position = _begin(follow, is_cell=is_cell), follow.end


def bodies_in(flow: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the names if ``flow[start:end]`` is nothing but names of bodies; otherwise an empty tuple."""
    span = _trimmed(flow, start, end)
    found = bodies_at(flow, span.start, span.end, is_cell=True)
    if found is None or flow[found.end : span.end].strip(_TRIM):
        return ()
    return found.spans


def printed(flow: str, spans: tuple[Span, ...]) -> tuple[str, ...]:
    """Return the names as printed, white space collapsed."""
    return tuple(squeeze(flow[span.start : span.end]) for span in spans)


def _begin(head: Head, *, is_cell: bool) -> _Name:
    return _Name(head, head.start, head.is_collective, head.kind, is_cell)


def _trimmed(flow: str, start: int, end: int) -> Span:
    while start < end and flow[start] in _TRIM:
        start += 1
    while end > start and flow[end - 1] in _TRIM:
        end -= 1
    bracket = flow.rfind(" (", start, end) if end > start and flow[end - 1] == ")" else -1
    return Span(start, bracket if bracket > start else end)


def _name_end(flow: str, name: _Name, position: int, limit: int) -> tuple[int, Head | None]:
    """Return where ``name`` ends and the head of the next name, or None where the list ends with it."""
    key = level(flow)
    whole = [m.span() for m in inseparable().finditer(key, name.start, min(limit, name.start + 400))]
    while True:
        token = _TOKEN.search(flow, position, limit)
        if token is None:
            return limit, None
        at = token.start()
        if at > name.start + _LONG and (at > name.start + _ENDLESS or word_count(flow, name.start, at) > MOST_WORDS):
            return at, None
        if any(a < at < b for a, b in whole):
            position = max(b for a, b in whole if a < at < b)
            continue
        joint = _JOINT.match(key, at)
        if joint:
            name, verdict, following = _joined(flow, name, at, joint.end(), limit)
            if verdict != "on":
                return at, following
            position = following.end if following else max(joint.end(), token.end())
            continue
        end = _ends_here(flow, name, token)
        if end is not None:
            return end, None
        if token.group() == "(":
            position = _past_bracket(flow, at, limit)
            continue
        collective = _collective_at(flow, at) if name.is_bare else None
        if name.is_bare and collective is None and token.group().isalnum():
            name = replace(name, is_bare=False)
        position = collective.end if collective else token.end()


def _ends_here(flow: str, name: _Name, token: re.Match[str]) -> int | None:
    at, sign = token.start(), token.group()
    if sign[0].isalnum():
        key = level(flow)
        closed = _CLOSER.search(key, max(name.start, at - 20), at - 1) if at > name.head.end else None
        if closed and flow[at].islower() and not _AFTER_CLOSER.match(key, at - 1):
            return at
        if not name.is_cell and at > name.head.end and (_names_other_things(flow, at) or is_whole(flow, name.head, at)):
            return at
        if at <= name.head.end or not stops_at(flow, at):
            return None
        within = _within_sector(flow, name, at) or (name.is_cell and _belongs_in_cell(flow, name, token))
        return None if within else at
    if sign == ".":
        return None if _ABBREVIATION.search(flow, max(name.start, at - 3), at) else at
    if sign == ":" and _MANY.search(level(flow), name.start, at) and _LISTED.match(flow, at):
        return at if stop_kind(flow, after_blanks(flow, at + 1, len(flow))) else None
    return at if sign in ":!?…)[]{}|*" else None


def is_whole(flow: str, head: Head, at: int) -> bool:
    """Is the name whole before the lower-case word at ``at``, known verb or not: “Đoàn xã | mở”, “Sở Y tế | rào”?

    It is after a word of place, after the name of a sector (all that follows the head), and after a name of its own
    (“Việt Nam”, “khu vực V”, “số 3”); words such as “miền núi” and nouns for many bodies go on with it.
    """
    key = level(flow)
    if not flow[at : at + 1].islower() or lexicon("place-modifiers", "word").match(key, at):
        return False
    if _collective_at(flow, at) is not None:
        return False
    if _PLACE.search(key, max(head.start, at - 12), at):
        return True
    if lexicon("after-names", "word").match(key, at):
        return False
    sector = _sector(flow, head, at)
    own = _OWN.search(flow, max(head.end, at - 24), at)
    return bool(sector and sector.end() <= at and not key[sector.end() : at].strip()) or (
        own is not None and not _broken(flow, own.start(), at)
    )


def _broken(flow: str, start: int, at: int) -> bool:
    """Are the capitals before ``at`` no name of their own: “Chánh Văn | phòng”, “Sở Quy | hoạch”?"""
    key = level(flow)
    for word in re.finditer(r"\w+", flow[start:at]):
        sector = lexicon("sector-names", "name").match(key, start + word.start())
        if head_at(flow, start + word.start()) or (sector and sector.end() > at):
            return True
    return ends_capitalised(flow, at)


def _within_sector(flow: str, name: _Name, at: int) -> bool:
    """“Phòng Kế hoạch tổng hợp”: a verb that is part of what the body is for."""
    sector = _sector(flow, name.head, at)
    return sector is not None and sector.start() < at < sector.end()


def _sector(flow: str, head: Head, at: int) -> re.Match[str] | None:
    begin = after_blanks(flow, head.end, at)
    form = _FORM.match(level(flow), begin, at)
    begin = form.end() if form else begin
    return lexicon("sector-names", "name").match(level(flow), begin) if head.kind == "proper" else None


def _names_other_things(flow: str, at: int) -> bool:
    """“Thủ tướng Chính phủ | các biện pháp”: many of what is no body does not belong to the name."""
    plural = DETERMINER.match(level(flow), at)
    return plural is not None and head_at(flow, at) is None and not flow[plural.end()].isupper()


def _belongs_in_cell(flow: str, name: _Name, token: re.Match[str]) -> bool:
    """In a cell a verb may be a name's last word (“Trung tâm dịch vụ tổng hợp”); words of relation never end it."""
    at = token.start()
    if name.is_bare:
        return False
    return stop_kind(flow, at) == "function" or _LAST_WORDS.match(flow, at) is not None


def _past_bracket(flow: str, at: int, limit: int) -> int:
    close = flow.find(")", at, min(limit, at + 120))
    return close + 1 if close > 0 else at + 1


def _collective_at(flow: str, at: int) -> Head | None:
    head = head_at(flow, at)
    return head if head is not None and head.is_collective else None


def _joined(flow: str, name: _Name, at: int, after: int, limit: int) -> tuple[_Name, str, Head | None]:
    """Judge a comma, semicolon or “và”: “on” with the name, the “next” name begins, or the list is at its “end”."""
    following = head_at(flow, after) if after < limit else None
    if following is None or (stops_at(flow, after) and not _noun_follows(flow, name, following)):
        goes_on = after < limit and flow[at] != ";" and not stops_at(flow, after) and _goes_on(flow, name, at, after)
        return (name, "on", None) if goes_on else (name, "end", None)
    if flow[at] == ";" or _parts(flow, name, following, at):
        return name, "next", following
    is_bare = name.is_bare and following.is_collective
    kind = following.kind if is_bare else name.kind
    return replace(name, is_bare=is_bare, kind=kind), "on", following


def _noun_follows(flow: str, name: _Name, following: Head) -> bool:
    """“cơ quan, tổ chức liên quan”: a noun; “UBND xã, tổ chức tuyên truyền”: a verb."""
    return following.is_collective and name.is_bare and flow[following.start].islower()


def _goes_on(flow: str, name: _Name, at: int, after: int) -> bool:
    """Does a name go on after a joint that no other name follows?"""
    if flow[after].isupper():
        if flow[at] != "," or _MANY.search(level(flow), name.start, at):
            return True
        return name.kind not in COLLECTIVE and _ENUMERATED.match(flow, after) is not None
    if flow[at] == ",":
        return name.is_cell
    return flow[at - 2].islower() or name.kind in COLLECTIVE


def _parts(flow: str, name: _Name, following: Head, at: int) -> bool:
    """Does another name begin after the joint?"""
    key = level(flow)
    if _CLOSER.search(key, name.start, at):
        return True
    if not following.is_collective:
        return _parts_from_proper(flow, name, following, at)
    if following.kind == "C":
        if following.plural:
            return name.is_bare or " các " not in f" {key[name.start : at]}"
        of_many = " các " in key[name.head.end : at]
        return name.kind != "C" and not of_many and (name.is_bare or name.kind in COLLECTIVE)
    if following.plural:
        return True
    if name.kind == "person" and following.kind == "A" and " các " in key[name.head.start : at]:
        return False
    if name.kind == "person" and following.kind == "B" and _ALL_AGENCIES.search(key, name.head.start, at):
        return False
    word = key[following.start : following.end]
    if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", key[name.start : at]):
        return False
    if not name.is_bare:
        return True
    return name.kind != following.kind and (name.kind != "A" or word in {"cơ quan", "tổ chức"})


def _parts_from_proper(flow: str, name: _Name, following: Head, at: int) -> bool:
    """“các chi bộ | , đảng bộ trực thuộc”: two common nouns share what follows; “Sở Y tế | , Công an tỉnh” do not."""
    is_noun = not flow[name.head.end : at].strip()
    if is_noun and flow[following.start].islower() and not following.plural:
        return False
    return following.plural or flow[following.start].isupper() or " các " not in level(flow)[name.head.end : at]
