"""Work given by sentences, under a heading that names a body and elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.extract.agencies import bodies_at, printed
from cancu.extract.agency_heads import head_at, stop_kind
from cancu.extract.duties import Duty, assignment, helpers, is_formula
from cancu.extract.jobs import Job, job, section
from cancu.extract.layout import Heading
from cancu.extract.paragraphs import Paragraph
from cancu.extract.scopes import heading_bodies
from cancu.extract.strangers import share, strange_subject
from cancu.extract.times import deadline
from cancu.extract.words import after_blanks, level, lexicon, sentences, words
from cancu.model import Span
from cancu.vietnamese import UPPER

_STUB_MOST = 16
"""A paragraph that ends in “:” and has at most so many words introduces its list; a longer one is the work itself."""
_ENFORCEMENT = re.compile(
    r"(?:chịu\s+trách\s+nhiệm|có\s+trách\s+nhiệm)\s+thi\s+hành|căn\s+cứ\s+(?:quyết|nghị)[^.;]{0,40}thi\s+hành"
)
_FIRST_REPORT = re.compile(r"(?:kịp\s+thời\s+)?(?:phản\s+ánh|báo\s+cáo)")
_AGAIN = re.compile(r"định\s+kỳ|hằng\s|hàng\s+(?:tuần|tháng|qúy|năm)")
_IN_COURSE = re.compile(r"(?:trong\s+)?quá\s+trình\s|trong\s+khi\s|nếu\s|khi\s+có\s")
_CLAUSE_MOST = 1500
"""A clause with a body of its own has at most so many characters."""
_CLAUSE = re.compile(rf";\s+(?=[{UPPER}]|(?:giao|đề nghị|yêu cầu|phân công)\s)")


_RANK_OF_NONE = 9
"""Deeper than the marks of any list."""


@dataclass(slots=True)
class _Scope:
    """Bodies that a paragraph names for the list below it; ``inner`` is the rank of that list's own marks."""

    bodies: Sequence[Span]
    partners: Sequence[Span] | None
    rank: int
    inner: int = _RANK_OF_NONE
    sign: str = ""
    """The sign before the bodies: “- …” may stand below “* Phòng X”."""
    is_begun: bool = False
    """Has an entry of the list been read, of these bodies or with one of its own?"""

    def ends(self, flow: str, paragraph: Paragraph) -> bool:
        """Does the list of these bodies end before the paragraph?"""
        beside = paragraph.rank == self.rank and flow[paragraph.start] == self.sign
        is_after = self.rank < 0 and self.is_begun and not paragraph.mark
        return beside or is_after or paragraph.rank < self.rank


def body_jobs(
    flow: str, tree: Sequence[Heading], index: int, group: list[Paragraph], bodies: Sequence[Span]
) -> Iterator[Job]:
    """Each outermost paragraph below a heading that names bodies is work of theirs."""
    plain = [paragraph for paragraph in group if not paragraph.is_heading]
    partners: Sequence[Span] | None = None
    outermost = 9
    for position, paragraph in enumerate(plain):
        deeper = position + 1 < len(plain) and plain[position + 1].rank > paragraph.rank
        if _introduces(flow, paragraph) and (deeper or not paragraph.mark):
            duty = assignment(flow, paragraph.words.start, paragraph.words.end)
            partners = helpers(flow, duty) if duty else None
            outermost = 9
            continue
        if (paragraph.mark and paragraph.rank > outermost) or _only_names(flow, paragraph.words):
            continue
        if not paragraph.mark and _closes(flow, paragraph, bodies, is_list=outermost < 9):
            yield from closing_jobs(flow, paragraph, tree)
            continue
        if paragraph.mark:
            outermost = paragraph.rank
        yield _body_job(flow, section(tree, index, paragraph), paragraph, bodies, partners)


def _only_names(flow: str, span: Span) -> bool:
    """A list of names is no work; “Lãnh đạo các lớp thi đua …” begins with a verb."""
    return stop_kind(flow, span.start) != "verb" and bool(heading_bodies(flow, span.start, span.end))


def _closes(flow: str, paragraph: Paragraph, bodies: Sequence[Span], *, is_list: bool) -> bool:
    """After a list an unmarked paragraph that assigns is of the whole part; so is “Trong quá trình …, các đơn vị …”."""
    duty = assignment(flow, paragraph.words.start, paragraph.words.end)
    if duty is None or is_list:
        return duty is not None
    own = printed(flow, tuple(bodies))
    opened = _IN_COURSE.match(level(flow), paragraph.words.start)
    return opened is not None and not set(own) & set(printed(flow, duty.leads))


def _introduces(flow: str, paragraph: Paragraph) -> bool:
    span = paragraph.words
    return flow[span.end - 1] == ":" and sum(1 for _ in words(flow, span.start, span.end)) <= _STUB_MOST


