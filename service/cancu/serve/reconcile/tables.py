"""What can be asked for: properties and types, from ``data/interface/reconcile-*.tsv`` and the store's code lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cancu import resources
from cancu.namespaces import CC, PREFIXES
from cancu.query.question import Words
from cancu.vietnamese import fold

_OWN = "reconcile-properties.tsv"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: how its values are compared, where they come from, which types have it, what they are.

    ``source`` is an IRI, or ``=word`` for what is worked out; ``is_kept`` where values are kept for matching.
    """

    id: str
    kind: str
    source: str
    of: tuple[str, ...]
    yields: str
    is_kept: bool
    name: Words
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A type of entities; ``broader`` is the id of the wider type."""

    id: str
    iri: str
    broader: str
    name: Words


@cache
def properties() -> Mapping[str, Property]:
    """Return the properties by id."""
    rows = resources.table("data", "interface", _OWN)
    return MappingProxyType({row["id"]: _property(row) for row in rows})


@cache
def _by_name() -> Mapping[str, Property]:
    found: dict[str, Property] = {}
    for item in properties().values():
        names = (item.id, item.source, str(CC[item.id]), item.name.vi, item.name.en, *item.names)
        for name in names:
            found.setdefault(fold(name), item)
    return found


def property_of(name: str) -> Property | None:
    """Return the property of that id, IRI or name in either language; None where there is none."""
    return properties().get(name) or _by_name().get(fold(name))


@cache
def classes() -> Mapping[str, Type]:
    """Return the types that are classes of the ontology, by id."""
    rows = resources.table("data", "interface", "reconcile-types.tsv")
    made = (Type(row["id"], _iri(row["class"]), row["broader"], Words(row["vi"], row["en"])) for row in rows)
    return MappingProxyType({item.id: item for item in made})


def _property(row: Mapping[str, str]) -> Property:
    return Property(
        id=row["id"],
        kind=row["kind"],
        source=_iri(row["source"]),
        of=tuple(row["of"].split("|")),
        yields=row["yields"],
        is_kept=row["match"] == "yes",
        name=Words(row["vi"], row["en"]),
        names=tuple(name for name in row["names"].split("|") if name),
    )


def _iri(curie: str) -> str:
    prefix, colon, name = curie.partition(":")
    return PREFIXES[prefix] + name if colon else curie
