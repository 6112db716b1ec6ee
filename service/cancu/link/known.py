"""The documents of the registry as facts, and as what a lookup by name searches."""

from __future__ import annotations

import dataclasses
from functools import cache

from cancu import namespaces
from cancu.link import labels
from cancu.link.bodies import Bodies
from cancu.link.identity import Identity, numbered_key
from cancu.link.numbers import parse
from cancu.link.registry import Registry
from cancu.linked import DocumentFacts, Instrument, KnownDocument, RegistryRows
from cancu.registered import Source


@cache
def registry_rows(registry: Registry) -> RegistryRows:
    """Return the shipped rows with their documents described, ready for the graph of the registry."""
    documents = tuple(_facts(known, registry) for known in registry.own.instruments)
    return dataclasses.replace(registry.own, documents=documents)


@cache
def imported_rows(registry: Registry) -> tuple[tuple[Source, RegistryRows], ...]:
    """Return what each imported list says, its documents described, ready for a graph of its own."""
    return tuple(
        (
            one.source,
            dataclasses.replace(one.rows, documents=tuple(_facts(known, registry) for known in one.rows.instruments)),
        )
        for one in registry.imports
    )


def known_documents(registry: Registry, *, base: str) -> tuple[KnownDocument, ...]:
    """Return the documents of the registry, those of imported lists among them, for a lookup by name."""
    return tuple(
        KnownDocument(
            iri=namespaces.document_iri(base, known.key),
            type=known.type,
            number=known.number,
            date=known.date,
            issuer=registry.bodies[known.issuer].label,
            title=known.title,
            label=_facts(known, registry).label,
            aliases=known.aliases,
        )
        for known in registry.rows.instruments
    )


def key_of(known: Instrument, registry: Registry) -> str | None:
    """Return the key that the rules of identity give a numbered document, None where they give no single one."""
    if known.number is None:
        return None
    number = parse(known.number, registry.types.abbreviations)
    identity = Identity(registry, Bodies(registry, registry.chain(registry.bodies[known.issuer].place)))
    if number is None:
        return None
    owner = identity.owner(number, known.issuer)
    series = identity.series(owner, number, known.date, None)
    segment = identity.type_segment(known.type, number)
    return numbered_key(owner, series[0], segment, number) if len(series) == 1 else None


def _facts(known: Instrument, registry: Registry) -> DocumentFacts:
    number = parse(known.number, registry.types.abbreviations) if known.number else None
    body = registry.bodies[known.issuer]
    identity = Identity(registry, Bodies(registry, registry.chain(body.place)))
    kind = registry.types.named(known.type)
    named_by = body.label if known.number else None
    return DocumentFacts(
        key=known.key,
        family=identity.family(number, known.type, identity.owner(number, known.issuer)),
        label=labels.label(known.type, known.number, known.date, named_by, known.title),
        type=known.type,
        type_code=kind.code if kind else None,
        number=known.number,
        date=known.date,
        issuer=known.issuer,
        issuer_name=body.label,
        title=known.title,
    )
