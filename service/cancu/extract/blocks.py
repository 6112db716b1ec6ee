"""Labelled blocks: what stands before the labels is the work, what stands after them says who, with whom and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cancu.extract.agencies import printed
from cancu.extract.duties import Duty, assignment, helpers, partners
from cancu.extract.jobs import Job, job, names_in, remarks, section
from cancu.extract.labels import Labelled
from cancu.extract.layout import Heading
from cancu.extract.paragraphs import Paragraph
from cancu.extract.parties import parties_in
from cancu.extract.words import level
from cancu.model import Span

_NOTHING = ("không có", "không")
_WORK = frozenset({"work", "activity"})
"""Labels before the work; of an “activity” the label is one of its words (“Hoạt động: treo cờ”)."""


@dataclass(slots=True)
class _Block:
    """The block being read: its works with their sections, and its labels by kind."""

    works: list[tuple[Span, str]] = field(default_factory=list)
    labels: dict[str, Span] = field(default_factory=dict)
    rank: int = 9


def block_jobs(
    flow: str,
    tree: Sequence[Heading],
    index: int,
    group: list[Paragraph],
    labels: list[tuple[Labelled, ...]],
) -> Iterator[Job]:
    """Yield the work of the labelled blocks below one heading; a block without words of its own is the heading's."""
    block = _Block()
    title = Span(tree[index].words_start, tree[index].end) if index >= 0 else None
    for position, (paragraph, found) in enumerate(zip(group, labels, strict=True)):
        if paragraph.is_heading and not found:
            continue
        if not found and _continues(flow, block, paragraph, position, labels):
            last = labels[position - 1][-1]
            block.labels[last.kind] = Span(last.value.start, paragraph.words.end)
            continue
        path = section(tree, index, paragraph)
        own = None if found or _labels_follow(group, labels, position) else _own_duty(flow, paragraph)
        if own:
            yield from _flushed(flow, block, title, section(tree, index))
            block, title = _Block(), None
            yield job(flow, paragraph.words, path, own.leads, helpers(flow, own))
            continue
        first = _first_label(flow, paragraph, found)
        has_words = first > paragraph.words.start or (found and found[0].kind in _WORK and _length(found[0]) > 0)
        if has_words and block.labels.keys() & {"lead", "partner"}:
            yield from _flushed(flow, block, title, section(tree, index))
            block, title = _Block(), None
        if first > paragraph.words.start and not (position and _is_nested(block, paragraph, flow)):
            block.works.append((Span(paragraph.words.start, first), path))
            block.rank = min(block.rank, paragraph.rank)
        for label in found:
            if label.kind in _WORK and _length(label) > 0:
                begin = label.start if label.kind == "activity" else label.value.start
                block.works.append((Span(begin, label.value.end), path))
            elif label.kind not in _WORK and _length(label) > 0:
                block.labels.setdefault(label.kind, label.value)
    yield from _flushed(flow, block, title, section(tree, index))


def _labels_follow(group: Sequence[Paragraph], labels: Sequence[tuple[Labelled, ...]], position: int) -> bool:
    """Do labels tell of this paragraph: after it and what stands deeper, before the next as high?"""
    for later in range(position + 1, len(group)):
        if labels[later]:
            return True
        if group[later].rank <= group[position].rank:
            return False
    return False


def _own_duty(flow: str, paragraph: Paragraph) -> Duty | None:
    """Between labelled blocks “1.2. Chi bộ tổ chức quán triệt …” says itself who does it."""
    return assignment(flow, paragraph.words.start, paragraph.words.end) if paragraph.mark else None


def _continues(
    flow: str, block: _Block, paragraph: Paragraph, position: int, labels: Sequence[tuple[Labelled, ...]]
) -> bool:
    """Does an unmarked paragraph go on with the label's value before it, which ends in the middle of a name?"""
    if paragraph.mark or not position or not labels[position - 1]:
        return False
    last = labels[position - 1][-1]
    ended = flow[last.value.end : last.value.end + 1] in {".", ";"} or last.value.end <= last.value.start
    return last.kind in block.labels and last.kind in {"lead", "partner"} and not ended


def _first_label(flow: str, paragraph: Paragraph, found: Sequence[Labelled]) -> int:
    """Return where a paragraph's first label begins; a bracket before it (“(Phân công: …)”) is no word of the work."""
    if not found:
        return paragraph.words.end
    begin = found[0].start
    return begin if flow[paragraph.words.start : begin].strip(" (") else paragraph.words.start


def _length(label: Labelled) -> int:
    return label.value.end - label.value.start


def _is_nested(block: _Block, paragraph: Paragraph, flow: str) -> bool:
    """“+ Đoàn ra: Không có” below “- Dự kiến …:” belongs to it; where it says there is nothing, so does the other."""
    if not paragraph.mark or paragraph.rank <= block.rank:
        return False
    says = level(flow)[paragraph.words.start : paragraph.words.end].rstrip(" .;")
    if block.works and says.endswith(_NOTHING) and flow[block.works[-1][0].end - 1] == ":":
        block.works.pop()
    return True


def _flushed(flow: str, block: _Block, title: Span | None, path: str) -> Iterator[Job]:
    lead, partner = block.labels.get("lead"), block.labels.get("partner")
    if lead is None:
        return
    works = block.works or ([(title, path)] if title else [])
    named_here = parties_in(flow, lead)
    leads = named_here.leads
    with_whom = (*named_here.partners, *(names_in(flow, partner) if partner else ()))
    when = block.labels.get("time")
    time = flow[when.start : when.end] if when else ""
    said = remarks({kind: flow[value.start : value.end] for kind, value in block.labels.items()})
    for words, where in works:
        named = printed(flow, partners(flow, words.start, words.end))
        others = tuple(name for name in named if name not in with_whom and name not in leads)
        yield Job(words, where, leads, (*with_whom, *others), time, remarks=said)
