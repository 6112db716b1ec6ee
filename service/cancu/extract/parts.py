"""The parts that a paper's form demands: there, blank, missing, or lost with the piece of text where they would stand.

Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I; Quy định 66-QĐ/TW, Điều 15. A copy on the web often lacks the letterhead
or the foot; what nobody can see is lost, and no fault of the paper.
"""

from __future__ import annotations

from collections.abc import Sequence

from cancu.extract.layout import Context, Found, Heading, Zones
from cancu.extract.parts_foot import foot
from cancu.extract.parts_head import opening
from cancu.extract.parts_letterhead import letterhead
from cancu.model import Header, Part, PartKind
from cancu.text import Text

_ORDER = tuple(PartKind)


def parts(text: Text, zones: Zones, head: Header, here: Context, tree: Sequence[Heading]) -> tuple[Part, ...]:
    """Return the parts in the order of ``PartKind``; what a paper of its kind need not have is left out.

    ``head``, ``here`` and ``tree`` are what was read of the same text. Of State and Party only the title of the
    paper's own order is asked for, but both are told where they are printed.
    """
    above = letterhead(text, zones, head, here)
    found = [*above, *opening(text, zones, head, above), *foot(text, zones, tree)]
    return tuple(_part(text, one) for one in sorted(found, key=lambda one: _ORDER.index(one.kind)))


def _part(text: Text, found: Found) -> Part:
    span = text.span(found.span.start, found.span.end)
    return Part(text=text.quote(span), start=span.start, end=span.end, kind=found.kind, state=found.state)
