"""SPARQL of SHACL constraints: one query for one focus node → one query for all.

SHACL binds ``$this`` before a query is evaluated, wherever it stands (SHACL, 5.3.1 and appendix A). Asked of all focus
nodes at once, every group that speaks of ``$this`` is given its possible values instead, by a pattern at its beginning.
That is sound because SHACL forbids what would tell the two apart (MINUS, VALUES, SERVICE, sub-selects that do not
project ``$this``); aggregates must be grouped by ``$this``, and nothing may count or cut rows across focus nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cancu.check.engine.chains import chained
from cancu.check.engine.model import Unsupported
from cancu.check.engine.tokens import Token, tokens
from cancu.errors import ResourceError

_FORBIDDEN = {"MINUS", "VALUES", "SERVICE"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_CUTS = {"LIMIT", "OFFSET"}
_TAIL = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"}
THIS = {"?this", "$this"}
_BOUND = THIS | {"?currentShape", "$currentShape", "?shapesGraph", "$shapesGraph"}
_PATH = {"?PATH", "$PATH"}


@dataclass(slots=True)
class _Group:
    """A pair of braces: where its inside begins, and whether it speaks of ``$this`` itself."""

    start: int
    parens: int
    correlated: bool
    select: _Select | None = None
    this: bool = False


@dataclass(slots=True)
class _Select:
    """A SELECT: the words and variables between it and its group, and those that follow the group."""

    parens: int
    outermost: bool
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Query:
    """A query cut at the places where the values of ``$this`` are to be given."""

    pieces: tuple[str, ...]
    variables: frozenset[str]

    def asked(self, seed: str) -> str:
        """Return the query with ``seed``, a graph pattern that binds ``?this``, in all those places."""
        return seed.join(self.pieces)


def rewritten(text: str, *, path: str | None, where: str) -> Query:
    """Return a sh:select made ready for sets of focus nodes.

    Raises ResourceError for what SHACL forbids in such a query, and Unsupported where only one query for each focus
    node gives the right answer.
    """
    reader = _Reader(where)
    text = chained(text)
    found = tuple(tokens(text))
    for token in found:
        reader.read(token)
    reader.close()
    if path is None and _PATH & reader.variables:
        raise _refused("$PATH", where)
    return Query(_cut(text, found, reader.places, path or ""), frozenset(v[1:] for v in reader.variables))


def _cut(text: str, found: tuple[Token, ...], places: list[int], path: str) -> tuple[str, ...]:
    """Cut the text at the places, with the path written for $PATH; comments fall away."""
    pieces: list[str] = []
    piece: list[str] = []
    end = 0
    wanted = set(places)
    for token in found:
        between = text[end : token.start]
        piece.append(between if between.isspace() or not between else " ")
        piece.append(path if token.text in _PATH else token.text)
        end = token.end
        if end in wanted:
            pieces.append("".join(piece))
            piece = []
    pieces.append("".join(piece))
    return tuple(pieces)


class _Reader:
    """Reads a query token by token: braces, selects, and what must not be there."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.places: list[int] = []
        self.variables: set[str] = set()
        self._groups: list[_Group] = []
        self._selects: list[_Select] = []  # those whose group has not opened yet
        self._after: _Select | None = None  # the one whose group closed last
        self._parens = 0
        self._before = ""

    def read(self, token: Token) -> None:
        """Read one token."""
        if token.kind == "word":
            self._word(token.word)
        elif token.kind == "variable":
            self._variable(token.text)
        if token.text == "{":
            self._open(token.end)
        elif token.text == "}":
            self._close()
        elif token.text in "()":
            self._parens += 1 if token.text == "(" else -1
        if self._selects:
            self._selects[-1].head.append(token.word)
        elif self._after is not None:
            self._after.tail.append(token.word)
        self._before = token.word

    def close(self) -> None:
        """Judge the outermost select; raises Unsupported for a query that is none."""
        if self._after is None or not self._after.outermost or self._groups:
            raise Unsupported(self.where)
        self._judge(self._after)

    def _word(self, word: str) -> None:
        if word in _FORBIDDEN:
            raise _refused(word, self.where)
        if word == "SELECT":
            self._judge(self._after)
            self._after = None
            self._selects.append(_Select(self._parens, outermost=not self._groups))

    def _variable(self, text: str) -> None:
        self.variables.add(text)
        if text in _BOUND:
            if self._before == "AS":
                raise _refused(f"AS {text}", self.where)
            if self._groups and not self._selects and self._after is None:  # else it stands in a SELECT's own words
                self._groups[-1].this = True

    def _open(self, position: int) -> None:
        correlated = bool(self._groups and self._groups[-1].correlated) or self._before == "EXISTS"
        select = None
        if self._selects and self._selects[-1].parens == self._parens:
            select = self._selects.pop()
        self._groups.append(_Group(position, self._parens, correlated, select))

    def _close(self) -> None:
        self._judge(self._after)
        if not self._groups:
            raise Unsupported(self.where)
        group = self._groups.pop()
        self._after = group.select
        if not group.correlated and (group.this or group.select):
            self.places.append(group.start)

    def _judge(self, select: _Select | None) -> None:
        """Tell whether a select that has ended may be asked of all focus nodes at once."""
        if select is None:
            return
        self._after = None
        projected = THIS & set(select.head) or "*" in select.head[:3]
        if not projected or (not select.outermost and "*" in select.head[:3]):
            if select.outermost:
                raise Unsupported(self.where)
            raise _refused("SELECT − $this", self.where)
        if _CUTS & set(select.tail):
            raise Unsupported(self.where)
        grouped = _grouped_by(select.tail)
        if (_AGGREGATES & set(select.head + select.tail) or grouped is not None) and not THIS & set(grouped or ()):
            raise Unsupported(self.where)


def _grouped_by(tail: list[str]) -> list[str] | None:
    if "GROUP" not in tail:
        return None
    begin = tail.index("GROUP") + 1
    end = next((at for at in range(begin, len(tail)) if tail[at] in _TAIL), len(tail))
    return tail[begin:end]


def _refused(what: str, where: str) -> ResourceError:
    return ResourceError(
        f"Truy vấn của quy tắc dùng “{what}”, điều mà SHACL-SPARQL không cho phép.",
        f"the query of a rule uses “{what}”, which SHACL-SPARQL does not allow.",
        where=where,
    )
