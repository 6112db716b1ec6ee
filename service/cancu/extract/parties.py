"""Who leads and who helps, where one cell says both: “Chủ trì: X; phối hợp: Y”, “X (chủ trì), Y”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cancu.extract.agencies import bodies_at, printed
from cancu.extract.duties import partners
from cancu.extract.jobs import names_in
from cancu.extract.labels import labelled
from cancu.extract.words import after_blanks, level
from cancu.model import Span
from cancu.vietnamese import squeeze

_LEADS = re.compile(r"[\s,]*(?:là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?chủ\s+trì(?!\w)")
_ROLE = re.compile(
    r"\s*\(?\s*(?:(?P<lead>(?:cơ\s+quan\s+|đơn\s+vị\s+)?chủ\s+trì|đầu\s+mối)|(?:cùng\s+)?phối\s+hợp)\s*(?:\)[\s,;.]*|[;,.]\s*|$)"
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Names as printed of those who lead and of those who help."""

    leads: tuple[str, ...]
    partners: tuple[str, ...] = ()


def parties_in(flow: str, cell: Span) -> Parties:
    """Return those whom a cell names; where it tells no roles apart, all of them lead."""
    return _labelled(flow, cell) or _sentence(flow, cell) or _bracketed(flow, cell) or Parties(names_in(flow, cell))


def _labelled(flow: str, cell: Span) -> Parties | None:
    labels = labelled(flow, cell.start, cell.end, is_cell=True)
    values = {label.kind: label.value for label in reversed(labels) if label.value.start < label.value.end}
    if "lead" not in values and "partner" not in values:
        return None
    first = min(label.start for label in labels)
    lead = values.get("lead") or Span(cell.start, first)
    return Parties(names_in(flow, lead), names_in(flow, values["partner"]) if "partner" in values else ())


def _bracketed(flow: str, cell: Span) -> Parties | None:
    """“X (chủ trì), Y, Z”: who is not said to lead helps."""
    roles = list(_ROLE.finditer(level(flow), cell.start, cell.end))
    if not any(role["lead"] for role in roles):
        return None
    leads: list[str] = []
    others: list[str] = []
    begin = cell.start
    for role in roles:
        (leads if role["lead"] else others).extend(names_in(flow, Span(begin, role.start())))
        begin = role.end()
    if begin < cell.end:
        others.extend(names_in(flow, Span(begin, cell.end)))
    return Parties(tuple(leads), tuple(others))


def _sentence(flow: str, cell: Span) -> Parties | None:
    """“X chủ trì, phối hợp (với) Y”."""
    found = bodies_at(flow, cell.start, cell.end)
    verb = _LEADS.match(level(flow), found.end, cell.end) if found else None
    if found is None or verb is None:
        return None
    rest = Span(verb.end(), cell.end)
    named = printed(flow, partners(flow, after_blanks(flow, verb.start(), cell.end), cell.end))
    if not named and squeeze(flow[rest.start : rest.end]).strip(" ,;."):
        return None
    return Parties(printed(flow, found.spans), named)
