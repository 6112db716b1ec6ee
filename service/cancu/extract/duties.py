"""Who is given the work of a sentence, and with whom: “Giao X chủ trì, phối hợp với Y …”, “X tổ chức …”.

A sentence assigns work when it opens with a word of assigning or with the name of a body (after a lead-in such as
“Trong quá trình …,”) and a verb follows the name. A body in the middle of a sentence is not given its work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cancu.extract.agencies import Bodies, bodies_at, is_whole
from cancu.extract.agency_heads import head_at, stop_kind
from cancu.extract.labels import labelled
from cancu.extract.words import after_blanks, level, lexicon, sentences, words
from cancu.model import Span

_BLANK = re.compile(r"\s*(?:\([^()]{0,120}\)\s*)?")
_REACH = 4000
"""Letters from the beginning of a task to its last partner or its body, at most; a text on one line has many tasks."""
_PARTNER = re.compile(
    r"(?:phối\s+hợp(?:\s+(?:chặt\s+chẽ|thường\s+xuyên|đồng\s+bộ|tốt|hiệu\s+quả|,|và))*(?:\s*,?\s+(?:cùng\s+với|với|cùng|giữa))?"
    r"|(?<=chủ\strì\s)cùng(?:\s+với)?|(?<=chủ\strì,\s)cùng(?:\s+với)?)\s+"
)
_BEFORE_PARTNER = re.compile(
    r"(?:(?:chủ\s+trì|chủ\s+động|tích\s+cực|tăng\s+cường|thường\s+xuyên|kịp\s+thời|đồng\s+thời|trực\s+tiếp|phụ\s+trách"
    r"|có\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|tiếp\s+tục|là\s+cơ\s+quan\s+(?:chủ\s+trì|thường\s+trực|đầu\s+mối)|và|tham\s+mưu)[\s,]*)*"
)
_THROUGH = re.compile(r"chỉ\s+đạo\s+")
_ASKS = re.compile(r"(?:giao|đề\s+nghị|yêu\s+cầu|phân\s+công)\s+(?:cho\s+)?")
_CONTACT = re.compile(r"(?:mọi|nếu|khi|trong|thông tin|chi tiết)\s[^.;]{0,80}(?:liên hệ|điện thoại)")
_ABOUT = re.compile(
    r"(?:về\s[^:;.]{2,120}|[^:;.,\s]+(?:\s[^:;.,\s]+){0,5}(?=:\s*(?:giao|đề nghị|yêu cầu|phân công)\s)):\s*"
)
"""“Về kinh phí: Giao Sở Tài chính …”."""
_TOPIC = re.compile(r"[^:;.]{4,240}?(?:\([^()]{1,120}\)\s*)?:\s*")
"""“Lễ hội chợ xã (tháng 3): UBND xã chủ trì …”: what the work is about, before who does it."""
_LATE = re.compile(
    r"[;,]\s*(?=(?:đồng\s+thời\s+)?giao\s)|(?:thống\s+nhất|đồng\s+ý|chấp\s+thuận)(?:\s+(?:với|về))?(?:\s+chủ\s+trương)?\s+(?=giao\s)"
)
_FOR = re.compile(r"(?:riêng\s+)?đối\s+với\s+")
_OF_OFFICE = re.compile(
    r"(?:theo|cần|phải|sẽ|trên cơ sở|có|là (?:cơ quan|đơn vị|đầu mối)|được (?:giao|phân công|ủy quyền))\s"
)
_INSIDE = re.compile(r"(?:\(\s*|(?<=\s)do\s+)(?:giao\s+(?:cho\s+)?)?")
_LEADS = re.compile(r"[\s,]*(?:là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|phụ\s+trách|thực\s+hiện)(?!\w)")
_FORMULA_MOST = 2
"""A closing formula has at most this many words of its own."""
_FORMULA_LONGEST = 400
"""Characters of a closing formula, at most."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Bodies that are given the work, where its words (the verb) begin, and in what range its partners are named.

    Whether there are partners is read when somebody asks (``helpers``): most who ask for a duty want its leads alone.
    """

    leads: tuple[Span, ...]
    verb: int
    helped: Span


def helpers(flow: str, duty: Duty, until: int | None = None) -> tuple[Span, ...]:
    """Return the partners that the words of a duty name, of those before ``until`` where that is given."""
    return partners(flow, duty.helped.start, duty.helped.end, until)


@lru_cache(maxsize=8192)
def assignment(flow: str, start: int, end: int) -> Duty | None:
    """Return who is given the work of the sentence ``flow[start:end]``, or None where it gives none."""
    about = _ABOUT.match(level(flow), start, end)
    if about:
        start = about.end()
    readers = (_opened, _subject, _led_in, _for, _late, _bracketed, _after_topic)
    return next((duty for duty in (read(flow, start, end) for read in readers) if duty), None)


def partners(flow: str, start: int, end: int, until: int | None = None) -> tuple[Span, ...]:
    """Return the bodies that the words of a task name as partners: “(Chủ trì,) phối hợp với A, B và C …”.

    ``until`` leaves out those that begin there or later.
    """
    key = level(flow)
    found: list[Span] = []
    until = end if until is None else until
    for match in _PARTNER.finditer(key, start, min(end, until, start + _REACH)):
        clause = max(start, *(key.rfind(sign, start, match.start()) + 1 for sign in (";", ".", ":", ",")))
        lead = _BLANK.match(key, clause)
        position = lead.end() if lead and lead.end() <= match.start() else clause
        between = _BEFORE_PARTNER.match(key, position, match.start())
        if between and not key[between.end() : match.start()].strip():
            bodies = bodies_at(flow, match.end(), end)
            named = bodies.spans if bodies else ()
            found.extend(span for span in named if span.start < until and span not in found)
    return tuple(found)


def is_formula(flow: str, start: int, end: int) -> bool:
    """Do the words from the verb on say no more than “nghiêm túc triển khai thực hiện”?"""
    key = level(flow)
    first = next(sentences(flow, start, end)).end if start < end else end
    if first < end and _CONTACT.match(key, first):
        end = first
    if end - start > _FORMULA_LONGEST:
        return False
    stock = sum(len(m.group().split()) for m in lexicon("formula-words", "word").finditer(key, start, end))
    return sum(1 for _ in words(flow, start, end)) - stock <= _FORMULA_MOST


def _duty(flow: str, bodies: Bodies, end: int) -> Duty | None:
    """Return the duty if a verb (or a colon and words) follows the names."""
    blank = _BLANK.match(flow, bodies.end)
    verb = blank.end() if blank else bodies.end
    if flow[verb : verb + 1] in {",", ":"}:
        is_colon = flow[verb] == ":"
        verb = after_blanks(flow, verb + 1, end)
        if verb >= end or (is_colon and not flow[verb].isalpha()):
            return None
        head = head_at(flow, verb) if is_colon else None
        if head is not None and head.kind == "person":
            return None
        if is_colon:
            return Duty(bodies.spans, verb, Span(verb, end))
    # what a body says, wishes or has received is no work
    if verb >= end or lexicon("assigning-words", "word", "appeal").match(level(flow), verb):
        return None
    kind = stop_kind(flow, verb)
    follows = (
        kind == "verb"
        or _OF_OFFICE.match(level(flow), verb) is not None
        or (not kind and _is_whole(flow, bodies, verb))
    )
    return Duty(bodies.spans, verb, Span(verb, end)) if follows else None


def _is_whole(flow: str, bodies: Bodies, verb: int) -> bool:
    """After a name that is surely whole any word begins what the body does, verbs that no list has included."""
    head = head_at(flow, bodies.spans[-1].start)
    if head is None or lexicon("after-names", "word").match(level(flow), verb):
        return False
    return is_whole(flow, head, verb)


def _for(flow: str, start: int, end: int) -> Duty | None:
    """“Đối với UBND các xã: bố trí …”: names, a colon and a verb; not “Đối với các thôn: kinh phí …”."""
    match = _FOR.match(level(flow), start, end)
    bodies = bodies_at(flow, match.end(), end) if match else None
    if bodies is None or flow[bodies.end : bodies.end + 1] not in {":", ","}:
        return None
    verb = after_blanks(flow, bodies.end + 1, end)
    return _duty(flow, bodies, end) if verb < end and stop_kind(flow, verb) == "verb" else None


def _opened(flow: str, start: int, end: int) -> Duty | None:
    opener = lexicon("assigning-words", "word", "opener").match(level(flow), start, end)
    if opener is None:
        return None
    at = after_blanks(flow, opener.end(), end)
    bodies = bodies_at(flow, at, end) if at < end else None
    if bodies is None:
        return None
    duty = _duty(flow, bodies, end) or _bare(flow, bodies, end)
    return duty and _through(flow, duty, end)


def _late(flow: str, start: int, end: int) -> Duty | None:
    """“Đồng ý với đề xuất của X; giao Y …”: the first clause that gives the work to someone."""
    stop = next(sentences(flow, start, end)).end if start < end else end
    for match in _LATE.finditer(level(flow), start, stop):
        begin = after_blanks(flow, match.end(), stop)
        duty = _opened(flow, level(flow).find("giao", begin, stop), end)
        if duty is not None:
            return duty
    return None


def _bracketed(flow: str, start: int, end: int) -> Duty | None:
    """“Rà soát quy hoạch (X chủ trì, phối hợp với Y).”, “… do X chủ trì”: the work stands before who does it."""
    for match in _INSIDE.finditer(level(flow), start, min(end, start + _REACH)):
        bodies = bodies_at(flow, match.end(), end) if match.end() < end else None
        verb = _LEADS.match(level(flow), bodies.end, end) if bodies else None
        if bodies is None or verb is None:
            continue
        close = flow.find(")", verb.end(), end) if flow[match.start()] == "(" else end
        begin = after_blanks(flow, bodies.end, end)
        return Duty(bodies.spans, start, Span(begin, close if close > 0 else end))
    return None


def _after_topic(flow: str, start: int, end: int) -> Duty | None:
    """“Lễ hội chợ xã: giao UBND xã …”, “Ngày hội đọc sách: Sở X chủ trì …”: a body is asked or leads after a colon."""
    topic = _TOPIC.match(flow, start, end)
    if topic is None or topic.end() >= end or labelled(flow, start, end):
        return None
    at = topic.end()
    asked = _ASKS.match(level(flow), at, end)
    bodies = bodies_at(flow, at, end)
    if asked or bodies is None:
        return _opened(flow, at, end) if asked else None
    asks = _ASKS.match(level(flow), bodies.end, end)
    if asks:
        return _opened(flow, bodies.end, end)
    leads = _LEADS.match(level(flow), bodies.end, end)
    return _duty(flow, bodies, end) if leads else None


def _bare(flow: str, bodies: Bodies, end: int) -> Duty | None:
    """After an opener any word may follow the names, a verb that the word list lacks included; a full stop may not."""
    verb = after_blanks(flow, bodies.end, end)
    if flow[verb : verb + 1] == ",":
        verb = after_blanks(flow, verb + 1, end)
    if verb >= end or not flow[verb].isalpha():
        return None
    return Duty(bodies.spans, verb, Span(verb, end))


def _through(flow: str, duty: Duty, end: int) -> Duty:
    """“Giao X chỉ đạo Y …”: the work is given to both."""
    match = _THROUGH.match(level(flow), duty.verb, end)
    second = bodies_at(flow, match.end(), end) if match else None
    given = _duty(flow, second, end) if second else None
    if second is None or given is None:
        return duty
    helped = duty.helped if helpers(flow, duty) else given.helped
    return Duty((*duty.leads, *second.spans[:1]), duty.verb, helped)


def _subject(flow: str, start: int, end: int) -> Duty | None:
    head = head_at(flow, start)
    if head is None or not flow[start].isupper() or (head.is_collective and not head.plural):
        return None
    bodies = bodies_at(flow, start, end)
    if bodies is None:
        return None
    asks = _ASKS.match(level(flow), bodies.end, end)
    opened = _opened(flow, bodies.end, end) if asks else None
    return opened if asks and not asks.group().startswith("phân") else opened or _duty(flow, bodies, end)


def _led_in(flow: str, start: int, end: int) -> Duty | None:
    """“Trong quá trình …, các đơn vị chủ động …”: the first comma after which bodies and a verb stand."""
    if lexicon("assigning-words", "word", "lead-in").match(level(flow), start, end) is None:
        return None
    last = min(end, start + _REACH)
    comma = flow.find(",", start, last)
    while 0 <= comma < end - 2:
        at = after_blanks(flow, comma + 1, end)
        duty = _opened(flow, at, end) or _after_comma(flow, at, end)
        if duty is not None:
            return duty
        comma = flow.find(",", comma + 1, last)
    return None


def _after_comma(flow: str, at: int, end: int) -> Duty | None:
    head = head_at(flow, at) if at < end else None
    if head is None or (head.is_collective and not head.plural):
        return None
    bodies = bodies_at(flow, at, end)
    return _duty(flow, bodies, end) if bodies else None
