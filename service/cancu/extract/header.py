"""What a document says of itself: type, number, date, place, title, issuer, period, signer."""

from __future__ import annotations

from cancu.extract import letterhead
from cancu.extract.capitals import in_running_case
from cancu.extract.context import most_named
from cancu.extract.issuers import issuer
from cancu.extract.layout import Context, Zones
from cancu.extract.letterhead import Printed
from cancu.extract.signers import signer
from cancu.extract.titles import from_closing, period, title_after, title_of_letter, type_line
from cancu.model import Header, Span
from cancu.text import Text


def header(text: Text, zones: Zones) -> Header:
    """Return the header; each field is None where the paper does not show it."""
    parts = [p for p in text.paragraphs() if p.start < max(zones.head.end, 1)]
    line = type_line(text, parts)
    top = Span(0, parts[line[0]].start) if line else zones.head
    head = text.flow[top.start : top.end]
    number, symbol = letterhead.number(head), None
    if number is None:
        symbol = letterhead.symbol(head) or _symbol_in_appendix(text, zones)
    province, commune = most_named(text)
    body = issuer(text, zones, top, number.value if number else None, Context(province=province, commune=commune))
    kind = line[1] if line else None
    title = title_after(text, parts, line[0], body) if line else title_of_letter(text, zones.head)
    if kind is None and title is None and (closing := from_closing(text, zones)) is not None:
        kind, title = closing
    kind_name = kind.value if kind else ("Công văn" if title else None)
    dated = letterhead.date(head)
    place = letterhead.place(head)
    return Header(
        type=kind_name,
        number=number.value if number else None,
        symbol=symbol.value if symbol else None,
        date=dated[0] if dated else None,
        place=place.value if place else None,
        title=title.value if title else None,
        issuer=_issuer_beside_type(text, kind) or body,
        period=period(title.value if title else None, dated[0].year if dated else None),
        signer=signer(text, zones),
        spans=_spans(text, type=kind, number=number, symbol=symbol, place=place, title=title)
        + ((("date", text.span(dated[1].start, dated[1].end)),) if dated else ()),
    )


def _spans(text: Text, **found: Printed | None) -> tuple[tuple[str, Span], ...]:
    return tuple((name, text.span(printed.span.start, printed.span.end)) for name, printed in found.items() if printed)


def _symbol_in_appendix(text: Text, zones: Zones) -> Printed | None:
    """An appendix names its parent (“Kèm theo Kế hoạch số      /KH-UBND”) even where the head is lost."""
    for appendix in zones.appendices:
        printed = letterhead.symbol(text.flow[appendix.start : appendix.end])
        if printed is not None:
            span = Span(printed.span.start + appendix.start, printed.span.end + appendix.start)
            return Printed(printed.value, span)
    return None


def _issuer_beside_type(text: Text, kind: Printed | None) -> str | None:
    """Consolidated texts name their issuer beside the type: “VĂN BẢN HỢP NHẤT - BỘ Y TẾ”."""
    if kind is None:
        return None
    rest = text.flow[kind.span.end :].split("\n", 1)[0].strip()
    name = rest.strip(" -–")
    return in_running_case(name, text.flow) if rest.startswith(("-", "–")) and name.isupper() else None
