"""Findings as RDF: a SHACL validation report whose nodes all have names, so that it can be stored and replaced."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SH, XSD

from cancu.finding import Finding, Severity
from cancu.namespaces import CC, CCV
from cancu.terms import Quad, Term, iri, literal, written

Triple: TypeAlias = tuple[URIRef, URIRef, Term]

_SEVERITY = {Severity.VIOLATION: SH.Violation, Severity.WARNING: SH.Warning, Severity.INFO: SH.Info}
_TYPE, _FINDING, _RESULT = RDF.type, SH.ValidationResult, SH.result
_FOCUS, _LEVEL, _SHAPE, _MESSAGE = SH.focusNode, SH.resultSeverity, SH.sourceShape, SH.resultMessage
_RULE, _SOURCE, _PATH, _VALUE, _INTEGER = DCTERMS.identifier, DCTERMS.source, SH.resultPath, SH.value, XSD.integer
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def report_quads(findings: Iterable[Finding], graph_iri: str) -> tuple[Quad, ...]:
    """Return the report of one document as sorted quads of the graph ``graph_iri``, which is also the report's IRI."""
    graph = iri(graph_iri)
    return tuple((*triple, graph) for _, triple in sorted(_report(findings, graph).items()))


def report_lines(findings: Iterable[Finding], graph_iri: str) -> bytes:
    """Return the quads of ``report_quads`` as canonical, sorted N-Quads."""
    end = f" <{graph_iri}> .\n"
    return "".join([text + end for text in sorted(_report(findings, iri(graph_iri)))]).encode()


def _report(findings: Iterable[Finding], graph: URIRef) -> dict[str, Triple]:
    """Return the triples of a report by their text, each once."""
    kept = tuple(findings)
    triples: list[Triple] = [(graph, _TYPE, SH.ValidationReport), (graph, SH.conforms, Literal(not kept))]
    for finding in kept:
        result = URIRef(result_iri(finding, graph))
        triples.append((graph, _RESULT, result))
        triples += [(result, predicate, node) for predicate, node in _statements(finding)]
    return {f"<{subject}> <{edge}> {written(value)}": (subject, edge, value) for subject, edge, value in triples}


def result_iri(finding: Finding, graph_iri: str) -> str:
    """Return the name of a finding in the report ``graph_iri``."""
    return f"{graph_iri}#{_name(finding)}"


def _name(finding: Finding) -> str:
    facts = "|".join((finding.shape, finding.focus, finding.value or "", finding.message_vi))
    return f"{finding.rule}-{hashlib.sha256(facts.encode()).hexdigest()[:10]}"


def _statements(finding: Finding) -> Iterator[tuple[URIRef, Term]]:
    yield _TYPE, _FINDING
    yield _FOCUS, iri(finding.focus)
    yield CC.inDocument, iri(finding.document)
    yield _LEVEL, _SEVERITY[finding.severity]
    yield _SHAPE, iri(finding.shape)
    yield _MESSAGE, literal(finding.message_vi, "vi")
    yield _MESSAGE, literal(finding.message_en, "en")
    yield _RULE, literal(finding.rule)
    yield _SOURCE, literal(finding.source, "vi")
    if finding.path is not None:
        yield _PATH, iri(finding.path)
    if finding.value is not None:
        yield _VALUE, iri(finding.value) if _IRI.fullmatch(finding.value) else literal(finding.value)
    if finding.quote is not None:
        yield CC.quote, literal(finding.quote)
    if finding.start is not None:
        yield CC.quoteStart, literal(str(finding.start), None, _INTEGER)
    if finding.end is not None:
        yield CC.quoteEnd, literal(str(finding.end), None, _INTEGER)
    if finding.page is not None:
        yield CC.page, literal(str(finding.page), None, _INTEGER)
    if finding.replacement is not None:
        yield CC.suggestion, literal(finding.replacement)
    if finding.verdict is not None:
        yield CC.reviewState, CCV[f"review/{finding.verdict.opinion}"]
        if finding.verdict.review is not None:
            yield CC.reviewedIn, iri(finding.verdict.review)
