"""Words of time → days: “Quý I”, “Tháng 3/2027”, “Từ quý III/2026 đến quý III/2030”, “trước ngày 30/6/2026”.

What recurs or hangs on something else (“Thường xuyên”, “Hằng quý”, “Theo kế hoạch của cấp trên”) has no days: None.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from cancu.extract.words import level, lexicon
from cancu.model import Span

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_POINT = re.compile(
    r"(?<!tuần )(?<!tuần thứ )(?P<day>\d{1,2})\s*(?:[/.\-–]|tháng)\s*(?P<month>\d{1,2})(?!\d)"
    r"(?:\s*(?:[/.\-–]|,?\s*năm)\s*(?P<year>(?:19|20)\d\d))?(?!\d)"
    r"|qúy\s*(?P<quarter>iv|i{1,3}|0?[1-4])\b"
    r"|(?P<half>6|06|sáu)\s+tháng\s+(?P<side>đầu|cuối)\s+năm"
    r"|tháng\s*(?P<only>1[0-2]|0?[1-9])(?!\d)"
    r"|(?P<whole>(?:cả|trong)\s+năm)(?!\s*(?:\d|học))"
    r"|(?P<alone>(?:19|20)\d\d)(?!\d)"
    r"|(?:[,\-–]|và|đến)\s*(?P<more>iv|i{1,3}|1[0-2]|0?[1-9])(?!\w)(?!/(?!(?:19|20)\d\d))(?!\s+tháng)"
)
_DAY = r"(?:(?:\d{1,2}\s+giờ\s+)?ngày\s+\d|\d{1,2}/\d{1,2}(?:/\d{4})?(?![\d/]))"
_MONTHS = (
    r"(?:các\s+)?(?:qúy\s|tháng\s+\d)|(?:0?6|sáu)\s+tháng\s+(?:đầu|cuối)\s+năm"
    r"|(?:nửa\s+)?(?:đầu|giữa|cuối)\s+(?:qúy|tháng|năm)\s|tuần\s+\w+\s+tháng\s+\d"
)
_DEADLINE = re.compile(
    rf"(?:hoàn\s+thành\s+|xong\s+)?(?:chậm\s+nhất\s+)?(?:là\s+|vào\s+|đến\s+|xong\s+)?(?:trước|trong|hết|vào)\s+(?:{_DAY}|{_MONTHS})"
    rf"|chậm\s+nhất\s+(?:là\s+|vào\s+|trong\s+|đến\s+)?(?:hết\s+)?(?:{_DAY}|{_MONTHS}|năm\s+\d)"
    rf"|(?:hoàn\s+thành|xong)\s+(?:trong\s+|vào\s+|trước\s+|đến\s+|ngay\s+)?(?:hết\s+)?(?:năm\s+\d|{_MONTHS}|{_DAY})"
    r"|(?:đến\s+hết|trước|trong)\s+năm\s+20\d\d\s*(?:$|[.;,)])"
    rf"|từ\s+(?:nay|{_DAY}|qúy|tháng|năm)\s?[^;.]{{0,40}}?\s?đến\s+(?:hết\s+)?(?:{_DAY}|qúy|tháng|năm)\s?"
)
_REPORTED = re.compile(r"báo\s+cáo|tổng\s+hợp|có\s+hiệu\s+lực")
_YEAR = re.compile(r"20\d\d")
_REGULAR = re.compile(r"(?:định\s+kỳ|hằng\s+(?:năm|qúy|tháng|tuần)|hàng\s+(?:năm|qúy|tháng|tuần))")
_BARE_DATES = re.compile(
    r"\d{1,2}/\d{1,2}(?:/\d{4})?(?:\s*[-–]\s*\d{1,2}/\d{1,2}(?:/\d{4})?)?|(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?"
)
_SPAN_WORD = re.compile(r"\s*(?:các\s+(?=tháng|qúy|ngày|tuần))?(?:[\d/.\-–]+(?<![.\-–])|[^\W_]+|[,\-–])")
_NO_YEARS = re.compile(
    r"(?:năm\s+học|niên\s+(?:khóa|vụ)|vụ\s+(?:đông\s+xuân|hè\s+thu|thu\s+đông|mùa))\s+\d{4}(?:\s*[-–]\s*\d{4})?"
    r"|(?:thường\s+xuyên|liên\s+tục|định\s+kỳ)(?:[\s,]+(?:và\s+)?(?:thường\s+xuyên|liên\s+tục|hằng\s+\w+))?[\s,]+(?:trong|cả)\s+năm(?!\s*\d)"
)
"""A school year is not its two calendar years, and “thường xuyên trong năm” sets no day."""
_SHARED_MONTH = re.compile(
    r"ngày\s+\d{1,2}(?=\s*(?:đến|tới|và|[,\-–])\s*(?:hết\s+)?(?:ngày\s+)?\d{1,2}\s*(?:/|tháng)\s*(?P<month>\d{1,2})(?!\d))"
)
"""“từ ngày 10 đến ngày 12/5/2026”: the month after the second day is that of the first."""
_FROM = re.compile(r"(?:^|\s)(?:từ|sau|bắt đầu)\s")
_UNTIL = re.compile(r"(?:^|\s)(?:trước|đến|hết|chậm nhất|tới)\s")


_BRACKETED = re.compile(
    r"\((?:[^();]{0,60}\s(?:tức\s+(?:là\s+)?)|dự\s+kiến\s+(?:vào\s+)?|trong\s+)?(?P<time>(?:từ|ngày|tháng|qúy)\s[^();]{1,60})\)"
)
"""“(tháng 11/2026)”, “(mùng 8 tháng Giêng, tức ngày 24/02/2026)”; “(30/4/1975 - 30/4/2026)” is what is remembered."""


_FROM_TO = re.compile(r"(?<!\w)từ\s.*(?<!\d)(?:19|20)\d\d(?!\d).*(?<!\w)đến\s.*(?<!\d)(?:19|20)\d\d(?!\d)")
"""Where both ends have their own year a start after its end stays as printed, for checks to find."""
_BOTH_ENDS = 2


@dataclass(frozen=True, slots=True)
class _Point:
    kind: str
    value: int
    day: int = 0
    year: int | None = None


def interval(words: str, year: int | None) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day that ``words`` mean; ``year`` is the plan's, for words that name none."""
    key = _SHARED_MONTH.sub(r"\g<0>/\g<month>", _NO_YEARS.sub(" ", level(words)))
    points = _points(key, year)
    if not points:
        return (None, None)
    days = [_days(point) for point in points]
    known = [pair for pair in days if pair is not None]
    if not known:
        return (None, None)
    first, last = min(a for a, _ in known), max(b for _, b in known)
    if len(points) == 1 and _UNTIL.search(key):
        return (None, last)
    if len(points) == 1 and _FROM.search(key):
        return (first, None)
    if len(known) == len(points) == _BOTH_ENDS and _FROM_TO.search(key):
        return (known[0][0], known[1][1])
    return (first, last)


