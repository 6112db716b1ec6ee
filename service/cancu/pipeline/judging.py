"""Documents judged on their views, and their reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from types import MappingProxyType
from typing import TypeVar

from rdflib import URIRef

from cancu.check import check, report_lines
from cancu.finding import Finding
from cancu.graph import Triple, to_nquads
from cancu.link import Registry
from cancu.namespaces import findings_graph
from cancu.pipeline.cascade import Relations, links
from cancu.pipeline.known import known
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.views import dataset, packed, view

Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a check of one document gives: findings, and which of its tasks take up which of superiors.

    ``report`` is the graph with both where somebody has made it already.
    """

    findings: Findings
    taken_up: tuple[Triple, ...] = ()
    report: bytes | None = None


_Thing = TypeVar("_Thing")
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_BATCH = 50
"""Documents that are judged together: enough to share what is alike, few enough to hold in memory."""


def judged(
    keys: Iterable[str],
    shelf: Shelf,
    registry: Registry,
    *,
    profile: str | None = None,
    texts: Mapping[str, str] = _NO_TEXTS,
) -> dict[str, Judged]:
    """Return what the rules find in the documents of ``keys`` as they stand on the shelf, by key.

    The findings are those of each document alone, however many are judged together; beside them stands which tasks take
    up which of superiors. ``texts`` by key let more be mended. Raises ParameterError for an unknown profile.
    """
    beforehand = known(registry, shelf.base)
    views = [view(key, shelf, beforehand) for key in keys]
    words = {str(shelf.iri(key)): text for key, text in texts.items()}
    found: dict[str, Judged] = {}
    for pack in packed(views):
        triples = dataset(pack, beforehand)
        taken_up = _taken_up(triples, [shelf.iri(one.key) for one in pack if one.is_resting])
        by_document: dict[str, list[Finding]] = defaultdict(list)
        focus = {str(shelf.iri(one.key)) for one in pack}
        whole = chain(triples, *taken_up.values())
        for finding in check(whole, profile=profile, focus=focus, texts=words):
            by_document[finding.document].append(finding)
        for one in pack:
            iri = shelf.iri(one.key)
            found[one.key] = Judged(tuple(by_document[str(iri)]), taken_up.get(iri, ()))
    return {one.key: found[one.key] for one in views}


def _taken_up(triples: Iterable[Triple], documents: Collection[URIRef]) -> dict[URIRef, tuple[Triple, ...]]:
    """Return which tasks of the documents take up which of superiors."""
    relations = Relations(triples if documents else ())
    return {document: links(relations, document) for document in documents}


def report(
    key: str,
    findings: Sequence[Finding] | None,
    taken_up: Collection[Triple],
    *,
    base: str,
    made: bytes | None = None,
) -> dict[str, bytes]:
    """Return the graph with the report of a document, empty where it was not judged (None).

    Beside the findings it says which tasks take up which of superiors: both are made anew together. ``made`` is that
    graph where somebody has made it already.
    """
    name = findings_graph(base, key)
    if made is not None:
        return {name: made}
    if findings is None:
        return {name: b""}
    graph = URIRef(name)
    lines = report_lines(findings, name) + to_nquads((*triple, graph) for triple in taken_up)
    return {name: b"".join(sorted(lines.splitlines(keepends=True))) if taken_up else lines}


def reports(found: Mapping[str, Judged], *, base: str) -> dict[str, bytes]:
    """Return the graphs with the reports of documents that were judged, by key."""
    graphs: dict[str, bytes] = {}
    for key, one in found.items():
        graphs |= report(key, one.findings, one.taken_up, base=base, made=one.report)
    return graphs


def batches(things: Iterable[_Thing]) -> Iterator[tuple[_Thing, ...]]:
    """Yield documents, or their keys, as many at a time as are judged together."""
    rest = iter(things)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch
