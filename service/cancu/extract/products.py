"""What a piece of work has to bring forth, as its words say: “xây dựng Kế hoạch …”, “sản xuất clip …”."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from cancu.extract.words import after_blanks, level, lexicon
from cancu.model import Span
from cancu.vietnamese import squeeze

_REACH = 4000
"""Letters of a task that are looked at; a text on one line has many tasks."""
_WORDS_MOST = 40
_DONE = re.compile(
    r"(?:\b(?:đã|được(?:\s+giao)?|do|về|mới|vừa|số\s*\S+|kèm\s+theo|quyết\s+định|nghị\s+quyết|việc|người|cơ\s+quan|đơn\s+vị)\s+)$"
)
"""“Quyết định ban hành Quy chế”, “đã xây dựng Kế hoạch”: the thing is there already, or is another's work."""
_BETWEEN = (
    r"(?:\s*(?:,|và)\s*(?:tổ\s+chức\s+)?(?:triển\s+khai|thực\s+hiện|tổ\s+chức|đăng\s+tải|cập\s+nhật)(?:\s+thực\s+hiện)?)?"
    r"\s+(?:(?:các|những|một\s+số|một|nhiều|cuốn|bộ|bản|hồ\s+sơ|dự\s+thảo|ít\s+nhất|tối\s+thiểu|\d+)\s+)*"
)
_EXISTING = re.compile(r"\s*(?:số\s*)?\d+[/\-]|\s+(?:này|trên|nêu\s+trên|kèm\s+theo|đã)(?!\w)")
"""“Kế hoạch số 29/KH-UBND”, “Kế hoạch này”: a document that is there already."""
_STOP = re.compile(
    r"[.;:](?=\s|$)|[(…]|,|\s[-–]\s(?=[A-ZĐ])|\s(?:nhằm|để|trong\s+đó|gắn\s+với|phục\s+vụ|góp\s+phần|theo\s+quy)(?!\w)"
)
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r"[“\"][^”\"]{1,300}[”\"]")


def product(flow: str, words: Span) -> str:
    """Return the first thing that the words of a task say is to be made, empty where they name none."""
    key = level(flow)
    end = min(words.end, words.start + _REACH)
    for verb in lexicon("product-words", "word", "verb").finditer(key, words.start, end):
        made = _made().match(key, verb.end(), end)
        if made is None or _DONE.search(key, max(words.start, verb.start() - 24), verb.start()):
            continue
        if not _EXISTING.match(key, made.end(), end):
            return squeeze(flow[made.start("thing") : _end(flow, made.end(), end)]).strip(" ,;.")
    return ""


@cache
def _things() -> re.Pattern[str]:
    return lexicon("product-words", "word", "thing")


@cache
def _made() -> re.Pattern[str]:
    """Return the pattern of what may stand between a verb of making and the thing, and of the thing."""
    return re.compile(f"{_BETWEEN}(?P<thing>{_things().pattern})")


def _goes_on(flow: str, at: int, end: int) -> bool:
    """Does one more thing stand here? “…, báo cáo UBND xã” is what is done next."""
    return _things().match(level(flow), at, end) is not None and not flow.startswith("báo cáo", at)


def _end(flow: str, start: int, end: int) -> int:
    """Return where the name of a thing ends: at a stop, but not inside quotation marks nor before one more thing."""
    quoted = [match.span() for match in _QUOTED.finditer(flow, start, end)]
    stop = end
    for match in _STOP.finditer(flow, start, end):
        inside = any(a <= match.start() < b for a, b in quoted)
        more = match.group() == "," and _goes_on(flow, after_blanks(flow, match.end(), end), end)
        if not inside and not more:
            stop = match.start()
            break
    return max((word.end() for word in islice(_WORD.finditer(flow, start, stop), _WORDS_MOST)), default=stop)
