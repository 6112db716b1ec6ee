"""Real databases for tests: on free ports of the loopback, each in a folder of its own, ended by their id."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.serving.processes import first_answer, free_port, running
from cancu.store import Credentials, Limits, Remote, Store, open_store

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
NAMES = ("embedded", "oxigraph", "oxigraph-mirrored", "virtuoso")
"""What the contract is held against; Virtuoso is mirrored by its profile."""

_INI = Path(__file__).parent.parent / "bench" / "serving" / "virtuoso.ini"


@dataclass(frozen=True)
class Server:
    """A database that runs, and how it is used."""

    url: str
    process: int
    user: str = ""
    password: str = field(default="", repr=False)

    def remote(self, states: Path, *, is_mirrored: bool = False, engine: str = "") -> Remote:
        credentials = Credentials(self.user, self.password)
        return Remote(engine=engine, credentials=credentials, states=states, is_mirrored=is_mirrored)

    @property
    def settings(self) -> dict[str, str]:
        """Variables by which the commands use it."""
        return {"CANCU_STORE": self.url, "CANCU_STORE_USER": self.user, "CANCU_STORE_PASSWORD": self.password}


@contextmanager
def oxigraph(folder: Path, *more: str, port: int | None = None) -> Iterator[Server]:
    if not OXIGRAPH.exists():
        pytest.skip("needs oxigraph (pip install oxigraph)")
    port = port or free_port()
    command = [str(OXIGRAPH), "serve", "--location", str(folder / "db"), "--bind", f"127.0.0.1:{port}", *more]
    with running(command, folder, {}) as process:
        url = f"http://127.0.0.1:{port}"
        first_answer(process, f"{url}/query", {"query": "ASK {}"})
        yield Server(url, process.pid)


@contextmanager
def virtuoso(folder: Path, *, rows: int = 1_000_000) -> Iterator[Server]:
    if shutil.which("virtuoso-t") is None:
        pytest.skip("needs virtuoso-t (Debian: virtuoso-opensource-7)")
    port = free_port()
    text = _INI.read_text("utf-8").format(sql=free_port(), port=port, folder=folder)
    for name, value in (("NumberOfBuffers", 20_000), ("MaxDirtyBuffers", 15_000), ("ResultSetMaxRows", rows)):
        text = "\n".join(f"{name} = {value}" if line.startswith(f"{name} =") else line for line in text.split("\n"))
    (folder / "virtuoso.ini").write_text(text, "utf-8")
    command = ["virtuoso-t", "+foreground", "+wait", "+configfile", "virtuoso.ini"]
    with running(command, folder, {}) as process:
        url = f"http://127.0.0.1:{port}"
        first_answer(process, f"{url}/sparql", {"query": "ASK {}"})
        yield Server(url, process.pid, "dba", "dba")


class Engines:
    """The databases of one run of tests, started when first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._held: dict[str, tuple[object, Server]] = {}
        self._number = itertools.count()

    def server(self, name: str) -> Server:
        kind = name.partition("-")[0]
        if kind not in self._held:
            folder = self._root / kind
            folder.mkdir()
            context = {"oxigraph": oxigraph, "virtuoso": virtuoso}[kind](folder)
            self._held[kind] = context, context.__enter__()
        return self._held[kind][1]

    def states(self) -> Path:
        """A folder that no store has used."""
        return self._root / f"states-{next(self._number)}"

    def open(self, name: str, states: Path, prefixes: Mapping[str, str], limits: Limits | None = None) -> Store:
        """Open the store of an engine, whose own state stands in ``states``."""
        if name == "embedded":
            return open_store(states / "store", prefixes=prefixes, limits=limits)
        server = self.server(name)
        how = server.remote(states, is_mirrored=name.endswith("-mirrored"))
        return open_store(server.url, prefixes=prefixes, limits=limits, remote=how)

    def close(self) -> None:
        for context, _ in self._held.values():
            context.__exit__(None, None, None)


def emptied(store: Store) -> None:
    """Remove everything from a store."""
    store.remove([*store.graphs(), ""])
