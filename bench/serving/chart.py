"""A chart of bars as SVG: groups side by side, one colour a series; no script, no font of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

_COLOURS = ("#b4232a", "#2f6f9f", "#7a8c3c", "#8a6bb1", "#c98a2b")
_BAR, _GAP, _HEIGHT, _LEFT, _TOP, _BOTTOM = 12, 16, 240, 56, 56, 28


def bars(title: str, series: Mapping[str, Mapping[str, float]], *, is_log: bool = False) -> str:
    """Return the chart of ``series`` (name → group → value); with ``is_log`` a bar's height is its order of magnitude.

    A group that a series does not have stays empty.
    """
    groups = list(dict.fromkeys(group for values in series.values() for group in values))
    values = [value for them in series.values() for value in them.values() if value > 0]
    low = 10 ** math.floor(math.log10(min(values))) if is_log else 0.0
    top = 10 ** math.ceil(math.log10(max(values) * 1.01)) if is_log else max(values) * 1.05

    def height(value: float) -> float:
        if value <= 0:
            return 0.0
        return _HEIGHT * (math.log10(value / low) / math.log10(top / low) if is_log else value / top)

    step = len(series) * _BAR + _GAP
    width = _LEFT + len(groups) * step + _GAP
    floor = _TOP + _HEIGHT
    parts = [_text(8, 18, title, "font-weight='bold'")]
    for at, name in enumerate(series):
        x = 8 + at * max(110, (width - 16) // len(series))
        parts += [_box(x, 28, 10, 10, at), _text(x + 14, 37, name)]
    for tick in _ticks(low, top, is_log=is_log):
        y = floor - height(tick)
        parts.append(f"<line x1='{_LEFT}' x2='{width}' y1='{y:.1f}' y2='{y:.1f}' stroke='#ccc'/>")
        parts.append(_text(_LEFT - 6, y + 4, f"{tick:g}", "text-anchor='end'"))
    for place, group in enumerate(groups):
        x = _LEFT + _GAP + place * step
        for at, them in enumerate(series.values()):
            tall = height(them.get(group, 0.0))
            parts.append(_box(x + at * _BAR, floor - tall, _BAR - 2, tall, at))
        parts.append(_text(x + (step - _GAP) / 2, floor + 16, group, "text-anchor='middle'"))
    size = f"viewBox='0 0 {width} {floor + _BOTTOM}' width='{width}' height='{floor + _BOTTOM}'"
    body = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} font-family='sans-serif' font-size='11' role='img'>\n"
        f"<title>{escape(title)}</title>\n<rect width='100%' height='100%' fill='white'/>\n{body}\n</svg>\n"
    )


def _ticks(low: float, top: float, *, is_log: bool) -> list[float]:
    if is_log:
        return [low * 10**power for power in range(round(math.log10(top / low)) + 1)]
    step = 10 ** math.floor(math.log10(top / 2))
    return [step * number for number in range(int(top / step) + 1)][:: max(1, int(top / step) // 5)]


def _box(x: float, y: float, width: float, height: float, series: int) -> str:
    colour = _COLOURS[series % len(_COLOURS)]
    return f"<rect x='{x:.1f}' y='{y:.1f}' width='{width}' height='{height:.1f}' fill='{colour}'/>"


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' {more}>{escape(words)}</text>"
