"""Happenings known by the word with which their name begins (“Lễ hội …”, “Giải …”), and where names end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level, lexicon, words
from cancu.model import Span

_NAME_END = re.compile(
    r"(?<!phòng),|[.;:()|\n…]|\s(?:trong|tại|nhằm|để|do|được|trên|thu\s+hút|góp\s+phần|mang|theo|từ|đến|họp|với\s+chủ\s+đề|và\s+(?:triển|các|tổ|thực|Ngày|Quốc|Tết|Lễ))\s"
)
_BRACKETED = re.compile(r"\s*\(([^()]{1,60})\)")
_NEXT = re.compile(
    r"\s+và\s+(?=(?:Liên\s+hoan|Hội\s+(?:thi|chợ|thao|diễn|trại|sách|xuân|báo)|Cuộc\s+thi|Festival|Triển\s+lãm|Giải"
    r"|Tuần\s+lễ|Diễn\s+đàn|Đêm\s+(?:hội|nhạc))\s)"
)
"""“Lễ hội A và Liên hoan B”: two happenings."""
_PEOPLE = re.compile(
    r"(?:cán\s+bộ|công\s+nhân|công\s+chức|viên\s+chức|đoàn\s+viên|hội\s+viên|học\s+sinh|thanh\s+niên|thiếu\s+niên)"
    r"(?:,\s+(?:công\s+chức|đoàn\s+viên|viên\s+chức|công\s+nhân|(?:người\s+)?lao\s+động|thanh\s+niên|thiếu\s+niên|học\s+sinh|sinh\s+viên"
    r"|thanh\s+thiếu\s+nhi|thiếu\s+nhi|nhi\s+đồng|hội\s+viên|lực\s+lượng\s+vũ\s+trang))+"
)
"""“Giải bóng chuyền công nhân, viên chức, lao động”: whose happening it is."""
_COMMA = re.compile(r",\s+(?!và\s|các\s|kỷ\s+niệm\s|mừng\s|chào\s)[^\W\d_A-ZĐ][^.,;:()\n\d]{2,50}\(\d{1,2}/")
"""“Ngày Giải phóng miền Nam, thống nhất đất nước (30/4/…)”: words in small letters up to the day go on with a name."""
_DATED = re.compile(r"[^.,;:()\n]{2,60}\(\d{1,2}/")
"""The rest of a name on the next line, up to its day in brackets."""
_DAY_BARE = re.compile(r"(?<!đợt)\s+\d{1,2}/\d{1,2}(?:/\d{4})?$")
"""“Ngày Phụ nữ Việt Nam 20/10”: the day without brackets."""
_WHEN = re.compile(
    r"\s*\((?P<day>(?:dự\s+kiến|tổ\s+chức|diễn\s+ra|vào|từ|ngày|mùng|mồng|rằm|\d)[^()]{0,120}?)"
    r"(?P<rest>(?:,|\s)\s*(?:nhân|tại|ở|do|với|gồm|kết\s+hợp)\s[^()]{0,200})?\)"
)
"""“(dự kiến ngày 15/11/2026, nhân Ngày …)”, “(mùng 8 tháng Giêng âm lịch, tức ngày 24/02/2026)”."""
_TAIL_OF_QUOTED = re.compile(r"(?:\s+cấp\s+\w+)?\s+lần\s+thứ\s+\w+(?:,?\s+năm\s+\d{4})?")
_IN_TITLE = re.compile(
    r"(?:đề\s+án|dự\s+án|kế\s+hoạch|chiến\s+lược|quy\s+hoạch|chuyên\s+đề|đề\s+tài|báo\s+cáo)\s*:?\s*“[^“”\n]{0,200}$"
)
"""“Đề án “Xây dựng thương hiệu Lễ hội …””: the name of a document."""
_TITLED = re.compile(r"\s+(?:\w+\s+){0,2}“(?=[^\W\d_a-zđ])")
"""“triển lãm ảnh “Suối Mơ xưa””: in small letters a happening has its title in quotation marks."""
_QUOTED = re.compile(r"\s*“[^”\n]{2,120}”")
_SHORT = re.compile(r"\s*\([A-ZĐ]{2,10}\)")
_TAIL_OF_WHOLE = re.compile(
    r"(?:(?:\s+[A-ZĐ][^\W\d_]*){2})?(?:\s+\d{1,2}/\d{1,2}(?:/\d{4})?(?!\d)|\s+(?:năm\s+)?(?:19|20)\d{2}(?!\d))?"
)
"""“Tết Nguyên đán | Bính Ngọ 2026”, “Quốc khánh | 2/9”."""
_TAIL = re.compile(r"(?:\s+lần\s+thứ\s+\w+)?(?:\s+năm\s+\d{4})?")
_MEETING_LEAST = 6
_SURE = frozenset({"strong", "rite"})
_OF_HEADS = frozenset({"strong", "rite", "weak", "quoted", "meeting", "whole"})
_NAME_MOST = 160
_NO_NAME = re.compile(r"\s+(?:như|là|được|sẽ|đã|này|trên)(?!\w)")
"""Words after “Ngày hội”, “Lễ hội” … with which no name goes on."""
RESOLUTION = re.compile(
    r"(?:nghị\s+quyết|văn\s+kiện|tiểu\s+ban|chỉ\s+thị|kết\s+quả|trình|tiến\s+tới|tại)\s+(?:của\s+|các\s+)?$"
)
"""Words before a congress or meeting that make it part of another name."""
_RESOLVED = re.compile(r"(?:^|\s)(?:của|(?:nghị\s+quyết|kết\s+luận|thông\s+báo|biên\s+bản)(?:\s+của)?)\s+$")
_PLACE = re.compile(r"\s+(?:tại|ở)\s+(?=\w)")


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a happening, the bracket after them, how many years it counts, and its kind."""

    span: Span
    name: Span
    bracket: str
    count: int | None
    kind: str


