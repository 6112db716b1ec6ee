"""A text that asks for all triples of one graph and for nothing else: what the graph holds is the answer.

It is how a document is fetched over SPARQL, and most of what an engine does for it is to look up the words of each
triple one by one; as lines they lie together (``engine.held``). Only what is of a shape of ``queries/store/whole.tsv``,
token for token, is taken for such a text: anything else is for the engine, which also says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

import pyoxigraph as ox

from cancu import resources
from cancu.store.tokens import Kind, Token

_KINDS = {"G": Kind.IRI, **dict.fromkeys("SPOV", Kind.VARIABLE)}
_PREFIX = r"(?:[A-Za-z][A-Za-z0-9-]*)?:"
_MOST = 300
"""Tokens that are looked at: many prefixes and the question."""


def whole_graph(found: Sequence[Token]) -> str | None:
    """Return the IRI of the graph whose triples, in whichever order, are all that these tokens ask for; else None."""
    if len(found) > _MOST:
        return None
    rest = list(found)
    while rest and (taken := _declared(rest)):
        rest = rest[taken:]
    bound = next(filter(None, (_bound(shape, rest) for shape in _shapes())), None)
    return bound["G"][1:-1] if bound and len({*bound.values()}) == len(bound) else None


@cache
def _shapes() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row["shape"].split()) for row in resources.table("queries", "store", "whole.tsv"))


def _declared(found: Sequence[Token]) -> int:
    """Return how many tokens the declaration takes that they begin with; 0 for none, or one that is out of the way."""
    words = [token.text for token in islice(found, 3)]
    if words[0].upper() == "BASE" and len(words) > 1:
        return 2 * _is_plain(found[1])
    if words[0].upper() == "PREFIX" and len(words) > 2 and re.fullmatch(_PREFIX, words[1]):
        return 3 * _is_plain(found[2])
    return 0


def _bound(shape: Sequence[str], found: Sequence[Token]) -> dict[str, str] | None:
    """Return what the letters of a shape stand for in a text of this shape."""
    bound: dict[str, str] = {}
    left = iter(found)
    token = next(left, None)
    for part in shape:
        if token is not None and _fits(token, part.rstrip("?"), bound):
            token = next(left, None)
        elif not part.endswith("?"):
            return None
    return bound if token is None else None


def _fits(token: Token, part: str, bound: dict[str, str]) -> bool:
    """Tell whether a token is what stands at its place of a shape; what a letter stands for is then ``bound``."""
    kind = _KINDS.get(part)
    if kind is None:
        return token.text.upper() == part
    if token.kind is not kind or (kind is Kind.IRI and not _is_plain(token)):
        return False
    text = f"?{token.text[1:]}" if kind is Kind.VARIABLE else token.text
    return bound.setdefault(part, text) == text


def _is_plain(token: Token) -> bool:
    """Tell whether it is an IRI that means what it says: absolute, and nothing in it is escaped or resolved."""
    iri = token.text[1:-1]
    try:
        return token.kind is Kind.IRI and "\\" not in iri and "/." not in iri and ox.NamedNode(iri).value == iri
    except ValueError:
        return False
