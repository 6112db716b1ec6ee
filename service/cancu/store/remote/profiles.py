"""How engines differ, as data: one profile an engine, read from ``data/engines.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from cancu import resources
from cancu.errors import ParameterError, ResourceError

GENERIC = "generic"


class Union(StrEnum):
    """Who makes the union of all graphs that questions see as their default graph."""

    OWN = "own"
    """The engine, from its graphs; some tell a triple once for each graph that holds it."""
    KEPT = "kept"
    """cancu, which writes each triple once into the default graph."""


class Replacement(StrEnum):
    """How several graphs are replaced."""

    UPDATE = "update"
    PUT = "put"


class Place(StrEnum):
    """The addresses of an engine."""

    QUERY = "query"
    UPDATE = "update"
    GRAPHS = "graphs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One engine; the fields are those that ``data/engines.toml`` explains."""

    name: str
    server: str
    query: str
    update: str
    graphs: str
    graph: str
    guarded: frozenset[Place]
    union: Union
    replace: Replacement
    triples: int
    media: str
    timeout: str
    unit: int
    partial: tuple[str, ...]
    rows: str
    late: tuple[str, ...]
    parameters: Mapping[str, str]
    hidden: tuple[str, ...]
    mirrored: bool
    tested: bool

    def path(self, place: Place) -> str:
        """Return what follows the address of the store."""
        return {Place.QUERY: self.query, Place.UPDATE: self.update, Place.GRAPHS: self.graphs}[place]

    def is_atomic(self, triples: int) -> bool:
        """Tell whether a commit of so many triples is one request, which the engine does whole or not at all."""
        return self.replace is Replacement.UPDATE and (not self.triples or triples <= self.triples)


@cache
def profiles() -> Mapping[str, Profile]:
    """Return every profile by its name. Raises ResourceError where the file is malformed."""
    told = tomllib.loads(resources.text("data", "engines.toml"))
    try:
        return MappingProxyType({name: _profile(name, {**told[GENERIC], **own}) for name, own in told.items()})
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(
            f"Tệp data/engines.toml sai: {error}.", f"the file data/engines.toml is malformed: {error}."
        ) from error


def profile(name: str) -> Profile:
    """Return the profile ``name``. Raises ParameterError where there is none."""
    known = profiles()
    if name not in known:
        names = ", ".join(known)
        raise ParameterError(
            f"không biết loại cơ sở dữ liệu này; các loại: {names}.",
            f"there is no such engine; there are: {names}.",
            where=name,
        )
    return known[name]


def recognised(server: str) -> Profile:
    """Return the profile of the engine that names itself so in the header ``Server``, else the generic one."""
    found = (one for one in profiles().values() if one.server and server.startswith(one.server))
    return next(found, profiles()[GENERIC])


def _profile(name: str, told: Mapping[str, Any]) -> Profile:
    return Profile(
        **{
            **told,
            "name": name,
            "guarded": frozenset(map(Place, told["guarded"])),
            "union": Union(told["union"]),
            "replace": Replacement(told["replace"]),
            "partial": tuple(told["partial"]),
            "late": tuple(word.lower() for word in told["late"]),
            "hidden": tuple(told["hidden"]),
            "parameters": MappingProxyType(dict(told["parameters"])),
        }
    )
