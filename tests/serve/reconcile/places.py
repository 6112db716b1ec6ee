"""The service over the fixture of this folder, and the same behind a real port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uvicorn

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import EmbeddedStore, open_store

FIXTURE = Path(__file__).with_name("fixture.trig")


@contextmanager
def stored(folder: Path) -> Iterator[EmbeddedStore]:
    """A store of the fixture."""
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(path=str(FIXTURE), format=ox.RdfFormat.TRIG):
        graphs.setdefault(str(quad.graph_name.value), []).append(f"{quad} .\n")
    store = open_store(folder, prefixes=PREFIXES)
    try:
        store.replace({name: "".join(lines).encode() for name, lines in graphs.items()})
        yield store
    finally:
        store.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The service on a free port of this machine; yields its address."""
    with stored(folder) as store:
        app: Any = create_app(store, Catalogue.load())
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        while not running.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join()
        listener.close()
