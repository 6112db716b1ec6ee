"""One run: all engines filled alike, compared, and then asked in turn, so that what else a machine does hits all."""

from __future__ import annotations

import statistics
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate, islice, takewhile
from pathlib import Path

import httpx
import pyoxigraph as ox

from bench.measuring import answer_of
from bench.serving.agreement import Row, WrongAnswerError, bag, difference
from bench.serving.data import Data
from bench.serving.engines import ENDPOINT, Engine
from bench.serving.figures import Load, together
from bench.serving.processes import used
from bench.serving.questions import Asked, Mix, mixes, orders
from bench.serving.servers import Server, served

CLIENTS = (1, 8, 32)
COMPARED = 3
"""Sets of values of a question whose answers are compared."""
_REPLACEMENTS = 5
_LENGTH = 500
"""Questions after which a client begins again."""


@dataclass(frozen=True)
class Plan:
    """How much is measured: rounds of all engines, seconds of one question and of a mixed load in each."""

    rounds: int = 3
    seconds: float = 0.5
    mixed: float = 8.0


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one engine; ``wrong`` says of a question how its answer differs from cancu's."""

    name: str
    version: str
    load: float
    start: float | None
    memory: int
    replace: float | None
    wrong: Mapping[str, str]
    alone: Mapping[str, Load]
    mixed: Mapping[int, Load]
    own_alone: Mapping[str, Load]
    own: Mapping[int, Load]


def measured(engines: Sequence[Engine], data: Data, folder: Path, peer: Path, plan: Plan) -> tuple[Told, ...]:
    """Return the figures of all engines, of which the first is what the others are compared with."""
    theirs, ours, rest = mixes(data)
    with ExitStack() as stack:
        servers = []
        for engine in engines:
            servers.append(stack.enter_context(served(engine, folder, peer, data)))
            say(f"{engine.name}: loaded in {servers[-1].load:.1f} s, answers {servers[-1].start:.2f} s after its start")
        able = [server for server in servers if server.engine.own]
        wrong = _compared(servers, theirs) | _compared(able, ours)
        say(f"otherwise than {engines[0].name}: {wrong}")
        asking = [servers[0], servers[0].again(), *servers[1:]]
        alone = _alone(asking, theirs, plan)
        own_alone = _alone(able, ours, plan, is_own=True)
        for name, loads in _alone(servers[:1], rest, plan, is_own=True).items():
            own_alone[name] |= loads
        mixed = _mixed(asking, theirs, plan)
        own = _mixed(able, ours, plan, is_own=True)
        memory = {server.engine.name: used(server.process).memory for server in servers}
        replace = _replaced(servers, data)
        memoried = rdflib(peer, data, theirs, servers[0], plan)
    found = tuple(
        Told(
            server.name, server.version, server.load, server.start, memory[name], replace[name],
            {question: how for (engine, question), how in wrong.items() if engine == name},
            alone[server.name], mixed[server.name], own_alone.get(server.name, {}), own.get(server.name, {}),
        )
        for server in asking for name in [server.engine.name]
    )  # fmt: skip
    return found + memoried


def _compared(servers: Sequence[Server], mix: Mix) -> dict[tuple[str, str], str]:
    """Return how engines answer questions otherwise than the first, by engine and question."""
    wrong: dict[tuple[str, str], str] = {}
    for name, asked in mix.asked.items():
        for one in asked[:COMPARED]:
            expected = bag(servers[0].answer(one).raise_for_status().content, is_graph=one.is_graph)
            for server in servers:
                how = _difference(server, one, expected)
                if how:
                    wrong.setdefault((server.engine.name, name), how)
    return wrong


def _difference(server: Server, asked: Asked, expected: Counter[Row]) -> str:
    try:
        answer = server.answer(asked)
        if answer.status_code != 200:
            return f"status {answer.status_code}"
        return difference(expected, bag(answer.content, is_graph=asked.is_graph))
    except (WrongAnswerError, httpx.TransportError) as error:
        return f"no answer ({type(error).__name__})"


