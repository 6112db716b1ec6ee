"""Terms of RDF and their texts in N-Triples: each made once and shared, for making them is what describing costs.

Terms that are one object are compared without looking at their letters, which is most of what sets of triples do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

Term: TypeAlias = URIRef | Literal
Quad: TypeAlias = tuple[URIRef, URIRef, Term, URIRef]

_SHARED = 1 << 16
"""So many terms of each kind are kept: those of some hundred documents."""
_STRING = XSD.string
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_ESCAPED = re.compile(r'[\\"\n\r\t]')
_LINE = re.compile(
    r'<([^>]*)> <([^>]*)> (?:<([^>]*)>|"((?:[^"\\]|\\.)*+)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?) (?:<([^>]*)> )?\.\n'
)
_BACK = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "r": "\r", "t": "\t"}


@lru_cache(_SHARED)
def iri(name: str) -> URIRef:
    """Return the term of an IRI."""
    return URIRef(name)


@lru_cache(_SHARED)
def literal(text: str, language: str | None = None, datatype: str | None = None) -> Literal:
    """Return the term of a text with its language or datatype."""
    return Literal(text, lang=language, datatype=datatype)


def written(term: Term) -> str:
    """Return a term as it is written in canonical N-Triples."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    text = str(term)
    if _ESCAPED.search(text):
        text = text.translate(_ESCAPES)
    if term.language:
        return f'"{text}"@{term.language}'
    if term.datatype is None or term.datatype == _STRING:
        return f'"{text}"'
    return f'"{text}"^^<{term.datatype}>'


def read_lines(lines: str, graph: str = "") -> Iterator[Quad]:
    """Yield the quads of lines as ``written`` writes them; those that name no graph are in ``graph``.

    Raises ValueError where a line is written otherwise: it has to be parsed.
    """
    end = 0
    while end < len(lines):
        found = _LINE.match(lines, end)
        if found is None:
            raise ValueError(lines[end : end + 200])
        end = found.end()
        subject, verb, link, text, language, datatype, name = found.groups()
        value: Term = iri(link) if text is None else literal(_unescaped(text), language, datatype)
        yield iri(subject), iri(verb), value, iri(name or graph)


def _unescaped(text: str) -> str:
    return _BACK.sub(_meant, text) if "\\" in text else text


def _meant(match: re.Match[str]) -> str:
    letter = match[1]
    if letter in "uUbf'":
        raise ValueError(match[0])
    return _MEANT.get(letter, letter)
