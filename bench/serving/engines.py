"""The engines that are compared: how each is loaded, started, asked and told to replace a document.

All hold the same quads and answer over the union of all graphs: cancu by itself, oxigraph with the triples loaded a
second time into its default graph (its own union tells a triple once for each graph that holds it), Virtuoso and
rdflib-endpoint by their default.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.measuring import ROOT
from bench.serving.data import Data

_BIN = Path(sys.executable).parent
_TURTLE = {"Content-Type": "text/turtle"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one server of a run lives: its folder, its ports, and the Python that has the peers."""

    folder: Path
    port: int
    sql: int
    peer: Path

    def address(self, path: str) -> str:
        """Return the address of a path of the server."""
        return f"http://127.0.0.1:{self.port}{path}"


Work = Callable[[Place, Data], None]
Replace = Callable[[Place, str, bytes], httpx.Response]


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine. ``load`` fills it before it starts, ``fill`` when it runs, neither: it loads as it starts.

    ``largest`` is how many quads it is given at most; the questions of the catalogue are not put to what has no
    ``own``.
    """

    name: str
    path: str
    version: Callable[[Place], str]
    is_here: Callable[[Place], bool]
    command: Callable[[Place, Data], list[str]]
    replace: Replace
    load: Work | None = None
    fill: Work | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    largest: int = 1_000_000_000
    own: bool = True


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd or ROOT).stdout


def _version_of(python: str | Path, package: str) -> str:
    return _run(python, "-c", f"import importlib.metadata as m; print(m.version('{package}'))").strip()


def _put(path: str, name: str, auth: httpx.Auth | None = None) -> Replace:
    def put(place: Place, graph: str, turtle: bytes) -> httpx.Response:
        target = place.address(path)
        return httpx.put(target, params={name: graph}, content=turtle, headers=_TURTLE, auth=auth, timeout=120)

    return put


# cancu: as `cancu serve` runs it, without a rate, and believing that each client has an address of its own

_CANCU = {
    "CANCU_RATE": "0", "CANCU_PROXIES": "127.0.0.1", "CANCU_REGISTRY": "none", "CANCU_TOKENS": "tokens.json",
    "CANCU_TIMEOUT": "60", "PYTHONPATH": f"{ROOT}:{ROOT / 'service'}",
}  # fmt: skip


def _cancu_load(place: Place, data: Data) -> None:
    _run(sys.executable, "-m", "bench.serving.filling", data.quads, place.folder / "store")


def _cancu_put(place: Place, graph: str, turtle: bytes) -> httpx.Response:
    tokens, file = place.folder / "tokens.json", place.folder / "secret"
    if not file.exists():
        told = _run(_BIN / "cancu", "token", "new", "bench", "--scope", "update", "--file", tokens)
        file.write_text(told.split()[0])
    headers = {**_TURTLE, "Authorization": f"Bearer {file.read_text()}"}
    return httpx.put(
        place.address("/graph-store"), params={"graph": graph}, content=turtle, headers=headers, timeout=120
    )


CANCU = Engine(
    "cancu",
    "/sparql",
    lambda _place: _version_of(sys.executable, "cancu"),
    lambda _place: True,
    lambda place, _data: [
        str(_BIN / "cancu"),
        "serve",
        "--store",
        str(place.folder / "store"),
        "--port",
        str(place.port),
    ],
    _cancu_put,
    load=_cancu_load,
    settings=_CANCU,
)


def _oxigraph_load(place: Place, data: Data) -> None:
    for file in (data.quads, data.triples):
        _run(_BIN / "oxigraph", "load", "--location", place.folder / "db", "--file", file)


OXIGRAPH = Engine(
    "oxigraph serve",
    "/query",
    lambda _place: _version_of(sys.executable, "oxigraph"),
    lambda _place: (_BIN / "oxigraph").exists(),
    lambda place, _data: [
        str(_BIN / "oxigraph"), "serve", "--location", str(place.folder / "db"), "--bind", f"127.0.0.1:{place.port}",
    ],
    _put("/store", "graph"),
    load=_oxigraph_load,
)  # fmt: skip


def _virtuoso_command(place: Place, data: Data) -> list[str]:
    text = (Path(__file__).parent / "virtuoso.ini").read_text("utf-8")
    told = text.format(sql=place.sql, port=place.port, folder=data.quads.parent)
    (place.folder / "virtuoso.ini").write_text(told, "utf-8")
    return ["virtuoso-t", "+foreground", "+wait", "+configfile", "virtuoso.ini"]


def _virtuoso_fill(place: Place, data: Data) -> None:
    steps = f"ld_dir('{data.quads.parent}', '{data.quads.name}', ''); rdf_loader_run(); checkpoint;"
    told = _run("isql-vt", f"127.0.0.1:{place.sql}", "dba", "dba", f"exec={steps}")
    failed = _run(
        "isql-vt", f"127.0.0.1:{place.sql}", "dba", "dba", "BANNER=OFF", "VERBOSE=OFF",
        "exec=SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;",
    )  # fmt: skip
    if failed.strip():
        raise RuntimeError(f"Virtuoso did not load: {failed.strip()} {told}")


VIRTUOSO = Engine(
    "Virtuoso",
    "/sparql",
    lambda _place: _run("dpkg-query", "-W", "-f", "${Version}", "virtuoso-opensource-7-bin").partition("+")[0],
    lambda _place: shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None,
    _virtuoso_command,
    _put("/sparql-graph-crud-auth", "graph-uri", httpx.DigestAuth("dba", "dba")),
    fill=_virtuoso_fill,
)


def _has_endpoint(place: Place) -> bool:
    return (
        place.peer.exists()
        and not subprocess.run(
            [place.peer, "-c", "import rdflib_endpoint, uvicorn"], capture_output=True, check=False
        ).returncode
    )


def _endpoint_put(place: Place, graph: str, turtle: bytes) -> httpx.Response:
    update = f"DROP SILENT GRAPH <{graph}> ; INSERT DATA {{ GRAPH <{graph}> {{ {turtle.decode()} }} }}"
    return httpx.post(place.address("/"), data={"update": update}, timeout=120)


ENDPOINT = Engine(
    "rdflib-endpoint",
    "/",
    lambda place: _version_of(place.peer, "rdflib-endpoint"),
    _has_endpoint,
    lambda place, data: [
        str(place.peer), "-m", "bench.peers.endpoint", str(data.quads), str(place.port),
    ],
    _endpoint_put,
    settings={"PYTHONPATH": str(ROOT)},
    largest=200_000,
    own=False,  # some of them take it minutes
)  # fmt: skip

ENGINES = (CANCU, OXIGRAPH, VIRTUOSO, ENDPOINT)
