"""Results as a sh:ValidationReport, and a sh:ValidationReport as results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, SH

from cancu.check.engine.facts import Facts
from cancu.check.engine.model import Result
from cancu.check.engine.terms import Node, from_rdflib, to_rdflib


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a finding needs of a result, whichever engine found it."""

    focus: Node
    shape: Node
    value: Node | None
    messages: tuple[ox.Literal, ...]


def told(results: Iterable[Result]) -> Iterator[Told]:
    """Yield what the engine's results tell."""
    for result in results:
        yield Told(focus=result.focus, shape=result.shape.node, value=result.value, messages=result.messages)


def told_by(report: rdflib.Graph) -> Iterator[Told]:
    """Yield what the results of a report graph tell."""
    for result in report.objects(None, SH.result):
        focus, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        value = report.value(result, SH.value)
        if focus is None or shape is None:
            continue
        messages = [from_rdflib(message) for message in report.objects(result, SH.resultMessage)]
        yield Told(
            focus=from_rdflib(focus), shape=from_rdflib(shape), value=None if value is None else from_rdflib(value),
            messages=tuple(message for message in messages if isinstance(message, ox.Literal)),
        )  # fmt: skip


def report_graph(results: Iterable[Result], shapes: Facts) -> rdflib.Graph:
    """Return the validation report (SHACL, 3.6.1); complex paths are copied from the shapes graph."""
    graph = rdflib.Graph()
    report = rdflib.BNode()
    found = tuple(results)
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, rdflib.Literal(not found)))
    for result in found:
        node = rdflib.BNode()
        graph.add((report, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        for predicate, value in _said(result):
            graph.add((node, predicate, to_rdflib(value)))
        if isinstance(result.result_path, ox.BlankNode):
            _copy(result.result_path, shapes, graph)
    return graph


def _said(result: Result) -> Iterator[tuple[rdflib.URIRef, Node]]:
    yield SH.focusNode, result.focus
    yield SH.sourceShape, result.shape.node
    yield SH.sourceConstraintComponent, result.component
    yield SH.resultSeverity, result.shape.severity
    for message in result.messages:
        yield SH.resultMessage, message
    for predicate, value in (
        (SH.value, result.value), (SH.resultPath, result.result_path), (SH.sourceConstraint, result.constraint),
    ):  # fmt: skip
        if value is not None:
            yield predicate, value


def _copy(node: Node, shapes: Facts, graph: rdflib.Graph) -> None:
    subject = to_rdflib(node)
    for predicate, value in shapes.about(node):
        triple = (subject, to_rdflib(predicate), to_rdflib(value))
        if triple not in graph:
            graph.add(triple)
            if isinstance(value, ox.BlankNode):
                _copy(value, shapes, graph)
