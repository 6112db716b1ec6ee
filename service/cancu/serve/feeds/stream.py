"""One page of the stream of changes as RDF (Linked Data Event Streams, https://w3id.org/ldes/specification; TREE).

A member is one version of one named graph: what the member is stands in the default graph, the triples that the graph
held then stand in a graph named by the member. A removed graph is a member of type ``as:Delete`` without such a graph.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SDO, XSD

from cancu.namespaces import AS, DEFAULT_GRAPH, LDES, TREE, change_of_graph_iri, stream_iri
from cancu.serve.words import say
from cancu.store import DATASETS, JSON_LD, N_QUADS, TRIG, Entry, Format, Store

FORMATS = (*DATASETS, JSON_LD)
"""Formats that can tell graphs apart; the others could not say which triples belong to which member."""
_PREFIXES = {
    "as": str(AS),
    "dcterms": str(DCTERMS),
    "ldes": str(LDES),
    "schema": str(SDO),
    "tree": str(TREE),
    "xsd": str(XSD),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stream stands: base of its identifiers, address of this server, name of its run of numbers."""

    base: str
    server: str
    stream: str

    @property
    def root(self) -> str:
        """Address of the root node."""
        return f"{self.server}/changes"

    def page(self, first: int) -> str:
        """Address of the page that begins with the number ``first``."""
        return f"{self.root}/{self.stream}/{first}"


@dataclass(frozen=True, slots=True)
class Page:
    """The members numbered from ``first`` on; ``following`` is the first entry after the page, where it is full."""

    first: int
    members: tuple[tuple[Entry, bytes], ...]
    is_full: bool
    following: Entry | None
    preceding: Entry | None


def read(store: Store, first: int, size: int) -> Page:
    """Return the page of the numbers from ``first`` up to the next multiple of ``size``. Raises StoreError.

    A graph that has changed since its entry was read is left out: its newer entry stands further on.
    """
    last = last_of(first, size)
    journal = store.journal
    is_full = journal.latest() > last  # asked first: a full page gets no member after this
    members: list[tuple[Entry, bytes]] = []
    for entry in journal.entries(first - 1, size, until=last):
        content = b"" if entry.is_removal else store.content(entry.graph)
        if entry.fits(content):
            members.append((entry, content))
        else:
            journal.recheck(entry.graph)
    following = next(iter(journal.entries(last, 1)), None) if is_full else None
    return Page(first, tuple(members), is_full, following, journal.before(first))


def first_of(number: int, size: int) -> int:
    """Return the first number of the page that ``number`` stands on."""
    return (number - 1) // size * size + 1


def last_of(number: int, size: int) -> int:
    """Return the last number of the page that ``number`` stands on."""
    return first_of(number, size) + size - 1


def written(place: Place, page: Page, size: int, chosen: Format) -> bytes:
    """Return the page in one of ``FORMATS``."""
    node = place.page(page.first)
    about = [_quad(node, RDF.type, TREE.Node)]
    if page.is_full:
        about.append(_quad(node, LDES.immutable, _typed("true", XSD.boolean)))
    if page.following is not None:
        about += _relation(place, node, page.following, size)
    about += [quad for entry, _ in page.members for quad in _member(place, entry)]
    contents = {_iri_of(place, entry): content for entry, content in page.members if content}
    return _serialised([*_stream(place), *about], contents, chosen)


def described(place: Place, first: Entry | None, size: int, chosen: Format) -> bytes:
    """Return the root node: what the stream promises, and the way to its first page."""
    stream, root = stream_iri(place.base), place.root
    retention = f"{root}#retention"
    quads = [
        *_stream(place),
        _quad(stream, LDES.pollingInterval, _typed("60", XSD.integer)),
        *(_quad(stream, DCTERMS.title, ox.Literal(say("feed.changes", lang), language=lang)) for lang in ("vi", "en")),
        _quad(root, RDF.type, TREE.Node),
        _quad(root, RDF.type, LDES.EventSource),
        _quad(root, LDES.retentionPolicy, retention),
        _quad(retention, RDF.type, LDES.RetentionPolicy),
        _quad(retention, RDF.type, LDES.LatestVersionSubset),
        _quad(retention, LDES.amount, _typed("1", XSD.integer)),
        _quad(retention, LDES.versionAmount, _typed("1", XSD.integer)),
    ]
    if first is not None:
        quads += _relation(place, root, first, size)
    return _serialised(quads, {}, chosen)