def _body_job(
    flow: str, path: str, paragraph: Paragraph, bodies: Sequence[Span], partners: Sequence[Span] | None
) -> Job:
    start, end = paragraph.words.start, paragraph.words.end
    opener = lexicon("assigning-words", "word", "opener").match(level(flow), start)
    duty = assignment(flow, start, end) if opener else _named_duty(flow, start, end)
    if duty:
        return job(flow, paragraph.words, path, duty.leads, helpers(flow, duty))
    return job(flow, paragraph.words, path, bodies, partners or None)


def _named_duty(flow: str, start: int, end: int) -> Duty | None:
    """Below the heading of a larger body “a) Ban Phong trào: chủ trì …” and “Hiệu trưởng chỉ đạo …” name another."""
    duty = assignment(flow, start, end)
    if duty is None or duty.leads[0].start != start:
        return None
    head = head_at(flow, start)
    is_one = head is not None and not head.is_collective and not head.plural and not stop_kind(flow, start)
    return duty if is_one or flow[duty.leads[-1].end : duty.verb].strip() == ":" else None


def sentence_jobs(
    flow: str,
    tree: Sequence[Heading],
    index: int,
    group: list[Paragraph],
    *,
    only_opened: bool,
    asked: Sequence[Span] = (),
) -> Iterator[Job]:
    """Paragraphs that assign; one that names bodies and ends in “:” gives its list to them; the first is ``asked``."""
    scope: _Scope | None = _Scope(asked, None, -1) if asked else None
    given = _all_given(flow, group, only_opened=only_opened)
    for paragraph, known in zip(group, given, strict=True):
        span, path = paragraph.words, section(tree, index, paragraph)
        scope = _around(flow, paragraph, scope)
        named = _listed_for(flow, paragraph, is_given=known is not None)
        if named:
            scope = _Scope(named, None, paragraph.rank if paragraph.mark else -1, sign=flow[paragraph.start])
            continue
        span, duty = (span, known) if known or scope else _later_duty(flow, span)
        if duty and not paragraph.mark and is_formula(flow, duty.verb, span.end):
            continue
        if duty and flow[span.end - 1] == ":":
            if paragraph.mark and _introduces(flow, paragraph):
                scope = _Scope(duty.leads, helpers(flow, duty) or None, paragraph.rank, sign=flow[paragraph.start])
                continue
            if not paragraph.mark:
                continue
        if duty:
            yield from _with_clauses(flow, span, path, duty)
        elif scope and not _is_person(flow, span) and (paragraph.rank <= scope.inner or not paragraph.mark):
            scope.inner = paragraph.rank if paragraph.mark else scope.inner
            yield job(flow, span, path, scope.bodies, scope.partners)


def _around(flow: str, paragraph: Paragraph, scope: _Scope | None) -> _Scope | None:
    """Return the scope that a paragraph still stands in; an entry begins its list, whosever work it is."""
    if scope is None or scope.ends(flow, paragraph):
        return None
    scope.is_begun = scope.is_begun or bool(paragraph.mark)
    return scope


def _listed_for(flow: str, paragraph: Paragraph, *, is_given: bool) -> Sequence[Span]:
    """Return the bodies to which a paragraph gives the list below it, where it names or asks them and does no more."""
    span = paragraph.words
    if not paragraph.mark and flow[span.end - 1] != ":":
        return ()
    found = heading_bodies(flow, span.start, span.end)
    return found or (() if is_given or paragraph.mark else _asked(flow, span))


def _asked(flow: str, span: Span) -> tuple[Span, ...]:
    """“… Bộ X đề nghị Ủy ban nhân dân các tỉnh thực hiện một số nội dung sau:” gives the list below to whom it asks."""
    last = list(sentences(flow, span.start, span.end))[-1]
    for match in lexicon("assigning-words", "word", "opener").finditer(level(flow), last.start + 1, last.end):
        found = bodies_at(flow, after_blanks(flow, match.end(), last.end), last.end)
        if found:
            return found.spans
    return ()


def asked_for(flow: str, basis: Span) -> tuple[Span, ...]:
    """Return whom the sentence that ends the basis of a letter asks for the list below it; nobody in other papers."""
    end = basis.start + len(flow[basis.start : basis.end].rstrip())
    return _asked(flow, Span(basis.start, end)) if end > basis.start and flow[end - 1] == ":" else ()


def _is_person(flow: str, span: Span) -> bool:
    """“Phó Trưởng ban: - Bộ trưởng Bộ X;” lists members and gives no work."""
    head = head_at(flow, span.start)
    return head is not None and head.kind == "person"


