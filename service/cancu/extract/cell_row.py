"""The pieces of a row of a table, and what is told of each piece alone: is it a name, a time, a cell's beginning?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

from cancu.extract.agency_heads import Head, head_at, stops_at
from cancu.extract.times import is_time
from cancu.extract.words import level, lexicon
from cancu.model import Span
from cancu.vietnamese import fold, squeeze

_FINISHED = (".", ";", "…", ")", "”")
OPEN = (",", "-", "–", "(", "/")
"""Signs after which a cell goes on."""
_FIRST = 4
"""Letters by which names are looked for among the leads of rows before."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a row is read: the columns in order, names that the lead column holds elsewhere."""

    columns: tuple[str, ...]
    leads: tuple[str, ...] = ()
    is_group_lead: bool = False
    """The group of rows is headed by a body: its rows are led by it."""


@dataclass(frozen=True)
class Row:
    """The pieces of a row, or of what of it stands on a later page; ``before`` holds its cells on the page before."""

    flow: str
    pieces: Sequence[Span]
    known: Known
    before: Mapping[str, str] = field(default_factory=dict)

    def text(self, begin: int, end: int) -> str:
        """Return the words of the pieces ``begin:end``."""
        return self.flow[self.pieces[begin].start : self.pieces[end - 1].end]

    @cached_property
    def edges(self) -> list[float]:
        """How likely a cell begins at each piece."""
        return [0.0, *(_edge(self, begin, is_later=False) for begin in range(1, len(self.pieces)))]

    @cached_property
    def late_edges(self) -> list[float]:
        """How likely a cell that the page before began goes on at each piece."""
        return [0.0, *(_edge(self, begin, is_later=True) for begin in range(1, len(self.pieces)))]

    @cached_property
    def strange(self) -> list[float]:
        """Running sum of what does not belong into a cell of work: times alone, names at a line's beginning."""
        return [0.0, *accumulate(_strangeness(self, i) for i in range(len(self.pieces)))]

    @cached_property
    def heads(self) -> list[Head | None]:
        """The head of the name that begins at each piece, None where none does."""
        return [head_at(self.flow, piece.start) for piece in self.pieces]

    @cached_property
    def times(self) -> list[bool]:
        """Whether an expression of time can begin at each piece."""
        return [_may_be_time(self.flow, piece) for piece in self.pieces]

    @cached_property
    def lengths(self) -> list[int]:
        """Running sum of the words of the pieces."""
        counts = (len(self.flow[piece.start : piece.end].split()) for piece in self.pieces)
        return [0, *accumulate(counts)]

    @cached_property
    def finished(self) -> list[float]:
        """What it is worth that a cell of work ends with each piece."""
        return [1.0 if self.flow[piece.end - 1] in _FINISHED else 0.0 for piece in self.pieces]

    @cached_property
    def keys(self) -> tuple[str, list[int], list[int]]:
        """The key of all pieces together, and where in it that of each piece begins and ends."""
        folds = [folded(self.flow[piece.start : piece.end]) for piece in self.pieces]
        ends = list(accumulate(folds, lambda end, key: end + len(key) + (1 if key and end else 0), initial=0))[1:]
        return " ".join(filter(None, folds)), [end - len(key) for end, key in zip(ends, folds, strict=True)], ends

    def keys_from(self, begin: int, ends: Sequence[int]) -> list[str]:
        """Return the keys of the pieces from ``begin`` to each of ``ends``."""
        key, starts, stops = self.keys
        start = starts[begin]
        return [key[start : stops[end - 1]].strip() for end in ends]

    @cached_property
    def leads(self) -> Mapping[str, tuple[str, ...]]:
        """The leads of rows before by their first letters; those that are shorter under “”."""
        found: dict[str, tuple[str, ...]] = {}
        for lead in self.known.leads:
            first = lead[:_FIRST] if len(lead) >= _FIRST else ""
            found[first] = (*found.get(first, ()), lead)
        return found

    def leads_like(self, name: str) -> tuple[str, ...]:
        """Return the leads of rows before of which one may begin with the other or with ``name``."""
        return self.leads.get(name[:_FIRST], ()) + self.leads.get("", ())


@lru_cache(maxsize=8192)
def is_time_alone(text: str) -> bool:
    """Are the words nothing but an expression of time?"""
    return is_time(squeeze(text))


def _may_be_time(flow: str, piece: Span) -> bool:
    """``is_time`` looks past signs and wants a word of time, or a date, first."""
    at, end = piece.start, piece.end
    while at < end and flow[at] in " .;,":
        at += 1
    first = flow[at : at + 1]
    return at == end or first.isdigit() or lexicon("time-words", "word", "start").match(level(flow), at) is not None


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Return the key of words, those of a table being met again and again."""
    return fold(text)


def is_open_head(flow: str, start: int, end: int) -> bool:
    """Does a name's first word end here, so that what follows is its name (“Bộ | Công an”)?"""
    near = lexicon("agency-heads", "head", "proper").finditer(level(flow), max(start, end - 24), end)
    return any(match.end() == end and flow[match.start()].isupper() for match in near)


def _edge(row: Row, begin: int, *, is_later: bool) -> float:
    """Weigh a cell's beginning: after words that are open, or with a small letter, cells seldom begin."""
    left, right = row.pieces[begin - 1], row.flow[row.pieces[begin].start]
    text = row.flow[left.start : left.end]
    last = text.rsplit(None, 1)[-1]
    score = 0.0
    if text.endswith(OPEN) or lexicon("open-endings", "word").fullmatch(level(last)):
        score -= 2.0 if is_later else 5.0
    elif is_open_head(row.flow, left.start, left.end) and not is_later:
        score -= 3.0
    elif text.endswith("."):
        score += 0.5
    if is_later:
        return score
    if stops_at(row.flow, left.end - len(last)):
        score -= 1.0
    return score if right.isupper() or right.isdigit() else score - 5.0


def _strangeness(row: Row, index: int) -> float:
    piece = row.pieces[index]
    is_time_only = row.times[index] and is_time_alone(row.flow[piece.start : piece.end])
    head = row.heads[index] if index and row.flow[piece.start].isupper() else None
    is_name = head is not None and not head.is_collective and row.edges[index] >= 0
    return 4.0 * is_time_only + 1.5 * is_name
