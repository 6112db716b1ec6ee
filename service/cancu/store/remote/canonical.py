"""One way to write what any engine tells: canonical literals, graphs as sorted N-Triples, results as JSON.

Literals become what the embedded database keeps (``"1"^^xsd:boolean`` → true, ``"1.50"^^xsd:decimal`` → 1.5), by
its own code, so that the same facts are the same bytes wherever they are stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib.namespace import XSD

from cancu.store.rewriting import sorted_lines

_ASKED = "__ASK_RETVAL"
"""The column in which Virtuoso answers ASK: one row for yes, none for no."""


class CutOffError(Exception):
    """An answer ends before its end."""


def graph(data: bytes, media: str) -> bytes:
    """Return the triples in ``data`` as canonical N-Triples, sorted. Raises CutOffError where they do not parse."""
    form = ox.RdfFormat.from_media_type(media.partition(";")[0].strip())
    if form is None:
        raise CutOffError(media)
    try:
        return triples(quad.triple for quad in ox.parse(data, format=form))
    except (SyntaxError, ValueError) as error:
        raise CutOffError(str(error)) from error


def triples(found: Iterable[ox.Triple]) -> bytes:
    """Return triples as canonical N-Triples, sorted; blank nodes keep their labels."""
    kept = ox.Store()
    kept.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in found)
    lines = kept.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
    return b"".join(line + b"\n" for line in sorted_lines(lines))


def solutions(data: bytes) -> dict[str, Any]:
    """Return SPARQL JSON results with canonical terms. Raises CutOffError where they are no such results."""
    try:
        told = json.loads(data, strict=False)  # Virtuoso leaves control characters as they are
        head = told["head"]
        if "boolean" in told:
            return {"head": {}, "boolean": bool(told["boolean"])}
        rows = told["results"]["bindings"]
        if head["vars"] == [_ASKED]:
            return {"head": {}, "boolean": bool(rows)}
        found = [{name: _term(term) for name, term in row.items()} for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CutOffError(str(error)[:200]) from error
    return {"head": {"vars": head["vars"]}, "results": {"bindings": found}}


def _term(term: Mapping[str, Any]) -> dict[str, Any]:
    kind = term["type"]
    if kind not in {"literal", "typed-literal"}:
        return dict(term)
    datatype, language = term.get("datatype"), term.get("xml:lang")
    if datatype is None:
        plain = {"type": "literal", "value": term["value"]}
        return {**plain, "xml:lang": language} if language else plain
    return {"type": "literal", "value": lexical(term["value"], datatype), "datatype": datatype}


def lexical(value: str, datatype: str) -> str:
    """Return how the embedded database writes a literal of this datatype."""
    return _kept(value, datatype) if datatype.startswith(str(XSD)) and not datatype.endswith("#string") else value


@lru_cache(50_000)
def _kept(value: str, datatype: str) -> str:
    store = ox.Store()
    name = ox.NamedNode(datatype)
    store.add(ox.Quad(name, name, ox.Literal(value, datatype=name)))
    (quad,) = store
    found = quad.object
    return found.value if isinstance(found, ox.Literal) else value
