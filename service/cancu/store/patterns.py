"""A group of triples, VALUES, FILTER and OPTIONAL (SPARQL 1.1 Query §19.8, GroupGraphPattern), cut at its parts.

Only what is flat is read: no alternatives, graphs, groups within, assignments, paths, lists or unnamed nodes. Who asks
for another is told so, and leaves the text to the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cancu.store.tokens import Kind, Token

_END = Token(Kind.OTHER, "", -1)
_FIXED = frozenset({Kind.IRI, Kind.NAME})


class NotFlatError(Exception):
    """The text has something that is not read here."""


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern as it is written; ``is_first`` where no OPTIONAL stands before it."""

    subject: str
    verb: str
    object: str
    is_first: bool

    @property
    def variables(self) -> frozenset[str]:
        """The names of its variables."""
        return frozenset(part[1:] for part in (self.subject, self.verb, self.object) if part[0] in "?$")

    def __str__(self) -> str:
        return f"{self.subject} {self.verb} {self.object} ."


@dataclass(frozen=True, slots=True)
class Clause:
    """VALUES or FILTER as it is written, with the names of its variables.

    ``is_plain`` where nothing but these tells what it means: a FILTER without patterns of its own.
    """

    text: str
    variables: frozenset[str]
    is_plain: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """What a group holds; ``optional`` are the names of all variables that stand in an OPTIONAL."""

    triples: tuple[Triple, ...]
    values: tuple[Clause, ...]
    filters: tuple[Clause, ...]
    optional: frozenset[str]

    @property
    def variables(self) -> frozenset[str]:
        """The names of all variables that it may bind."""
        parts: tuple[Triple | Clause, ...] = (*self.triples, *self.values)
        return self.optional.union(*(part.variables for part in parts))


class Cursor:
    """Tokens of ``text``, one after the other; what follows the last is a token without a text."""

    def __init__(self, text: str, found: Iterable[Token]) -> None:
        self.text = text
        self._found = [*_apart(found)]
        self._index = 0

    @property
    def next(self) -> Token:
        """The token that stands next."""
        return self._found[self._index] if self._index < len(self._found) else _END

    def take(self) -> Token:
        """Return the token that stands next and go on."""
        token = self.next
        self._index += 1
        return token

    def passes(self, *words: str) -> bool:
        """Go on if one of these words or signs stands next, and tell whether it does."""
        is_there = self.next.text.lower() in words
        self._index += is_there
        return is_there

    def variable(self) -> str:
        """Return the name of the variable that stands next. Raises NotFlatError for anything else."""
        if self.next.kind is not Kind.VARIABLE:
            raise NotFlatError
        return self.take().text[1:]

    def block(self, opening: str) -> list[Token]:
        """Return the tokens from the bracket that stands next to the one that closes it, both with them."""
        if self.next.text != opening:
            raise NotFlatError
        depth, taken = 0, list[Token]()
        while not taken or depth:
            if self.next is _END:
                raise NotFlatError
            taken.append(self.take())
            depth += (taken[-1].kind is Kind.OPEN) - (taken[-1].kind is Kind.CLOSE)
        return taken


def _apart(found: Iterable[Token]) -> Iterator[Token]:
    """Yield full stops apart from what they end: names and numbers may hold them, but not at their end."""
    for token in found:
        bare = token.text.rstrip(".") if token.kind in {Kind.NAME, Kind.NUMBER, Kind.WORD} else token.text
        if bare == token.text:
            yield token
        else:
            yield Token(token.kind, bare, token.start)
            yield from (Token(Kind.OTHER, ".", place) for place in range(token.start + len(bare), token.end))


def read_group(cursor: Cursor) -> Group:
    """Return the group whose bracket stands next, and go on behind it. Raises NotFlatError."""
    triples, values, filters, optional = list[Triple](), list[Clause](), list[Clause](), set[str]()
    is_first = True
    if not cursor.passes("{"):
        raise NotFlatError
    while not cursor.passes("}"):
        word = cursor.next.text.lower() if cursor.next.kind is Kind.WORD else ""
        if word == "values":
            values.append(_values(cursor))
        elif word == "filter":
            filters.append(_filter(cursor))
        elif word == "optional":
            cursor.take()
            optional |= _variables(cursor.block("{"))
            is_first = False
        elif not cursor.passes("."):
            triples += _triples(cursor, is_first=is_first)
    return Group(tuple(triples), tuple(values), tuple(filters), frozenset(optional))


def _values(cursor: Cursor) -> Clause:
    start = cursor.take()
    head = cursor.block("(") if cursor.next.text == "(" else [cursor.take()]
    block = cursor.block("{")
    return Clause(cursor.text[start.start : block[-1].end], _variables(head))


def _filter(cursor: Cursor) -> Clause:
    start = cursor.take()
    is_pattern = False
    while cursor.next.text not in {"(", "{"}:  # the name of a function, EXISTS, NOT EXISTS
        is_pattern |= cursor.next.text.lower() == "exists"
        if cursor.take().kind not in {Kind.WORD, *_FIXED}:
            raise NotFlatError
    block = cursor.block("{" if is_pattern else "(")
    # a comparison may look like an IRI (?a<?b&&?c>?d), and hide variables
    is_plain = not is_pattern and not any(
        token.text.lower() == "exists" or (token.kind is Kind.IRI and not {"?", "$"}.isdisjoint(token.text))
        for token in block
    )
    return Clause(cursor.text[start.start : block[-1].end], _variables(block), is_plain)


def _variables(found: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.text[1:] for token in found if token.kind is Kind.VARIABLE)


def _triples(cursor: Cursor, *, is_first: bool) -> Iterator[Triple]:
    """Yield the triples of one subject (§19.8, TriplesSameSubject)."""
    if cursor.next.kind not in {Kind.VARIABLE, *_FIXED}:
        raise NotFlatError
    subject = cursor.take().text
    while True:
        verb = cursor.take()
        if verb.kind not in {Kind.VARIABLE, *_FIXED} and verb.text != "a":
            raise NotFlatError
        yield Triple(subject, verb.text, _object(cursor), is_first)
        while cursor.passes(","):
            yield Triple(subject, verb.text, _object(cursor), is_first)
        is_more = False
        while cursor.passes(";"):
            is_more = True
        if not is_more or cursor.next.text in {".", "}"}:
            break
    if cursor.next.text not in {".", "}"} and cursor.next.kind is not Kind.WORD:
        raise NotFlatError


def _object(cursor: Cursor) -> str:
    token = cursor.take()
    if token.kind in {Kind.VARIABLE, *_FIXED, Kind.NUMBER} or token.text in {"true", "false"}:
        return token.text
    if token.kind is not Kind.STRING:
        raise NotFlatError
    if cursor.next.kind is Kind.LANGUAGE:
        return token.text + cursor.take().text
    if cursor.passes("^"):
        if not cursor.passes("^") or cursor.next.kind not in _FIXED:
            raise NotFlatError
        return f"{token.text}^^{cursor.take().text}"
    return token.text