def is_time(words: str) -> bool:
    """Are ``words`` nothing but an expression of time, as in a table's cell?"""
    key = level(words).strip(" .;,")
    if _BARE_DATES.fullmatch(key):
        return True
    if not key or len(key) > 80 or not lexicon("time-words", "word", "start").match(key):
        return False
    position = 0
    while position < len(key):
        match = _SPAN_WORD.match(key, position)
        if match is None:
            return key[position] in "()"
        word = match.group().strip().removeprefix("các ")
        if word[0].isalpha() and not _is_time_word(word) and not _phrase_at(key, match.end() - len(word)):
            return False
        position = max(match.end(), _phrase_end(key, match.end() - len(word)))
    return True


def deadline(flow: str, start: int, end: int) -> Span | None:
    """Return the words that say by when or when the work of a sentence is to be done.

    The day of a report counts where no other is named and it comes once (“báo cáo … trước ngày 15/8/2027”).
    """
    key = level(flow)
    regular = _REGULAR.match(key, start, end)
    if regular:
        comma = flow.find(",", regular.end(), min(end, regular.end() + 60))
        listed = _time_words(key, start, end)
        return Span(start, max(regular.end(), listed if comma < 0 or listed <= end else regular.end()))
    reported, last = None, None
    for match in _DEADLINE.finditer(key, start, end):
        clause = max(key.rfind(";", start, match.start()), key.rfind(". ", start, match.start()), start)
        found = Span(match.start(), _time_words(key, match.start(), end))
        if not _REPORTED.search(key, clause, match.start()):
            return found
        if reported or not _YEAR.search(key, found.start, found.end) or "hiệu lực" in key[clause : match.start()]:
            continue
        last = _last_regular(key, start, end) if last is None else last
        reported = found if last < clause else None
    return reported


