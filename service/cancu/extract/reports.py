"""Duties to report: who reports to whom, how often, by which day.

“báo cáo” and “phản ánh” are duties where a task, or a sentence that assigns, uses them as verbs. “để tổng hợp, báo cáo
X” passes a report on: the addressee of the first one reports to X.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.extract.agencies import printed
from cancu.extract.duties import assignment
from cancu.extract.frequencies import Due, dues, names_period, said_from
from cancu.extract.layout import Context, Heading, Zones
from cancu.extract.paragraphs import words_of_work
from cancu.extract.report_words import addressee_of, after_label, quote_end, quote_start, sent_to
from cancu.extract.words import Covered, level, lexicon, sentences
from cancu.model import Frequency, Report, Span, Task
from cancu.text import Text
from cancu.vietnamese import fold

_VERB = re.compile(r"báo\s+cáo|phản\s+ánh|gửi\s+kết\s+quả|trình|gửi(?=\s)")
_OTHER = ("trình", "gửi ")
_SUMS_UP = re.compile(r"tổng\s+hợp\s+(?:kết\s+quả|tình\s+hình|ý\s+kiến)[^,;.]{0,60},?\s*$")
"""“tổng hợp kết quả, trình X trước ngày …”, “tổng hợp ý kiến gửi X hằng tuần”: a report by another verb."""
_SUBMITS = re.compile(r"(?:để\s|hợp,?\s|" + _SUMS_UP.pattern + r")$")
_TO_DECIDE = re.compile(r"\s(?:phê\s+duyệt|ban\s+hành|khen\s+thưởng|công\s+nhận|quyết\s+định|cấp|thông\s+qua)(?!\w)")
_PASSED_ON = re.compile(r"(?:tổng\s+hợp(?:\s+chung)?|tham\s+mưu)\s*(?:,|và)?\s*(?:tham\s+mưu\s*,?\s*)?$")
_FOR = re.compile(r"để\s*$")
_CLOSING = re.compile(r"Trên đây là")
_REGIME = re.compile(r"chế\s+độ\s+(?:thông\s+tin\s*,?\s*)?$")
_TITLED = re.compile(r"(?:quy\s+định|hướng\s+dẫn|ban\s+hành)(?:\s+về)?\s+chế\s+độ\s+(?:thông\s+tin\s*,?\s*)?$")
"""“ban hành Thông tư quy định chế độ báo cáo …”: what rules are about."""
_CLAUSE = re.compile(r";\s+|\s*,?\s+(?:và|hoặc)\s+(?=báo\s+cáo\s+(?:đột\s+xuất|ngay|kịp\s+thời))")
"""A clause has a report of its own: “báo cáo định kỳ …; báo cáo tổng kết …”, “… và báo cáo đột xuất khi …”."""
_NEAR = 500
"""What belongs to a verb stands at most so many characters from it."""


@dataclass(frozen=True, slots=True)
class _Found:
    words: Span
    sender: str | None
    addressee: str | None
    due: Due
    is_passed: bool = False
    """Is it the report of the addressee of another one (“để tổng hợp, báo cáo X”)?"""


def reports(
    text: Text, parts: Zones, tree: Sequence[Heading], duties: Sequence[Task], here: Context
) -> tuple[Report, ...]:
    """Return every duty to report, one for each frequency."""
    del here, tree
    flow = text.flow
    found: list[_Found] = []
    taken: list[Span] = []
    for duty in duties:
        span = _flow_span(text, duty.start, duty.end)
        taken.append(span)
        if not _reports(flow, span):
            continue
        sender = "; ".join(duty.leads) or None
        for whole in sentences(flow, span.start, span.end):
            sentence = after_label(flow, whole)
            found.extend(_in_sentence(flow, sentence, _named_in(flow, sentence) or sender))
    found.extend(_elsewhere(text, parts, taken))
    found = _without_repeated(found)
    return tuple(_report(text, item) for item in sorted(found, key=lambda item: (item.words.start, item.words.end)))


def _named_in(flow: str, sentence: Span) -> str | None:
    """Return the bodies that a sentence names as its subject, whoever has the task that it stands in."""
    duty = assignment(flow, sentence.start, sentence.end)
    return "; ".join(printed(flow, duty.leads)) if duty else None


def _without_repeated(found: Sequence[_Found]) -> list[_Found]:
    """“… để tổng hợp, báo cáo X” adds nothing where a sentence of its own gives the same body that duty."""
    own = {(fold(item.sender or ""), fold(item.addressee or "")) for item in found if not item.is_passed}
    return [
        item
        for item in found
        if not item.is_passed
        or item.due.frequency is not None
        or (fold(item.sender or ""), fold(item.addressee or "")) not in own
    ]


def _report(text: Text, item: _Found) -> Report:
    span = text.span(item.words.start, item.words.end)
    return Report(
        text=text.quote(span), start=span.start, end=span.end, sender=item.sender, addressee=item.addressee,
        frequency=item.due.frequency, due=item.due.due,
    )  # fmt: skip


def _flow_span(text: Text, start: int, end: int) -> Span:
    return Span(bisect_left(text.origin, start), bisect_left(text.origin, end))


def _elsewhere(text: Text, parts: Zones, taken: Sequence[Span]) -> Iterator[_Found]:
    """Look in sentences outside of tasks: they must name who reports; in the closing paragraph the last named does.

    “Quá trình thực hiện nếu có vướng mắc, báo cáo X …” is asked of all whom the document concerns: no sender is named.
    """
    flow = text.flow
    covered = Covered(taken)
    for words in words_of_work(text, parts):
        if not _reports(flow, words):
            continue
        sender: str | None = None
        is_closing = _CLOSING.match(flow, words.start) is not None
        for whole in sentences(flow, words.start, words.end):
            sentence = after_label(flow, whole)
            if covered.holds(sentence.start):
                sender = _named_in(flow, sentence) or sender
                continue
            sender = (
                _named_in(flow, sentence)
                or (_asked(flow, sentence) if is_closing else None)
                or (sender if is_closing or _leads_in(flow, sentence) else None)
            )
            found = _in_sentence(flow, sentence, sender)
            yield from (item for item in found if sender or (_leads_in(flow, sentence) and _is_on_occasion(item)))


def _reports(flow: str, span: Span) -> bool:
    """Is there a verb of reporting at all? Who is meant by what sentence is asked only then."""
    return _VERB.search(level(flow), span.start, span.end) is not None


def _is_on_occasion(item: _Found) -> bool:
    return item.addressee is not None and item.due.frequency is Frequency.ON_DEMAND


def _leads_in(flow: str, sentence: Span) -> bool:
    """“Khi có vụ việc phức tạp, báo cáo ngay …”: a sentence without subject goes on with that of the one before."""
    return lexicon("assigning-words", "word", "lead-in").match(level(flow), sentence.start, sentence.end) is not None


def _asked(flow: str, sentence: Span) -> str | None:
    """Return the bodies that a sentence asks in its middle: “…, đề nghị các đơn vị triển khai …”."""
    for opener in lexicon("assigning-words", "word", "opener").finditer(level(flow), sentence.start, sentence.end):
        duty = assignment(flow, opener.start(), sentence.end)
        if duty:
            return "; ".join(printed(flow, duty.leads))
    return None


def _in_sentence(flow: str, sentence: Span, sender: str | None) -> Iterator[_Found]:
    previous: _Found | None = None
    for clause in _clauses(flow, sentence):
        for verb in _verbs(flow, clause):
            near = Span(max(clause.start, verb.start - _NEAR), min(clause.end, verb.end + _NEAR))
            for item in _at_verb(flow, near, verb, sender, previous):
                yield item
                previous = item if item.sender == sender else previous


def _clauses(flow: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for match in _CLAUSE.finditer(flow, sentence.start, sentence.end):
        is_far = match.start() - start > 2 * _NEAR
        if is_far or flow.count("(", start, match.start()) == flow.count(")", start, match.start()):
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, sentence.end)


def _verbs(flow: str, clause: Span) -> Iterator[Span]:
    key = level(flow)
    for match in _VERB.finditer(key, clause.start, clause.end):
        before = key[max(clause.start, match.start() - 24) : match.start()].rstrip()
        after = match.end() + len(key[match.end() : match.end() + 3]) - len(key[match.end() : match.end() + 3].lstrip())
        if flow[match.start()].isupper() and match.start() > clause.start and not before.endswith((":", ".", ")")):
            continue
        if lexicon("report-nouns", "word", "after").match(key, after) or key.startswith(":", after):
            continue
        if key.startswith("trình", match.start()) and not _SUBMITS.search(key, clause.start, match.start()):
            continue
        if match.group() == "gửi" and not _SUMS_UP.search(key, clause.start, match.start()):
            continue
        if _TITLED.search(key, max(clause.start, match.start() - 60), match.start()):
            continue
        noun = list(lexicon("report-nouns", "word", "before").finditer(before))
        if not (noun and noun[-1].end() == len(before)):
            yield Span(match.start(), match.end())


def _at_verb(flow: str, clause: Span, verb: Span, sender: str | None, previous: _Found | None) -> Iterator[_Found]:
    key = level(flow)
    is_reflecting = key.startswith("phản", verb.start)
    if previous is not None and previous.words.start >= clause.start and names_period(flow, verb.end + 1):
        return
    end = quote_end(key, clause, verb)
    addressee = addressee_of(flow, verb.end, end)
    if _is_passed_on(key, clause, verb, previous):
        if previous is not None and addressee:
            yield _passed(flow, clause, Span(verb.start, end), addressee, previous)
        return
    when = dues(flow, clause.start, end)
    is_other = key.startswith(_OTHER, verb.start) and not key.startswith("gửi kết", verb.start)
    is_timed = when[0].due or (when[0].frequency and key.startswith("gửi", verb.start))
    if is_other and not (addressee and is_timed and _is_told(key, clause, verb, end)):
        return
    if is_reflecting and (addressee is None or when[0].frequency is not Frequency.ON_DEMAND):
        return
    if not (addressee or when[0].frequency or _says_what(key, verb)):
        return
    if addressee is None and previous is not None and when[0].frequency is Frequency.ON_DEMAND:
        addressee = previous.addressee
    start = quote_start(flow, clause, min(verb.start, said_from(flow, clause.start, end)))
    if when[0].frequency is Frequency.ON_DEMAND and _leads_in(flow, clause):
        start = clause.start
    for due in _later_demand(flow, clause, when):
        yield _Found(Span(start, end), sender, addressee, due)


def _passed(flow: str, clause: Span, words: Span, addressee: str, previous: _Found) -> _Found:
    """The one who sums up passes the report on: whom this clause names (“gửi X để tổng hợp”), or the one before."""
    passes = Frequency.ON_DEMAND if previous.due.frequency is Frequency.ON_DEMAND else None
    is_new = previous.words.start < clause.start
    sums_up = sent_to(flow, clause.start, words.start) if is_new else None
    own = dues(flow, words.start, words.end)[0]
    due = own if own.due else Due(passes, None)
    return _Found(words, sums_up or previous.addressee, addressee, due, is_passed=True)


def _is_told(key: str, clause: Span, verb: Span, end: int) -> bool:
    """“tổng hợp kết quả, trình X”, not “… trình X phê duyệt”."""
    return _SUMS_UP.search(key, clause.start, verb.start) is not None and not _TO_DECIDE.search(key, verb.end, end)


def _later_demand(flow: str, clause: Span, when: tuple[Due, ...]) -> tuple[Due, ...]:
    """“… qua Ban X tổng hợp báo cáo Y khi có yêu cầu”: what is said at the end holds for the first report too."""
    return dues(flow, clause.start, clause.end) if when == (Due(None, None),) else when


def _is_passed_on(key: str, clause: Span, verb: Span, previous: _Found | None) -> bool:
    before = key[clause.start : verb.start]
    if key.startswith("trình", verb.start) and _FOR.search(before):
        return True
    match = _PASSED_ON.search(before)
    if match is None:
        return False
    purpose = re.search(r"để\s*$", before[: match.start()]) or re.search(
        r"để\s+\w+\s+\w+[,\s]+$", before[: match.start()]
    )
    return bool(purpose) or (previous is not None and previous.words.start >= clause.start)


def _says_what(key: str, verb: Span) -> bool:
    if _REGIME.search(key, max(0, verb.start - 30), verb.start):
        return True
    return (
        re.match(r"\s+(?:kết\s+quả|tình\s+hình|theo\s+quy\s+định|định\s+kỳ|đầy\s+đủ)", key[verb.end : verb.end + 20])
        is not None
    )
