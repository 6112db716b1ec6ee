"""Cut a SPARQL text into tokens (SPARQL 1.1 Query §19.8), enough to see what stands outside strings and IRIs.

The engine reads by grammar and may see a keyword where a tokeniser sees the tail of a longer word (``SERVICE:x``,
``trueSERVICE``) or of an IRI (``?a<?b)SERVICE#>``); ``guard`` looks into those tokens too.

The text is a stranger's and is cut in the service itself, so no part of the pattern may look at a character more than a
few times: runs of letters, dots and dashes are taken whole and possessively, and the caller stops at the first stray.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple


class Kind(StrEnum):
    """Kinds of tokens."""

    COMMENT = "comment"
    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NAME = "name"
    NUMBER = "number"
    WORD = "word"
    OPEN = "open"
    CLOSE = "close"
    OTHER = "other"
    STRAY = "stray"
    """A backslash where none may stand, or a quotation mark that nothing closes."""


_KINDS: Final = {kind.value: kind for kind in Kind}


class Token(NamedTuple):
    """A token and where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


class Place(NamedTuple):
    """Line and column, counted from 1."""

    line: int
    column: int


_GRAMMAR = r"""
  (?P<comment>\#[^\r\n]*)
| (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
| (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+\"\"\"
          |'''(?:'{0,2}(?:[^'\\]|\\.))*+'''
          |"(?:[^"\\\r\n]|\\.)*+"
          |'(?:[^'\\\r\n]|\\.)*+')
| (?P<variable>[?$]\w+)
| (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
| (?P<name>(?:[^\W\d][\w.\u00B7-]*+)?:(?:[\w:.\u00B7-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*+)
| (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
| (?P<word>[^\W\d][\w.\u00B7-]*+)
| (?P<open>[({\[])
| (?P<close>[)}\]])
| (?P<stray>[\\"'])
| (?P<other>[^\s])
"""


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(_GRAMMAR, re.VERBOSE | re.DOTALL)


def tokens(sparql: str) -> Iterator[Token]:
    """Yield the tokens of ``sparql`` in order; white space is passed over, comments are not."""
    for match in _pattern().finditer(sparql):
        yield Token(_KINDS[match.lastgroup or "other"], match.group(), match.start())


def place(sparql: str, offset: int) -> Place:
    """Return where ``offset`` stands in ``sparql``."""
    before = sparql[:offset]
    return Place(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
