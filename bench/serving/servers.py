"""Servers of one run: filled, started, asked."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.measuring import answer_of
from bench.serving.data import Data
from bench.serving.engines import Engine, Place
from bench.serving.figures import FAILED, Load
from bench.serving.processes import first_answer, free_port, running, used
from bench.serving.questions import Asked

_READY = {"query": "ASK {}"}
_FILLED = "filled"
"""File beside what an engine keeps: the seconds that filling it took."""
_FORM = "application/x-www-form-urlencoded"
_ROWS, _GRAPH = "application/sparql-results+json", "text/turtle"

AGAIN = "cancu, asked again"
"""The name of cancu where it may answer from memory."""

Request = tuple[str, str, dict[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Server:
    """One engine that runs; seconds that it took to load, and from its start to its first answer.

    ``is_anew`` has strangers' texts evaluated each time, also by an engine that keeps answers.
    """

    engine: Engine
    place: Place
    process: int
    version: str
    load: float
    start: float
    is_anew: bool = True

    @property
    def name(self) -> str:
        """The name that its figures bear."""
        return self.engine.name if self.is_anew else AGAIN

    def again(self) -> Server:
        """Return the same server, which may answer from memory what it was asked before."""
        return replace(self, is_anew=False)

    def request(self, asked: Asked, *, is_own: bool = False) -> Request:
        """Return how this server is asked; ``is_own`` asks for the service's own question, where it has that."""
        headers = {"Accept": _GRAPH if asked.is_graph else _ROWS, "Content-Type": _FORM}
        if is_own and asked.address and self.engine.name == "cancu":
            return "GET", asked.address, {}, None
        if self.is_anew:
            headers["Cache-Control"] = "no-cache"
        return "POST", self.engine.path, headers, urlencode({"query": asked.sparql})

    def answer(self, asked: Asked, *, is_own: bool = False) -> httpx.Response:
        """Ask once and return the answer."""
        method, path, headers, body = self.request(asked, is_own=is_own)
        return httpx.request(method, self.place.address(path), headers=headers, content=body, timeout=120)

    def asked(
        self, asked: Sequence[Asked], orders: Sequence[Sequence[int]], seconds: float, *, is_own: bool = False
    ) -> Load:
        """Let as many clients as there are orders ask for so long; 0 seconds: each order once."""
        before = used(self.process).seconds
        told = answer_of(
            [sys.executable, "-m", "bench.serving.clients"],
            {
                "port": self.place.port,
                "requests": [self.request(one, is_own=is_own) for one in asked],
                "orders": [list(order) for order in orders],
                "seconds": seconds,
            },
        )
        processor = used(self.process).seconds - before
        good = [took if status == 200 else FAILED for _, took, status, _ in told["taken"]]
        failed = sum(status != 200 for _, _, status, _ in told["taken"])
        return Load(tuple(good), failed, told["seconds"], processor)

    def replaced(self, graph: str, lines: bytes) -> float:
        """Replace one graph and return the seconds until that is acknowledged. Raises RuntimeError where it is not."""
        began = time.monotonic()
        answer = self.engine.replace(self.place, graph, lines)
        if answer.status_code not in {200, 201, 204}:
            raise RuntimeError(f"{self.engine.name} did not replace: {answer.status_code} {answer.text[:200]}")
        return time.monotonic() - began


@contextmanager
def served(engine: Engine, folder: Path, peer: Path, data: Data) -> Iterator[Server]:
    """Start the server of what is filled below ``folder``, which is done where it is not, and end it at the end."""
    place, load = filled(engine, folder, peer, data)
    with running(engine.command(place, data), place.folder, engine.settings) as process:
        start = first_answer(process, place.address(engine.path), _READY)
        yield Server(engine, place, process.pid, engine.version(place), load or start, start)


def filled(engine: Engine, folder: Path, peer: Path, data: Data) -> tuple[Place, float]:
    """Fill a new folder below ``folder``; return it with the seconds that this took, or had taken where it was done."""
    place = Place((folder / engine.name.replace(" ", "-")).absolute(), free_port(), free_port(), peer)
    done = place.folder / _FILLED
    if done.exists():
        return place, float(done.read_text())
    shutil.rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir()
    began, load = time.monotonic(), 0.0
    if engine.load:
        engine.load(place, data)
        load = time.monotonic() - began
    if engine.fill:
        with running(engine.command(place, data), place.folder, engine.settings) as process:
            first_answer(process, place.address(engine.path), _READY)
            began = time.monotonic()
            engine.fill(place, data)
            load = time.monotonic() - began
    done.write_text(str(load))
    return place, load
