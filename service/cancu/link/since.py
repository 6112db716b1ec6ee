"""“… từ năm 1973 giữa … với phường …”: since when something is said to have been with a place of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cancu.linked import Since, Unit
from cancu.model import Item
from cancu.vietnamese import fold

_SINCE = re.compile(r"\btừ (?:năm )?(\d{4})\s+(?:giữa|với|tại|ở)\b([^.;]*)", re.I)


def since(items: Iterable[Item], units: Sequence[Unit]) -> tuple[Since, ...]:
    """Return the years since when the words of ``items`` say that something has been with one of ``units``."""
    return tuple(dict.fromkeys(found for item in items for found in _in(item, units)))


def _in(item: Item, units: Sequence[Unit]) -> Iterator[Since]:
    for match in _SINCE.finditer(item.text):
        words = f" {fold(match[2])} "
        for unit in units:
            if f" {fold(f'{unit.kind} {unit.name}')} " in words:
                yield Since(start=item.start, year=match[1], unit=unit.slug)
