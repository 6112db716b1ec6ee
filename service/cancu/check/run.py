"""A check: the rules over one graph, or any shapes over any graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import RDF, RDFS, SH

from cancu.check.engine.compiler import Compiled, compiled
from cancu.check.engine.facts import Facts
from cancu.check.engine.report import Told, report_graph, told, told_by
from cancu.check.engine.run import validated
from cancu.check.engine.terms import Node, Triple, iri, to_rdflib, triples_of
from cancu.check.mending import mended
from cancu.check.reference import reported
from cancu.check.report import read_results
from cancu.check.shapes import background, shapes
from cancu.finding import Finding

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)


def check(
    graph: Iterable[object],
    *,
    profile: str | None = None,
    focus: Collection[str] | None = None,
    texts: Mapping[str, str] = _NO_TEXTS,
) -> tuple[Finding, ...]:
    """Return what the rules find in ``graph``, the worst first.

    ``graph`` holds all that documents say and the registry facts that they refer to: an rdflib graph, a pyoxigraph
    store (all its graphs together) or triples or quads of either, as they come. Documents in it that are known only
    by name (registered, cited) are not judged; ``focus`` restricts the judged ones to these IRIs, and ``profile`` the
    rules to one of PROFILES. ``texts``, into which offsets point, by the IRI of their document, let more be mended. The
    graph is left as it is. Raises ParameterError for an unknown profile.
    """
    facts = Facts(_with_background(graph))
    return mended(read_results(_told(_rules(profile), facts, focus), facts), facts, texts)


def reference(
    graph: Iterable[object], *, profile: str | None = None, focus: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Return what pySHACL finds: the same as ``check``, much later. For tests, and for a second opinion.

    Parameters and errors are those of ``check``.
    """
    facts = Facts(_with_background(graph))
    return mended(read_results(told_by(reported(facts, shapes(profile), focus=focus)), facts), facts, _NO_TEXTS)


def validate(data: Iterable[object], rules: Iterable[object]) -> Graph:
    """Return the validation report of any data under any shapes (SHACL Core and SHACL-SPARQL, SPARQL targets).

    Both are graphs as ``check`` takes them. Shapes with other constructs are run by pySHACL, whose results join the
    report. Raises ResourceError where the shapes are malformed or use what SHACL-SPARQL forbids.
    """
    facts, program = Facts(data), compiled(Facts(rules))
    report = report_graph(validated(program.shapes, facts, program.graph), program.graph)
    if program.foreign:
        others = reported(facts, _only(program))
        root, other_root = (next(one.subjects(RDF.type, SH.ValidationReport)) for one in (report, others))
        for subject, predicate, value in others:
            if subject != other_root:
                report.add((subject, predicate, value))
            elif predicate == SH.result:
                report.add((root, predicate, value))
        report.set((root, SH.conforms, to_rdflib(ox.Literal((root, SH.result, None) not in report))))
    return report


def _told(program: Compiled, facts: Facts, focus: Collection[str] | None) -> Iterator[Told]:
    nodes = None if focus is None else frozenset(iri(name) for name in focus)
    yield from told(validated(program.shapes, facts, program.graph, focus=nodes))
    if program.foreign:
        yield from told_by(reported(facts, _only(program), focus=focus))


@cache
def _rules(profile: str | None) -> Compiled:
    """Compile the rules, once in a process."""
    return compiled(Facts(shapes(profile)))


@cache
def _background() -> tuple[Triple, ...]:
    return tuple(triples_of(background()))


def _with_background(graph: Iterable[object]) -> Iterator[object]:
    for subject, predicate, value in _background():
        yield ox.Triple(subject, predicate, value)  # type: ignore[arg-type]  # subjects are no literals
    yield from graph


def _only(program: Compiled) -> Graph:
    """Return the shapes graph with the targets of only those shapes that pySHACL has to run."""
    graph = Graph()
    foreign = set(program.foreign)
    own = {shape.node for shape in program.shapes} - foreign
    for subject, predicate, value in program.graph:
        name = to_rdflib(predicate)
        if subject in own and (name in _TARGETS or _makes_class(name, value)):
            continue
        graph.add((to_rdflib(subject), name, to_rdflib(value)))
    return graph


def _makes_class(predicate: object, value: Node) -> bool:
    return predicate == RDF.type and value == iri(RDFS.Class)
