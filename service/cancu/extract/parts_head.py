"""Type, title and basis as parts of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cancu.extract.layout import Found, Zones
from cancu.extract.parts_letterhead import is_whole
from cancu.extract.titles import title_after, title_of_letter, type_line
from cancu.extract.words import level
from cancu.model import Header, PartKind, PartState, Span
from cancu.text import Text

_DEAR = re.compile(r"(?:^|\n)\W*kính\s+gửi\b")
_NO_SUBJECT = re.compile(r"(?:^|\n)\s*v/v[\s:.…_]*(?=\n|$)")


def opening(text: Text, zones: Zones, head: Header, letterhead: tuple[Found, ...]) -> Iterator[Found]:
    """Yield type, title and basis; a letter has no type.

    Where no type is printed though the letterhead is whole, the type is missing; else the text begins after it.
    """
    parts = [part for part in text.paragraphs() if part.start < max(zones.head.end, 1)]
    line = type_line(text, parts)
    if line is not None:
        yield Found(PartKind.TYPE, PartState.PRESENT, line[1].span)
        title = title_after(text, parts, line[0], head.issuer)
        goes_on = bool(text.flow[line[1].span.end :].strip())
        yield _title(title.span if title else None, line[1].span.end, is_seen=goes_on)
        yield _basis(zones, is_seen=goes_on)
        return
    subject, is_seen = title_of_letter(text, zones.head), is_whole(letterhead)
    key = level(text.flow[: zones.head.end])
    is_letter = subject is not None or _DEAR.search(key) is not None
    if not is_letter:
        at = zones.head.end if is_seen else 0
        yield Found(PartKind.TYPE, PartState.MISSING if is_seen else PartState.LOST, Span(at, at))
    blank = _NO_SUBJECT.search(key)
    if subject is None and blank is not None:
        yield Found(PartKind.TITLE, PartState.BLANK, Span(*blank.span()))
    else:
        yield _title(subject.span if subject else None, zones.head.end if is_seen else 0, is_seen=is_seen)
    yield _basis(zones, is_seen=is_letter or is_seen)


def _title(span: Span | None, place: int, *, is_seen: bool) -> Found:
    state = PartState.PRESENT if span else PartState.MISSING if is_seen else PartState.LOST
    return Found(PartKind.TITLE, state, span or Span(place, place))


def _basis(zones: Zones, *, is_seen: bool) -> Found:
    if zones.basis.start < zones.basis.end:
        return Found(PartKind.BASIS, PartState.PRESENT, zones.basis)
    place = zones.body.start if is_seen else 0
    return Found(PartKind.BASIS, PartState.MISSING if is_seen else PartState.LOST, Span(place, place))
