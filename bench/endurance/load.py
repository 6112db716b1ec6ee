"""Writers that remember what was acknowledged, readers that look for what must never be seen, and hostile queries."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx

from bench.attack import KILLER, PRODUCT, QUICK
from bench.endurance.items import STAMP, Item, Note, Pair, Plan, is_absent, lines
from bench.endurance.process import Process

HOSTILE = (*QUICK, PRODUCT, KILLER)
PAGES = (
    "/", "/?q=thu+vien", "/api/v1/documents", "/api/v1/search?q=thu%20vien", "/changes", "/feed.atom", "/duties",
    "/dump.nq.gz", "/metrics", "/readyz", "/queries/counts.json", "/sitemap.xml",
)  # fmt: skip
_ALLOWED = frozenset({200, 303, 304, 404, 429, 503})
_TOLD = "application/problem+json"


@dataclass
class Load:
    """Threads that write, read and attack until they are told to stop; ``wrong`` is what must not be."""

    process: Process
    notes: tuple[Note, ...]
    pairs: tuple[Pair, ...]
    plans: tuple[Plan, ...]
    dice: random.Random
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    last: str = ""
    _open: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)
    _busy: list[threading.Lock] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Start the threads; they wait for ``running``."""
        half = len(self.notes) // 2
        for work in (
            lambda client, dice: self._write(client, dice.choice(self.notes[:half])),
            lambda client, dice: self._write(client, dice.choice(self.notes[half:])),
            lambda client, dice: self._write(client, dice.choice(self.pairs)),
            lambda client, dice: self._write(client, dice.choice(self.plans)),
            self._read,
            self._read,
            self._look,
            self._attack,
        ):
            lock, dice = threading.Lock(), random.Random(self.dice.random())
            self._busy.append(lock)
            self._threads.append(threading.Thread(target=self._repeat, args=(work, lock, dice), daemon=True))
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Stop the threads."""
        self._over.set()
        self._open.set()
        for thread in self._threads:
            thread.join(120)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let the threads work; on leaving, wait until each has its answer."""
        self._open.set()
        try:
            yield
        finally:
            self._open.clear()
            for lock in self._busy:
                with lock:
                    pass

    def forget(self) -> None:
        """Go on from an empty store."""
        for item in (*self.notes, *self.pairs, *self.plans):
            item.settle(0)

    @staticmethod
    def client() -> httpx.Client:
        """Return a client that waits for as long as a write may take."""
        return httpx.Client(timeout=90)

    def tried_once(self) -> bool:
        """Write one thing of each kind, whatever is in doubt; tell whether all were acknowledged, else ``last`` why."""
        with self.client() as client:
            for items in (self.notes, self.pairs, self.plans):
                item = self.dice.choice(items)
                version = item.begin()
                status = self._sent(client, item, version)
                if status not in (200, 201, 204, 404):
                    self.last = f"{type(item).__name__}: {status}"
                    return False
                item.settle(version)
        return True

    def _repeat(
        self, work: Callable[[httpx.Client, random.Random], None], lock: threading.Lock, dice: random.Random
    ) -> None:
        while not self._over.is_set():
            self._open.wait()
            with lock, self.client() as client:
                while self._open.is_set() and not self._over.is_set():
                    try:
                        work(client, dice)
                    except httpx.TransportError:
                        self.told["no answer"] += 1
                        time.sleep(0.2)
                    time.sleep(dice.uniform(0, 0.1))

    def _write(self, client: httpx.Client, item: Item) -> None:
        """Write the next version; what got no answer, or an error, stays in doubt until it has been looked at."""
        if item.doubted:
            return
        version = item.begin()
        status = self._sent(client, item, version)
        self.told[f"write {status}"] += 1
        if status in (200, 201, 204) or (status == 404 and is_absent(version)):
            item.settle(version)
        elif status != 503 and not (status == 422 and isinstance(item, Plan)):  # 422: its reader was killed
            self.wrong.append(f"{type(item).__name__} {item.number} version {version} was answered {status}")

    def _sent(self, client: httpx.Client, item: Item, version: int) -> int:
        head = {"Authorization": f"Bearer {self.process.token}"}
        address = self.process.address
        if isinstance(item, Pair):
            words = [f"DROP SILENT GRAPH <{graph}>" for graph in item.graphs]
            if not is_absent(version):
                told = "".join(f"GRAPH <{graph}> {{ {lines(graph, version)} }}\n" for graph in item.graphs)
                words.append(f"INSERT DATA {{ {told} }}")
            return client.post(f"{address}/update", data={"update": " ;\n".join(words)}, headers=head).status_code
        if isinstance(item, Plan):
            if is_absent(version):
                return client.delete(f"{address}/api/v1/documents/{item.key}", headers=head).status_code
            head["Content-Type"] = "text/plain"
            text = item.text(version)
            return client.post(f"{address}/api/v1/documents?name=kh.txt", content=text, headers=head).status_code
        (graph,) = item.graphs if isinstance(item, Note) else ("",)
        place = f"{address}/graph-store?{urlencode({'graph': graph})}"
        if is_absent(version):
            return client.delete(place, headers=head).status_code
        head["Content-Type"] = "application/n-triples"
        return client.put(place, content=lines(graph, version).encode(), headers=head).status_code

    def _read(self, client: httpx.Client, dice: random.Random) -> None:
        self._judge(client.get(self.process.address + dice.choice(PAGES)), "read")

    def _look(self, client: httpx.Client, dice: random.Random) -> None:
        """Look for halves of an update; the stranger's lane answers, as it would anybody."""
        halves = [lines(graph, 0).split(" ", 1)[0] for graph in dice.choice(self.pairs).graphs]
        parts = (f"OPTIONAL {{ {half} <{STAMP}> ?v{place} }}" for place, half in enumerate(halves))
        answer = client.post(f"{self.process.address}/sparql", data={"query": f"SELECT * {{ {' '.join(parts)} }}"})
        self._judge(answer, "look")
        rows = json.loads(answer.content)["results"]["bindings"] if answer.status_code == 200 else []
        if any(row.get("v0") != row.get("v1") for row in rows):
            self.wrong.append(f"half of an update was seen: {answer.text}")
        time.sleep(dice.uniform(0.1, 0.5))

    def _attack(self, client: httpx.Client, dice: random.Random) -> None:
        answer = client.post(f"{self.process.address}/sparql", data={"query": dice.choice(HOSTILE)})
        self.told[f"attack {answer.status_code}"] += 1
        time.sleep(dice.uniform(0.2, 1))

    def _judge(self, answer: httpx.Response, kind: str) -> None:
        self.told[f"{kind} {answer.status_code}"] += 1
        if answer.status_code not in _ALLOWED:
            self.wrong.append(f"{answer.request.url.path} was answered {answer.status_code}: {answer.text[:300]}")
        elif answer.status_code == 503 and not answer.headers.get("content-type", "").startswith((_TOLD, "text/html")):
            self.wrong.append(f"{answer.request.url.path} answered 503 without saying why")