def _alone(servers: Sequence[Server], mix: Mix, plan: Plan, *, is_own: bool = False) -> dict[str, dict[str, Load]]:
    """Return by engine and question what one client took."""
    found: dict[str, dict[str, list[Load]]] = {server.name: {name: [] for name in mix.asked} for server in servers}
    flat = [one for asked in mix.asked.values() for one in asked]
    for server in servers:
        server.asked(flat, [range(len(flat))], 0, is_own=is_own)  # to be warm
    for _ in range(plan.rounds):
        for name, asked in mix.asked.items():
            for server in servers:
                load = server.asked(asked, [range(len(asked))], plan.seconds, is_own=is_own)
                found[server.name][name].append(load)
    return {name: {question: together(loads) for question, loads in mine.items()} for name, mine in found.items()}


def _mixed(servers: Sequence[Server], mix: Mix, plan: Plan, *, is_own: bool = False) -> dict[str, dict[int, Load]]:
    """Return by engine and number of clients what all of them took."""
    flat = [one for asked in mix.asked.values() for one in asked]
    begins = dict(zip(mix.asked, accumulate((len(asked) for asked in mix.asked.values()), initial=0), strict=False))
    found: dict[str, dict[int, list[Load]]] = {server.name: {clients: [] for clients in CLIENTS} for server in servers}
    for turn in range(plan.rounds):
        for clients in CLIENTS:
            told = [[begins[name] + at for name, at in order] for order in orders(mix, clients, _LENGTH, seed=turn)]
            for server in servers:
                found[server.name][clients].append(server.asked(flat, told, plan.mixed, is_own=is_own))
    return {name: {clients: together(loads) for clients, loads in mine.items()} for name, mine in found.items()}


def _replaced(servers: Sequence[Server], data: Data) -> dict[str, float]:
    """Return of each engine the median of replacing one document with as many triples, some of them new.

    Then it is put back: stores that are kept go on telling the same.
    """
    with data.quads.open("rb") as file:
        quads = iter(ox.parse(file, format=ox.RdfFormat.N_QUADS))
        first = next(quads)
        before = [f"{quad.triple} .\n" for quad in (first, *takewhile(lambda one: _stands_with(one, first), quads))]
    graph = getattr(first.graph_name, "value", "")
    with data.quads.open("rb") as file:
        lines = [f"{quad.triple} .\n" for quad in islice(ox.parse(file, format=ox.RdfFormat.N_QUADS), 500)]
    found: dict[str, list[float]] = {server.engine.name: [] for server in servers}
    for turn in range(_REPLACEMENTS):
        new = f'<{graph}> <http://www.w3.org/2000/01/rdf-schema#comment> "{turn}" .\n'
        for server in servers:
            found[server.engine.name].append(server.replaced(graph, "".join([*lines, new]).encode()))
    for server in servers:
        server.replaced(graph, "".join(before).encode())
    return {name: statistics.median(mine) for name, mine in found.items()}


def _stands_with(one: ox.Quad, other: ox.Quad) -> bool:
    return bool(one.graph_name == other.graph_name)


def rdflib(peer: Path, data: Data, mix: Mix, first: Server, plan: Plan) -> tuple[Told, ...]:
    """Return the figures of rdflib in memory, asked in its own process; nothing where it is not, or data are many."""
    if data.size > ENDPOINT.largest or not ENDPOINT.is_here(first.place):
        return ()
    asked = {name: [one.sparql for one in them] for name, them in mix.asked.items()}
    told = answer_of(
        [str(peer), "-m", "bench.peers.inmemory"],
        {"file": str(data.quads), "asked": asked, "seconds": plan.seconds * plan.rounds},
    )
    wrong = {}
    for name, body in told["answers"].items():
        one = mix.asked[name][0]
        expected = bag(first.answer(one).content, is_graph=one.is_graph)
        how = difference(expected, bag(body.encode(), is_graph=one.is_graph))
        if how:
            wrong[name] = how
    alone = {name: Load(tuple(taken), 0, sum(taken), sum(taken)) for name, taken in told["taken"].items()}
    memory = int(told["megabytes"] * 2**20)
    return (Told("rdflib in memory", told["version"], told["load"], None, memory, None, wrong, alone, {}, {}, {}),)


def say(words: str) -> None:
    """Tell on stderr how far the run is."""
    print(words, file=sys.stderr, flush=True)
