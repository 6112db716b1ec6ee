"""What must be true when the load pauses: what was acknowledged is there whole, and all ways to ask say the same."""

from __future__ import annotations

import gzip
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.endurance.items import BASE, LINES, STAMP, Item, Plan, is_absent
from bench.endurance.load import Load
from cancu.store import digest_of

_STAMPED = f"SELECT ?g ?s ?v {{ GRAPH ?g {{ ?s <{STAMP}> ?v }} }}"
_UNION = f"SELECT ?s ?v {{ ?s <{STAMP}> ?v }}"
_LINE = re.compile(rf'<[^>]+> <{re.escape(STAMP)}> "(\d+)" \.')
_RESULTS = "application/sparql-results+json"
_TRIES = 4
_PARTS = ("doc", "inferred", "findings", "ties")


@dataclass
class Claims:
    """Checks of one service: how many of each kind were made, and what was wrong."""

    load: Load
    made: Counter[str] = field(default_factory=Counter)
    _shapes: dict[int, int] = field(default_factory=dict)

    def check(self) -> int:
        """Check everything; return how many claims were made. What is wrong is added to the load's list."""
        before = sum(self.made.values())
        with httpx.Client(base_url=self.load.process.address, timeout=90) as client:
            client.get("/changes").raise_for_status()  # has the journal settled
            told, union = self._told(client, _STAMPED), self._told(client, _UNION)
            for item in (*self.load.notes, *self.load.pairs):
                self._graphs(client, item, told, union)
            for plan in self.load.plans:
                self._plan(client, plan)
            self._journal(client)
        return sum(self.made.values()) - before

    def claim(self, kind: str, *, holds: bool, words: object) -> bool:
        """Count a claim, and keep ``words`` where it does not hold."""
        self.made[kind] += 1
        if not holds:
            self.load.wrong.append(f"{kind}: {words}")
        return holds

    def _told(self, client: httpx.Client, query: str) -> Mapping[str, Counter[str]]:
        """Return how often each version stands in each graph, or, without graphs, in what is named like one."""
        for _ in range(_TRIES):  # a reader that was killed costs whoever it worked for a 503
            answer = client.post("/sparql", data={"query": query}, headers={"Accept": _RESULTS})
            if answer.status_code != 503:
                break
            time.sleep(1)
        answer.raise_for_status()
        found: dict[str, Counter[str]] = {}
        for row in answer.json()["results"]["bindings"]:
            name = (
                row["g"]["value"] if "g" in row else row["s"]["value"].rpartition("/")[0].replace("part", "endurance")
            )
            found.setdefault(name, Counter())[row["v"]["value"]] += 1
        return found

    def _graphs(
        self, client: httpx.Client, item: Item, told: Mapping[str, Counter[str]], union: Mapping[str, Counter[str]]
    ) -> None:
        seen = set()
        for graph in item.graphs:
            held = Counter(_LINE.findall(_graph(client, graph)))
            self.claim("whole", holds=not held or [*held.values()] == [LINES], words=(graph, held))
            self.claim("query agrees with store", holds=told.get(graph, Counter()) == held, words=(graph, held))
            self.claim("union agrees with store", holds=union.get(graph, Counter()) == held, words=(graph, held))
            seen |= {int(version) for version in held} or {0}
        self.claim("both halves", holds=len(seen) == 1, words=(item, seen))
        self._settle(item, max(seen))

    def _settle(self, item: Item, seen: int) -> None:
        """Claim that the version that was seen is possible, and go on from there; 0 stands for absence."""
        fits = [version for version in item.possible if version == seen or (seen == 0 and is_absent(version))]
        self.claim("acknowledged is there", holds=bool(fits), words=(item, seen))
        item.settle(max(fits, default=seen))

    def _plan(self, client: httpx.Client, plan: Plan) -> None:
        graphs = {part: _graph(client, f"{BASE}graph/{part}/{plan.key}") for part in _PARTS}
        data = graphs["doc"]
        seen = plan.stamps(data)
        self.claim("none half", holds=len({bool(text) for text in graphs.values()}) == 1, words=(plan, seen))
        self.claim("whole", holds=len(seen) == bool(data), words=(plan, seen))
        if data:
            shape = self._shapes.setdefault(plan.number, data.count("\n"))
            self.claim("whole", holds=data.count("\n") == shape, words=(plan, shape, data.count("\n")))
            self._history(client, plan, data)
        version = max(seen, default=0)
        former = plan.acknowledged
        self._settle(plan, version)
        self._search(client, plan, version, former)

    def _search(self, client: httpx.Client, plan: Plan, version: int, former: int) -> None:
        iri = f"{BASE}id/doc/{plan.key}"
        words = {plan.stamp(version): bool(version)} | ({plan.stamp(former): False} if former != version else {})
        for word, is_expected in words.items():
            answer = client.get("/api/v1/search", params={"q": word}).json()
            found = iri in {item["iri"] for item in answer["items"]}
            self.claim("search agrees with store", holds=found == is_expected, words=(plan, word, found))
            page = client.get("/", params={"q": word}).text
            found = f'/doc/{plan.key}"' in page
            self.claim("page agrees with store", holds=found == is_expected, words=(plan, word, found))

    def _history(self, client: httpx.Client, plan: Plan, data: str) -> None:
        """The newest version of the history is what the store holds, and the archive has its text."""
        text = _graph(client, f"{BASE}graph/history/{plan.key}")
        ended = set(re.findall(r"^(\S+) <[^>]+invalidatedAtTime>", text, re.MULTILINE))
        digests = dict(re.findall(r'^(\S+) <[^>]+contentDigest> "([0-9a-f]{64})"', text, re.MULTILINE))
        current = [digest for version, digest in digests.items() if version not in ended]
        self.claim("history has one that holds", holds=len(current) == 1, words=(plan, digests, ended))
        for digest in digests.values():
            path = self.load.process.store / "archive" / digest[:2] / f"{digest[2:]}.gz"
            kept = gzip.decompress(path.read_bytes()) if path.exists() else b""
            self.claim("archive has what history names", holds=bool(kept), words=(plan, digest))
            if digest in current:
                same = digest_of(_without_graphs(kept)) == digest_of(data.encode())
                self.claim("history agrees with store", holds=same, words=(plan, digest))

    def _journal(self, client: httpx.Client) -> None:
        with closing(_opened(self.load.process.store / "journal.sqlite")) as rows:
            entries = rows.execute("select graph, digest, moment from entries order by number").fetchall()
        moments = [moment for _, _, moment in entries]
        self.claim("journal goes forward", holds=moments == sorted(moments), words="moments")
        known = {graph: digest for graph, digest, _ in entries}
        for graph in (name for item in (*self.load.notes, *self.load.pairs) for name in item.graphs):
            digest = digest_of(_graph(client, graph).encode())
            self.claim("journal agrees with store", holds=known.get(graph) == digest, words=(graph, digest))


