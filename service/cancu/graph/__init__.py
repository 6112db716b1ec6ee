"""LinkedRecord, registry and ontology → quads, and quads → bytes. Same input, same bytes; no blank nodes."""

from __future__ import annotations

from cancu.graph.documents import document_quads
from cancu.graph.entailment import Closure, derived_quads, entailed_quads, known_beforehand
from cancu.graph.ontology import ontology_quads
from cancu.graph.quads import Quad
from cancu.graph.registry import registry_quads
from cancu.graph.serialise import to_nquads, to_trig

__all__ = [
    "Closure",
    "Quad",
    "derived_quads",
    "document_quads",
    "entailed_quads",
    "known_beforehand",
    "ontology_quads",
    "registry_quads",
    "to_nquads",
    "to_trig",
]
