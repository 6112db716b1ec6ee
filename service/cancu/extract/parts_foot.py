"""Funding, the closing mark, signature, recipients and the line of the file copy as parts of the form.

A text that ends with neither signature nor recipients has lost its foot; so has one that ends inside the recipients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cancu.extract.layout import Found, Heading, Zones
from cancu.extract.words import level, sentences
from cancu.model import PartKind, PartState, Span
from cancu.text import Text

_FUNDS = re.compile(r"(?<!\w)(?:kinh phí|nguồn vốn|dự toán|nguồn lực|ngân sách)(?!\w)")
_FROM = re.compile(
    r"(?<!\w)(?:nguồn|ngân sách|dự toán|bố trí|phân bổ|chi trả|do|từ|cấp|tự cân đối|tự đảm bảo|tự bảo đảm)(?!\w)"
)
_CLOSING = re.compile(r"\.?\s?/\s?\.\W{0,4}$")
_LONGEST_CLOSING = 12
_LABEL = re.compile(r"^\W*nơi\s+nhận", re.IGNORECASE)
_GAZETTE = re.compile(r"CÔNG\s+BÁO\s*/\s*Số\s*\d|Ký bởi:\s*CÔNG BÁO")
"""The Official Gazette prints no recipients."""
_KEPT = re.compile(r"(?:^|\n|[;,.)/]|[-+–•*])[ \t]*(lưu(?!\w)[^\n]*)")


def foot(text: Text, zones: Zones, tree: Sequence[Heading]) -> Iterator[Found]:
    """Yield the parts from the funding to the file copy."""
    signature, listed = zones.signature, zones.recipients
    is_signed, is_listed = signature.start < signature.end, listed.start < listed.end
    is_filled = any(sign.isalpha() for sign in _LABEL.sub("", text.flow[listed.start : listed.end]))
    kept = _KEPT.search(level(text.flow[listed.start : listed.end]))
    is_cut = not is_signed and not kept
    absent = PartState.LOST if is_cut else PartState.MISSING
    unsent = PartState.LOST if is_cut or (not is_listed and _GAZETTE.search(text.content)) else PartState.MISSING
    yield _funding(text, zones, tree, PartState.MISSING if is_signed or is_listed else PartState.LOST)
    yield _closing(text.flow, zones.body, PartState.MISSING if is_signed or is_listed else PartState.LOST)
    yield _at(PartKind.SIGNATURE, PartState.PRESENT if is_signed else absent, signature)
    if is_listed:
        yield _at(PartKind.RECIPIENTS, PartState.PRESENT if is_filled else PartState.BLANK, listed)
    else:
        yield _at(PartKind.RECIPIENTS, unsent, listed)
    if kept:
        yield Found(PartKind.ARCHIVE, PartState.PRESENT, Span(listed.start + kept.start(1), listed.start + kept.end(1)))
    else:
        yield Found(PartKind.ARCHIVE, unsent, Span(listed.end, listed.end))


def _at(kind: PartKind, state: PartState, span: Span) -> Found:
    is_there = state in {PartState.PRESENT, PartState.BLANK}
    return Found(kind, state, span if is_there else Span(span.start, span.start))


def _funding(text: Text, zones: Zones, tree: Sequence[Heading], absent: PartState) -> Found:
    for heading in tree:
        if _FUNDS.search(level(heading.words)) and not heading.path.startswith("PL."):
            return Found(PartKind.FUNDING, PartState.PRESENT, Span(heading.start, heading.end))
    stop = zones.appendices[0].start if zones.appendices else len(text.flow)
    key = level(text.flow)
    for part in text.paragraphs():
        if part.start >= stop:
            break
        if part.start >= zones.body.start and _FUNDS.search(key, part.start, part.end):
            for one in sentences(text.flow, part.start, part.end):
                if _FUNDS.search(key, one.start, one.end) and _FROM.search(key, one.start, one.end):
                    return Found(PartKind.FUNDING, PartState.PRESENT, one)
    return Found(PartKind.FUNDING, absent, Span(zones.body.end, zones.body.end))


def _closing(flow: str, body: Span, absent: PartState) -> Found:
    end = body.start + len(flow[body.start : body.end].rstrip())
    match = _CLOSING.search(flow, max(body.start, end - _LONGEST_CLOSING), end)
    if match is not None:
        return Found(PartKind.CLOSING, PartState.PRESENT, Span(*match.span()))
    return Found(PartKind.CLOSING, absent, Span(end, end))
