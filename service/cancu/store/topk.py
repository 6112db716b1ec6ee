"""Which questions may be answered from the first keys of their order alone, and the texts that find these (top-k).

It is so where the first condition of ORDER BY is the object of a pattern of a flat group, and no OPTIONAL stands before
that: then each row has one key, and VALUES with some keys leave exactly the rows that have them. Rows that the order
leaves equal are ordered by all that is shown, so that pages that follow each other neither repeat nor miss one,
whichever way each was evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from string import Template

from cancu import resources
from cancu.engine.topk import TopK
from cancu.store.patterns import Clause, Cursor, Group, NotFlatError, Triple, read_group
from cancu.store.tokens import Kind, Token

_MOST_TOKENS = 600
_MOST_WANTED = 1_000
_FLEETING = frozenset({"now", "rand", "uuid", "struuid", "bnode"})
"""Functions that answer otherwise each time (SPARQL 1.1 Query §17.4)."""


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition of ORDER BY."""

    name: str
    descends: bool


@dataclass(frozen=True, slots=True)
class _Select:
    """A question: its group, names of the columns (none for ``*``), order and slice, and what is declared before it.

    ``start``, ``opening`` and ``ordered`` are offsets into the text: of SELECT, behind the bracket of the group, and
    behind the last condition.
    """

    group: Group
    columns: tuple[str, ...]
    order: tuple[_Condition, ...]
    limit: int
    offset: int
    prologue: str
    start: int
    opening: int
    ordered: int


def top_k(text: str, found: Sequence[Token]) -> TopK | None:
    """Return how to find the first rows of the question ``text``, cut into ``found``; None where that is not known."""
    words = {token.text.lower() for token in found if token.kind is Kind.WORD} if len(found) <= _MOST_TOKENS else set()
    if not words >= {"select", "order", "limit"} or words & _FLEETING or "\\" in text:
        return None
    try:
        select = _select(text, found)
    except NotFlatError:
        return None
    anchor = _anchor(select)
    is_short = select.limit > 0 and select.limit + select.offset <= _MOST_WANTED
    return _plan(text, select, anchor) if anchor is not None and is_short else None


def _select(text: str, found: Sequence[Token]) -> _Select:
    """Return the question. Raises NotFlatError where it has a part that is not read here."""
    place = next(place for place, token in enumerate(found) if token.text.lower() == "select")
    cursor = Cursor(text, found[place:])
    start = cursor.take().start
    prologue = " ".join(token.text for token in found[:place])
    cursor.passes("distinct")
    columns = () if cursor.passes("*") else (*_names(cursor),)
    while cursor.passes("from"):
        cursor.passes("named")
        cursor.take()
    cursor.passes("where")
    opening = cursor.next.end
    group = read_group(cursor)
    if not (cursor.passes("order") and cursor.passes("by")):
        raise NotFlatError
    order, ordered = list[_Condition](), 0
    while cursor.next.kind is Kind.VARIABLE or cursor.next.text.lower() in {"asc", "desc"}:
        condition, ordered = _condition(cursor)
        order.append(condition)
    slices = {"limit": 0, "offset": 0}
    while cursor.next.text:
        word = cursor.take().text.lower()
        if word not in slices:
            raise NotFlatError
        slices[word] = _number(cursor)
    return _Select(group, columns, tuple(order), slices["limit"], slices["offset"], prologue, start, opening, ordered)


def _names(cursor: Cursor) -> Iterator[str]:
    yield cursor.variable()
    while cursor.next.kind is Kind.VARIABLE:
        yield cursor.variable()


def _condition(cursor: Cursor) -> tuple[_Condition, int]:
    """Return a condition that is one variable, and where it ends."""
    descends = cursor.next.text.lower() == "desc"
    if cursor.passes("asc", "desc"):
        block = cursor.block("(")
        if [token.kind for token in block[1:-1]] != [Kind.VARIABLE]:
            raise NotFlatError
        return _Condition(block[1].text[1:], descends), block[-1].end
    end = cursor.next.end
    return _Condition(cursor.variable(), descends), end


def _number(cursor: Cursor) -> int:
    text = cursor.take().text
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise NotFlatError
    return int(text)


def _anchor(select: _Select) -> Triple | None:
    """Return the pattern that gives each row its first key, if there is one."""
    if not select.order:
        return None
    return next(
        (
            triple
            for triple in select.group.triples
            if triple.is_first
            and triple.object[1:] == select.order[0].name
            and triple.object[0] in "?$"
            and triple.subject[0] in "?$"
            and triple.verb[0] not in "?$"
            and triple.subject[1:] != triple.object[1:]
        ),
        None,
    )


def _plan(text: str, select: _Select, anchor: Triple) -> TopK:
    group = select.group
    order = [condition.name for condition in select.order]
    tied = "".join(f" ?{name} " for name in _shown(select) if name not in order)
    named = {"key": anchor.object, "subject": anchor.subject, "rows": _unused("?rows", group)}
    about = "\n".join((*_about(anchor, group), str(anchor)))
    others = [triple for triple in group.triples if triple is not anchor]
    names = (order[0], anchor.subject[1:]) if order[1:2] == [anchor.subject[1:]] else (order[0],)
    return TopK(
        prologue=select.prologue,
        question=(
            text[select.start : select.opening],
            text[select.opening : select.ordered] + tied + text[select.ordered :],
        ),
        names=names,
        descends=tuple(condition.descends for condition in select.order[: len(names)]),
        keys="".join(_filled("keys", **named, about=about)),
        pairs=_filled("pairs", **named, about=about),
        peeks=tuple(
            "".join(_filled("matches", **named, pattern="\n".join((*_bound(triple, group), str(triple)))))
            for triple in (anchor, *others)
        ),
        limit=select.limit,
        wanted=select.limit + select.offset,
    )


@cache
def _template(name: str) -> tuple[str, str]:
    """Return what stands before and behind the place of the keys."""
    lines = resources.text("queries", "store", "topk", f"{name}.rq").splitlines()
    before, _, behind = "\n".join(line for line in lines if not line.startswith("#")).partition("$keys")
    return before, behind


def _filled(name: str, **parts: str) -> tuple[str, str]:
    before, behind = _template(name)
    return Template(before).substitute(parts), Template(behind).substitute(parts)


def _shown(select: _Select) -> Sequence[str]:
    return select.columns or sorted(select.group.variables)


def _unused(name: str, group: Group) -> str:
    used = group.variables.union(*(clause.variables for clause in group.filters))
    while name[1:] in used:
        name += "_"
    return name


def _bound(triple: Triple, group: Group) -> Iterator[str]:
    """Yield the VALUES that bind a variable of the pattern."""
    return (clause.text for clause in group.values if clause.variables & triple.variables)


def _about(anchor: Triple, group: Group) -> Iterator[str]:
    """Yield all that tells of a key alone whether it has rows: FILTER on nothing but it and values that are given."""
    elsewhere = group.optional.union(*(triple.variables for triple in group.triples))
    given = [clause for clause in group.values if not clause.variables & (elsewhere - anchor.variables)]
    known = anchor.variables.union(*(clause.variables for clause in given))
    filters = [clause for clause in group.filters if _is_about(clause, anchor, known)]
    needed = anchor.variables.union(*(clause.variables for clause in filters))
    yield from (clause.text for clause in given if clause.variables & needed)
    yield from (clause.text for clause in filters)


def _is_about(clause: Clause, anchor: Triple, known: frozenset[str]) -> bool:
    return clause.is_plain and clause.variables <= known and bool(clause.variables & anchor.variables)