def _stream(place: Place) -> Iterator[ox.Quad]:
    stream = stream_iri(place.base)
    yield _quad(stream, RDF.type, LDES.EventStream)
    yield _quad(stream, TREE.view, place.root)
    yield _quad(stream, LDES.timestampPath, DCTERMS.created)
    yield _quad(stream, LDES.sequencePath, SDO.position)
    yield _quad(stream, LDES.versionOfPath, DCTERMS.isVersionOf)
    yield _quad(stream, LDES.versionCreateObject, AS.Create)
    yield _quad(stream, LDES.versionUpdateObject, AS.Update)
    yield _quad(stream, LDES.versionDeleteObject, AS.Delete)


def _member(place: Place, entry: Entry) -> Iterator[ox.Quad]:
    member = _iri_of(place, entry)
    yield _quad(stream_iri(place.base), TREE.member, member)
    yield _quad(member, RDF.type, AS.Delete if entry.is_removal else AS.Create if entry.is_new else AS.Update)
    yield _quad(member, DCTERMS.isVersionOf, entry.graph or DEFAULT_GRAPH)
    yield _quad(member, DCTERMS.created, _moment(entry.moment))
    yield _quad(member, SDO.position, _typed(str(entry.number), XSD.integer))


def _relation(place: Place, node: str, entry: Entry, size: int) -> Iterator[ox.Quad]:
    """Yield the way from ``node`` to the page of ``entry``: all that follows is numbered, and dated, so or later."""
    first = first_of(entry.number, size)
    paths = (
        ("number", SDO.position, _typed(str(first), XSD.integer)),
        ("moment", DCTERMS.created, _moment(entry.moment)),
    )
    for name, path, value in paths:
        relation = f"{node}#next-{name}"
        yield _quad(node, TREE.relation, relation)
        yield _quad(relation, RDF.type, TREE.GreaterThanOrEqualToRelation)
        yield _quad(relation, TREE.node, place.page(first))
        yield _quad(relation, TREE.path, path)
        yield _quad(relation, TREE.value, value)


def _iri_of(place: Place, entry: Entry) -> str:
    return change_of_graph_iri(place.base, place.stream, entry.number)


def _quad(subject: str, predicate: str, value: str | ox.Literal) -> ox.Quad:
    target = value if isinstance(value, ox.Literal) else ox.NamedNode(value)
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), target)


def _typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(kind))


def _moment(moment: datetime) -> ox.Literal:
    return _typed(moment.isoformat().replace("+00:00", "Z"), XSD.dateTime)


def _serialised(about: list[ox.Quad], contents: Mapping[str, bytes], chosen: Format) -> bytes:
    """Write the quads and, each in a graph of its name, the contents: N-Triples lines, which TriG takes as they are."""
    if chosen is TRIG:
        return _head(about) + b"".join(b"<%s> {\n%s}\n" % (name.encode(), lines) for name, lines in contents.items())
    quads = _lines(about, ox.RdfFormat.N_QUADS) + b"".join(_named(name, lines) for name, lines in contents.items())
    if chosen is N_QUADS:
        return quads
    return _lines(ox.parse(quads, format=ox.RdfFormat.N_QUADS), ox.RdfFormat.JSON_LD)


def _head(about: list[ox.Quad]) -> bytes:
    """Write the quads as TriG; the engine puts the prefixes in an order that changes, which would spoil the ETag."""
    lines = _lines(about, ox.RdfFormat.TRIG).splitlines(keepends=True)
    prefixes = sorted(line for line in lines if line.startswith(b"@prefix "))
    return b"".join((*prefixes, *(line for line in lines if not line.startswith(b"@prefix "))))


def _lines(quads: Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    output = io.BytesIO()
    ox.serialize(quads, output, form, prefixes=_PREFIXES if form == ox.RdfFormat.TRIG else None)
    return output.getvalue()


def _named(name: str, lines: bytes) -> bytes:
    end = b" <%s> .\n" % name.encode()
    return b"".join(line.removesuffix(b" .\n") + end for line in lines.splitlines(keepends=True))