def _given(flow: str, span: Span, *, only_opened: bool) -> Duty | None:
    if only_opened and not lexicon("assigning-words", "word", "opener").match(level(flow), span.start):
        return None
    duty = assignment(flow, span.start, span.end)
    if duty is None or _ENFORCEMENT.search(level(flow), duty.verb, min(span.end, duty.verb + 200)):
        return None
    return duty


def _all_given(flow: str, group: Sequence[Paragraph], *, only_opened: bool) -> list[Duty | None]:
    """Return the duty of each paragraph; among numbered ones that give work to bodies a strange name is one too."""
    duties = [_given(flow, paragraph.words, only_opened=only_opened) for paragraph in group]
    for mark in () if only_opened else ("number", "letter"):
        listed = [i for i, paragraph in enumerate(group) if paragraph.mark == mark and not paragraph.is_heading]
        if not share([duties[i] for i in listed]):
            continue
        for i in listed:
            span = group[i].words
            found = None if duties[i] else strange_subject(flow, span.start, span.end)
            if found and not heading_bodies(flow, span.start, span.end):
                duties[i] = Duty(found[0], found[1], Span(found[1], span.end))
    return duties


def _later_duty(flow: str, span: Span) -> tuple[Span, Duty | None]:
    """“… là cần thiết. Giao X chủ trì …”: the work begins with the first sentence that opens like this."""
    for sentence in list(sentences(flow, span.start, span.end))[1:]:
        rest = Span(sentence.start, span.end)
        later = _given(flow, rest, only_opened=True)
        if later is not None:
            return rest, later
    return span, None


def _with_clauses(flow: str, span: Span, path: str, duty: Duty) -> Iterator[Job]:
    """Yield the work of a paragraph and that of later clauses with a body of their own (“…; Đảng ủy X chỉ đạo …”)."""
    begins = [span.start]
    duties = [duty]
    clauses = [match.end() for match in _CLAUSE.finditer(flow, duty.verb, span.end)]
    starts = [sentence.start for sentence in sentences(flow, span.start, span.end) if sentence.start > duty.verb]
    read = duty.verb
    for begin in sorted({*clauses, *starts}):
        if begin < read:
            continue
        stop = min(span.end, begin + _CLAUSE_MOST)
        later = _own_duty(flow, begin, stop)
        read = later.verb if later else _after_names(flow, begin, stop)
        if later and later.leads[0].start >= begin and not _same(flow, later, duties[-1]):
            begins.append(begin)
            duties.append(later)
    for begin, end, given in zip(begins, [*begins[1:], span.end], duties, strict=True):
        stop = end if end == span.end else len(flow[begin:end].rstrip(" ;")) + begin
        yield job(flow, Span(begin, stop), path, given.leads, helpers(flow, given, end))


def _only_tells(flow: str, span: Span, duty: Duty) -> bool:
    """“… có vướng mắc, các đơn vị phản ánh về X”: a report now and then, with no day, is no work of its own."""
    told = _FIRST_REPORT.match(level(flow), duty.verb)
    is_due = deadline(flow, span.start, span.end) or _AGAIN.search(level(flow), duty.verb, span.end)
    return told is not None and not is_due


def _after_names(flow: str, begin: int, end: int) -> int:
    """Return where the names that begin here end: no clause inside a list of names is read again."""
    names = bodies_at(flow, begin, end)
    return names.end if names else begin


def _own_duty(flow: str, begin: int, end: int) -> Duty | None:
    """The duty of a later clause or sentence that opens with a word of assigning or with one body's name."""
    head = head_at(flow, begin)
    opened = lexicon("assigning-words", "word", "opener").match(level(flow), begin)
    if not opened and (head is None or head.is_collective):
        return None
    duty = _given(flow, Span(begin, end), only_opened=False)
    if duty is None or not opened:
        return duty
    return None if is_formula(flow, duty.verb, next(sentences(flow, begin, end)).end) else duty


def _same(flow: str, later: Duty, before: Duty) -> bool:
    return set(printed(flow, later.leads)) == set(printed(flow, before.leads))


def closing_jobs(flow: str, paragraph: Paragraph, tree: Sequence[Heading]) -> Iterator[Job]:
    """Sentences of the closing paragraph that assign more than “triển khai thực hiện”, for the whole part."""
    path = tree[paragraph.heading].path.split(".")[0] if paragraph.heading >= 0 else ""
    for span in sentences(flow, paragraph.words.start, paragraph.words.end):
        if flow.startswith("Trên đây là", span.start):
            continue
        duty = assignment(flow, span.start, span.end)
        if duty is None or is_formula(flow, duty.verb, span.end):
            continue
        if _only_tells(flow, span, duty):
            continue
        if not _ENFORCEMENT.search(level(flow), duty.verb, min(span.end, duty.verb + 200)):
            yield job(flow, Span(span.start, span.end), path, duty.leads, helpers(flow, duty))
