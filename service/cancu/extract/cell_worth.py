"""How likely some words are the cell of a column: what it may hold, and where one cell may end and another begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from cancu import resources
from cancu.extract.agencies import bodies_at, bodies_in
from cancu.extract.agency_heads import head_at, stop_kind
from cancu.extract.cell_row import OPEN, Row, folded, is_open_head, is_time_alone
from cancu.extract.table_heads import REMARKS
from cancu.extract.words import level, lexicon, words
from cancu.vietnamese import UPPER, squeeze

_NEVER = -1000.0
_NO_NAMES = -8.0
_HANGS = re.compile(r"(?:^|[-–,]|\b(?:từ|đến|và|trước|sau|hết|vào))\s*(?:tháng|qúy|ngày|năm|từ|đến|[-–])$")
"""“Từ tháng”, “Quý I - Quý”: words of time that wait for a number, unlike “Hằng tháng”."""
_EMPTY = {"work": -30.0, "lead": -4.0, "partner": -2.5, "time": -3.0, **dict.fromkeys(REMARKS, -1.5)}
_MOST_NAMES, _MOST_LEADING, _LIKEST = 6.0, 5.0, 6.0
"""Names are worth so much at most, words that only begin with names so much, and likeness to leads before so much."""
_HALF = re.compile(r"(?:^|[,;]\s*|\s(?:các|và)\s+)[^\W\d_]+$")
_CLOSED = re.compile(rf"liên quan\s+[{UPPER}]")
_INNER = re.compile(rf"(?<=[\w.…)”])\s+(?=[{UPPER}])")
_JOINED = re.compile(r"(?:[,;]|\s(?:và|cùng|với|của|thuộc))$")
_NAMED = re.compile(r"(?:đơn vị|tổ chức|ngành|cơ quan)\s+(?:có\s+)?liên quan")
_COMMA = re.compile(r",\s+(?=[a-zđ])")
_PLACED = re.compile(r"(?:đối với|với|trên|tại|ở)\s")


def ceilings(row: Row, kind: str, begin: int, last: int, first: int | None = None) -> list[float]:
    """Return for every end from ``begin`` to ``last`` what the pieces are worth in a column at most, found quickly.

    Those of ends before ``first`` are left out.
    """
    is_later = bool(row.before)
    first = begin if first is None else first
    tops = [0.0 if is_later else _EMPTY.get(kind, 0.0)] if first == begin else []
    if begin == last:
        return tops
    edge = (row.late_edges if is_later and kind in row.before else row.edges)[begin]
    ends = range(max(first, begin + 1), last + 1)
    if kind == "time":
        tops.extend([edge + (6.0 if "time" in row.before or row.times[begin] else _NEVER)] * len(ends))
    elif kind in {"lead", "partner"}:
        tops.extend(edge + top for top in _name_ceilings(row, kind, begin, ends))
    elif kind == "work":
        least = edge - _work_losses(row, begin, is_later=is_later) + row.strange[begin]
        finished, strange = row.finished[ends[0] - 1 : last], row.strange[ends[0] : last + 1]
        tops.extend([least + end - lost for end, lost in zip(finished, strange, strict=True)])
    else:
        tops.extend([edge - (1.5 if is_later else 0.0)] * len(ends))
    return tops


def _name_ceilings(row: Row, kind: str, begin: int, ends: Sequence[int]) -> list[float]:
    before = row.before.get(kind, "")
    if not before and row.heads[begin] is None:
        return [_NO_NAMES] * len(ends)
    first = before or row.flow[row.pieces[begin].start]
    most = (_MOST_NAMES if first[0].isupper() else _MOST_LEADING) + 0.02 * len(before.split())
    lengths = [row.lengths[end] - row.lengths[begin] for end in ends]
    tops = [most + 0.02 * length for length in lengths]
    if not before and (kind != "lead" or not row.known.leads):
        return tops
    known = folded(before)
    joined = row.keys_from(begin, ends)
    if known:
        joined = [f"{known} {key}".strip() for key in joined]
    if kind == "lead" and row.known.leads:
        leads, is_led = row.leads_like(joined[-1]), row.known.is_group_lead
        tops = [max(top + _likeness(key, leads, is_led), _NO_NAMES) for top, key in zip(tops, joined, strict=True)]
    if before:
        lost = 5.0 if _is_cut(before) else 14.0
        is_lead = known in row.known.leads
        tops = [
            top + (0.1 * length - lost if is_lead or key not in row.known.leads else 0.0)
            for top, key, length in zip(tops, joined, lengths, strict=True)
        ]
    return tops


def worth(row: Row, kind: str, begin: int, end: int) -> float:
    """Weigh the pieces ``begin:end`` as the cell of a column."""
    is_later = bool(row.before)
    if begin == end:
        return 0.0 if is_later else _EMPTY.get(kind, 0.0)
    edge = (row.late_edges if is_later and kind in row.before else row.edges)[begin]
    if kind == "time":
        whole = f"{row.before.get('time', '')} {row.text(begin, end)}".strip()
        waits = 5.0 * bool(_HANGS.search(level(whole)))
        return edge + (6.0 - waits if is_time_alone(whole) else _NEVER)
    if kind in {"lead", "partner"}:
        can_be = row.heads[begin] is not None or kind in row.before
        return edge + (_names_worth(row, kind, row.text(begin, end)) if can_be else _NO_NAMES)
    if kind == "work":
        lost = _work_losses(row, begin, is_later=is_later) + row.strange[end] - row.strange[begin]
        return edge + row.finished[end - 1] - lost
    return edge + _other_worth(row, begin, row.text(begin, end))


def _names_worth(row: Row, kind: str, text: str) -> float:
    before = row.before.get(kind)
    joined = squeeze(f"{before or ''} {text}")
    score = _names_score(joined)
    if kind == "lead" and row.known.leads and score > _NO_NAMES:
        name = folded(joined)
        score += _likeness(name, row.leads_like(name), row.known.is_group_lead)
    if before and not (folded(joined) in row.known.leads and folded(before) not in row.known.leads):
        score += 0.1 * len(text.split()) - (5.0 if _is_cut(before) and _follows(before, text) else 14.0)
    return score


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
    if cell.endswith(OPEN) or lexicon("open-endings", "word").fullmatch(last):
        return True
    return _HALF.search(cell) is not None and any(head.startswith(f"{last} ") for head in _heads())


def _likeness(name: str, leads: Sequence[str], is_led: bool) -> float:  # noqa: FBT001  in a loop over all ends
    """A lead that is the group's body, or led rows before, is likely right; another one is unlikely in such a group."""
    if name in leads:
        return 6.0
    rests = [name[len(lead) :].split() for lead in leads if name.startswith(f"{lead} ")]
    if rests:
        return 5.0 if any(len(rest) <= 2 or rest[0] == "trinh" for rest in rests) else -3.0
    if len(name) > 5 and any(lead.startswith(name) for lead in leads):
        return 2.0
    return -5.0 if is_led else 0.0


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


def _work_losses(row: Row, begin: int, *, is_later: bool) -> float:
    """Work seldom begins with a small letter, and seldom after other cells."""
    is_small = not is_later and not row.flow[row.pieces[begin].start].isupper()
    return 1.0 * is_small + (8.0 if begin else 0.0)


def _other_worth(row: Row, begin: int, text: str) -> float:
    head = row.heads[begin]
    score = -4.0 if is_time_alone(text) else 0.0
    if head is not None and (head.plural or not head.is_collective or bodies_in(text, 0, len(text))):
        score -= 3.0
    return score - (1.5 if row.before else 0.0) - (2.0 if _NAMED.search(level(text)) else 0.0)
