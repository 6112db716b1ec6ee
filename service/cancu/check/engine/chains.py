"""Patterns inside EXISTS made to be followed one after another.

oxigraph joins three patterns or more by reading each whole, which is right for a query that is asked once; inside
EXISTS it does so again for every row, and the cost grows with the square of the data. Its ``LATERAL`` (SPARQL 1.2
community proposal SEP-0006) takes the rows of what stands before it into the next pattern, which for plain patterns
means the same and is a look-up. Only the text that goes to oxigraph is written so; shapes stay plain SPARQL 1.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cancu.check.engine.tokens import Token, tokens

_SKIPPED = {"FILTER", "BIND"}
_GROUPS = {"OPTIONAL", "UNION", "GRAPH", "LATERAL", "EXISTS", "NOT"}
_UNKNOWN = {"SELECT", "[", "]"}
_STEPS = {"name", "iri"}


class _Irregular(Exception):  # noqa: N818
    """A pattern that this module does not read; the query is left as it is."""


@dataclass(slots=True)
class _Group:
    """A pair of braces inside EXISTS, or not: what of a triple pattern has been read in it."""

    parens: int
    inside: bool
    begun: bool = False
    skipping: bool = False
    lateral: int | None = None
    subject: Token | None = None
    part: list[Token] = field(default_factory=list)


def chained(text: str) -> str:
    """Return the query with the patterns of each EXISTS in the order in which they are written."""
    writer = _Writer(text)
    try:
        for token in tokens(text):
            writer.read(token)
    except _Irregular:
        return text
    return writer.text()


class _Writer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []
        self._groups: list[_Group] = []
        self._parens = 0
        self._before = ""

    def text(self) -> str:
        """Return the text with its edits."""
        pieces, end = [], 0
        for start, stop, words in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += [self._text[end:start], words]
            end = stop
        return "".join([*pieces, self._text[end:]])

    def read(self, token: Token) -> None:
        """Read one token."""
        if token.text in "()":
            self._paren(token)
        elif token.text == "{":
            self._open(token)
        elif token.text == "}":
            self._close(token)
        elif self._groups and self._groups[-1].inside and self._parens == self._groups[-1].parens:
            self._plain(self._groups[-1], token)
        elif self._groups and self._groups[-1].part:
            self._groups[-1].part.append(token)
        self._before = token.word

    def _open(self, token: Token) -> None:
        inside = self._before == "EXISTS" or bool(self._groups and self._groups[-1].inside)
        if self._groups and self._groups[-1].inside and self._parens == self._groups[-1].parens:
            self._before_group(self._groups[-1], token)
        self._groups.append(_Group(self._parens, inside))

    def _before_group(self, group: _Group, token: Token) -> None:
        """End what stands before a group of its own, and put that group, with those united with it, behind it."""
        self._end(group)
        group.subject = None
        if not group.skipping and group.begun and group.lateral is None:
            group.lateral = token.start
            self._edits.append((token.start, token.start, " LATERAL { "))

    def _close(self, token: Token) -> None:
        if not self._groups:
            raise _Irregular
        group = self._groups.pop()
        self._end(group)
        self._end_lateral(group, token.start)
        if self._groups and self._parens == self._groups[-1].parens:
            self._groups[-1].skipping = False
            self._groups[-1].begun = True

    def _end_lateral(self, group: _Group, place: int) -> None:
        """Close what was opened before a group of its own: no UNION follows."""
        if group.lateral is not None and not group.skipping:
            group.lateral = None
            self._edits.append((place, place, " } "))

    def _paren(self, token: Token) -> None:
        group = self._groups[-1] if self._groups else None
        self._parens += 1 if token.text == "(" else -1
        if group is None or not group.inside:
            return
        if group.skipping:
            group.skipping = self._parens != group.parens
        elif group.subject is None:
            raise _Irregular
        else:
            group.part.append(token)

    def _plain(self, group: _Group, token: Token) -> None:
        if token.word in _UNKNOWN:
            raise _Irregular
        if token.word != "UNION":
            self._end_lateral(group, token.start)
        if token.word in _SKIPPED | _GROUPS:
            self._end(group)
            group.subject, group.skipping = None, True
        elif group.skipping:
            return
        elif token.text == ".":
            self._end(group)
            group.subject = None
        elif token.text == ";":
            self._end(group)
            if group.subject is not None:
                self._edits.append((token.start, token.end, " "))
        elif group.subject is None:
            group.subject = token
        else:
            group.part.append(token)

    def _end(self, group: _Group) -> None:
        """End what is said of a subject; all but the first of a group is put behind what stands before."""
        if not group.inside or group.subject is None or not group.part:
            return
        self._split(group.part)
        if group.begun:
            fresh = self._text[group.subject.end : group.part[0].start].strip() == ""
            first = group.subject if fresh else group.part[0]
            said = "" if fresh else f"{group.subject.text} "
            self._edits.append((first.start, first.start, f" LATERAL {{ {said}"))
            self._edits.append((group.part[-1].end, group.part[-1].end, " } "))
        group.begun = True
        group.part = []

    def _split(self, part: list[Token]) -> None:
        """Take a path of plain steps (``a/b``) apart, each step behind the one before."""
        at = 1
        while at + 2 < len(part) and part[at].text == "/" and {part[at - 1].kind, part[at + 1].kind} <= _STEPS:
            name = f"?_step{part[at].start}"
            self._edits.append((part[at].start, part[at].end, f" {name} LATERAL {{ {name} "))
            self._edits.append((part[-1].end, part[-1].end, " } "))
            at += 2
