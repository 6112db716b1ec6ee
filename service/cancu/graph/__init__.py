"""LinkedRecord, registry and ontology → quads, and quads → bytes. Same input, same bytes; no blank nodes."""

from __future__ import annotations

from cancu.graph.context import Facts, Ties, Triple, by_subject, head, joined, split, ties, work
from cancu.graph.documents import document_quads
from cancu.graph.entailment import Closure, derived_quads, entailed_quads, known_beforehand
from cancu.graph.history import Ingestion, Version, history_quads, ingestion_quads
from cancu.graph.measured import measured_quads
from cancu.graph.ontology import ontology_quads
from cancu.graph.quads import Quad, Term
from cancu.graph.registry import registry_quads
from cancu.graph.reviews import Review, Verdict, anchored, read_reviews, review_quads, reviewed
from cancu.graph.serialise import to_nquads, to_trig

__all__ = [
    "Closure",
    "Facts",
    "Ingestion",
    "Quad",
    "Review",
    "Term",
    "Ties",
    "Triple",
    "Verdict",
    "Version",
    "anchored",
    "by_subject",
    "derived_quads",
    "document_quads",
    "entailed_quads",
    "head",
    "history_quads",
    "ingestion_quads",
    "joined",
    "known_beforehand",
    "measured_quads",
    "ontology_quads",
    "read_reviews",
    "registry_quads",
    "review_quads",
    "reviewed",
    "split",
    "ties",
    "to_nquads",
    "to_trig",
    "work",
]
