"""The letterhead as parts of the form: title of the State or the Party, issuer, number, date.

A copy that lacks some of them mostly lacks the piece of paper: one is missing only where all the others are printed.
"""

from __future__ import annotations

import re

from cancu.extract.issuers import letterhead_lines, names_issuer
from cancu.extract.layout import Context, Found, Zones
from cancu.extract.letterhead import MOTTO, date_line, number_line
from cancu.extract.titles import type_line
from cancu.model import Header, PartKind, PartState, Span
from cancu.text import Text
from cancu.vietnamese import unmarked

_TITLES = (
    (PartKind.NATIONAL_TITLE, re.compile(r"CONG\s+HOA\s+XA\s+HOI\s+CHU\s+NGHIA\s+VIET(?:\s+NAM)?")),
    (PartKind.MOTTO, re.compile(r"doc\s+lap\s*[-–]\s*tu\s+do\s*[-–]\s*hanh\s+phuc", re.IGNORECASE)),
    (PartKind.PARTY_TITLE, re.compile(r"DANG\s+CONG\s+SAN\s+VIET\s+NAM")),
)
"""Without marks: what a scanner spoils first."""
_OF_STATE = frozenset({PartKind.NATIONAL_TITLE, PartKind.MOTTO})
_OF_TITLE = _OF_STATE | {PartKind.PARTY_TITLE}
_REST = frozenset({PartKind.ISSUER, PartKind.NUMBER, PartKind.DATE})
LETTERHEAD = (*_OF_TITLE, *_REST)
_PARTY_NUMBER = re.compile(r"\d+[a-zđ]?\s?[-–]|[-–]?[^\W\d_]+/")
"""“12-KH/TU”, and “KH/TU” where the running number is blank; the State writes “12/KH-UBND”, “KH-UBND”."""
_PARTY_SIGNS = re.compile(r"(?:T/M|K/T|T/L)(?!\w)")
_STATE_SIGNS = re.compile(r"(?:TM|KT|TL|TUQ)\s*\.")


def letterhead(text: Text, zones: Zones, head: Header, here: Context) -> tuple[Found, ...]:
    """Return the parts above the type; an absent one stands at the head's beginning, number and date at its end."""
    top = above_type(text, zones)
    printed = [*_titles(text.flow, top, zones), *_issuer(text, top), *_lines(text.flow, top)]
    kinds = {found.kind for found in printed}
    is_party = _is_party(text.flow, zones, head, kinds, here)
    if is_party is None and here.party:
        is_party = True
    unasked = frozenset() if is_party is None else (_OF_STATE if is_party else {PartKind.PARTY_TITLE})
    for kind in LETTERHEAD:
        if kind not in kinds and kind not in unasked:
            place = top.end if kind in {PartKind.NUMBER, PartKind.DATE} else top.start
            printed.append(Found(kind, _absent(kind, kinds), Span(place, place)))
    return tuple(printed)


def above_type(text: Text, zones: Zones) -> Span:
    """Return the range above the type line, of a letter its whole head."""
    parts = [part for part in text.paragraphs() if part.start < max(zones.head.end, 1)]
    line = type_line(text, parts)
    return Span(0, parts[line[0]].start) if line else zones.head


def is_whole(letterhead: tuple[Found, ...]) -> bool:
    """Is every piece of the letterhead printed, filled in or blank?"""
    kinds = {found.kind for found in letterhead if found.state in {PartState.PRESENT, PartState.BLANK}}
    return kinds >= _REST and bool(kinds & _OF_TITLE)


def _absent(kind: PartKind, kinds: set[PartKind]) -> PartState:
    others = _REST - {kind} <= kinds and (kind in _OF_TITLE or bool(kinds & _OF_TITLE))
    return PartState.MISSING if others else PartState.LOST


def _titles(flow: str, top: Span, zones: Zones) -> list[Found]:
    """A consolidated text has the title of the State below its type; that of the Party may stand in a paper's title."""
    found = []
    last = max(top.end, zones.head.end)
    key = unmarked(flow[:last])
    for kind, pattern in _TITLES:
        end = top.end if kind is PartKind.PARTY_TITLE else last
        match = pattern.search(key if len(key) == last else flow[:last], top.start, end)
        if match is not None:
            found.append(Found(kind, PartState.PRESENT, Span(*match.span())))
    return found


def _issuer(text: Text, top: Span) -> list[Found]:
    lines = list(letterhead_lines(text, top))
    first = next((n for n, (_, words) in enumerate(lines) if names_issuer(words)), None)
    if first is None:
        return []
    names = [_without_titles(text.flow, line) for line, _ in lines[first:]]
    return [Found(PartKind.ISSUER, PartState.PRESENT, Span(names[0].start, max(name.end for name in names)))]


def _without_titles(flow: str, line: Span) -> Span:
    """Leave out what the other column prints on the same line: “QUỐC HỘI    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”."""
    start = line.start
    for match in MOTTO.finditer(flow, line.start, line.end):
        if any(sign.isalpha() for sign in flow[start : match.start()]):
            return Span(start, match.start())
        start = match.end()
    return Span(start, start + len(flow[start : line.end].rstrip(" |*_-")))


def _lines(flow: str, top: Span) -> list[Found]:
    head = flow[top.start : top.end]
    found = []
    for kind, line in ((PartKind.NUMBER, number_line(head)), (PartKind.DATE, date_line(head))):
        if line is not None:
            span = Span(top.start + line[0].start, top.start + line[0].end)
            found.append(Found(kind, PartState.PRESENT if line[1] else PartState.BLANK, span))
    return found


def _is_party(flow: str, zones: Zones, head: Header, kinds: set[PartKind], here: Context) -> bool | None:
    """Is it a paper of the Party: by its titles, its number, its signature? None where nothing tells.

    Papers get number and signature wrong: where one is the Party's, the other the State's, the issuer tells.
    """
    is_party, is_state = PartKind.PARTY_TITLE in kinds, bool(kinds & _OF_STATE)
    if is_party != is_state:
        return is_party
    signed = flow[zones.signature.start : zones.signature.end]
    signs = {is_of for is_of, pattern in ((True, _PARTY_SIGNS), (False, _STATE_SIGNS)) if pattern.search(signed)}
    if head.number or head.symbol:
        signs.add(_PARTY_NUMBER.match(head.number or head.symbol or "") is not None)
    if len(signs) > 1:
        return here.party
    return signs.pop() if signs else None
