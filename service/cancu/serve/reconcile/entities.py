"""What can be reconciled, read from the store: documents, bodies, places and codes, each with names and facts."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox
from rdflib.namespace import ORG, RDF, RDFS, SKOS

from cancu.namespaces import CC
from cancu.query.question import Words
from cancu.query.table import Cell
from cancu.query.typed import is_year
from cancu.serve.reconcile.keys import number_key, when
from cancu.serve.reconcile.tables import classes

_LABELS = (str(SKOS.prefLabel), str(RDFS.label))
_SHORT = tuple(str(CC[name]) for name in ("abbreviation", "stateAbbreviation", "partyAbbreviation"))
_OTHER = (str(SKOS.altLabel), *_SHORT)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LIST = re.compile(r"/id/unit/([^/]+)/")

Facts = Mapping[str, tuple[Cell, ...]]


class Sort(StrEnum):
    """The four sorts of entities; SCHEME is a code list, which is a type and no entity."""

    DOCUMENT = "Document"
    BODY = "Body"
    UNIT = "Unit"
    CONCEPT = "Concept"
    SCHEME = "Scheme"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing. ``id`` is its IRI without the base of identifiers; ``names`` are all its names, the label first.

    ``types`` are ids, the widest first; ``list`` is the day of the list that a place stands in.
    """

    iri: str
    id: str
    sort: Sort
    label: Words
    names: tuple[str, ...]
    types: tuple[str, ...]
    facts: Facts
    parent: str | None = None
    list: str | None = None

    def values(self, source: str) -> tuple[str, ...]:
        """Return the values of a property of the graph."""
        return tuple(cell.value for cell in self.facts.get(source, ()))

    def first(self, source: str) -> str | None:
        """Return the least value of a property, so that every reading gives the same one."""
        return min(self.values(source), default=None)


def entities(triples: bytes, base: str) -> tuple[Entity, ...]:
    """Return the entities that the triples of ``reconcilable`` describe, sorted by IRI."""
    facts: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(triple.subject, ox.NamedNode):
            facts[triple.subject.value][triple.predicate.value].append(_cell(triple.object))
    parents = {iri: {cell.value for cell in known.get(str(ORG.subOrganizationOf), ())} for iri, known in facts.items()}
    frozen = ((iri, {name: tuple(cells) for name, cells in known.items()}) for iri, known in sorted(facts.items()))
    return tuple(_entity(iri, known, base, _closest(iri, parents)) for iri, known in frozen)


def _cell(term: object) -> Cell:
    if isinstance(term, ox.Literal):
        return Cell(term.value, datatype=term.datatype.value, language=term.language)
    return Cell(term.value, is_iri=True) if isinstance(term, ox.NamedNode) else Cell(str(term))


def short(iri: str, base: str) -> str:
    """Return an IRI without the base of identifiers; other IRIs stay whole."""
    return iri.removeprefix(base)


def whole(name: str, base: str) -> str:
    """Return the IRI that ``short`` gave this id."""
    return name if "://" in name else f"{base}{name}"


def years(entity: Entity) -> frozenset[int]:
    """Return the years that a document is of: of its day, else of its number, else of its period."""
    days = (when(value) for value in entity.values(str(CC.dateIssued)))
    if found := frozenset(day.year for day in days if isinstance(day, dt.date)):
        return found
    numbers = (part for value in entity.values(str(CC.number)) for part in number_key(value).split()[1:])
    if found := frozenset(int(part) for part in numbers if is_year(part)):
        return found
    return frozenset(int(year) for value in entity.values(str(CC.period)) for year in _YEARS.findall(value))


def _closest(iri: str, parents: Mapping[str, set[str]]) -> str | None:
    """Return the body next above: “part of” is transitive, and every body further up is listed as well."""
    mine = parents[iri] - {iri}
    above = {upper for parent in mine for upper in parents.get(parent, set()) - {parent}}
    return min(mine - above, default=None)


def _entity(iri: str, facts: Facts, base: str, parent: str | None) -> Entity:
    kinds = {cell.value for cell in facts.get(str(RDF.type), ())}
    sort = _sort(kinds)
    label = _label(iri, facts)
    found = _LIST.search(iri)
    return Entity(
        iri=iri,
        id=short(iri, base),
        sort=sort,
        label=label,
        names=_names(label, facts, sort),
        types=_types(kinds, facts, sort, base),
        facts=facts,
        parent=parent,
        list=found[1] if found else None,
    )


def _sort(kinds: set[str]) -> Sort:
    if str(SKOS.ConceptScheme) in kinds:
        return Sort.SCHEME
    of = {str(CC.Document): Sort.DOCUMENT, str(CC.Body): Sort.BODY, str(CC.Unit): Sort.UNIT}
    return next((sort for kind, sort in of.items() if kind in kinds), Sort.CONCEPT)


def _label(iri: str, facts: Facts) -> Words:
    cells = sorted((cell for name in _LABELS for cell in facts.get(name, ())), key=lambda cell: cell.value)
    vi = next((cell.value for cell in cells if cell.language in {"vi", None} and cell.value.strip()), "")
    en = next((cell.value for cell in cells if cell.language == "en" and cell.value.strip()), "")
    number = min((cell.value for cell in facts.get(str(CC.number), ()) if cell.value.strip()), default="")
    known = vi or en or number or iri
    return Words(known, en or known)


def _names(label: Words, facts: Facts, sort: Sort) -> tuple[str, ...]:
    others = [cell.value for name in (*_LABELS, *_OTHER) for cell in facts.get(name, ())]
    if sort is Sort.DOCUMENT:
        others += [cell.value for cell in facts.get(str(CC.title), ())]
    if sort in {Sort.CONCEPT, Sort.BODY}:
        others += [cell.value for cell in facts.get(str(SKOS.notation), ())]
    return tuple(dict.fromkeys(name for name in (label.vi, label.en, *others) if name.strip()))


def _types(kinds: Iterable[str], facts: Facts, sort: Sort, base: str) -> tuple[str, ...]:
    known = set(kinds)
    own = [item.id for item in classes().values() if item.iri in known]
    wide = sorted(own, key=lambda name: (classes()[name].broader != "", name))
    source = CC.documentType if sort is Sort.DOCUMENT else SKOS.inScheme
    narrow = sorted(short(cell.value, base) for cell in facts.get(str(source), ()))
    return tuple(dict.fromkeys((*wide, *narrow)))
