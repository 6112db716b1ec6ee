"""Who put what into the store, and when: ingestions as activities, versions of a document's facts as entities.

Terms: PROV-O (W3C, 2013) §3; times are instants of UTC (``xsd:dateTimeStamp``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rdflib.namespace import PROV

from cancu import __version__, namespaces
from cancu.graph.quads import Quad, Quads
from cancu.namespaces import CC

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingestion:
    """One call that put documents into the store; ``rules`` and ``registry`` are digests of what it worked with."""

    started: dt.datetime
    rules: str
    registry: str
    documents: int

    @property
    def digest(self) -> str:
        """A short name, unlike that of any other ingestion."""
        words = f"{self.started.isoformat()}|{self.rules}|{self.registry}|{self.documents}"
        return f"{self.started:%Y%m%d}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What was known of a document from ``since`` to ``until`` (None: today); ``run`` began it, ``end_run`` ended it.

    ``content`` is the digest of its graph as N-Quads, ``extracted`` of the same before people's corrections.
    """

    number: int
    since: dt.datetime
    run: str
    content: str
    extracted: str
    until: dt.datetime | None = None
    end_run: str | None = None


def ingestion_quads(ingestion: Ingestion, ended: dt.datetime, *, base: str) -> tuple[Quad, ...]:
    """Return what is said of one ingestion, in a graph of its own."""
    out = Quads(namespaces.ingestion_graph(base, ingestion.digest))
    iri = namespaces.run_iri(base, ingestion.digest)
    out.kind(iri, CC.Ingestion)
    out.instant(iri, PROV.startedAtTime, ingestion.started)
    out.instant(iri, PROV.endedAtTime, ended)
    out.text(iri, CC.toolVersion, __version__)
    out.text(iri, CC.ruleSetVersion, ingestion.rules)
    out.text(iri, CC.registryVersion, ingestion.registry)
    out.integer(iri, CC.documentCount, ingestion.documents)
    return out.sorted()


def history_quads(
    key: str, versions: Iterable[Version], *, base: str, texts: Mapping[str, str] = _NONE
) -> tuple[Quad, ...]:
    """Return the versions of the document ``key`` in the graph ``namespaces.history_graph(base, key)``.

    ``texts`` are the digests of its kept wordings, by their IRIs (``namespaces.text_iri``).
    """
    out = Quads(namespaces.history_graph(base, key))
    for text, digest in texts.items():
        out.text(text, CC.textDigest, digest)
    for version in versions:
        iri = namespaces.version_iri(base, key, version.number)
        out.kind(iri, CC.RecordVersion)
        out.link(iri, CC.versionOf, namespaces.document_iri(base, key))
        out.integer(iri, CC.versionNumber, version.number)
        out.text(iri, CC.contentDigest, version.content)
        out.text(iri, CC.extractedDigest, version.extracted)
        out.link(iri, PROV.wasGeneratedBy, version.run)
        out.link(iri, PROV.wasInvalidatedBy, version.end_run)
        out.instant(iri, PROV.generatedAtTime, version.since)
        if version.until:
            out.instant(iri, PROV.invalidatedAtTime, version.until)
        if version.number > 1:
            out.link(iri, PROV.wasRevisionOf, namespaces.version_iri(base, key, version.number - 1))
    return out.sorted()
