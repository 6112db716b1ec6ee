"""Parts of the service are loaded when they are needed, and are asked only for what is theirs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.http import problems
from cancu.serve.parts import PARTS, Part, Parts
from cancu.serve.service import Service
from cancu.store import EmbeddedStore
from tests.serve.conftest import asking, serving

HEAVY = (
    "cancu.check", "cancu.extract", "cancu.graph", "cancu.link", "cancu.mcp", "cancu.read", "docx", "httpcore2",
    "icalendar", "lxml", "mcp", "openpyxl", "PIL", "pdfplumber", "pyshacl", "rapidfuzz", "rdflib.plugins.sparql",
)  # fmt: skip
"""What a start and the first answers of most visitors do without."""

FIRST = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from cancu.cli import serve
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import open_store
from tests.serve.conftest import asking, graphs_of
store = open_store(Path(sys.argv[2]))
store.replace(graphs_of(Path(sys.argv[1]) / "tests" / "serve" / "fixture.trig"))
ask = asking(create_app(store, Catalogue.load()))
told = [(path, ask("GET", path).status_code, sorted(sys.modules)) for path in sys.argv[3:]]
store.close()
print(json.dumps(told))
"""


@pytest.fixture
def fresh(store: EmbeddedStore) -> FastAPI:
    """An application of which nobody has asked anything."""
    return create_app(store, Catalogue.load())


@pytest.fixture(scope="module")
def service(store: EmbeddedStore) -> Service:
    return Service.over(store, Catalogue.load(), Options())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.module)
def test_the_paths_of_a_part_are_those_it_is_asked_for(part: Part, service: Service) -> None:
    made = import_module(f"cancu.serve.{part.module}").router(service).routes
    assert made
    assert [route.path for route in made if not part.may_answer(route.path.partition("{")[0])] == []
    assert len({other.module for other in PARTS}) == len(PARTS)


def test_the_first_answers_load_what_they_need(tmp_path: Path) -> None:
    paths = ("/healthz", "/sparql?query=ASK%7B%7D", "/queries/documents?format=json", "/api/v1/documents")
    command = [sys.executable, "-c", FIRST, str(Path(__file__).parents[2]), str(tmp_path / "kho"), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for path, status, loaded in json.loads(done.stdout):
        assert status == 200, path
        assert {name for name in HEAVY if name in loaded} == set(), path


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/healthz", 200, None),
        ("GET", "/", 200, None),
        ("GET", "/no-such-place", 404, None),
        ("GET", "/api/v1/no-such-list", 404, None),
        ("PUT", "/api/v1/documents", 405, "GET, HEAD, POST"),  # its routes belong to two parts
        ("DELETE", "/graph-store/x", 401, None),  # beside /graph, which begins alike
        ("GET", "/queries/", 307, None),
        ("GET", "/graph.svg", 200, None),
        ("GET", "/ontologie", 404, None),
        ("HEAD", "/calendar", 200, None),
    ],
)
def test_whoever_comes_first_is_answered_as_all_others(
    fresh: FastAPI, method: str, path: str, status: int, allow: str | None
) -> None:
    ask = asking(fresh)
    first, second = ask(method, path), ask(method, path)
    assert (first.status_code, second.status_code) == (status, status)
    assert (first.headers.get("allow"), second.headers.get("allow")) == (allow, allow)


def test_the_description_tells_of_all_parts_in_one_order_whichever_are_loaded(
    fresh: FastAPI, store: EmbeddedStore
) -> None:
    ask = asking(fresh)
    assert ask("GET", "/compare").status_code == 200
    told = ask("GET", "/openapi.json")
    assert {"/sparql", "/mcp", "/api/v1/check", "/metrics"} <= set(told.json()["paths"])
    assert told.content == asking(create_app(store, Catalogue.load()))("GET", "/openapi.json").content


def test_many_who_come_first_at_once_are_all_answered(fresh: FastAPI) -> None:
    paths = ("/compliance/rules", "/reconcile", "/calendar.ics", "/duties", "/catalog.ttl", "/feed.atom") * 2
    found: list[int] = []
    with serving(fresh) as address:
        threads = [
            threading.Thread(target=lambda path=path: found.append(httpx.get(address + path, timeout=60).status_code))
            for path in paths
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [200] * len(paths)
    shown = [route for route in fresh.router.routes if getattr(route, "path", "") == "/reconcile"]
    assert len(shown) == 2, "one for GET and one for POST: it was loaded once"


def test_a_part_that_cannot_be_loaded_is_told_and_takes_no_other_with_it(service: Service) -> None:
    app = FastAPI()
    problems.install(app, "http://a.example/")
    Parts(app, service, (Part("nowhere", ("/nowhere",)), Part("upkeep", ("/healthz",))))
    ask: Callable[..., Any] = asking(app)
    assert [ask("GET", path).status_code for path in ("/nowhere", "/healthz", "/nowhere")] == [500, 200, 500]
    assert ask("GET", "/nowhere").json()["title"]


def test_what_nobody_asked_for_is_loaded_a_moment_later(fresh: FastAPI) -> None:
    with serving(fresh) as address:
        assert httpx.get(f"{address}/healthz").status_code == 200
        (warming,) = [thread for thread in threading.enumerate() if thread.name == "cancu-parts"]
        warming.join(120)
        assert not warming.is_alive()
    assert {"/mcp", "/compare", "/healthz"} <= {getattr(route, "path", "") for route in fresh.router.routes}
