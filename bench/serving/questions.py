"""What is asked: queries of this folder and questions of the catalogue, with values that are drawn from the data."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox

from bench.serving.data import Data
from cancu.query import Catalogue, NamedQuery

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its values, as SPARQL and, where it is the service's own, as an address of the service."""

    question: str
    sparql: str
    is_graph: bool
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Mix:
    """Questions by name, each with several sets of values, and how often each comes."""

    asked: Mapping[str, tuple[Asked, ...]]
    weights: Mapping[str, int]


def mixes(data: Data) -> tuple[Mix, Mix, Mix]:
    """Return what anybody asks, what the service's own catalogue asks, and what its REST interface alone answers.

    The values are from ``data``.
    """
    told = tomllib.loads((HERE / "mix.toml").read_text("utf-8"))
    values = _values(told, data.quads)
    theirs, ours = Catalogue.load(HERE / "queries"), Catalogue.load()
    plain = {
        name: _bound(theirs[name], {item.name: item.name for item in theirs[name].parameters}, values)
        for name in told["sparql"]
    }
    own = {name: _bound(ours[name], item["values"], values, is_own=True) for name, item in told["own"].items()}
    rest = {name: _addressed(name, item, values) for name, item in told["rest"].items()}
    return (
        Mix(plain, told["sparql"]),
        Mix(own, {name: item["weight"] for name, item in told["own"].items()}),
        Mix(rest, dict.fromkeys(rest, 1)),
    )


def orders(mix: Mix, clients: int, length: int, seed: int) -> list[list[tuple[str, int]]]:
    """Return for each client the questions in the order in which it asks them, the same for the same seed."""
    draw = random.Random(seed)
    names, weights = list(mix.weights), list(mix.weights.values())
    return [
        [(name, draw.randrange(len(mix.asked[name]))) for name in draw.choices(names, weights, k=length)]
        for _ in range(clients)
    ]


def _bound(
    question: NamedQuery, blanks: Mapping[str, str], values: Mapping[str, Sequence[str]], *, is_own: bool = False
) -> tuple[Asked, ...]:
    sets = [
        dict(zip(blanks, given, strict=True))
        for given in zip(*(values[name] for name in blanks.values()), strict=False)
    ]
    return tuple(
        Asked(
            question.name,
            question.bind(given),
            question.is_graph,
            f"/queries/{question.name}?{urlencode({**given, 'format': _format(question)})}" if is_own else None,
        )
        for given in sets or [{}]
    )


def _addressed(name: str, told: Mapping[str, Any], values: Mapping[str, Sequence[str]]) -> tuple[Asked, ...]:
    """Return addresses of the service, one for each value of what is drawn; there is no SPARQL that says the same."""
    sets = [
        dict(zip(told["values"], given, strict=True))
        for given in zip(*(values[sample] for sample in told["values"].values()), strict=False)
    ]
    return tuple(
        Asked(name, "", is_graph=False, address=f"{told['path']}?{urlencode(told['given'] | one)}") for one in sets
    )


def _format(question: NamedQuery) -> str:
    return "turtle" if question.is_graph else "json"


def _values(told: Mapping[str, Any], quads: Path) -> dict[str, Sequence[str]]:
    """Draw of each sample so many places of the data (a reservoir), and return what stands there."""
    draw, many = random.Random(told["seed"]), told["values"]
    wanted: dict[str, list[tuple[str, str]]] = {}
    for name, where in told["samples"].items():
        wanted.setdefault(where["predicate"], []).append((name, where["part"]))
    held: dict[str, list[str]] = {name: [] for name in told["samples"]}
    seen = dict.fromkeys(held, 0)
    for quad in ox.parse(path=quads, format=ox.RdfFormat.N_QUADS):
        for name, part in wanted.get(quad.predicate.value, ()):
            place = len(held[name]) if seen[name] < many else draw.randrange(seen[name] + 1)
            seen[name] += 1
            if place < many:
                node = {"subject": quad.subject, "object": quad.object, "graph": quad.graph_name}[part]
                held[name][place : place + 1] = [getattr(node, "value", "")]
    return {**held, **told["words"]}
