"""Whether engines answer alike: answers as bags of rows or sets of triples, compared before anything is timed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

Row = tuple[tuple[str, str, str, str], ...]
"""Of each bound variable its name, kind and value, and the language or datatype of a literal."""

_PLAIN = "http://www.w3.org/2001/XMLSchema#string"


class WrongAnswerError(ValueError):
    """An answer is not in its format."""


def bag(body: bytes, *, is_graph: bool) -> Counter[Row]:
    """Return the rows of a SPARQL JSON answer, or the triples of a Turtle one, each as often as it stands there.

    A triple counts once: a graph is a set. Raises WrongAnswerError.
    """
    try:
        return Counter(set(_triples(body))) if is_graph else Counter(_rows(body))
    except (KeyError, TypeError, ValueError, SyntaxError) as error:
        raise WrongAnswerError(str(error)) from error


def difference(expected: Counter[Row], found: Counter[Row]) -> str:
    """Return in a few words how ``found`` differs; nothing where it does not. The order of rows does not count."""
    missing, more = expected - found, found - expected
    parts = [f"{missing.total():,} missing"] if missing else []
    parts += [f"{more.total():,} too many"] if more else []
    return ", ".join(parts)


def _rows(body: bytes) -> Iterable[Row]:
    told = json.loads(body)
    for row in told["results"]["bindings"]:
        yield tuple(sorted((name, *_term(node)) for name, node in row.items()))


def _term(node: Mapping[str, str]) -> tuple[str, str, str]:
    if node["type"] not in {"literal", "typed-literal"}:  # the second is of the working draft, and still told by some
        return node["type"], node["value"], ""
    language, datatype = node.get("xml:lang", ""), node.get("datatype", "")
    return "literal", node["value"], f"@{language.lower()}" if language else datatype.removeprefix(_PLAIN)


def _triples(body: bytes) -> Iterable[Row]:
    for quad in ox.parse(body, format=ox.RdfFormat.TURTLE):
        yield tuple(("", *_node(node)) for node in quad.triple)


def _node(node: object) -> tuple[str, str, str]:
    if isinstance(node, ox.Literal):
        told = {
            "type": "literal",
            "value": node.value,
            "xml:lang": node.language or "",
            "datatype": node.datatype.value,
        }
        return _term(told)
    return ("uri" if isinstance(node, ox.NamedNode) else "bnode"), getattr(node, "value", ""), ""
