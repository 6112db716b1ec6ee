"""One line that tells an entity from its namesakes."""

from __future__ import annotations

import datetime as dt

from rdflib.namespace import DCTERMS, SKOS

from cancu.namespaces import CC
from cancu.serve.reconcile.entities import Entity, Sort
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import when
from cancu.serve.words import say

_LONG = 120


def described(entity: Entity, index: Index, language: str) -> str:
    """Return type, day, issuer and title of a document; kind, parent and place of others; what took their place."""
    parts = (
        _of_document(entity, index, language) if entity.sort is Sort.DOCUMENT else _of_other(entity, index, language)
    )
    later = index.label(entity.first(str(DCTERMS.isReplacedBy)) or "", language)
    if later:
        parts.append(f"{say('reconcile.now', language)} {later}")
    return " · ".join(dict.fromkeys(part for part in parts if part and part != entity.label.say(language)))


def _of_document(entity: Entity, index: Index, language: str) -> list[str]:
    day = when(entity.first(str(CC.dateIssued)) or "")
    issuer = index.label(entity.first(str(CC.issuedBy)) or "", language) or entity.first(str(CC.issuerName))
    return [
        index.label(entity.first(str(CC.documentType)) or "", language) or "",
        f"{day:%d/%m/%Y}" if isinstance(day, dt.date) else "",
        issuer or "",
        _cut(entity.first(str(CC.title)) or ""),
    ]


def _of_other(entity: Entity, index: Index, language: str) -> list[str]:
    narrow = entity.types[-1] if entity.types else ""
    kind = index.types[narrow].name.say(language) if narrow in index.types else ""
    sources = (str(CC.inPlace), str(CC.within))
    near = [index.label(entity.first(source) or "", language) or "" for source in sources]
    parent = index.label(entity.parent, language) if entity.parent else None
    listed = f"{say('reconcile.list', language)} {entity.list}" if entity.list else ""
    definitions = [cell.value for cell in entity.facts.get(str(SKOS.definition), ()) if cell.language == language]
    return [kind, parent or "", *near, listed, *definitions]


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rsplit(' ', 1)[0]} …"
