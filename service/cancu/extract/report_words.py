"""The words of a duty to report: whom a verb addresses, and where the quote begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cancu.extract.agencies import bodies_at, bodies_in
from cancu.extract.agency_heads import head_at
from cancu.extract.words import after_blanks, level, lexicon
from cancu.model import Span

_WITH = re.compile(r"\s*(?:,|và)\s+(?:kiến\s+nghị|đề\s+xuất|tham\s+mưu|xin\s+ý\s+kiến|trình)\s+")
_TO = re.compile(r"(?:(?:gửi\s+)?về(?:\s+cho)?|gửi(?:\s+cho)?|cho|với|qua|lên|trình)\s+")
_PURPOSE = re.compile(r"\s+để\s+(?:tổng\s+hợp|theo\s+dõi|chỉ\s+đạo|trình|xem\s+xét|kịp\s+thời|định\s+hướng)")
_LABEL = re.compile(
    r"(?:[^\W\d_]+\s+|[,/]\s*){0,6}(?:thông\s+tin|báo\s+cáo|sơ\s+kết|tổng\s+kết)(?:\s*,?\s+(?:báo\s+cáo|sơ\s+kết|tổng\s+kết|định\s+kỳ))*\s*:\s*"
)
"""“Chế độ thông tin, báo cáo: Các xã …”: who reports stands after it."""
_ADDRESSEE_MOST = 220


def after_label(flow: str, sentence: Span) -> Span:
    """Return the sentence without the run-in label before it."""
    label = _LABEL.match(level(flow), sentence.start, sentence.end)
    return Span(label.end(), sentence.end) if label and label.end() < sentence.end else sentence


def addressee_of(flow: str, start: int, end: int) -> str | None:
    """Return the body right after the verb, or the first after “về”, “gửi”, “cho”, “với”, “qua”."""
    key = level(flow)
    beside = _WITH.match(key, start, end)
    manner = lexicon("report-manners", "word").match(key, after_blanks(flow, start, end), end)
    at = beside.end() if beside else after_blanks(flow, manner.end() if manner else start, end)
    if at < end and head_at(flow, at) is not None:
        bodies = bodies_at(flow, at, end)
        if bodies:
            return _joined(flow, bodies.spans)
    return sent_to(flow, start, end)


def sent_to(flow: str, start: int, end: int) -> str | None:
    """Return the first body after “về”, “gửi”, “cho”, “với”, “qua”."""
    key = level(flow)
    for match in _TO.finditer(key, start, min(end, start + _ADDRESSEE_MOST)):
        if match.start() and key[match.start() - 1].isalnum():
            continue
        bodies = bodies_at(flow, match.end(), end) if head_at(flow, match.end()) else None
        if bodies:
            return _joined(flow, bodies.spans)
    return None


def _joined(flow: str, spans: Sequence[Span]) -> str:
    return " ".join(flow[spans[0].start : spans[-1].end].split())


def quote_start(flow: str, clause: Span, at: int) -> int:
    """Let the quote begin with the words just before ``at`` (“định kỳ”, “kịp thời”), at a comma or the clause.

    “các phòng, đơn vị báo cáo”, “tổng hợp, báo cáo”: what such a comma parts belongs together.
    """
    begin = _segment(flow, clause, at)
    while begin > clause.start:
        before = _segment(flow, clause, begin - 1)
        words = " ".join(level(flow[before:begin]).strip(" ,\n").split())
        is_list = head_at(flow, begin) is not None and bodies_in(flow, before, begin) != ()
        if not is_list and words != "tổng hợp":
            break
        begin = before
    return begin + len(flow[begin:at]) - len(flow[begin:at].lstrip())


def _segment(flow: str, clause: Span, at: int) -> int:
    """Return the place after the last comma before ``at`` that stands in no bracket, else that of the clause."""
    comma = flow.rfind(",", clause.start, at)
    is_open = comma >= 0 and flow.count("(", comma, at) < flow.count(")", comma, at)
    begin = clause.start if comma < 0 or is_open else comma + 1
    return begin + len(flow[begin:at]) - len(flow[begin:at].lstrip())


def quote_end(key: str, clause: Span, verb: Span) -> int:
    """Return where the words of a report end: before what it is for, or who passes it on."""
    purpose = _PURPOSE.search(key, verb.end, clause.end)
    passed = re.compile(r"\s+tổng\s+hợp\s*(?:chung)?\s*,?\s*(?:và\s+)?báo\s+cáo").search(key, verb.end, clause.end)
    ends = [match.start() for match in (purpose, passed) if match]
    return min([*ends, clause.end])
