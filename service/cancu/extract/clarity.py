"""Which of the “six clears” (6 rõ) the words of a task meet: who, what, responsibility, when, product, effect.

Quyết định 329/QĐ-TTg of 24/02/2026 names the six; what each asks of the words is told in ontology/vocab/clarity.ttl.
"""

from __future__ import annotations

import re

from cancu.extract.agency_heads import stop_kind
from cancu.extract.duties import is_formula
from cancu.extract.jobs import Job
from cancu.extract.words import after_blanks, level, lexicon, words
from cancu.model import Clarity, Span

_REACH = 4000
_VERB_WITHIN = 40
"""The verb stands among so many first words: “Trong quý II, Công an xã tổ chức …”."""
_OBJECT_LEAST = 2
_NUMBER = re.compile(r"(?<![\w/.,\-])\d+(?:[.,]\d+)?(?![\d/]|-\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 60
"""Letters between a word of measure and its number."""
_NO_AMOUNT = re.compile(
    r"(?:năm|ngày|tháng|qúy|khóa|lần\s+thứ|số|điều|khoản|điểm|mục|thứ|giai\s+đoạn|nhiệm\s+kỳ|đến)\s+$"
)


def clear_on(flow: str, job: Job, product: str, *, is_dated: bool) -> tuple[Clarity, ...]:
    """Return what a task makes clear, in the order of the six; ``product`` is empty where it names none."""
    span = Span(job.words.start, min(job.words.end, job.words.start + _REACH))
    met = {
        Clarity.WHO: len(job.leads) == 1,
        Clarity.WHAT: _has_object(flow, span),
        Clarity.RESPONSIBILITY: _tells_responsibility(flow, span, job),
        Clarity.WHEN: is_dated,
        Clarity.PRODUCT: bool(product),
        Clarity.EFFECT: bool(job.remarks.target) or is_measured(flow, span),
    }
    return tuple(facet for facet in Clarity if met[facet])


def _has_object(flow: str, span: Span) -> bool:
    """Do more than stock words (“nghiêm túc triển khai thực hiện”) stand from the verb on?

    A verb that no list knows (“Sửa đường …”) is taken to be the first word.
    """
    found = [word.start() for word in words(flow, span.start, span.end)]
    verbs = (index for index, at in enumerate(found[:_VERB_WITHIN]) if stop_kind(flow, at) == "verb")
    verb = next(verbs, None)
    first = verb or 0
    return len(found) - first > _OBJECT_LEAST and not is_formula(flow, found[first], span.end)


def _tells_responsibility(flow: str, span: Span, job: Job) -> bool:
    """Who answers: one lead with partners of its own, somebody in charge, or words of answering and inspecting."""
    if job.remarks.charge or (len(job.leads) == 1 and job.partners):
        return True
    return lexicon("responsibility-words", "word").search(level(flow), span.start, span.end) is not None


def is_measured(flow: str, span: Span) -> bool:
    """Is an amount named that can be counted: “đạt 95%”, “ít nhất 02 hội nghị”, “tổ chức 05 lớp tập huấn”?"""
    key = level(flow)
    units, measures = lexicon("effect-words", "word", "unit"), lexicon("effect-words", "word", "measure")
    for number in _NUMBER.finditer(key, span.start, span.end):
        if key.startswith("%", number.end()):
            return True
        if _NO_AMOUNT.search(key, max(span.start, number.start() - 12), number.start()):
            continue
        if units.match(key, after_blanks(flow, number.end(), span.end), span.end):
            return True
        if _YEAR.fullmatch(number.group()):
            continue
        stops = (key.rfind(sign, span.start, number.start()) for sign in ";.")
        if measures.search(key, max(span.start, number.start() - _NEAR, *stops), number.start()):
            return True
    return False
