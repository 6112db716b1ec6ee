"""Values of properties for entities that were reconciled: entities, days, numbers and words.

Source: Reconciliation Service API 0.2, “Data Extension Service”.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from rdflib import XSD

from cancu.namespaces import CCV
from cancu.query import Kind, Table
from cancu.query.table import Cell
from cancu.serve.reconcile.asking import Column, Extension
from cancu.serve.reconcile.constraints import values
from cancu.serve.reconcile.entities import Entity, Facts, short, whole
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import when
from cancu.serve.service import Service

_WHOLE = {str(XSD.integer), str(XSD.int), str(XSD.long), str(XSD.nonNegativeInteger)}
_FRACTION = {str(XSD.decimal), str(XSD.double), str(XSD.float)}


def fetched(service: Service, found: Iterable[Entity], sources: Iterable[str]) -> dict[str, Facts]:
    """Return the values of properties of the graph, by IRI of the entity. Raises what ``Store.run`` raises."""
    iris = [one.iri for one in found]
    wanted = {source for source in sources if not source.startswith("=")}
    if not iris or not wanted:
        return {}
    question = service.catalogue["values-of"]

    def given(_kind: Kind, _text: str) -> list[str]:
        return iris

    facts: dict[str, dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for subject, name, value in Table.read(service.store.run(question.bind({"subject": iris[0]}, given)).body).rows:
        if subject and name and value and name.value in wanted:
            facts[subject.value][name.value].append(value)
    return {iri: {name: tuple(cells) for name, cells in known.items()} for iri, known in facts.items()}


def extended(service: Service, asked: Extension, index: Index, language: str) -> dict[str, Any]:
    """Return the answer to a request for values; an id that is not known has none."""
    known = {name: one for name in asked.ids if (one := index.entity(name))}
    facts = fetched(service, known.values(), (column.property.source for column in asked.columns))
    rows: dict[str, Any] = {}
    for name in asked.ids:
        one = known.get(name)
        full = replace(one, facts={**one.facts, **facts.get(one.iri, {})}) if one else None
        rows[name] = {
            column.property.id: list(_shown(column, full, index, language)) if full else [] for column in asked.columns
        }
    return {"meta": [_meta(column, index, language) for column in asked.columns], "rows": rows}


def _meta(column: Column, index: Index, language: str) -> dict[str, Any]:
    name = column.property.yields
    own = short(str(CCV) + name.removeprefix("vocab/"), index.base) if name.startswith("vocab/") else name
    told = {"id": column.property.id, "name": column.property.name.say(language)}
    if column.content != "entity" or own not in index.types:
        return told
    return told | {"type": {"id": own, "name": index.types[own].name.say(language)}}


def _shown(column: Column, entity: Entity, index: Index, language: str) -> Iterator[dict[str, Any]]:
    shown = [_value(cell, column, index, language) for cell in _cells(column, entity, language)]
    yield from shown[: column.limit or None]


def _cells(column: Column, entity: Entity, language: str) -> list[Cell]:
    source = column.property.source
    if source.startswith("="):
        is_iri = column.property.kind == "entity"
        return [Cell(value, is_iri=is_iri) for value in values(column.property, entity)]
    cells = entity.facts.get(source, ())
    spoken = [cell for cell in cells if cell.language in {language, None}]
    return sorted(spoken or cells, key=lambda cell: cell.value)


def _value(cell: Cell, column: Column, index: Index, language: str) -> dict[str, Any]:
    """Return a value by its kind: an entity of ours, a day at midnight, a number, or words."""
    if cell.is_iri:
        return _entity(cell.value, column.content, index, language)
    kind = column.property.kind
    if kind == "date" and isinstance(day := when(cell.value), dt.date):
        return {"date": f"{day.isoformat()}T00:00:00Z"}
    if (kind == "year" or cell.datatype in _WHOLE) and cell.value.lstrip("+-").isdecimal():
        return {"int": int(cell.value[:18])}
    if cell.datatype in _FRACTION:
        return {"float": float(cell.value)}
    return {"str": cell.value}


def _entity(iri: str, content: str, index: Index, language: str) -> dict[str, Any]:
    name = index.label(iri, language)
    if content == "id" or (name is None and not iri.startswith(index.base)):
        return {"str": whole(iri, index.base)}
    if content == "label":
        return {"str": name or iri}
    return {"id": short(iri, index.base), "name": name or short(iri, index.base)}
