"""Formats of answers: one table for negotiation, extensions, ``?format=`` and the engine.

SELECT and ASK answer as solutions (SPARQL 1.1 Query Results JSON, XML, CSV and TSV), CONSTRUCT and DESCRIBE as graphs.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A serialisation: short name (also the file extension), media type, and other names clients use for it."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type as a ``Content-Type`` header, with the character set where the type is text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    def is_called(self, name: str) -> bool:
        """Tell whether ``name`` is the short name, the media type or an alias."""
        return name.lower() in {self.name, self.media_type, *self.aliases}


JSON = Format("json", "application/sparql-results+json", ("application/json", "srj"))
XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml", "srx"))
CSV = Format("csv", "text/csv")
TSV = Format("tsv", "text/tab-separated-values")
TURTLE = Format("ttl", "text/turtle", ("turtle", "application/x-turtle", "n3"))
N_TRIPLES = Format("nt", "application/n-triples", ("ntriples", "n-triples", "text/plain"))
JSON_LD = Format("jsonld", "application/ld+json", ("json-ld", "json", "application/json"))
RDF_XML = Format("rdf", "application/rdf+xml", ("rdfxml", "rdf-xml", "xml", "application/xml", "text/xml"))
TRIG = Format("trig", "application/trig", ("application/x-trig",))
N_QUADS = Format("nq", "application/n-quads", ("nquads", "n-quads", "text/x-nquads"))

SOLUTIONS = (JSON, XML, CSV, TSV)
"""Formats of SELECT and ASK, the preferred one first."""
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
"""Formats of CONSTRUCT and DESCRIBE, the preferred one first."""

UPLOADS = (*GRAPHS, N_QUADS, TRIG)
"""Formats in which a graph may be sent in."""
DATASETS = (TRIG, N_QUADS)
"""Formats that tell in which graph a triple stands, the preferred one first."""


def by_name(formats: tuple[Format, ...], name: str) -> Format | None:
    """Return the format called ``name`` (short name, media type or alias), or None."""
    return next((item for item in formats if item.is_called(name)), None)
