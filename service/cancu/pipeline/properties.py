"""Properties of the ontology, as far as a value typed by a person needs them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, XSD

from cancu import resources
from cancu.errors import ParameterError
from cancu.graph import Term
from cancu.namespaces import CC, DCAM

_FORMS: Mapping[URIRef, str] = MappingProxyType(
    {
        XSD.date: r"\d{4}-\d\d-\d\d",
        XSD.gMonthDay: r"--\d\d-\d\d",
        XSD.gYear: r"\d{4}",
        XSD.integer: r"0|-?[1-9]\d{0,17}",
        XSD.decimal: r"-?\d{1,17}(?:\.\d{1,17})?",
        XSD.boolean: "true|false",
    }
)
"""Canonical forms of the datatypes that our properties have (XML Schema 1.1, part 2)."""
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Property:
    """A property: does it point to a thing, or else of which datatype are its values."""

    name: str
    is_link: bool
    datatype: URIRef


@cache
def properties() -> Mapping[str, Property]:
    """Return the properties of the ontology by local name (``leadName``)."""
    core = Graph().parse(data=resources.text("ontology", "core.ttl"), format="turtle")
    found = {}
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for iri in core.subjects(RDF.type, kind):
            name = str(iri).removeprefix(str(CC))
            values = core.value(iri, RDFS.range) or core.value(iri, DCAM.rangeIncludes)
            datatype = values if isinstance(values, URIRef) else XSD.string
            found[name] = Property(name, kind == OWL.ObjectProperty, datatype)
    return found


def term_of(known: Property, value: str, *, like: Term | None = None) -> Term:
    """Return ``value`` as a term that the property may have, in the language of ``like``. Raises ParameterError."""
    if known.is_link:
        if not _IRI.fullmatch(value):
            raise ParameterError("thuộc tính này cần một IRI.", "this property needs an IRI.", where=value)
        return URIRef(value)
    if isinstance(like, Literal) and like.language:
        return Literal(value, lang=like.language)
    if not re.fullmatch(_FORMS.get(known.datatype, ".+"), value) or not _is_day(known.datatype, value):
        kind = str(known.datatype).rpartition("#")[2]
        raise ParameterError(f"giá trị này không phải {kind}.", f"this value is no {kind}.", where=value)
    if known.datatype == RDF.langString:
        return Literal(value, lang="vi")
    return Literal(value) if known.datatype == XSD.string else Literal(value, datatype=known.datatype)


def _is_day(datatype: URIRef, value: str) -> bool:
    """Tell whether a value that has the form of its datatype is a day of the calendar, where it should be one."""
    written = {XSD.date: value, XSD.gMonthDay: f"2024{value[1:]}"}.get(datatype)
    try:
        return written is None or bool(dt.date.fromisoformat(written))
    except ValueError:
        return False
