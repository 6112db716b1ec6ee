"""A server over an empty store on a free port, for suites that write."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from cancu.access import Scope, Tokens
from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import open_store


@contextmanager
def scratch_server(folder: Path, *, is_union: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the address of a server and the secret of a token that allows everything."""
    store = open_store(folder / "store", prefixes=PREFIXES, is_union=is_union)
    options = Options(tokens=folder / "tokens.json")
    _, secret = Tokens(options.tokens).new("conformance", list(Scope))
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(create_app(store, Catalogue.load(), options), log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not running.started and thread.is_alive():
            thread.join(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", secret
    finally:
        running.should_exit = True
        thread.join()
        listener.close()
        store.close()