def _last_regular(key: str, start: int, end: int) -> int:
    return max((match.start() for match in _REGULAR.finditer(key, start, end)), default=-1)


def bracketed_time(flow: str, start: int, end: int) -> Span | None:
    """Return the time in brackets after the name of what is held: “Lễ hội chợ xã (từ ngày 10 đến ngày 12/5/2026)”."""
    for match in _BRACKETED.finditer(level(flow), start, end):
        if is_time(match["time"]):
            return Span(*match.span("time"))
    return None


def _time_words(key: str, start: int, end: int) -> int:
    """Return the end of the run of words of time that begins at ``start``."""
    position = last = start
    while position < end:
        match = _SPAN_WORD.match(key, position, end)
        if match is None:
            break
        word = match.group().strip().removeprefix("các ")
        if word[0].isalpha() and not _is_time_word(word):
            break
        position = match.end()
        if word not in {",", "-", "–"} and not _is_joint(word):
            last = position
    return last


def _is_joint(word: str) -> bool:
    return lexicon("time-words", "word", "joint").fullmatch(word) is not None


def _is_time_word(word: str) -> bool:
    return re.fullmatch(r"i{1,3}|iv|vi{0,3}|ix|xi{0,2}", word) is not None or any(
        lexicon("time-words", "word", kind).fullmatch(word) for kind in ("start", "inside", "joint")
    )


def _phrase_at(key: str, start: int) -> bool:
    return lexicon("time-words", "word", "phrase").match(key, start) is not None


def _phrase_end(key: str, start: int) -> int:
    match = lexicon("time-words", "word", "phrase").match(key, start)
    return match.end() if match else start


def _points(key: str, year: int | None) -> list[_Point]:
    points: list[_Point] = []
    for match in _POINT.finditer(key):
        found = match.lastgroup
        if match["alone"]:
            _date_back(points, int(match["alone"]))
        elif match["more"]:
            if points and points[-1].kind in "QM":
                value = _ROMAN.get(match["more"], 0) if points[-1].kind == "Q" else _number(match["more"])
                points.append(_Point(points[-1].kind, value))
        elif match["day"]:
            dated = int(match["year"]) if match["year"] else None
            points.append(_Point("D", int(match["month"]), int(match["day"]), dated))
        elif match["quarter"]:
            points.append(_Point("Q", _ROMAN[match["quarter"]]))
        elif match["half"]:
            points.append(_Point("H", 1 if match["side"] == "đầu" else 2))
        elif match["only"]:
            points.append(_Point("M", int(match["only"])))
        elif found == "whole":
            points.append(_Point("Y", 0))
    return [point if point.year else replace(point, year=year) for point in points]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _date_back(points: list[_Point], year: int) -> None:
    """A year belongs to the points before it that have none (“quý I, II năm 2026”); alone it is a point itself."""
    undated = [i for i, point in enumerate(points) if point.year is None]
    if not undated:
        points.append(_Point("Y", 0, 0, year))
    for i in undated:
        points[i] = replace(points[i], year=year)


def _days(point: _Point) -> tuple[dt.date, dt.date] | None:
    if point.year is None:
        return None
    year, value = point.year, point.value
    if point.kind == "D":
        if not 1 <= value <= 12 or not 1 <= point.day <= calendar.monthrange(year, value)[1]:
            return None
        day = dt.date(year, value, point.day)
        return (day, day)
    first, months = {"Q": (3 * value - 2, 3), "H": (6 * value - 5, 6), "M": (value, 1), "Y": (1, 12)}[point.kind]
    if not 1 <= first <= 12:
        return None
    last = first + months - 1
    return (dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))
