"""Places for the nodes of a picture: in columns from what stands above to what rests on it.

The usual steps (Sugiyama, Tagawa, Toda 1981): links that run in a circle are left out of account, columns by the
longest way, order within a column by the middle of the neighbours, long columns broken into several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.serve.picture.model import Edge, Picture, by_iri

WIDTH, HEIGHT = 250, 46
_GAP_X, _GAP_Y = 96, 16
_SWEEPS = 6
_LEAST_ROWS = 12
_SHAPE = 2.2
"""How many times taller than wide a column may be, in nodes, before it is broken."""

Links = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each node, and the size of the whole."""

    places: Mapping[str, tuple[int, int]]
    width: int
    height: int


def laid_out(picture: Picture) -> Layout:
    """Return places for all nodes of ``picture``; the same picture always gets the same."""
    order = [node.iri for node in picture.nodes]
    below = _acyclic(order, _downward(picture.edges))
    above = _turned(below)
    layers = _layers(order, below, above)
    columns = _columns(_ordered(layers, below, above), len(order))
    tallest = max((len(column) for column in columns), default=0)
    height = tallest * (HEIGHT + _GAP_Y) + _GAP_Y
    places: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(columns):
        x = _GAP_X // 2 + WIDTH // 2 + number * (WIDTH + _GAP_X)
        top = (height - len(column) * (HEIGHT + _GAP_Y) + _GAP_Y) // 2
        for row, iri in enumerate(column):
            places[iri] = (x, top + row * (HEIGHT + _GAP_Y) + HEIGHT // 2)
    return Layout(places, len(columns) * (WIDTH + _GAP_X), height)


def _downward(edges: Sequence[Edge]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in edges:
        is_target_above = edge.relation in by_iri() and by_iri()[edge.relation].is_target_above
        high, low = (edge.target, edge.source) if is_target_above else (edge.source, edge.target)
        if low not in found.setdefault(high, []):
            found[high].append(low)
    return found


def _acyclic(order: Sequence[str], below: Links) -> dict[str, list[str]]:
    """Return the links without those that close a circle, found by walking down from each node."""
    kept: dict[str, list[str]] = {iri: [] for iri in order}
    done: set[str] = set()
    for start in sorted(order, key=lambda iri: iri in {low for lows in below.values() for low in lows}):
        if start in done:
            continue
        open_now, stack = {start}, [(start, iter(below.get(start, ())))]
        while stack:
            here, rest = stack[-1]
            low = next(rest, None)
            if low is None:
                stack.pop()
                open_now.discard(here)
                done.add(here)
            elif low not in open_now:
                kept[here].append(low)
                if low not in done:
                    open_now.add(low)
                    stack.append((low, iter(below.get(low, ()))))
    return kept


def _turned(below: Links) -> dict[str, list[str]]:
    above: dict[str, list[str]] = {iri: [] for iri in below}
    for high, lows in below.items():
        for low in lows:
            above[low].append(high)
    return above


def _layers(order: Sequence[str], below: Links, above: Links) -> list[list[str]]:
    """Return the nodes by the longest way from above; what has nothing above stands just over what it is above of."""
    waiting = {iri: len(above[iri]) for iri in order}
    level = dict.fromkeys(order, 0)
    ready = [iri for iri in order if not waiting[iri]]
    for iri in ready:
        for low in below[iri]:
            level[low] = max(level[low], level[iri] + 1)
            waiting[low] -= 1
            if not waiting[low]:
                ready.append(low)
    for iri in reversed(ready):
        if not above[iri] and below[iri]:
            level[iri] = min(level[low] for low in below[iri]) - 1
    layers: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for iri in order:
        layers[level[iri]].append(iri)
    return layers


def _ordered(layers: list[list[str]], below: Links, above: Links) -> list[list[str]]:
    """Sweep down and up; each node goes to the middle of its neighbours in the column before."""
    for sweep in range(_SWEEPS):
        is_down = sweep % 2 == 0
        links = above if is_down else below
        place = {iri: row / max(len(layer), 1) for layer in layers for row, iri in enumerate(layer)}
        for layer in layers if is_down else reversed(layers):
            middles = {iri: _middle([place[other] for other in links[iri]], place[iri]) for iri in layer}
            layer.sort(key=lambda iri: middles[iri])
            place.update({iri: row / max(len(layer), 1) for row, iri in enumerate(layer)})
    return layers


def _middle(places: Sequence[float], own: float) -> float:
    return sum(places) / len(places) if places else own


def _columns(layers: list[list[str]], total: int) -> list[list[str]]:
    most = max(_LEAST_ROWS, round((total * _SHAPE) ** 0.5 * 1.4))
    columns: list[list[str]] = []
    for layer in layers:
        parts = -(-len(layer) // most)
        size = -(-len(layer) // parts) if parts else 0
        columns += [layer[start : start + size] for start in range(0, len(layer), size or 1)]
    return columns
