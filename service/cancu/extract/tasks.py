"""Assigned pieces of work: from headings that name a body, labelled blocks, sentences that assign, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cancu.extract.appendix import rows, tables
from cancu.extract.blocks import block_jobs
from cancu.extract.clarity import clear_on
from cancu.extract.jobs import Job
from cancu.extract.labels import labelled
from cancu.extract.layout import Context, Heading, Zones
from cancu.extract.paragraphs import Paragraph, prose
from cancu.extract.products import product
from cancu.extract.scopes import aims, named_bodies, within_article
from cancu.extract.sentences import asked_for, body_jobs, closing_jobs, sentence_jobs
from cancu.extract.times import interval
from cancu.model import Span, Task
from cancu.text import Text
from cancu.vietnamese import squeeze

_CLOSING = re.compile(r"Trên đây là")


def tasks(text: Text, parts: Zones, tree: Sequence[Heading], here: Context) -> tuple[Task, ...]:
    """Return every piece of work that the document assigns, in the order of the text."""
    found = tables(text, parts, tree)
    paragraphs = prose(text, parts, tree, [table.span for table in found])
    asked = asked_for(text.flow, parts.basis)
    jobs = [
        *_prose_jobs(text.flow, paragraphs, tree, asked),
        *(job for table in found for job in rows(text.flow, table)),
    ]
    seen: set[tuple[int, int]] = set()
    result = []
    for job in sorted(jobs, key=lambda job: (job.words.start, job.words.end)):
        if (job.words.start, job.words.end) not in seen:
            seen.add((job.words.start, job.words.end))
            result.append(_task(text, job, here))
    return tuple(result)


def _task(text: Text, job: Job, here: Context) -> Task:
    span = text.span(job.words.start, job.words.end)
    start, end = interval(job.time, here.year) if job.time else (None, None)
    made = job.remarks.product or product(text.flow, job.words)
    return Task(
        text=text.quote(span), start=span.start, end=span.end, section=job.section or None, leads=job.leads,
        coordinators=job.partners, time=squeeze(job.time) or None, start_date=start, end_date=end, row=job.row,
        product=made or None, clear=clear_on(text.flow, job, made, is_dated=bool(start or end)),
    )  # fmt: skip


def _prose_jobs(
    flow: str, paragraphs: Iterable[Paragraph], tree: Sequence[Heading], asked: Sequence[Span]
) -> Iterator[Job]:
    """Take the paragraphs heading by heading; from the closing formula on, only sentences that assign count.

    What stands under no heading is work of those whom the basis ``asked``.
    """
    plain: list[tuple[int, Paragraph]] = []
    is_closing = False
    for paragraph in paragraphs:
        is_closing = is_closing or bool(_CLOSING.match(flow, paragraph.words.start))
        if is_closing and paragraph.is_heading:
            is_closing = False
        if is_closing:
            yield from closing_jobs(flow, paragraph, tree)
        else:
            plain.append((_owner(flow, tree, paragraph), paragraph))
    for index, group in groupby(plain, key=lambda pair: pair[0]):
        yield from _group_jobs(flow, tree, index, [paragraph for _, paragraph in group], asked)


def _owner(flow: str, tree: Sequence[Heading], paragraph: Paragraph) -> int:
    """Return the heading a paragraph stands under; a numbered label (“a) Cơ quan chủ trì: …”) is no heading."""
    index = paragraph.heading
    while index >= 0 and labelled(flow, tree[index].words_start, tree[index].end):
        level = tree[index].level
        index = next((i for i in range(index - 1, -1, -1) if tree[i].level < level), -1)
    return index


def _group_jobs(
    flow: str, tree: Sequence[Heading], index: int, group: list[Paragraph], asked: Sequence[Span]
) -> Iterator[Job]:
    bodies = named_bodies(flow, tree, index)
    labels = [labelled(flow, paragraph.words.start, paragraph.words.end) for paragraph in group]
    if any(label.kind == "lead" for found in labels for label in found):
        yield from block_jobs(flow, tree, index, group, labels)
    elif bodies:
        yield from body_jobs(flow, tree, index, group, bodies)
    elif not aims(flow, tree, index):
        whom = asked if index < 0 else ()
        yield from sentence_jobs(flow, tree, index, group, only_opened=within_article(flow, tree, index), asked=whom)
