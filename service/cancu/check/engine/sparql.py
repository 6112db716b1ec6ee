"""sh:sparql constraints (SHACL, 5) and SPARQL targets (SHACL Advanced Features, 3.1), each one query over the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, SH

from cancu.check.engine.facts import Facts, quads, reached
from cancu.check.engine.model import Constraint, Result, Run, Shape, Unsupported, Values
from cancu.check.engine.rewrite import Query
from cancu.check.engine.terms import Node, iri
from cancu.errors import ResourceError
from cancu.namespaces import FOCUS, SHAPES

_FOCUS, _SHAPES = iri(FOCUS), iri(SHAPES)
_DECLARE, _PREFIX, _NAMESPACE, _IMPORTS = iri(SH.declare), iri(SH.prefix), iri(SH.namespace), iri(OWL.imports)
_COMPONENT = iri(SH.SPARQLConstraintComponent)
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


@dataclass(frozen=True)
class Select(Constraint):
    """A sh:select that is asked once for all focus nodes."""

    node: Node
    query: Query
    prefixes: Mapping[str, str]
    messages: tuple[ox.Literal, ...]
    component: ox.NamedNode = _COMPONENT

    def results(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[Node, Result]]:  # noqa: D102
        seen = set()
        for row in self._rows(run, shape, values):
            key = tuple(sorted((name, str(term)) for name, term in row.items()))
            if key not in seen:
                seen.add(key)
                yield row["this"], self._result(shape, row)

    def _rows(self, run: Run, shape: Shape, nodes: Collection[Node]) -> Iterator[dict[str, Node]]:
        store = run.facts.store
        bound: dict[str, Collection[Node]] = {"this": nodes, "currentShape": (shape.node,), "shapesGraph": (_SHAPES,)}
        used = {name: iri(f"{FOCUS}{name}") for name in bound if name == "this" or name in self.query.variables}
        if "shapesGraph" in used:
            store.extend(quads(run.shapes, _SHAPES))
        mark = run.facts.mark(_FOCUS, ((has, node) for name, has in used.items() for node in bound[name]))
        pattern = " ; ".join(f"{has} ?{name}" for name, has in used.items())
        text = self.query.asked(f" GRAPH {_FOCUS} {{ {mark} {pattern} }} ")
        yield from rows(store, text, self.prefixes, where=shape.node.value)

    def _result(self, shape: Shape, row: Mapping[str, Node]) -> Result:
        if "failure" in row and row["failure"].value == "true":
            raise ResourceError(
                "Truy vấn của quy tắc báo là không chạy được.", "the query of a rule says that it failed.",
                where=str(shape.node),
            )  # fmt: skip
        value = row.get("value")
        if value is None and shape.path is None:
            value = row["this"]
            row = {**row, "value": value}
        told = row.get("message")
        messages = (told,) if isinstance(told, ox.Literal) else self.messages or shape.messages
        return Result(
            focus=row["this"], shape=shape, component=self.component, value=value, path=row.get("path"),
            constraint=self.node, messages=tuple(_filled(message, row) for message in messages),
        )  # fmt: skip


def rows(store: ox.Store, text: str, prefixes: Mapping[str, str], *, where: str) -> Iterator[dict[str, Node]]:
    """Yield the rows of a SELECT, without what is not bound. Raises ResourceError where the query is malformed."""
    try:
        found = store.query(text, prefixes=dict(prefixes))
    except SyntaxError as error:
        raise ResourceError(
            f"Truy vấn của quy tắc sai cú pháp: {error}", f"the query of a rule is malformed: {error}", where=where
        ) from error
    if not isinstance(found, ox.QuerySolutions):
        raise Unsupported(where)
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: term for name in names if (term := solution[name]) is not None}


def prefixes_of(shapes: Facts, node: Node) -> dict[str, str]:
    """Return the prefixes that a constraint or target declares by sh:prefixes (SHACL, 5.2.1), and the usual three."""
    found = {"rdf": str(RDF), "rdfs": str(RDFS), "owl": str(OWL)}
    for ontology in shapes.values(node, iri(SH.prefixes)):
        for holder in reached(ontology, lambda one: shapes.values(one, _IMPORTS)):
            for declared in shapes.values(holder, _DECLARE):
                prefix, namespace = shapes.value(declared, _PREFIX), shapes.value(declared, _NAMESPACE)
                if prefix is not None and namespace is not None:
                    found[prefix.value] = namespace.value
    return found


def _filled(message: ox.Literal, row: Mapping[str, Node]) -> ox.Literal:
    if "{" not in message.value:
        return message

    def said(match: re.Match[str]) -> str:
        term = row.get(match[1])
        return match[0] if term is None else term.value

    text = _VARIABLE.sub(said, message.value)
    return ox.Literal(text, language=message.language) if message.language else ox.Literal(text)