def states(dump: Iterable[bytes], items: Iterable[Item]) -> dict[int, set[int]]:
    """Return of each note and pair, by its ``id``, which versions stand in N-Quads; absence is 0, torn is -1."""
    found: dict[str, Counter[str]] = {}
    for line in dump:
        match = re.fullmatch(rf'<[^>]+> <{re.escape(STAMP)}> "(\d+)" <([^>]+)> \.\n?', line.decode())
        if match:
            found.setdefault(match[2], Counter())[match[1]] += 1
    told = {}
    for item in items:
        counts = [found.get(graph, Counter()) for graph in item.graphs]
        is_torn = any(count and [*count.values()] != [LINES] for count in counts)
        told[id(item)] = {-1} if is_torn else {int(v) for count in counts for v in (count or {"0": 0})}
    return told


def _graph(client: httpx.Client, graph: str) -> str:
    answer = client.get(f"/graph-store?{urlencode({'graph': graph})}", headers={"Accept": "application/n-triples"})
    if answer.status_code == 404:
        return ""
    answer.raise_for_status()
    return answer.text


def _without_graphs(quads: bytes) -> bytes:
    return re.sub(rb" <[^<>]+> \.$", b" .", quads, flags=re.MULTILINE) if b"/graph/doc/" in quads else quads


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
