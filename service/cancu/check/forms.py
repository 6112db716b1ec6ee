"""Forms in force: which law told how a document of a family had to look, from which day to which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from rdflib.namespace import DCTERMS, SH
from rdflib.term import Node

from cancu.check.shapes import rules, shapes
from cancu.errors import ResourceError
from cancu.linked import Family
from cancu.namespaces import CC


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A law of form: documents of ``family`` issued from ``valid_from`` to ``valid_to`` (None: today) follow it.

    ``target`` is the IRI of the node shape that picks them, ``rules`` are the shapes that judge these alone, by IRI.
    """

    target: str
    name_vi: str
    name_en: str
    family: Family
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    rules: tuple[str, ...]


@cache
def forms() -> tuple[Form, ...]:
    """Return the forms of ``ontology/shapes/profile.ttl`` by family and day.

    Raises ResourceError where one lacks a name in either language, its family, its first day or its source.
    """
    found = (_form(target) for target in shapes().subjects(CC.formFamily, None))
    return tuple(sorted(found, key=lambda form: (form.family, form.valid_from)))


def _form(target: Node) -> Form:
    graph = shapes()
    names = {getattr(name, "language", None): str(name) for name in graph.objects(target, SH.name)}
    family, source = graph.value(target, CC.formFamily), graph.value(target, DCTERMS.source)
    first, last = graph.value(target, CC.validFrom), graph.value(target, CC.validTo)
    if first is None or source is None or names.keys() != {"vi", "en"}:
        raise ResourceError(
            "Thể thức thiếu tên, ngày áp dụng hoặc nguồn.",
            "a form lacks its name, its first day or its source.",
            where=str(target),
        )
    return Form(
        target=str(target),
        name_vi=names["vi"],
        name_en=names["en"],
        family=Family(str(family).rsplit("/", 1)[-1]),
        valid_from=dt.date.fromisoformat(str(first)),
        valid_to=dt.date.fromisoformat(str(last)) if last else None,
        source=str(source),
        rules=tuple(sorted(str(rule) for rule in graph.objects(target, SH.property) if str(rule) in rules())),
    )