def with_bracket(flow: str, span: Span, name: Span, kind: str, count: int | None = None) -> Named:
    """Return a happening with its day: in the bracket after ``span``, or bare at the end of ``name``."""
    bare = _DAY_BARE.search(flow[name.start : name.end])
    if bare:
        return Named(span, Span(name.start, name.start + bare.start()), bare.group().strip(), count, kind)
    when = _WHEN.match(flow, span.end)
    if when and any(c.isdigit() for c in when["day"]):
        end = span.end if when["rest"] else when.end()
        return Named(Span(span.start, end), name, when["day"], count, kind)
    match = _BRACKETED.match(flow, span.end)
    is_date = match is not None and any(c.isdigit() for c in match[1]) and len(match[1]) <= 40
    end = match.end() if match and is_date else span.end
    return Named(Span(span.start, end), name, match[1] if match and is_date else "", count, kind)


def name_end(flow: str, start: int, end: int) -> int:
    """Return where a name ends: at a sign or a word of relation; a line that goes on with a small letter joins."""
    position = start
    limit = min(end, start + _NAME_MOST)
    following = _NEXT.search(flow, start, limit)
    limit = end = following.start() if following else limit
    while True:
        match = _NAME_END.search(flow, position, limit)
        if match is None:
            return limit if limit == end else flow.rfind(" ", start, limit)
        at = match.start()
        people = next((m for m in _PEOPLE.finditer(flow, start, limit) if m.start() < at < m.end()), None)
        if people:
            position = people.end()
            continue
        goes_on = at + 1 < limit and (flow[at + 1].islower() or flow[at - 1] in "-–" or _DATED.match(flow, at + 1))
        if (flow[at] == "\n" and goes_on) or (flow[at] == "," and _COMMA.match(flow, at, end)):
            position = at + 1
            continue
        return at


@cache
def _kinds() -> dict[str, str]:
    rows = resources.table("data", "lexicon", "event-heads.tsv")
    return {level(row["head"]): row["kind"] for row in rows if row["kind"] in _OF_HEADS}


@cache
def _head_pattern() -> re.Pattern[str]:
    return any_of(_kinds(), blank=" ")


def heads(flow: str, start: int, end: int) -> Iterator[Named]:
    """Yield the happenings whose names begin with a word of the list, with a capital."""
    found = [m for m in _head_pattern().finditer(level(flow), start, end) if _begins_name(flow, m)]
    strong = [m.start() for m in found if _kinds()[m.group()] in _SURE and _strongly_named(flow, m, end)]
    for match in found:
        kind = _kinds()[match.group()]
        if kind == "whole":
            tail = _TAIL_OF_WHOLE.match(flow, match.end(), end)
            stop = tail.end() if tail else match.end()
        elif _counts(flow, match, kind, strong):
            stop = _named_end(flow, _after_head(flow, match, end), end)
            if stop <= match.end() or (kind == "meeting" and not _is_meeting(flow, match.start(), stop)):
                continue
        else:
            continue
        yield with_bracket(flow, Span(match.start(), stop), Span(match.start(), stop), kind)


