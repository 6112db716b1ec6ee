"""Findings as RDF: a SHACL validation report whose nodes all have names, so that it can be stored and replaced."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD

from cancu.finding import Finding, Severity
from cancu.namespaces import CC, CCV

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]

_SEVERITY = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def report_quads(findings: Iterable[Finding], graph_iri: str) -> tuple[Quad, ...]:
    """Return the report of one document as sorted quads of the graph ``graph_iri``, which is also the report's IRI."""
    graph = URIRef(graph_iri)
    kept = tuple(findings)
    triples: set[tuple[URIRef, URIRef, URIRef | Literal]] = {
        (graph, RDF.type, SH.ValidationReport),
        (graph, SH.conforms, Literal(not kept)),
    }
    for finding in kept:
        result = URIRef(result_iri(finding, graph_iri))
        triples.add((graph, SH.result, result))
        triples.update((result, predicate, node) for predicate, node in _statements(finding))
    ordered = sorted(triples, key=lambda triple: tuple(node.n3() for node in triple))
    return tuple((*triple, graph) for triple in ordered)


def result_iri(finding: Finding, graph_iri: str) -> str:
    """Return the name of a finding in the report ``graph_iri``."""
    return f"{graph_iri}#{_name(finding)}"


def _name(finding: Finding) -> str:
    facts = "|".join((finding.shape, finding.focus, finding.value or "", finding.message_vi))
    return f"{finding.rule}-{hashlib.sha256(facts.encode()).hexdigest()[:10]}"


def _statements(finding: Finding) -> Iterator[tuple[URIRef, URIRef | Literal]]:
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, URIRef(finding.focus)
    yield CC.inDocument, URIRef(finding.document)
    yield SH.resultSeverity, _SEVERITY[finding.severity]
    yield SH.sourceShape, URIRef(finding.shape)
    yield SH.resultMessage, Literal(finding.message_vi, lang="vi")
    yield SH.resultMessage, Literal(finding.message_en, lang="en")
    yield DCTERMS.identifier, Literal(finding.rule)
    yield DCTERMS.source, Literal(finding.source, lang="vi")
    if finding.path is not None:
        yield SH.resultPath, URIRef(finding.path)
    if finding.value is not None:
        yield SH.value, URIRef(finding.value) if _IRI.fullmatch(finding.value) else Literal(finding.value)
    if finding.quote is not None:
        yield CC.quote, Literal(finding.quote)
    if finding.start is not None:
        yield CC.quoteStart, Literal(str(finding.start), datatype=XSD.integer)
    if finding.end is not None:
        yield CC.quoteEnd, Literal(str(finding.end), datatype=XSD.integer)
    if finding.page is not None:
        yield CC.page, Literal(str(finding.page), datatype=XSD.integer)
    if finding.replacement is not None:
        yield CC.suggestion, Literal(finding.replacement)
    if finding.verdict is not None:
        yield CC.reviewState, CCV[f"review/{finding.verdict.opinion}"]
        if finding.verdict.review is not None:
            yield CC.reviewedIn, URIRef(finding.verdict.review)
