"""Labelled blocks: “* Đơn vị chủ trì: …”, “Thời gian: …”, alone on a line or one after another in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.words import level, lexicon
from cancu.model import Span

_SPACES = re.compile(r"\s+")
_INSIDE = re.compile(r"[;.(,]\s*(?:[-+*a-đ0-9]{1,2}[).]?\s+)?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value after a label.

    ``kind`` is ``lead``, ``partner``, ``time``, ``work``, ``activity``, ``product``, ``target`` (what is to be
    reached), ``charge`` (who is in charge of it) or ``other``.
    """

    kind: str
    start: int
    """Where the label begins."""
    value: Span


@cache
def _kinds() -> dict[str, str]:
    return {level(row["label"]): row["kind"] for row in resources.table("data", "lexicon", "task-labels.tsv")}


def labelled(flow: str, start: int, end: int, *, is_cell: bool = False) -> tuple[Labelled, ...]:
    """Return the labels of ``flow[start:end]`` with their values: at its start, or after a stop inside it.

    In a cell (``is_cell``) a line's end, which ``flow`` shows as a blank, is stop enough before a capital.
    """
    key = level(flow)
    marks: list[tuple[int, int, str]] = []
    for match in lexicon("task-labels", "label").finditer(key, start, end):
        colon = match.end() + len(key[match.end() : match.end() + 2]) - len(key[match.end() : match.end() + 2].lstrip())
        begins = match.start() == start or (is_cell and flow[match.start()].isupper())
        if flow[colon : colon + 1] == ":" and (begins or _after_stop(flow, start, match.start())):
            marks.append((match.start(), colon + 1, _kinds()[_SPACES.sub(" ", match.group())]))
    if not marks:
        return ()
    ends = [*(mark[0] for mark in marks[1:]), end]
    return tuple(
        Labelled(kind, at, _value(flow, begin, stop)) for (at, begin, kind), stop in zip(marks, ends, strict=True)
    )


def _after_stop(flow: str, start: int, at: int) -> bool:
    before = max(start, at - 6)
    return any(match.end() == at for match in _INSIDE.finditer(flow, before, at))


def _value(flow: str, start: int, end: int) -> Span:
    while start < end and flow[start].isspace():
        start += 1
    while end > start and flow[end - 1] in " \t.;,(-+*":
        end -= 1
    if flow[start:end].count(")") > flow[start:end].count("("):
        end = flow.rfind(")", start, end)
    return Span(start, end)
