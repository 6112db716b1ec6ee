"""The best parting of a row's pieces among its columns, found without weighing every way to part them.

What a range of pieces is worth in a column costs time (is it a list of names?), what it is worth at most does not
(``cell_worth.ceilings``). From the ceilings follows what the columns still to come can bring at most, and ways are
followed in the order of the most that they can come to (A*): the first that arrives is the best. Of equal ways that
one is taken whose later columns begin earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import add

from cancu.extract.cell_row import Row
from cancu.extract.cell_worth import ceilings, worth

NEVER = -1000.0
_MOST = {"time": 8, "lead": 14, "partner": 14}
"""A cell of time or of names has at most so many pieces."""
_ANY = 400
_EQUAL = 1e-9

_Node = tuple[int, int]
"""Columns that have their pieces, and how many pieces those are."""


@dataclass(slots=True)
class _Ways:
    """Ways begun: those that wait, the best to each node so far, and where its last column begins."""

    waiting: list[tuple[float, int, int, int, float]] = field(default_factory=list)
    reached: dict[_Node, float] = field(default_factory=dict)
    begins: dict[_Node, int] = field(default_factory=dict)

    def arrive(self, node: _Node, score: float, begin: int) -> bool:
        """Note a way to a node; is it better than those before? Of equal ones the earlier beginning stays."""
        known = self.reached.get(node)
        if known is not None and (score < known or (score == known and begin >= self.begins[node])):
            return False
        self.reached[node], self.begins[node] = score, begin
        return known is None or score > known


def best_parting(row: Row) -> tuple[float, tuple[int, ...]]:
    """Return the worth of the best parting and the index of the piece at which each column begins."""
    count, columns = len(row.pieces), row.known.columns
    most = [_column(row, kind, count if index else 0) for index, kind in enumerate(columns[:-1])]
    most.append(_last_column(row, columns[-1]))
    rest = _rests(most, count)
    goal, best = (len(columns), count), NEVER
    ways = _Ways(reached={(0, 0): 0.0}, begins={(0, 0): 0})
    _set_out(ways, (0, 0), most[0][0], rest[1])
    while ways.waiting and -ways.waiting[0][0] >= best - _EQUAL:
        _, column, begin, end, before = heappop(ways.waiting)
        score = before + worth(row, columns[column], begin, end)
        node = (column + 1, end)
        if not ways.arrive(node, score, begin):
            continue
        if node == goal:
            best = max(best, score)
        elif node[0] < goal[0]:
            _set_out(ways, node, most[node[0]][end], rest[node[0] + 1])
    return best, _back(ways, goal)


def _column(row: Row, kind: str, last: int) -> list[list[float]]:
    """Return the ceilings of a column by the piece, up to ``last``, at which it begins, and by how many it has."""
    count, longest = len(row.pieces), _MOST.get(kind, _ANY)
    return [ceilings(row, kind, begin, min(count, begin + longest)) for begin in range(last + 1)]


def _last_column(row: Row, kind: str) -> list[list[float]]:
    """The last column takes all that is left: no other end of it is asked for."""
    count, longest = len(row.pieces), _MOST.get(kind, _ANY)
    never = [[NEVER] * (min(longest, count - begin) + 1) for begin in range(count + 1)]
    for begin in range(max(0, count - longest), count + 1):
        never[begin][-1] = ceilings(row, kind, begin, count, count)[-1]
    return never


def _rests(most: Sequence[Sequence[Sequence[float]]], count: int) -> list[list[float]]:
    """Return by column and piece what that column and those after it can bring at most."""
    rest = [[NEVER] * count + [0.0]]
    for column in reversed(most):
        after = rest[-1]
        rest.append([max(map(add, tops, after[begin:])) for begin, tops in enumerate(column)])
    return rest[::-1]


def _set_out(ways: _Ways, node: _Node, tops: Sequence[float], rest: Sequence[float]) -> None:
    """Let every cell that may begin at a node wait for its turn."""
    column, begin = node
    before = ways.reached[node]
    for end, top in enumerate(tops, begin):
        promise = before + top + rest[end]
        if promise > NEVER / 2:
            heappush(ways.waiting, (-promise, column, begin, end, before))


def _back(ways: _Ways, goal: _Node) -> tuple[int, ...]:
    if goal not in ways.begins:
        return ()
    found: list[int] = []
    column, end = goal
    while column:
        end = ways.begins[(column, end)]
        found.append(end)
        column -= 1
    return tuple(reversed(found))
