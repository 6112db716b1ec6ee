"""What others feel while somebody hurts the service: ``make bench BENCHES=attack`` (writes docs/benchmarks.md).

    python -m bench.attack [--triples N] [--seconds N] [--queries N] [--dry]

The service is ``cancu serve`` behind a proxy of this machine that is believed, so that every client here has an address
of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import httpx

from bench import report
from bench.graphs import documents
from bench.serving.processes import first_answer, free_port, running
from cancu.store import default_readers, open_store

DEADLINE = 3
SETTINGS = {
    "CANCU_TIMEOUT": f"{DEADLINE}", "CANCU_RATE": "0", "CANCU_PROXIES": "127.0.0.1", "CANCU_REGISTRY": "none",
    "CANCU_TOKENS": "tokens.json",
}  # fmt: skip
"""No rate, behind which an attack would end sooner."""
FORM = "application/x-www-form-urlencoded"
LIGHT = {
    "page": "/",
    "REST": "/api/v1/documents?limit=20",
    "SPARQL": "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Ft%20%7D%20LIMIT%2020",
}
ANEW = {"SPARQL": {"Cache-Control": "no-cache"}}
"""What is asked again would be answered from memory, where no attack reaches it."""
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ATTACKS = {
    "cartesian product": PRODUCT,
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY RAND() LIMIT 1",
    "unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:a>)* ?b . ?b (<a:a>|!<a:a>)* ?c }",
    "string bomb": 'SELECT ?x40 { BIND("0123456789" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)) + " }",
    "nested parentheses": "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "exclamation marks": "ASK { FILTER(" + "!" * 30_000 + "1) }",
    "large results": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 1000000",
}  # fmt: skip
QUICK = (
    "ASK { FILTER(" + "(" * 20_000,
    "SELECT * " + "{" * 3_000 + "}" * 3_000,
    "ASK { " + "a." * 20_000,
    "ASK { " + '"\\' * 9_000,
    "SELECT * { SERVICE <http://127.0.0.1/> {} }",
    "SELECT * FROM <file:///etc/passwd> {}",
    "SELECT nonsense",
    "DROP ALL",
    "SELECT * { VALUES ?x { " + "1 " * 20_000 + "} } LIMIT 0 nonsense",
)
"""Hostile queries that end soon: in the look, or in the parser of a reader."""

KILLER = "ASK { FILTER(1" + "||1" * 20_000 + ") }"
SLOW = {1000: PRODUCT, 500: ATTACKS["large results"], 50: KILLER}
"""Every so many, one that is stopped at the deadline, one that is too large, one that kills its reader."""


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="not needed here; other benches take it")
    parser.add_argument("--triples", type=int, default=100_000, help="triples in the store")
    parser.add_argument("--seconds", type=float, default=12, help="length of each attack; 0: none")
    parser.add_argument("--queries", type=int, default=10_000, help="hostile queries of the long run; 0: none")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("--attack", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.attack:
        attack(given.attack[0], ATTACKS[given.attack[1]], int(given.attack[2]))
        return
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "store", given.triples)
        with serving(Path(folder)) as (address, process):
            parts = {}
            if given.seconds:
                parts["attack"] = attacks(address, given.seconds)
            if given.queries:
                parts["attack-long"] = long_run(address, process, given.queries)
    head = (
        f"Measured {datetime.now(UTC).date()} with Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"{default_readers()} readers, {given.triples:,} triples, a deadline of {DEADLINE} s."
    )
    for name, part in parts.items():
        print(f"{head}\n\n{part}\n")
        if not given.dry:
            report.write(name, f"\n{head}\n\n{part}\n")


def fill(folder: Path, triples: int) -> None:
    """Make a store of synthetic documents."""
    store = open_store(folder)
    graphs: dict[str, list[str]] = {}
    for quad in documents(triples):
        name = getattr(quad.graph_name, "value", "")
        graphs.setdefault(name or "http://example.org/graph", []).append(f"{quad.triple} .\n")
    store.replace({name: "".join(lines).encode() for name, lines in graphs.items()})
    store.close()


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """Run the service; yield its address and process id."""
    port = free_port()
    command = (str(Path(sys.executable).parent / "cancu"), "serve", "--store", "store", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    with running(command, folder, SETTINGS) as process:
        first_answer(process, f"{address}/sparql", {"query": "ASK {}"})
        yield address, process.pid


def attacks(address: str, seconds: float) -> str:
    """Return the table of attacks, by one client and by eight."""
    light(address, 2)
    rows = []
    for name in ATTACKS:
        for attackers in (1, 8):
            quiet = light(address, seconds / 2)
            with attacking(address, name, attackers) as told:
                time.sleep(0.5)
                during = light(address, seconds)
            worst = [f"{ninety_five(quiet[kind]):.0f} → {ninety_five(during[kind]):.0f}" for kind in LIGHT]
            shown = ", ".join(f"{number}× {status}" for status, number in sorted(told.items()))
            rows.append((f"{name}, {attackers} address{'es' if attackers > 1 else ''}", *worst, shown))
            print(rows[-1], file=sys.stderr, flush=True)
    table = report.table(("attack (8 at a time)", *(f"{kind}: p95, ms" for kind in LIGHT), "attackers got"), rows)
    return f"### Others' waiting, quiet → under attack\n\n{table}"


def ninety_five(values: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds; a failed request counts as a minute."""
    return 1000 * (statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else max(values))


