"""How likely some words are the cell of a column: what it may hold, and where one cell may end and another begin."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import accumulate

from cancu import resources
from cancu.extract.agencies import bodies_at, bodies_in
from cancu.extract.agency_heads import head_at, stop_kind, stops_at
from cancu.extract.times import is_time
from cancu.extract.words import level, lexicon, words
from cancu.model import Span
from cancu.vietnamese import UPPER, fold, squeeze

_NEVER = -1000.0
_NO_NAMES = -8.0
_HANGS = re.compile(r"(?:^|[-–,]|\b(?:từ|đến|và|trước|sau|hết|vào))\s*(?:tháng|qúy|ngày|năm|từ|đến|[-–])$")
"""“Từ tháng”, “Quý I - Quý”: words of time that wait for a number, unlike “Hằng tháng”."""
_EMPTY = {"work": -30.0, "lead": -4.0, "partner": -2.5, "time": -3.0, "other": -1.5}
_MOST_NAMES, _MOST_LEADING, _LIKEST = 6.0, 5.0, 6.0
"""Names are worth so much at most, words that only begin with names so much, and likeness to leads before so much."""
_HALF = re.compile(r"(?:^|[,;]\s*|\s(?:các|và)\s+)[^\W\d_]+$")
_CLOSED = re.compile(rf"liên quan\s+[{UPPER}]")
_INNER = re.compile(rf"(?<=[\w.…)”])\s+(?=[{UPPER}])")
_JOINED = re.compile(r"(?:[,;]|\s(?:và|cùng|với|của|thuộc))$")
_FINISHED = (".", ";", "…", ")", "”")
_NAMED = re.compile(r"(?:đơn vị|tổ chức|ngành|cơ quan)\s+(?:có\s+)?liên quan")
_COMMA = re.compile(r",\s+(?=[a-zđ])")
_PLACED = re.compile(r"(?:đối với|với|trên|tại|ở)\s")
_OPEN = (",", "-", "–", "(", "/")


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
    def names(self) -> list[bool]:
        """Whether a name begins at each piece."""
        return [head_at(self.flow, piece.start) is not None for piece in self.pieces]

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
    def folded(self) -> list[str]:
        """The keys of the pieces; joined with blanks they are the key of what they are together."""
        return [_folded(self.flow[piece.start : piece.end]) for piece in self.pieces]


def ceilings(row: Row, kind: str, begin: int, last: int) -> list[float]:
    """Return for every end from ``begin`` to ``last`` what the pieces are worth in a column at most, found quickly."""
    is_later = bool(row.before)
    tops = [0.0 if is_later else _EMPTY.get(kind, 0.0)]
    if begin == last:
        return tops
    edge = (row.late_edges if is_later and kind in row.before else row.edges)[begin]
    ends = range(begin + 1, last + 1)
    if kind == "time":
        tops.extend([edge + (6.0 if "time" in row.before or _may_be_time(row, begin) else _NEVER)] * len(ends))
    elif kind in {"lead", "partner"}:
        tops.extend(edge + top for top in _name_ceilings(row, kind, begin, ends))
    elif kind == "work":
        tops.extend(edge + _work_worth(row, begin, end, is_later=is_later) for end in ends)
    else:
        tops.extend([edge - (1.5 if is_later else 0.0)] * len(ends))
    return tops


def _may_be_time(row: Row, begin: int) -> bool:
    """Can a time begin at a piece? ``is_time`` looks past signs and wants a word of time, or a date, first."""
    at, end = row.pieces[begin].start, row.pieces[begin].end
    while at < end and row.flow[at] in " .;,":
        at += 1
    first = row.flow[at : at + 1]
    return at == end or first.isdigit() or _time_start().match(level(row.flow), at) is not None


def _time_start() -> re.Pattern[str]:
    return lexicon("time-words", "word", "start")


def _name_ceilings(row: Row, kind: str, begin: int, ends: Sequence[int]) -> list[float]:
    before = row.before.get(kind, "")
    if not before and not row.names[begin]:
        return [_NO_NAMES] * len(ends)
    first = before or row.flow[row.pieces[begin].start]
    most = (_MOST_NAMES if first[0].isupper() else _MOST_LEADING) + 0.02 * len(before.split())
    lengths = [row.lengths[end] - row.lengths[begin] for end in ends]
    tops = [most + 0.02 * length for length in lengths]
    if not before and (kind != "lead" or not row.known.leads):
        return tops
    known = _folded(before)
    keys = accumulate(row.folded[begin : ends[-1]], _together, initial=known)
    next(keys)
    joined = list(keys)
    if kind == "lead" and row.known.leads:
        tops = [max(top + _likeness(key, row.known), _NO_NAMES) for top, key in zip(tops, joined, strict=True)]
    if before:
        lost = 5.0 if _is_cut(before) else 14.0
        is_lead = known in row.known.leads
        tops = [
            top + (0.1 * length - lost if is_lead or key not in row.known.leads else 0.0)
            for top, key, length in zip(tops, joined, lengths, strict=True)
        ]
    return tops


def _together(one: str, other: str) -> str:
    return f"{one} {other}".strip()


def worth(row: Row, kind: str, begin: int, end: int) -> float:
    """Weigh the pieces ``begin:end`` as the cell of a column."""
    is_later = bool(row.before)
    if begin == end:
        return 0.0 if is_later else _EMPTY.get(kind, 0.0)
    edge = (row.late_edges if is_later and kind in row.before else row.edges)[begin]
    if kind == "time":
        whole = f"{row.before.get('time', '')} {row.text(begin, end)}".strip()
        return edge + (6.0 - 5.0 * bool(_HANGS.search(level(whole))) if _is_time(whole) else _NEVER)
    if kind in {"lead", "partner"}:
        can_be = row.names[begin] or kind in row.before
        return edge + (_names_worth(row, kind, row.text(begin, end)) if can_be else _NO_NAMES)
    if kind == "work":
        return edge + _work_worth(row, begin, end, is_later=is_later)
    return edge + _other_worth(row, begin, row.text(begin, end))


@lru_cache(maxsize=8192)
def _is_time(text: str) -> bool:
    return is_time(squeeze(text))


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
    if text.endswith(_OPEN) or lexicon("open-endings", "word").fullmatch(level(last)):
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


def _names_worth(row: Row, kind: str, text: str) -> float:
    before = row.before.get(kind)
    joined = squeeze(f"{before or ''} {text}")
    score = _names_score(joined)
    if kind == "lead" and row.known.leads and score > _NO_NAMES:
        score += _likeness(_folded(joined), row.known)
    if before and not (_folded(joined) in row.known.leads and _folded(before) not in row.known.leads):
        score += 0.1 * len(text.split()) - (5.0 if _is_cut(before) and _follows(before, text) else 14.0)
    return score


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return fold(text)


def _follows(before: str, text: str) -> bool:
    """After a comma a name or a noun for bodies must follow; after half a word, its other half."""
    if before.endswith(","):
        return head_at(text, 0) is not None
    half = level(f"{before.rsplit(None, 1)[-1]} {text.split(None, 1)[0].strip(',.;')}")
    return _HALF.search(before) is None or half in _heads()


@cache
def _heads() -> frozenset[str]:
    return frozenset(level(row["head"]) for row in resources.table("data", "lexicon", "agency-heads.tsv"))


def _is_cut(cell: str) -> bool:
    """Does a cell's text stop in the middle: after a comma, an open word or half of one (“cơ” of “cơ quan”)?"""
    last = level(cell.rsplit(None, 1)[-1])
    if cell.endswith(_OPEN) or lexicon("open-endings", "word").fullmatch(last):
        return True
    return _HALF.search(cell) is not None and any(head.startswith(f"{last} ") for head in _heads())


