"""Documents judged on their views, and their reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from cancu.check import check, report_quads
from cancu.finding import Finding
from cancu.graph import to_nquads
from cancu.link import Registry
from cancu.namespaces import findings_graph
from cancu.pipeline.known import known
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.views import dataset, packed, view

Findings = tuple[Finding, ...]
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
) -> dict[str, Findings]:
    """Return what the rules find in the documents of ``keys`` as they stand on the shelf, by key.

    The findings are those of each document alone, however many are judged together. ``texts`` by key let more be
    mended. Raises ParameterError for an unknown profile.
    """
    beforehand = known(registry, shelf.base)
    views = [view(key, shelf, beforehand) for key in keys]
    words = {str(shelf.iri(key)): text for key, text in texts.items()}
    found: dict[str, Findings] = {}
    for pack in packed(views):
        by_document: dict[str, list[Finding]] = defaultdict(list)
        focus = {str(shelf.iri(one.key)) for one in pack}
        for finding in check(dataset(pack, beforehand), profile=profile, focus=focus, texts=words):
            by_document[finding.document].append(finding)
        found |= {one.key: tuple(by_document[str(shelf.iri(one.key))]) for one in pack}
    return {one.key: found[one.key] for one in views}


def report(key: str, findings: Sequence[Finding] | None, *, base: str) -> dict[str, bytes]:
    """Return the graph with the report of a document, empty where it was not judged (None)."""
    name = findings_graph(base, key)
    return {name: b"" if findings is None else to_nquads(report_quads(findings, name))}


def batches(things: Iterable[_Thing]) -> Iterator[tuple[_Thing, ...]]:
    """Yield documents, or their keys, as many at a time as are judged together."""
    rest = iter(things)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch
