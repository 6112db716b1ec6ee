"""The page of anything that has no page of its own kind: a duty, an event, a section, a place, an office, a code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from rdflib import DCTERMS, RDF, RDFS, SKOS
from starlette.requests import Request

from cancu.namespaces import CC
from cancu.serve.faces.asking import Asking
from cancu.serve.faces.facts import Property, by_property, local, name_of, source_of, values
from cancu.serve.faces.showing import Shown
from cancu.serve.http.addresses import address
from cancu.serve.views import Row
from cancu.serve.words import say

_SHOWN = 25
"""Mentions that are shown of one property."""
_NAMES = (str(SKOS.prefLabel), str(RDFS.label), str(CC.heading))
_LISTS = {"task": "tasks", "report": "reports", "event": "events", "citation": "references"}
_FIRST = (
    *("leadAgency", "leadName", "coordinatingAgency", "coordinatorName", "reportsFrom", "senderName", "reportsTo"),
    *("addresseeName", "frequency", "dueDay", "timeExpression", "startDate", "endDate", "eventDate", "commemorates"),
    *("citing", "cited", "candidate", "role", "resolution", "resolutionReason", "inSection"),
)
"""Properties that stand before the others, by their last part."""
_LONG = 140
_APART = {*_NAMES, str(CC.quote), str(CC.inDocument), str(RDF.type)}
"""Properties that the head of the page shows."""
_FOR_MACHINES = {str(CC[name]) for name in ("quoteStart", "quoteEnd", "order", "anchor", "contentDigest", "foldedName")}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing: its kinds and name, its words and the document they stand in, its properties, who mentions it."""

    label: str
    kinds: tuple[str, ...]
    quotes: tuple[str, ...]
    documents: tuple[Row, ...]
    facts: tuple[Property, ...]
    technical: tuple[Property, ...]
    mentions: tuple[Property, ...]


def thing_face(asking: Asking, _request: Request, iri: str) -> Shown:
    """Return what the page shows."""
    asked = {"subject": iri}
    facts = by_property(asking.rows("facts-of", asked), asking.language)
    quotes = values(facts, str(CC.quote))
    names = [name for key in _NAMES for name in values(facts, key)]
    places, kinds = facts.get(str(CC.inDocument)), facts.get(str(RDF.type))
    shown = [_explained(facts[name], asking.language) for name in sorted(facts, key=_place) if name not in _APART]
    label = next(iter(names), "") or _short(next(iter(quotes), "")) or local(iri)
    view = Thing(
        label=label,
        kinds=tuple(str(row["valueLabel"]) for row in kinds.rows if "valueLabel" in row) if kinds else (),
        quotes=tuple(text for text in quotes if text != label),
        documents=places.rows if places else (),
        facts=tuple(one for one in shown if one.iri not in _FOR_MACHINES),
        technical=tuple(one for one in shown if one.iri in _FOR_MACHINES),
        mentions=_mentions(asking, iri),
    )
    return Shown(view, view.label, "facts-of", asked, _rest(asking, iri))


def _place(name: str) -> tuple[int, str]:
    """Return where a property stands: what people ask for first, the rest by name."""
    return (_FIRST.index(local(name)) if local(name) in _FIRST else len(_FIRST), name)


def _explained(one: Property, language: str) -> Property:
    """Say in words what the registry's sources mean."""
    if one.iri != str(DCTERMS.source):
        return one
    told = [source_of(str(row["value"])) for row in one.rows]
    texts = (": ".join(part for part in (say(key, language) if key else "", rest) if part) for key, rest in told)
    return replace(one, rows=tuple({"property": one.iri, "value": text} for text in texts))


def _rest(asking: Asking, iri: str) -> str:
    """Return the address below /api/v1 of what has one; of other things, the question by which they are told."""
    kind, _, key = (asking.service.path(iri) or "").partition("/")
    if kind in _LISTS and key:
        return f"/api/v1/{_LISTS[kind]}/{address(key)}"
    return f"/queries/facts-of?{urlencode({'subject': iri, 'format': 'json'})}"


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rpartition(' ')[0]} …"


def _mentions(asking: Asking, iri: str) -> tuple[Property, ...]:
    """Return who mentions the thing: all are counted, the first few of each property told."""
    counts = asking.rows("mention-counts", {"subject": iri})
    rows = asking.rows("mentions-first", {"subject": iri}) if counts else ()
    return tuple(
        Property(
            str(one["property"]),
            name_of(one, asking.language),
            tuple(row for row in rows if row["property"] == one["property"])[:_SHOWN],
            int(one["count"]),
        )
        for one in counts
    )
