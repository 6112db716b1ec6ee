"""Bars as places in a drawing (SVG): the policy of the site allows no style within a page, attributes it does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cancu.serve.pages.compliance.filters import SEVERITIES
from cancu.serve.pages.compliance.tally import Line

HEIGHT, STEP, WIDTH, FOOT, HEAD = 180, 56, 36, 24, 18
"""Of a chart over time, in the units of the drawing: tallest bar, bar with gap, bar, words below, words above."""
LONG, THICK = 160, 12
"""Of a bar in a line of a table."""


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of one severity, and how many findings it stands for."""

    severity: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its blocks, and where its words stand."""

    line: Line
    blocks: tuple[Block, ...]
    middle: float
    top: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns side by side in a drawing of this size."""

    width: int
    height: int
    base: int
    columns: tuple[Column, ...]


def columns(lines: Sequence[Line]) -> Chart:
    """Return a chart of ``lines``, the worst severity at the foot."""
    most = max((line.total for line in lines), default=0) or 1
    base = HEAD + HEIGHT
    made = []
    for place, line in enumerate(lines):
        x, y, blocks = place * STEP + (STEP - WIDTH) / 2, float(base), []
        for severity in SEVERITIES:
            count = line.severities[severity]
            height = round(count * HEIGHT / most, 2)
            y = round(y - height, 2)
            if count:
                blocks.append(Block(severity, count, x, y, WIDTH, height))
        made.append(Column(line, tuple(blocks), x + WIDTH / 2, y - 4))
    return Chart(max(1, len(lines)) * STEP, base + FOOT, base, tuple(made))


def bar(line: Line, most: int) -> tuple[Block, ...]:
    """Return a lying bar of one line; ``most`` is the total of the longest."""
    x, blocks = 0.0, []
    for severity in SEVERITIES:
        count = line.severities[severity]
        width = round(count * LONG / (most or 1), 2)
        if count:
            blocks.append(Block(severity, count, round(x, 2), 0, width, THICK))
        x += width
    return tuple(blocks)
