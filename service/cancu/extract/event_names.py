"""How happenings are named: elections, congresses, anniversaries, observances, festivals, awards, forums."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.words import level, lexicon, words
from cancu.model import Span
from cancu.vietnamese import UPPER

_ELECTION = re.compile(
    r"(?:cuộc\s+)?bầu\s+cử\s+đại\s+biểu\s+(?:quốc\s+hội|hội\s+đồng\s+nhân\s+dân|hđnd)[^.;:()\n]{0,60}"
    r"(?:\n?[^.;:()\n]{0,60})?nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4}"
)
_CONGRESS = re.compile(
    r"đại\s+hội(?:\s+(?:đại\s+biểu|toàn\s+quốc|lần\s+thứ|đảng\s+bộ|đảng\s+toàn\s+quốc"
    r"|(?:thành\s+phố|tỉnh|xã|phường)(?:\s+(?!lần|nhiệm)\w+){0,3}))*\s+[ivxl]+\b(?:\s+(?:của\s+\w+(?:\s+phố)?|đảng(?:\s+bộ)?(?:\s+\w+){0,3}))?"
)
_RESOLUTION = re.compile(
    r"(?:nghị\s+quyết|văn\s+kiện|tiểu\s+ban|chỉ\s+thị|kết\s+quả|trình|tiến\s+tới|tại)\s+(?:của\s+|các\s+)?$"
)
_YEARS = re.compile(r"(?P<kept>kỷ\s+niệm\s+)?(?:lần\s+thứ\s+)?(?P<count>\d{1,4})\s+năm\s+(?=\w)")
_QUOTED = re.compile(r"\s*“[^”\n]{2,120}”")
_NAME_END = re.compile(
    r"[.,;:()\n…]|\s(?:trong|tại|nhằm|để|do|được|trên|thu\s+hút|góp\s+phần|mang|theo|từ|đến|họp|với\s+chủ\s+đề|và\s+(?:triển|các|tổ|thực))\s"
)
_BRACKETED = re.compile(r"\s*\(([^()]{1,60})\)")
_DATED = re.compile(r"[^.,;:()\n]{2,60}\(\d{1,2}/")
"""The rest of a name on the next line, up to its day in brackets."""
_OBSERVED = re.compile(r"\bNgày\s+(?=[^\W\d_])(?=[^()\n.;]{3,80}\(\s*(?:ngày\s+)?\d{1,2}/)")
_AND = re.compile(rf"\s+và\s+(?=[{UPPER}])")
_SHORT = re.compile(r"\s*\([A-ZĐ]{2,10}\)")
_TAIL = re.compile(r"(?:\s+lần\s+thứ\s+\w+)?(?:\s+năm\s+\d{4})?")
_YEAR_AFTER = re.compile(r"\s+((?:19|20)\d\d)\b")
_MEETING_LEAST = 6
_NAME_MOST = 160
_NO_NAME = re.compile(r"\s+(?:như|là|được|sẽ|đã|này|trên)(?!\w)")
"""Words after “Ngày hội”, “Lễ hội” … with which no name goes on."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name a happening, the bracket after them, how many years it counts, and its kind."""

    span: Span
    name: Span
    bracket: str
    count: int | None
    kind: str


def happenings(flow: str, start: int, end: int) -> Iterator[Named]:
    """Yield the happenings named in ``flow[start:end]``; of those that overlap, the one found first here stays."""
    taken: list[Span] = []
    for finder in (_elections, _anniversaries, _heads, _yearly, _congresses, _observances):
        for named in finder(flow, start, end):
            place = bisect_left(taken, named.span)
            before, after = taken[max(0, place - 1) : place], taken[place : place + 1]
            if all(span.end <= named.span.start for span in before) and all(
                span.start >= named.span.end for span in after
            ):
                taken.insert(place, named.span)
                yield named


def _with_bracket(flow: str, span: Span, name: Span, kind: str, count: int | None = None) -> Named:
    match = _BRACKETED.match(flow, span.end)
    is_date = match is not None and any(c.isdigit() for c in match[1]) and len(match[1]) <= 40
    end = match.end() if match and is_date else span.end
    return Named(Span(span.start, end), name, match[1] if match and is_date else "", count, kind)


def _elections(flow: str, start: int, end: int) -> Iterator[Named]:
    for match in _ELECTION.finditer(level(flow), start, end):
        name = flow[match.start() : match.end()].lower().find("bầu")
        yield _with_bracket(flow, Span(*match.span()), Span(match.start() + max(name, 0), match.end()), "election")