def _begins_name(flow: str, match: re.Match[str]) -> bool:
    """With a capital, or with its title in quotation marks; not inside the title of a document."""
    if _IN_TITLE.search(level(flow), max(0, match.start() - 220), match.start()):
        return False
    titled = _kinds()[match.group()] == "strong" and _TITLED.match(flow, match.end())
    return flow[match.start()].isupper() or bool(titled)


def _counts(flow: str, match: re.Match[str], kind: str, strong: list[int]) -> bool:
    """Does a head begin a name here, by its kind?"""
    if kind in _SURE:
        return match.start() in strong
    return kind == "meeting" or _beside(flow, match.start(), strong) or _is_held(flow, match, kind)


def _is_meeting(flow: str, start: int, stop: int) -> bool:
    """A long name, not in a heading's capitals, and not that of a resolution (“Nghị quyết Hội nghị lần thứ năm …”)."""
    if flow[start:stop].isupper() or _RESOLVED.search(level(flow), max(0, start - 30), start):
        return False
    return sum(1 for _ in words(flow, start, stop)) >= _MEETING_LEAST


def is_held(flow: str, at: int) -> bool:
    """Is what is named at ``at`` held (“tổ chức Chương trình “…””), not carried out like a document?"""
    key = level(flow)
    before = list(lexicon("holding-verbs", "verb").finditer(key, max(0, at - 40), at))
    return bool(before) and not key[before[-1].end() : at].strip()


def is_line(flow: str, start: int, at: int) -> bool:
    """Is the name, with what its quotation marks hold, all of a line: an activity that a heading or a row names?"""
    line, stop = flow.rfind("\n", 0, start) + 1, flow.find("\n", at)
    rest = _QUOTED.sub("", flow[at : stop if stop >= 0 else len(flow)], count=1)
    return not any(c.isalpha() for c in flow[line:start]) and not any(c.isalpha() for c in rest)


def _is_held(flow: str, match: re.Match[str], kind: str) -> bool:
    """A name in quotation marks or, but for programmes, with a capital, after a verb of holding."""
    after = flow[match.end() : match.end() + 3].lstrip()
    if after.startswith("“") and is_line(flow, match.start(), match.end()):
        return True
    named = after.startswith("“") or (kind == "weak" and after[:1].isalpha() and match.start() > 0)
    return named and is_held(flow, match.start())


def _strongly_named(flow: str, match: re.Match[str], end: int) -> bool:
    """Has the head a name after it, and does it not merely begin a sentence (“Lễ hội là …”)?"""
    after = flow[match.end() : min(end, match.end() + 40)]
    if not re.match(r"\s+[^\W\d_]|\s*“", after) or _NO_NAME.match(after):
        return False
    before = flow[max(0, match.start() - 2) : match.start()]
    begins = not before.strip() or before.endswith("\n") or before.rstrip()[-1:] in {".", "-", "+"}
    stop = _named_end(flow, _after_head(flow, match, end), end)
    name = flow[match.end() : stop]
    return not begins or any(word[:1].isupper() for word in name.split()) or "“" in name


def _after_head(flow: str, match: re.Match[str], end: int) -> int:
    """Return where the name goes on: a rite may have nothing but its place (“Lễ dâng hương tại Đài …”)."""
    place = _PLACE.match(flow, match.end(), end) if _kinds()[match.group()] == "rite" else None
    return place.end() if place else match.end()


def _named_end(flow: str, start: int, end: int) -> int:
    """Return the end of a name with its quoted part, its number and its year (“… (APEC) lần thứ 34”)."""
    stop = name_end(flow, start, end)
    opened = flow.find("“", start, stop)
    if opened >= 0:
        closed = flow.find("”", opened, min(end, opened + _NAME_MOST))
        tail = _TAIL_OF_QUOTED.match(flow, closed + 1, end) if closed > 0 else None
        return tail.end() if tail else closed + 1 if closed > 0 else stop
    quoted = _QUOTED.match(flow, stop, end)
    if quoted:
        return quoted.end()
    short = _SHORT.match(flow, stop, end)
    if short:
        tail = _TAIL.match(flow, short.end(), end)
        return tail.end() if tail else short.end()
    return stop


def _beside(flow: str, at: int, strong: list[int]) -> bool:
    """Stands a weak head in one list with a strong one: after a bracket, comma or semicolon, in the same sentence?"""
    before = flow[max(0, at - 3) : at].rstrip()
    if before[-1:] not in {"(", ",", ";", ":"}:
        return False
    return any(abs(other - at) < 400 and ". " not in flow[min(at, other) : max(at, other)] for other in strong)
