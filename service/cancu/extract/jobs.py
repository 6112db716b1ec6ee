"""A piece of work as found: ranges of ``flow`` and names, before it becomes a Task."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.extract.agencies import bodies_at, bodies_in, printed
from cancu.extract.agency_heads import stop_kind
from cancu.extract.duties import partners
from cancu.extract.labels import labelled
from cancu.extract.layout import Heading
from cancu.extract.paragraphs import Paragraph
from cancu.extract.times import bracketed_time, deadline
from cancu.model import Span
from cancu.vietnamese import squeeze

_CLAUSE_OF_NAME = re.compile(r"\s*(?:được|có|đang|đã|tham\s+gia)\s[^,;.:]{2,60}")
"""“các chi bộ | có đảng viên được tặng Huy hiệu”: after a label these words belong to who is meant."""
_NOTHING = re.compile(r"(?i:không(?:\s+có)?)|[-–…./]*")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What columns or labels say of the work: product, what is to be reached, who is in charge; empty where none."""

    product: str = ""
    target: str = ""
    charge: str = ""


NO_REMARKS = Remarks()


def remarks(values: Mapping[str, str]) -> Remarks:
    """Return the remarks among ``values``, words by kind of column or label."""
    found = {kind: squeeze(values.get(kind, "")).strip(" .;,") for kind in ("product", "target", "charge")}
    return Remarks(**{kind: "" if _NOTHING.fullmatch(words) else words for kind, words in found.items()})


@dataclass(frozen=True, slots=True)
class Job:
    """The words of the work, the section and row it stands in, the names as printed, the words of time."""

    words: Span
    section: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    time: str = ""
    row: str | None = None
    remarks: Remarks = NO_REMARKS


def job(flow: str, words: Span, section: str, leads: Sequence[Span], coordinators: Sequence[Span] | None = None) -> Job:
    """Return the job of running text: partners and time are read from its words where they are not given."""
    found = partners(flow, words.start, words.end) if coordinators is None else tuple(coordinators)
    when = deadline(flow, words.start, words.end)
    lead_names = printed(flow, tuple(leads))
    names = tuple(name for name in printed(flow, found) if name not in lead_names)
    labels = labelled(flow, words.start, words.end)
    when = next((label.value for label in labels if label.kind == "time"), when)
    when = when or bracketed_time(flow, words.start, words.end)
    said = remarks({label.kind: flow[label.value.start : label.value.end] for label in labels})
    return Job(words, section, lead_names, names, flow[when.start : when.end] if when else "", remarks=said)


def names_in(flow: str, value: Span) -> tuple[str, ...]:
    """Return the names in a cell or after a label; where the words are no known bodies, the words parted at “;”."""
    whole = bodies_in(flow, value.start, value.end)
    if whole:
        return printed(flow, whole)
    leading = bodies_at(flow, value.start, value.end, is_cell=True) if value.end > value.start else None
    if leading and _CLAUSE_OF_NAME.fullmatch(flow, leading.end, value.end):
        return printed(flow, (*leading.spans[:-1], Span(leading.spans[-1].start, value.end)))
    half = (value.end - value.start) // 2
    if leading and (leading.end - value.start > half or stop_kind(flow, leading.end) == "verb"):
        return printed(flow, leading.spans)
    parts = (squeeze(part).strip(" .,;") for part in flow[value.start : value.end].split(";"))
    return tuple(part for part in parts if part and part.lower() not in {"không", "không có", "-"})


def section(tree: Sequence[Heading], index: int, paragraph: Paragraph | None = None) -> str:
    """Return the path of a heading and of the paragraph's own numbers below it."""
    path = tree[index].path if index >= 0 else ""
    own = paragraph.path if paragraph and paragraph.heading == index else ""
    return ".".join(part for part in (path, own) if part)
