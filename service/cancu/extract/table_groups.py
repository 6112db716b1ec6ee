"""Rows of typed tables that head the rows below them (“II | Dữ liệu số”, “A. Chính sách”) as headings."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from cancu.extract.layout import Heading, Zones, linked
from cancu.extract.paragraphs import zones_of_work
from cancu.extract.typed_tables import TypedTable, typed_tables
from cancu.text import Text


def with_groups(text: Text, parts: Zones, tree: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return the headings together with the numbered groups of tables, in order; a group ends with its table."""
    found = list(tree)
    known = {heading.start for heading in tree}
    for zone in zones_of_work(text, parts):
        for table in typed_tables(text, zone.start, zone.end):
            found.extend(h for h in _headings(text, parts, table, tree) if h.start not in known)
    return linked(sorted(found, key=attrgetter("start")))


def table_path(start: int, parts: Zones, tree: Sequence[Heading]) -> tuple[str, int]:
    """Return the path of the heading that a table stands under, “PL” in an appendix without one, and its level."""
    index = bisect_left(tree, start, key=attrgetter("start")) - 1
    while index >= 0 and tree[index].until < start:
        index = tree[index].above
    if index >= 0:
        return tree[index].path, tree[index].level
    in_body = parts.body.start <= start < parts.body.end
    return ("", 0) if in_body else ("PL", 0)


def _headings(text: Text, parts: Zones, table: TypedTable, tree: Sequence[Heading]) -> Iterator[Heading]:
    path, level = table_path(table.span.start, parts, tree)
    groups = [group for group in table.groups if group.number]
    ends = [*(group.start for group in groups[1:]), table.span.end]
    for group, end in zip(groups, ends, strict=False):
        words = unicodedata.normalize("NFC", text.quote(text.span(group.title.start, group.title.end)))
        yield Heading(
            path=".".join(part for part in (path, group.number) if part),
            words=words.rstrip(" :."),
            start=group.start,
            words_start=group.title.start,
            end=group.title.end,
            until=end,
            level=level + 1,
        )
