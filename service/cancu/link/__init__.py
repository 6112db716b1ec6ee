"""Record → LinkedRecord: which documents, bodies, happenings and days the words mean. Pure; the registry is data."""

from __future__ import annotations

from cancu.link import items
from cancu.link.bodies import Bodies
from cancu.link.citations import Citations
from cancu.link.known import imported_rows, known_documents, registry_rows
from cancu.link.learn import learn
from cancu.link.own import own_document
from cancu.link.places import context, possible, printed
from cancu.link.registry import Registry
from cancu.link.since import since
from cancu.linked import LinkedRecord, Unit
from cancu.model import Record

__all__ = ["Registry", "imported_rows", "known_documents", "learn", "link", "registry_rows"]


def link(record: Record, registry: Registry, *, base: str, sha256: str) -> LinkedRecord:
    """Return what ``record`` means. ``sha256`` is the digest of the file that it was read from.

    Names are understood as in the document: “UBND Thành phố” is that of the issuer's own city. What nobody knows is
    minted and listed in ``documents`` and ``bodies``; what is not certain stays open.
    """
    chain = context(record, registry)
    bodies = Bodies(registry, chain)
    document = own_document(record.document, registry, bodies, sha256)
    cited = Citations(registry, bodies, chain, document.key)
    citations = cited.resolve(record.citations)
    tasks = items.tasks(record.tasks, bodies)
    reports = items.reports(record.reports, bodies)
    recipients = items.recipients(record.recipients, bodies, document.issuer)
    place = printed(record.document, chain, registry)
    namesakes = () if chain else possible(record, registry)
    return LinkedRecord(
        base=base,
        sha256=sha256,
        record=record,
        document=document,
        citations=citations,
        relations=items.relations(record.relations, citations),
        tasks=tasks,
        events=items.events(record.events, registry),
        reports=reports,
        recipients=recipients,
        documents=tuple(stub for stub in cited.stubs if stub.key != document.key),
        bodies=bodies.minted,
        place=place.slug if place else None,
        since=since((*record.tasks, *record.events), chain),
        possible=tuple(unit.slug for unit in namesakes),
        places=(places := _places(registry, chain, (*((place,) if place else ()), *namesakes), bodies)),
        unlisted=tuple(place for place in places if place.slug in registry.elsewhere),
    )


def _places(registry: Registry, chain: tuple[Unit, ...], named: tuple[Unit, ...], bodies: Bodies) -> tuple[Unit, ...]:
    inner = (*(body.place for body in bodies.minted), *(unit.slug for unit in named))
    others = {unit.slug for place in inner for unit in registry.chain(place)}
    return (*chain, *(registry.units[slug] for slug in sorted(others - {unit.slug for unit in chain})))
