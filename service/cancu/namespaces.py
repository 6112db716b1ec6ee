"""Names of the graph: prefixes and the IRIs of named graphs. The only Python that spells a namespace.

``ontology/prefixes.ttl`` publishes the same table as data; a test compares the two.
"""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import quote

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD

BASE = "https://w3id.org/cancu/"
"""Default base of identifiers; ``CANCU_BASE`` replaces it."""


class _Terms(Namespace):
    """A namespace that makes each of its terms once."""

    def __getattr__(self, name: str) -> URIRef:
        term = super().__getattr__(name)
        setattr(self, name, term)
        return term


CC = _Terms("https://w3id.org/cancu/ontology#")
"""Our terms. They keep this namespace whatever the base of identifiers is."""
CCV = _Terms("https://w3id.org/cancu/vocab/")
"""Our code lists (SKOS): ``ccv:type/ke-hoach``, ``ccv:role/basis`` …"""
CCR = Namespace("https://w3id.org/cancu/rules/")
"""Our rules: the shapes of ``ontology/shapes/``, ``ccr:E01`` …"""
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
"""The dialect in which ``cancu schema`` describes the record."""
RECORD_SCHEMA = f"{BASE}schema/record.json"
"""Name of that schema."""
FOCUS = f"{BASE}check/focus/"
"""Graph of a check's working copy that lists the nodes a query is asked of; never stored."""
SHAPES = f"{BASE}check/shapes"
"""Graph of a check's working copy that holds the shapes, where a query asks for them; never stored."""
EXAMPLE_GRAPH = "https://example.org/notes"
"""A graph that is nobody's, in examples of how to write (RFC 2606)."""
DCAM = Namespace("http://purl.org/dc/dcam/")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
ATOM = "http://www.w3.org/2005/Atom"
"""Elements of feeds (RFC 4287)."""
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
"""Elements of a feed for entries that were removed (RFC 6721)."""
FEED_HISTORY = "http://purl.org/syndication/history/1.0"
"""Elements of feeds in several pages (RFC 5005)."""
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
DEFAULT_GRAPH = "urn:x-arq:DefaultGraph"
"""What a change of the default graph, which has no name, is a version of."""
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
"""The licence under which facts are offered, unless who runs the service says otherwise."""
ADMS = Namespace("http://www.w3.org/ns/adms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
"""Names of RDF syntaxes (W3C)."""
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
EARL = Namespace("http://www.w3.org/ns/earl#")
"""Evaluation and Report Language: what became of a test."""
EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
"""Elements of messages by which offices exchange documents (QCVN 102:2016/BTTTT)."""

PREFIXES: dict[str, str] = {
    "cc": str(CC),
    "ccr": str(CCR),
    "ccv": str(CCV),
    "dcterms": str(DCTERMS),
    "eli": str(ELI),
    "foaf": str(FOAF),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sh": str(SH),
    "skos": str(SKOS),
    "xsd": str(XSD),
}


def document_graph(base: str, key: str) -> str:
    """IRI of the named graph that holds all that one document says."""
    return f"{base}graph/doc/{key}"


def inferred_graph(base: str, key: str) -> str:
    """IRI of the named graph with the entailments of one document."""
    return f"{base}graph/inferred/{key}"


def findings_graph(base: str, key: str) -> str:
    """IRI of the named graph with the validation report of one document."""
    return f"{base}graph/findings/{key}"


def ties_graph(base: str, key: str) -> str:
    """IRI of the named graph that tells by what one document hangs together with others."""
    return f"{base}graph/ties/{key}"


OF_DOCUMENT = (document_graph, inferred_graph, findings_graph, ties_graph)
"""The named graphs that come and go with a document."""


def waiting_graph(base: str) -> str:
    """IRI of the named graph that lists the reports that are to be made anew; there is none while all are good."""
    return f"{base}graph/waiting"


def history_graph(base: str, key: str) -> str:
    """IRI of the named graph that tells which versions of one document's facts there were."""
    return f"{base}graph/history/{key}"


def ingestion_graph(base: str, digest: str) -> str:
    """IRI of the named graph that describes one ingestion."""
    return f"{base}graph/ingestion/{digest}"


def review_graph(base: str, key: str) -> str:
    """IRI of the named graph with what people said of one document's facts; no reading changes it."""
    return f"{base}graph/review/{key}"


def registry_graph(base: str, source: str = "") -> str:
    """IRI of the named graph with what is known beforehand: ours, or that of an imported list."""
    return f"{base}graph/registry/{source}" if source else f"{base}graph/registry"


def identities_graph(base: str) -> str:
    """IRI of the named graph that leads from identifiers that were corrected to those that hold now."""
    return f"{base}graph/identities"


def measured_graph(base: str) -> str:
    """IRI of the named graph that tells how often each kind of fact was right."""
    return f"{base}graph/measured"


def ontology_graph(base: str) -> str:
    """IRI of the named graph with the ontology and its code lists."""
    return f"{base}graph/ontology"


def document_iri(base: str, key: str) -> str:
    """IRI of the document with that key (``ubnd-ha-noi/2026/kh/95``)."""
    return f"{base}id/doc/{key}"


def body_iri(base: str, slug: str) -> str:
    """IRI of the body with that slug (``ubnd-ha-noi``)."""
    return f"{base}id/org/{slug}"


def term_iri(base: str, body: str, term: str) -> str:
    """IRI of a body in one term (``tw``, ``k13``)."""
    return f"{base}id/org/{body}/{term}"


def numbering_iri(base: str, series: str) -> str:
    """IRI of the running numbers of a body for one type in one year or term (``ubnd-ha-noi/2026/kh``)."""
    return f"{base}id/numbering/{series}"


def numbered_iri(numbering: str, number: str) -> str:
    """IRI of a place in a series of numbers, whichever document has it; ``numbering`` is the IRI of the series."""
    return f"{numbering}/number/{quote(number, safe='')}"


def planned_iri(body: str, type_code: str, period: str, title: str) -> str:
    """IRI of what a body, given by its IRI, issues of one type for one year or period under one title.

    Titles that differ in nothing but capitals are one.
    """
    digest = hashlib.sha256(title.casefold().encode()).hexdigest()[:16]
    return f"{body}/planned/{type_code}/{quote(period, safe='')}/{digest}"


def unit_iri(base: str, epoch: str, code: str) -> str:
    """IRI of an administrative unit; codes were used again for other places, so the list's day belongs to it."""
    return f"{base}id/unit/{epoch}/{code}"


def change_iri(base: str, slug: str) -> str:
    """IRI of a merger, renaming or founding."""
    return f"{base}id/change/{slug}"


def post_iri(base: str, slug: str) -> str:
    """IRI of a post that people hold in a sort of body."""
    return f"{base}id/post/{slug}"


def known_event_iri(base: str, slug: str) -> str:
    """IRI of a happening that documents commemorate."""
    return f"{base}id/event/known/{slug}"


def item_iri(base: str, kind: str, key: str, order: int, words: str) -> str:
    """IRI of the ``order``-th task, event, report, citation, recipient or relation of a document.

    The digest of the quoted words keeps an IRI from meaning something else after a new reading shifts the count.
    """
    digest = hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()[:6]
    return f"{base}id/{kind}/{key}/{order}-{digest}"


def section_iri(base: str, key: str, number: str) -> str:
    """IRI of a part of a document by its printed path (``II.1.2``)."""
    return f"{document_iri(base, key)}/section/{quote(number, safe='')}"


def head_iri(base: str, key: str, field: str) -> str:
    """IRI of the words in a document's head that give one field."""
    return f"{document_iri(base, key)}/head/{field}"


def part_iri(base: str, key: str, kind: str) -> str:
    """IRI of a part of a document's form (``number``), there or not."""
    return f"{document_iri(base, key)}/part/{kind}"


def signature_iri(base: str, key: str) -> str:
    """IRI of the signature of a document."""
    return f"{document_iri(base, key)}/signature"


def text_iri(base: str, key: str, sha256: str) -> str:
    """IRI of a document's wording in one copy."""
    return f"{document_iri(base, key)}/text/{sha256[:12]}"


def file_iri(base: str, sha256: str) -> str:
    """IRI of a source file, known by the digest of its bytes."""
    return f"{base}id/file/{sha256}"


def run_iri(base: str, digest: str) -> str:
    """IRI of one reading of one file."""
    return f"{base}id/run/{digest}"


def version_iri(base: str, key: str, number: int) -> str:
    """IRI of the ``number``-th version of what is known of a document, from 1."""
    return f"{document_iri(base, key)}/version/{number}"


def review_iri(base: str, key: str, digest: str) -> str:
    """IRI of what a person said of one fact."""
    return f"{base}id/review/{key}/{digest}"


def stream_iri(base: str) -> str:
    """IRI of the stream of changes of the whole dataset."""
    return f"{base}changes"


def change_of_graph_iri(base: str, stream: str, number: int) -> str:
    """IRI of the ``number``-th change in one run of numbers."""
    return f"{stream_iri(base)}/{stream}#{number}"


def skolem_iri(base: str, digest: str) -> str:
    """IRI that stands for a blank node (RDF 1.1 §3.5)."""
    return f"{base}.well-known/genid/{digest}"
