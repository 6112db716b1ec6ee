"""How happenings are named: elections, congresses, anniversaries, observances, festivals, awards, forums."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from cancu.extract.event_heads import RESOLUTION, Named, heads, name_end, with_bracket
from cancu.extract.words import level, lexicon
from cancu.model import Span
from cancu.vietnamese import UPPER

_ELECTION = re.compile(
    r"(?:cuộc\s+)?bầu\s+cử\s+(?:"
    r"(?:đại\s+biểu\s+(?:quốc\s+hội|hội\s+đồng\s+nhân\s+dân|hđnd)|trưởng\s+(?:thôn|bản|ấp|khu|xóm|khóm))"
    r"[^.;:()\n]{0,60}(?:\n?[^.;:()\n]{0,60})?nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4}"
    r"|đại\s+biểu\s+quốc\s+hội\s+khóa\s+[ivxl]+(?!\w)"
    r"(?:\s+và\s+(?:bầu\s+cử\s+)?(?:đại\s+biểu\s+)?(?:hội\s+đồng\s+nhân\s+dân|hđnd)(?:\s+các\s+cấp)?)?)"
)
_GATHERING = re.compile(
    r"đại\s+hội\s+(?:(?!đại\s+hội|nghị\s+quyết|lần\s+thứ|[ivxl]+\s)\w+\s+){1,14}"
    r"lần\s+thứ\s+(?:[ivxl]+|\d{1,2}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s+(?:một|hai|ba|bốn|lăm))?)(?!\w)"
    r"(?:\s*,?\s*nhiệm\s+kỳ\s+\d{4}\s*[-–]\s*\d{4})?"
)
"""“Đại hội Công đoàn tỉnh lần thứ I, nhiệm kỳ 2025 - 2030”: a congress of others than the Party."""
_CONGRESS = re.compile(
    r"đại\s+hội(?:\s+(?:đại\s+biểu|toàn\s+quốc|lần\s+thứ|đảng\s+bộ|đảng\s+toàn\s+quốc"
    r"|(?:thành\s+phố|tỉnh|xã|phường)(?:\s+(?!lần|nhiệm)\w+){0,3}))*\s+[ivxl]+\b(?:\s+(?:của\s+\w+(?:\s+phố)?|đảng(?:\s+bộ)?(?:\s+\w+){0,3}))?"
)
_YEARS = re.compile(
    r"[kl\d](?:(?:(?<=k)ỷ\s+niệm\s+(?:lần\s+thứ\s+)?\d{1,4}|(?<=l)ần\s+thứ\s+\d{1,4}|(?<=\d)\d{0,3})\s+năm\s+(?=\w)"
    r"|(?<=k)ỷ\s+niệm\s+lần\s+thứ\s+\d{1,3}\s+(?=\w))"
)
"""“kỷ niệm (lần thứ) 80 năm …”, “80 năm …”, “kỷ niệm lần thứ 80 …”; a few first letters, by which the engine skips."""
_COUNT = re.compile(r"\d+")
_OBSERVED = re.compile(r"Ngày(?<!\wNgày)\s+(?=[^\W\d_])(?=[^()\n.;]{3,80}\(\s*(?:ngày\s+)?\d{1,2}/)")
_OBSERVED_BARE = re.compile(r"Ngày(?<!\wNgày)\s+(?=[^\W\d_])[^()\n.,;:\d]{3,60}?\s\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/])")
_AND = re.compile(rf"\s+và\s+(?=[{UPPER}])")
_YEAR_AFTER = re.compile(r"\s+((?:19|20)\d\d)\b")


def happenings(flow: str, start: int, end: int) -> Iterator[Named]:
    """Yield the happenings named in ``flow[start:end]``; of those that overlap, the one found first here stays."""
    taken: list[Span] = []
    for finder in (_elections, _anniversaries, heads, _yearly, _congresses, _gatherings, _observances):
        for named in finder(flow, start, end):
            place = bisect_left(taken, named.span)
            before, after = taken[max(0, place - 1) : place], taken[place : place + 1]
            if all(span.end <= named.span.start for span in before) and all(
                span.start >= named.span.end for span in after
            ):
                taken.insert(place, named.span)
                yield named


def _elections(flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    for match in _ELECTION.finditer(key, start, end) if key.find("bầu", start, end) >= 0 else ():
        name = flow[match.start() : match.end()].lower().find("bầu")
        yield with_bracket(flow, Span(*match.span()), Span(match.start() + max(name, 0), match.end()), "election")


def _congresses(flow: str, start: int, end: int) -> Iterator[Named]:
    yield from _named_by(_CONGRESS, flow, start, end)


def _gatherings(flow: str, start: int, end: int) -> Iterator[Named]:
    yield from _named_by(_GATHERING, flow, start, end)


def _named_by(pattern: re.Pattern[str], flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    for match in pattern.finditer(key, start, end):
        if flow[match.start()].isupper() and not RESOLUTION.search(key, max(start, match.start() - 30), match.start()):
            yield with_bracket(flow, Span(*match.span()), Span(*match.span()), "congress")


def _anniversaries(flow: str, start: int, end: int) -> Iterator[Named]:
    key = level(flow)
    pattern = lexicon("event-heads", "head", "anniversary")
    period = lexicon("event-heads", "head", "period")
    for match in _YEARS.finditer(key, start, end):
        counted = pattern.match(key, match.end()) or period.match(key, match.end())
        if counted is None and not (key[match.start()] == "k" and flow[match.end()].isupper()):
            continue
        stop = name_end(flow, match.end(), end)
        count = sum(int(digits) for digits in _COUNT.findall(match.group()))
        named = with_bracket(flow, Span(match.start(), stop), Span(match.end(), stop), "anniversary", count)
        yield named
        yield from _second(flow, named, end)


def _second(flow: str, first: Named, end: int) -> Iterator[Named]:
    """“81 năm A (…) và B (19…/… - 20…/…)”: the second happening has its own two days."""
    match = _AND.match(flow, first.span.end, end)
    if match and first.bracket:
        stop = name_end(flow, match.end(), end)
        named = with_bracket(flow, Span(match.end(), stop), Span(match.end(), stop), "anniversary")
        if len(re.findall(r"\d{4}", named.bracket)) == 2:
            yield named


def _yearly(flow: str, start: int, end: int) -> Iterator[Named]:
    for match in lexicon("event-heads", "head", "yearly").finditer(level(flow), start, end):
        year = _YEAR_AFTER.match(flow, match.end(), end)
        if year:
            span = Span(match.start(), year.end())
            yield Named(span, span, year[1], None, "yearly")


def _observances(flow: str, start: int, end: int) -> Iterator[Named]:
    """“Ngày … (10/12)”, “Ngày Phụ nữ Việt Nam 20/10”: a day of the year with its name."""
    for match in _OBSERVED.finditer(flow, start, end):
        stop = flow.index("(", match.end())
        span = Span(match.start(), len(flow[:stop].rstrip()))
        yield with_bracket(flow, span, span, "observance")
    for match in _OBSERVED_BARE.finditer(flow, start, end):
        if any(word[:1].isupper() for word in match.group().split()[1:]):
            span = Span(*match.span())
            yield with_bracket(flow, span, span, "observance")
