"""A text with its findings mended, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cancu.finding import Finding


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``new`` in place of what stands from ``start`` to ``end``, as ``rule`` asks."""

    start: int
    end: int
    new: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line (from 1) before and after, and the rules that asked for it."""

    line: int
    before: str
    after: str
    rules: tuple[str, ...]


def edits(text: str, findings: Iterable[Finding]) -> tuple[Edit, ...]:
    """Return what the replacements of open findings change, as little as it takes, in order and without overlap.

    Of two that want the same place the first stays; what somebody accepted or called a false alarm is left alone.
    """
    wanted = set()
    for finding in findings:
        if finding.replacement is not None and finding.is_open and finding.start is not None:
            wanted.add(_smallest(text, finding.start, finding.end or finding.start, finding.replacement, finding.rule))
    kept: list[Edit] = []
    for edit in sorted(wanted):
        last = kept[-1] if kept else None
        is_free = last is None or edit.start > last.end or (edit.start == last.end and last.start < last.end)
        if is_free and (edit.start < edit.end or edit.new):
            kept.append(edit)
    return tuple(kept)


def _smallest(text: str, start: int, end: int, new: str, rule: str) -> Edit:
    old = text[start:end]
    limit = min(len(old), len(new))
    head = next((i for i in range(limit) if old[i] != new[i]), limit)
    limit -= head
    tail = next((i for i in range(limit) if old[-1 - i] != new[-1 - i]), limit)
    return Edit(start + head, end - tail, new[head : len(new) - tail], rule)


def apply(text: str, findings: Iterable[Finding]) -> str:
    """Return ``text`` with the replacements of its open findings in place; all else stays as it is."""
    out, position = [], 0
    for edit in edits(text, findings):
        out += [text[position : edit.start], edit.new]
        position = edit.end
    return "".join([*out, text[position:]])


def changes(text: str, findings: Iterable[Finding]) -> tuple[Change, ...]:
    """Return the lines that ``apply`` changes, in order, before and after."""
    groups: list[list[Edit]] = []
    end = -1  # of the last line of the last group
    for edit in edits(text, findings):
        if edit.start <= end:
            groups[-1].append(edit)
        else:
            groups.append([edit])
        last = text.find("\n", edit.end)
        end = len(text) if last < 0 else last
    return tuple(_change(text, members) for members in groups)


def _change(text: str, members: list[Edit]) -> Change:
    start = text.rfind("\n", 0, members[0].start) + 1
    last = text.find("\n", members[-1].end)
    end = len(text) if last < 0 else last
    after, position = [], start
    for edit in members:
        after += [text[position : edit.start], edit.new]
        position = edit.end
    after.append(text[position:end])
    rules = tuple(dict.fromkeys(edit.rule for edit in members))
    return Change(text.count("\n", 0, start) + 1, text[start:end], "".join(after), rules)
