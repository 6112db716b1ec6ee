"""The citations of a document: every mention of one specific document, by number or by name."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from cancu.extract.cite_congress import congresses
from cancu.extract.cite_draft import Draft, Ranges, parents
from cancu.extract.cite_issuers import canonical
from cancu.extract.cite_laws import laws
from cancu.extract.cite_named import plans
from cancu.extract.cite_numbered import numbered
from cancu.extract.cite_page import Page, page, treaties
from cancu.extract.cite_roles import roles
from cancu.extract.layout import Context, Zones
from cancu.model import Citation, Header, Role, Span
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_OWN_ANNEX = re.compile(r"\W{0,40}(?:\(|ban hành\s+)?\s*kèm theo\s")
_LETTERHEAD = re.compile(r"\s*(?:luật\s+|nghị quyết\s+)?số\s*:")
_PREPOSED = re.compile(r"\s+(?:trên địa bàn|tại|của|ở|cho|trong|giai đoạn)\s")


def citations(text: Text, parts: Zones, head: Header, here: Context) -> tuple[Citation, ...]:
    """Return the citations in order of their beginning; an outer one comes before those in its title."""
    sheet = page(text.flow, _title(text, head))
    drafts = _drafts(sheet, parts, head, here)
    found = roles(sheet, parts, drafts)
    return tuple(_citation(text, sheet, draft, role, here) for draft, role in zip(drafts, found, strict=True))


def _title(text: Text, head: Header) -> tuple[int, int]:
    """Return the range of the document's own title in ``flow``."""
    span = dict(head.spans).get("title", Span(0, 0))
    return bisect_left(text.origin, span.start), bisect_left(text.origin, span.end)


def _drafts(sheet: Page, parts: Zones, head: Header, here: Context) -> tuple[Draft, ...]:
    by_number = numbered(sheet)
    by_name = _outside(by_number, (*congresses(sheet, here), *laws(sheet)))
    taken = _ordered((*by_number, *by_name))
    named = tuple(plans(sheet, head, parts.head.end, taken))
    every = _widened(_ordered((*taken, *named)))
    kept = (draft for draft in every if not _is_self(sheet, draft, parts, head))
    return _known_ends(sheet, tuple(kept))


def _ordered(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Order by beginning; of two that begin together the longer stays."""
    ordered: list[Draft] = []
    for draft in sorted(drafts, key=lambda draft: (draft.start, -draft.end)):
        if not ordered or ordered[-1].start != draft.start:
            ordered.append(draft)
    return tuple(ordered)


def _widened(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The name of an amending law ends with the number of the last law it names."""
    result = list(drafts)
    for index, parent in enumerate(parents((draft.start, draft.end) for draft in drafts)):
        end = drafts[index].end
        if parent is not None and result[parent].end < end and not result[parent].is_numbered:
            outer = result[parent]
            title = outer.title if outer.title is None or outer.title.end < outer.end else Span(outer.title.start, end)
            result[parent] = replace(outer, end=end, title=title)
    return tuple(result)


def _outside(by_number: tuple[Draft, ...], by_name: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Leave out names that are the words between a kind and its number, and names inside the name of a law."""
    heads = Ranges((draft.start, draft.start + 1 if draft.is_amending else draft.head_end) for draft in by_number)
    parties = Ranges((draft.start, draft.end) for draft in by_name if draft.type in treaties())
    return tuple(
        draft
        for draft in by_name
        if not heads.covers(draft.start)
        if draft.type in treaties() or not parties.holds(draft.start)
    )


def _is_self(sheet: Page, draft: Draft, parts: Zones, head: Header) -> bool:
    """The document itself: its own number, its letterhead, “(Kèm theo Kế hoạch số …)”, its own name."""
    begin = sheet.line(draft.start)[0]
    if draft.number and head.number and squeeze(draft.number) == head.number.replace(" ", ""):
        return True
    if _OWN_ANNEX.match(sheet.key, begin) or (draft.start < parts.head.end and _LETTERHEAD.match(sheet.key, begin)):
        return True
    if draft.number or draft.title is None or not head.title or draft.type != head.type:
        return False
    if draft.type not in {"Luật", "Bộ luật", "Pháp lệnh", "Điều lệ"}:
        return False
    return fold(sheet.work[draft.title.start : draft.title.end]) == fold(head.title)


def _known_ends(sheet: Page, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """A name printed before in this document ends where it ended then, if words of place follow."""
    seen: set[str] = set()
    result = []
    for draft in drafts:
        end = _earlier_end(sheet, draft, seen) if draft.title and not draft.is_numbered else None
        if end and draft.title:
            result.append(replace(draft, end=end, title=Span(draft.title.start, end)))
            continue
        if not draft.is_numbered:
            seen.add(fold(sheet.work[draft.start : draft.end]))
        result.append(draft)
    return tuple(result)


def _earlier_end(sheet: Page, draft: Draft, seen: set[str]) -> int | None:
    for match in _PREPOSED.finditer(sheet.key, draft.start, draft.end):
        if fold(sheet.work[draft.start : match.start()]) in seen:
            return match.start()
    return None


def _bare(title: str) -> str:
    """Take away quotation marks that stand around the whole title."""
    opens, closes = title[:1] in '“"', title[-1:] in '”"'
    if opens and (closes or not any(mark in title[1:] for mark in '”"')):
        return title.strip('“”" ')
    return title


def _citation(text: Text, sheet: Page, draft: Draft, role: Role, here: Context) -> Citation:
    span = text.span(draft.start, draft.end)
    title = sheet.work[draft.title.start : draft.title.end] if draft.title else None
    pinpoint = draft.pinpoint
    return Citation(
        text=text.quote(span),
        start=span.start,
        end=span.end,
        numbered=draft.is_numbered,
        type=draft.type,
        number=draft.number,
        symbol=draft.symbol if draft.number is None else None,
        date=draft.date,
        issuer=draft.canonical_issuer or canonical(draft.issuers, here),
        term=draft.term,
        title=_bare(squeeze(title)) if title else None,
        pinpoint=squeeze(sheet.work[pinpoint.start : pinpoint.end]) if pinpoint else None,
        role=role,
    )
