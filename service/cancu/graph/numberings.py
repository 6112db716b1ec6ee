"""Series of numbers: which running numbers a document has its own from, read off its key.

A key is ``{body}/{series}/{type}/{number}``; its first three parts name the series, by year (``2026``) or
by term (``k13``, ``nk2025-2030``, ``qh15``). What is known by name alone has none.
"""

from __future__ import annotations

import re

from rdflib.namespace import SKOS, XSD

from cancu import namespaces
from cancu.graph.quads import Quads
from cancu.namespaces import CC, CCV

_YEAR = re.compile(r"(?:qppl-)?(\d{4})")
_TERM = re.compile(r"k\d+|nk\d{4}-\d{4}|[a-z]+\d+(?=-ca-biet|$)")
_BY_NAME = "name"
_JOINT = frozenset({"nqlt", "ttlb", "ttlt"})
"""Types that several bodies number together: no one of them owns the series."""


def numbering_quads(out: Quads, base: str, key: str, *, type_code: str | None, has_issuer: bool) -> None:
    """Say from which series the document ``key`` has its number, or will have it while it is blank."""
    parts = key.split("/")
    if len(parts) < 4 or parts[1] == _BY_NAME:
        return
    owner, series, kind = parts[:3]
    year, term = _YEAR.fullmatch(series), _TERM.match(series)
    if year is None and term is None:
        return
    iri = namespaces.numbering_iri(base, "/".join(parts[:3]))
    out.link(namespaces.document_iri(base, key), CC.inNumbering, iri)
    out.kind(iri, CC.Numbering)
    out.link(iri, CC.numberedType, CCV[f"type/{type_code}"] if type_code else None)
    out.typed(iri, CC.numberedYear, year[1] if year else None, XSD.gYear)
    if has_issuer and kind not in _JOINT:
        out.link(iri, CC.numberedBy, namespaces.body_iri(base, owner))
        if term:
            _term(out, base, iri, owner=owner, term=term[0])


def _term(out: Quads, base: str, iri: str, *, owner: str, term: str) -> None:
    when = namespaces.term_iri(base, owner, term)
    out.link(iri, CC.numberedTerm, when)
    out.kind(when, CC.BodyInTerm)
    out.link(when, CC.termOf, namespaces.body_iri(base, owner))
    out.text(when, SKOS.notation, term)
