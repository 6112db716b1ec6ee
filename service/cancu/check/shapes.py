"""The rules as they ship: loaded once, on first use, never at import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, SH
from rdflib.term import Node

from cancu import resources
from cancu.errors import ParameterError, ResourceError
from cancu.finding import Severity
from cancu.namespaces import CC

PROFILES = ("form", "citation", "task", "report", "event", "plan", "trace")
"""Groups of rules that can be checked alone (``cc:ruleProfile``)."""

_SEVERITIES: Mapping[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is known of a rule besides its constraint; messages are templates, ``{?name}`` stands for a value.

    ``scope`` is D (the document alone), R (also what it refers to) or G (the whole collection). ``source_read`` is
    False where the legal source was only remembered: such a rule makes no violation. ``part`` is the IRI of the part of
    the form that the rule looks at.
    """

    id: str
    shape: str
    severity: Severity
    profile: str
    scope: str
    source: str
    source_read: bool
    message_vi: str
    message_en: str
    path: str | None
    part: str | None = None


@cache
def shapes(profile: str | None = None) -> Graph:
    """Return the shapes graph, or the part of it that belongs to one of PROFILES.

    Raises ParameterError for another profile. The graph is shared: do not change it.
    """
    if profile is None:
        whole = Graph()
        whole.parse(data=resources.text("ontology", "prefixes.ttl"), format="turtle")
        for file in sorted(resources.path("ontology", "shapes").glob("*.ttl")):
            whole.parse(data=file.read_text(encoding="utf-8"), format="turtle")
        return whole
    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise ParameterError(
            f"Không có nhóm quy tắc “{profile}”; chọn một trong: {known}.",
            f"there is no profile “{profile}”; choose one of: {known}.",
        )
    others = {URIRef(rule.shape) for rule in rules().values() if rule.profile != profile}
    part = Graph()
    for triple in shapes():
        if not (triple[1] == SH.property and triple[2] in others):
            part.add(triple)
    return part


@cache
def background() -> Graph:
    """Return what every document graph is read with: the types with their abbreviations, and what is a kind of what."""
    known = Graph()
    known.parse(data=resources.text("ontology", "vocab", "type.ttl"), format="turtle")
    core = Graph().parse(data=resources.text("ontology", "core.ttl"), format="turtle")
    for triple in core.triples((None, RDFS.subClassOf, None)):
        known.add(triple)
    return known


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by the IRI of its shape.

    Raises ResourceError where a shape lacks an id, a severity, a source or a message in either language.
    """
    graph = shapes()
    found = {str(shape): _rule(graph, shape) for shape in graph.subjects(DCTERMS.identifier, None)}
    return MappingProxyType(dict(sorted(found.items())))


def _rule(graph: Graph, shape: Node) -> Rule:
    messages = _messages(graph, shape)
    path = graph.value(shape, SH.path)
    severity = graph.value(shape, SH.severity)
    source = graph.value(shape, DCTERMS.source)
    part = graph.value(shape, CC.rulePart)
    if severity not in _SEVERITIES or source is None or messages.keys() != {"vi", "en"}:
        raise ResourceError(
            "Quy tắc thiếu mức độ, nguồn hoặc lời nhắn tiếng Việt, tiếng Anh.",
            "a rule lacks its severity, source or a message in Vietnamese or English.",
            where=str(shape),
        )
    return Rule(
        id=str(graph.value(shape, DCTERMS.identifier)),
        shape=str(shape),
        severity=_SEVERITIES[severity],
        profile=str(graph.value(shape, CC.ruleProfile)),
        scope=str(graph.value(shape, CC.ruleScope)),
        source=str(source),
        source_read=graph.value(shape, CC.sourceRead) == Literal(True),
        message_vi=messages["vi"],
        message_en=messages["en"],
        path=None if path is None or isinstance(path, BNode) else str(path),
        part=None if part is None else str(part),
    )


def _messages(graph: Graph, shape: Node) -> dict[str, str]:
    holders = [shape, *graph.objects(shape, SH.sparql)]
    literals = [literal for holder in holders for literal in graph.objects(holder, SH.message)]
    return {getattr(literal, "language", None) or "": str(literal) for literal in literals}
