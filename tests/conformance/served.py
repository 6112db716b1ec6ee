"""The service itself, on a free port of this machine, over a store of its own."""

from __future__ import annotations

import logging
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uvicorn

from cancu.access import Scope, Tokens
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import open_store


class AbsentError(Exception):
    """The service lacks what a suite is about."""


@contextmanager
def served(fill: Callable[[ox.Store], None] | None = None, *, is_union: bool = True) -> Iterator[tuple[str, str]]:
    """Run the service and yield its address and a token that allows updates.

    ``fill`` puts data into the store before it opens: also what no client could send, such as empty graphs.
    With ``is_union`` False queries see the plain default graph.
    """
    with tempfile.TemporaryDirectory(prefix="cancu-conformance-") as name:
        folder, tokens = Path(name), Path(name) / "tokens.json"
        if fill is not None:
            raw = ox.Store(str(folder / "db"))
            fill(raw)
            raw.flush()
            del raw
        store = open_store(folder, is_union=is_union)
        try:
            app = create_app(store, Catalogue.load(), Options(tokens=tokens))
            with listening(app) as address:
                yield address, Tokens(tokens).new("conformance", [Scope.UPDATE])[1]
        finally:
            store.close()


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """Put an ASGI application behind a real server on a free port; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level=logging.WARNING, access_log=False))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not running.started:
                thread.join(0.01)
                if not thread.is_alive():
                    raise RuntimeError("the service did not start")
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join()