def _congresses(flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    for match in _CONGRESS.finditer(key, start, end):
        is_named = flow[match.start()].isupper()
        if is_named and not _RESOLUTION.search(key, max(start, match.start() - 30), match.start()):
            span = Span(*match.span())
            yield Named(span, span, "", None, "congress")


def _anniversaries(flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    pattern = lexicon("event-heads", "head", "anniversary")
    period = lexicon("event-heads", "head", "period")
    for match in _YEARS.finditer(key, start, end):
        counted = pattern.match(key, match.end()) or period.match(key, match.end())
        if counted is None and not (match["kept"] and flow[match.end()].isupper()):
            continue
        stop = _name_end(flow, match.end(), end)
        named = _with_bracket(
            flow, Span(match.start(), stop), Span(match.end(), stop), "anniversary", int(match["count"])
        )
        yield named
        yield from _second(flow, named, end)


def _second(flow: str, first: Named, end: int) -> Iterator[Named]:
    """“81 năm A (…) và B (19…/… - 20…/…)”: the second happening has its own two days."""
    match = _AND.match(flow, first.span.end, end)
    if match and first.bracket:
        stop = _name_end(flow, match.end(), end)
        named = _with_bracket(flow, Span(match.end(), stop), Span(match.end(), stop), "anniversary")
        if len(re.findall(r"\d{4}", named.bracket)) == 2:
            yield named


def _name_end(flow: str, start: int, end: int) -> int:
    """Return where a name ends: at a sign or a word of relation; a line that goes on with a small letter joins."""
    position = start
    limit = min(end, start + _NAME_MOST)
    while True:
        match = _NAME_END.search(flow, position, limit)
        if match is None:
            return limit if limit == end else flow.rfind(" ", start, limit)
        at = match.start()
        goes_on = at + 1 < limit and (flow[at + 1].islower() or flow[at - 1] in "-–" or _DATED.match(flow, at + 1))
        if flow[at] == "\n" and goes_on:
            position = at + 1
            continue
        return at


@cache
def _kinds() -> dict[str, str]:
    rows = resources.table("data", "lexicon", "event-heads.tsv")
    return {level(row["head"]): row["kind"] for row in rows if row["kind"] in {"strong", "weak", "meeting"}}


@cache
def _head_pattern() -> re.Pattern[str]:
    ordered = sorted(_kinds(), key=lambda head: (-len(head), head))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(head) for head in ordered)})(?!\w)")


def _heads(flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    found = [m for m in _head_pattern().finditer(key, start, end) if flow[m.start()].isupper()]
    strong = [m.start() for m in found if _kinds()[m.group()] == "strong" and _strongly_named(flow, m, end)]
    for match in found:
        kind = _kinds()[match.group()]
        if kind == "weak" and not _beside(flow, match.start(), strong):
            continue
        if kind == "strong" and match.start() not in strong:
            continue
        stop = _named_end(flow, match.end(), end)
        if kind == "meeting" and flow[match.start() : stop].isupper():
            continue
        if kind == "meeting" and sum(1 for _ in words(flow, match.start(), stop)) < _MEETING_LEAST:
            continue
        if stop > match.end():
            yield _with_bracket(flow, Span(match.start(), stop), Span(match.start(), stop), kind)


def _strongly_named(flow: str, match: re.Match[str], end: int) -> bool:
    """Has the head a name after it, and does it not merely begin a sentence (“Lễ hội là …”)?"""
    after = flow[match.end() : min(end, match.end() + 40)]
    if not re.match(r"\s+[^\W\d_]|\s*“", after) or _NO_NAME.match(after):
        return False
    before = flow[max(0, match.start() - 2) : match.start()]
    begins = not before.strip() or before.endswith("\n") or before.rstrip()[-1:] in {".", "-", "+"}
    stop = _named_end(flow, match.end(), end)
    name = flow[match.end() : stop]
    return not begins or any(word[:1].isupper() for word in name.split()) or "“" in name


def _named_end(flow: str, start: int, end: int) -> int:
    """Return the end of a name with its quoted part, its number and its year (“… (APEC) lần thứ 34”)."""
    stop = _name_end(flow, start, end)
    opened = flow.find("“", start, stop)
    if opened >= 0:
        closed = flow.find("”", opened, min(end, opened + _NAME_MOST))
        return closed + 1 if closed > 0 else stop
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


def _yearly(flow: str, start: int, end: int) -> Iterator[Named]:
    for match in lexicon("event-heads", "head", "yearly").finditer(level(flow), start, end):
        year = _YEAR_AFTER.match(flow, match.end(), end)
        if year:
            span = Span(match.start(), year.end())
            yield Named(span, span, year[1], None, "yearly")


def _observances(flow: str, start: int, end: int) -> Iterator[Named]:
    """“Ngày … (10/12)”: a day of the year with its name."""
    for match in _OBSERVED.finditer(flow, start, end):
        stop = flow.index("(", match.end())
        span = Span(match.start(), len(flow[:stop].rstrip()))
        yield _with_bracket(flow, span, span, "observance")
