"""Literals as SHACL compares them: by pySHACL's own comparison, so that both engines call the same dates earlier."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
import rdflib
from pyshacl.rdfutil.compare import compare_literal
from rdflib.namespace import RDF, RDFS, XSD

from cancu.check.engine.terms import Node

_CLASSES: dict[str, type | tuple[type, ...]] = {
    str(XSD.string): (str, bytes),
    str(RDF.langString): (str, bytes),
    str(XSD.integer): int,
    str(XSD.float): float,
    str(XSD.decimal): Decimal,
    str(XSD.boolean): bool,
    str(XSD.date): dt.date,
    str(XSD.time): dt.time,
    str(XSD.dateTime): dt.datetime,
}


@lru_cache(maxsize=65536)
def understood(literal: ox.Literal) -> rdflib.Literal:
    """Return the rdflib literal with its Python value."""
    if literal.language is not None:
        return rdflib.Literal(literal.value, lang=literal.language)
    if literal.datatype.value == str(XSD.string):
        return rdflib.Literal(literal.value)
    return rdflib.Literal(literal.value, datatype=rdflib.URIRef(literal.datatype.value))


def order(one: Node, other: Node) -> int | None:
    """Return -1, 0 or 1 as one literal is less than, equal to or more than another; None where they do not compare."""
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return None
    first, second = understood(one), understood(other)
    if isinstance(first.value, str) != isinstance(second.value, str):
        return None
    try:
        return int(compare_literal(first, second))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None


def has_datatype(node: Node, datatype: Node) -> bool:
    """Tell whether a node is a literal of a datatype, with a lexical form that the datatype allows."""
    if not isinstance(node, ox.Literal):
        return False
    if datatype.value == str(RDFS.Literal):
        return True
    if node.datatype != datatype:
        return False
    literal = understood(node)
    if literal.ill_typed:
        return False
    expected = _CLASSES.get(datatype.value)
    return expected is None or isinstance(literal.value, expected)


def plain(node: Node | None) -> Any:
    """Return the Python value of a literal of the shapes graph, None for any other node."""
    return understood(node).value if isinstance(node, ox.Literal) else None