def _likeness(name: str, known: Known) -> float:
    """A lead that is the group's body, or led rows before, is likely right; another one is unlikely in such a group."""
    if name in known.leads:
        return 6.0
    rests = [name[len(lead) :].split() for lead in known.leads if name.startswith(f"{lead} ")]
    if rests:
        return 5.0 if any(len(rest) <= 2 or rest[0] == "trinh" for rest in rests) else -3.0
    if any(len(name) > 5 and lead.startswith(name) for lead in known.leads):
        return 2.0
    return -5.0 if known.is_group_lead else 0.0


@lru_cache(maxsize=8192)
def _names_score(text: str) -> float:
    """Weigh words as a list of names of bodies."""
    if not bodies_in(text, 0, len(text)):
        return _leading_score(text)
    score = 6.0 if text[0].isupper() else 1.0
    score += 0.02 * len(text.split())
    score -= 2.0 * sum(1 for match in _INNER.finditer(text) if _begins_another(text, match))
    score -= 1.5 * min(2, sum(1 for match in _COMMA.finditer(text) if head_at(text, match.end()) is None))
    score -= 3.0 * sum(1 for word in words(text, 1, len(text)) if _is_relation(text, word.start()))
    return score - (3.0 if _CLOSED.search(text) else 0.0)


def _leading_score(text: str) -> float:
    """Weigh words that begin with names and go on: “UBND cấp tỉnh trình Hội đồng nhân dân” is still a cell of names."""
    leading = bodies_at(text, 0, len(text), is_cell=True)
    rest = sum(1 for _ in words(text, leading.end, len(text))) if leading else 0
    if leading is None or not 0 < rest <= 8:
        return _NO_NAMES
    if level(text).startswith("trình ", leading.end):
        return 5.0
    return _NO_NAMES if text[leading.end] in ".:" else 2.0


def _begins_another(text: str, match: re.Match[str]) -> bool:
    """Does a capitalised name begin in the middle of a cell with nothing to join it to what stands before?"""
    head = head_at(text, match.end())
    is_name = head is not None and (head.plural or not head.is_collective)
    joined = _JOINED.search(level(text), 0, match.start()) is not None
    return is_name and not joined and not is_open_head(text, 0, match.start())


def _is_relation(text: str, at: int) -> bool:
    return stop_kind(text, at) == "function" and _PLACED.match(level(text), at) is None


def _work_worth(row: Row, begin: int, end: int, *, is_later: bool) -> float:
    score = 1.0 if row.flow[row.pieces[end - 1].end - 1] in _FINISHED else 0.0
    if not is_later and not row.flow[row.pieces[begin].start].isupper():
        score -= 1.0
    return score - (row.strange[end] - row.strange[begin]) - (8.0 if begin else 0.0)


def _strangeness(row: Row, index: int) -> float:
    piece = row.pieces[index]
    is_time_alone = _is_time(row.flow[piece.start : piece.end])
    head = head_at(row.flow, piece.start) if index and row.flow[piece.start].isupper() else None
    is_name = head is not None and not head.is_collective and row.edges[index] >= 0
    return 4.0 * is_time_alone + 1.5 * is_name


def _other_worth(row: Row, begin: int, text: str) -> float:
    head = head_at(row.flow, row.pieces[begin].start)
    score = -4.0 if _is_time(text) else 0.0
    if head is not None and (head.plural or not head.is_collective or bodies_in(text, 0, len(text))):
        score -= 3.0
    return score - (1.5 if row.before else 0.0) - (2.0 if _NAMED.search(level(text)) else 0.0)