def light(address: str, seconds: float) -> dict[str, list[float]]:
    """Ask as an ordinary user does, one kind after the other; return the seconds by kind."""
    taken: dict[str, list[float]] = {kind: [] for kind in LIGHT}
    until = time.monotonic() + seconds
    with httpx.Client(base_url=address, timeout=60, headers={"X-Forwarded-For": "192.0.2.1"}) as client:
        while time.monotonic() < until:
            for kind, path in LIGHT.items():
                started = time.monotonic()
                status = client.get(path, headers=ANEW.get(kind)).status_code
                taken[kind].append(time.monotonic() - started if status == 200 else 60.0)
            time.sleep(0.02)
    return taken


@contextmanager
def attacking(address: str, name: str, addresses: int) -> Iterator[Counter[str]]:
    """Attack in a process of its own, whose work shall not count as waiting; yield how often which status came."""
    told: Counter[str] = Counter()
    command = [sys.executable, "-m", "bench.attack", "--attack", address, name, str(addresses)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield told
        finally:
            told.update(json.loads(process.communicate("over\n")[0]))


def attack(address: str, query: str, addresses: int) -> None:
    """Send ``query`` eight at a time from so many addresses until standard input ends; print what was answered."""
    told: Counter[str] = Counter()
    is_over = threading.Event()
    body = urlencode({"query": query}).encode()

    def send(number: int) -> None:
        headers = {"X-Forwarded-For": f"198.51.100.{number % addresses}", "Content-Type": FORM}
        with httpx.Client(timeout=120, headers=headers) as client:
            while not is_over.is_set():
                told[str(client.post(f"{address}/sparql", content=body).status_code)] += 1
                time.sleep(0.01)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    print("begun", flush=True)
    sys.stdin.readline()
    is_over.set()
    for thread in threads:
        thread.join()
    print(json.dumps(told))


def long_run(address: str, process: int, queries: int) -> str:
    """Return the table of what the service holds before and after so many hostile queries."""
    told: Counter[str] = Counter()
    before = held(process)
    started = time.monotonic()
    with httpx.Client(timeout=120) as client:
        for number in range(queries):
            sender = {"X-Forwarded-For": f"198.51.100.{number % 200}"}
            slow = next((text for every, text in SLOW.items() if number % every == every - 1), None)
            query = slow or QUICK[number % len(QUICK)]
            told[str(client.post(f"{address}/sparql", data={"query": query}, headers=sender).status_code)] += 1
            if number == queries // 2:
                between = held(process)
        time.sleep(2)
        alive = client.get(address + LIGHT["SPARQL"]).status_code
    seconds = time.monotonic() - started
    after = held(process)
    rows = [(name, *(f"{moment[name]:,}" for moment in (before, between, after))) for name in before]
    shown = ", ".join(f"{number:,}× {status}" for status, number in sorted(told.items()))
    table = report.table(("the service holds", "before", "after half", "after"), rows)
    head = f"### {queries:,} hostile queries in {seconds:.0f} s"
    return f"{head}\n\nAnswered {shown}; a query after them: {alive}.\n\n{table}"


def held(process: int) -> dict[str, int]:
    """Return memory, readers, open files and threads of the service."""
    children = list(_children(process))
    return {
        "memory of the service, MB": _megabytes(process),
        "memory of the readers, MB": sum(map(_megabytes, children)),
        "reader processes": len(children),
        "open files": len(list(Path(f"/proc/{process}/fd").iterdir())),
        "threads": len(list(Path(f"/proc/{process}/task").iterdir())),
    }


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())


def _megabytes(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20


if __name__ == "__main__":
    main()
