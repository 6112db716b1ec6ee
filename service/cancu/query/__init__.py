"""query: the catalogue of questions (``queries/*.rq``), their parameters bound as RDF terms, their answers as tables.

This stage knows no database: a composer runs the bound text and hands the answer back.
"""

from __future__ import annotations

from cancu.query.catalogue import Catalogue
from cancu.query.finder import Finder, Match
from cancu.query.formats import OUTPUTS, Output, write
from cancu.query.index import Index
from cancu.query.known import Listed
from cancu.query.lookup import Lookup
from cancu.query.question import Column, Kind, NamedQuery, Parameter
from cancu.query.table import Cell, Table
from cancu.query.terms import IRI_PATTERN, is_absolute_iri
from cancu.query.told import Source
from cancu.query.typed import type_words

__all__ = [
    "IRI_PATTERN",
    "OUTPUTS",
    "Catalogue",
    "Cell",
    "Column",
    "Finder",
    "Index",
    "Kind",
    "Listed",
    "Lookup",
    "Match",
    "NamedQuery",
    "Output",
    "Parameter",
    "Source",
    "Table",
    "is_absolute_iri",
    "type_words",
    "write",
]
