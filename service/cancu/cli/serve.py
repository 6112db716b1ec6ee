"""``cancu serve``: the service over HTTP."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
import uvicorn

from cancu import __version__
from cancu.cli import options
from cancu.cli.services import service_options
from cancu.cli.stores import opened
from cancu.cycles import look_seldom
from cancu.errors import CancuError, ParameterError
from cancu.logs import configure
from cancu.pipeline.holding import holdings
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.edge.connection import config
from cancu.settings import load
from cancu.store import Store

_PAGES = (
    ("/", "pages"),
    ("/sparql", "SPARQL"),
    ("/queries", "questions"),
    ("/api/v1/documents", "REST"),
    ("/docs", ""),
)


@click.command("serve")
@options.store
@click.option("--host", metavar="HOST", help="Address to listen on.  [default: CANCU_HOST or 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.  [default: 8000]")
@options.base
def command(*, store: str | None, host: str | None, port: int | None, base: str | None) -> None:
    """Serve the store: pages, linked data, SPARQL, REST; Ctrl-C ends it."""
    settings = load(store=store, host=host, port=port, base=base)
    with opened(settings) as held, _listener(settings.host, settings.port) as listener:
        catalogue = Catalogue.load()
        app = create_app(held, catalogue, service_options(settings))
        configure(settings.log)
        _stop_by_leaving()
        how = config(app, proxies=settings.proxies, log_config=None, timeout_graceful_shutdown=settings.grace)
        addresses = _addresses(settings.host, listener.getsockname()[1])
        with _beside(lambda: _tell(held, settings.base, catalogue, addresses)):
            look_seldom()
            uvicorn.Server(how).run(sockets=[listener])


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work`` in a thread, ended before the store is closed: counting what is large takes longer than starting."""
    worker = threading.Thread(target=work, name="cancu-telling")
    worker.start()
    try:
        yield
    finally:
        worker.join()


def _tell(store: Store, base: str, catalogue: Catalogue, addresses: str) -> None:
    """Print what is served and where; that it cannot be counted in time is no reason not to serve it."""
    try:
        told = str(holdings(store, base=base, catalogue=catalogue))
    except CancuError as error:
        told = str(error)
    click.echo(f"cancu {__version__}: {told}\n{addresses}")


def _stop_by_leaving() -> None:
    """End by leaving this function's caller, so that the store is closed, also when told by signal.

    uvicorn waits for open requests and then raises the signal again, for whoever listened before it.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that the address is known (and free) before anything is printed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise ParameterError(
            f"không mở được cổng này ({error.strerror}); hãy chọn cổng khác bằng --port.",
            f"this port cannot be opened ({error.strerror}); choose another with --port.",
            where=f"{host}:{port}",
        ) from error


def _addresses(host: str, port: int) -> str:
    server = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    return "\n".join(f"  {server + path:<44}{purpose}".rstrip() for path, purpose in _PAGES)
