"""The parts of the service, and when they are loaded: each with the first request that it may answer.

All of them together take seconds of a processor (rules, spreadsheets, calendars, readers of documents), and few
visitors need them all: the first answer does not wait. ``Parts.warm`` loads what is left a moment after the start, so
that hardly anybody waits for it later. A part that is loaded is asked only for paths that are its own: looking at
every route of the service for each request takes longer than answering it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module

from anyio import to_thread
from fastapi import FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from cancu.serve.service import Service

_log = logging.getLogger("cancu.serve")

WHOLE = ("/openapi.json", "/docs")
"""Paths that tell of all parts, so that all have to be loaded before."""
_SHORT = 100
"""Characters of a path whose parts are remembered."""
PAUSE = 1.0
"""Seconds after the start in which visitors have the processor for themselves."""
_LOADING = "cancu.parts"
"""Where a request keeps the parts that it waits for."""


@dataclass(frozen=True, slots=True)
class Part:
    """A module below ``cancu.serve`` whose ``router`` makes routes; their paths begin so, or are just so."""

    module: str
    paths: tuple[str, ...]
    whole: tuple[str, ...] = ()

    def may_answer(self, path: str) -> bool:
        """Tell whether one of its routes may be the one of ``path``."""
        return path.startswith(self.paths) or path in self.whole


PARTS = (
    Part("sparql.endpoint", ("/sparql",)),
    Part("sparql.update", ("/update",)),
    Part("sparql.graph_store", ("/graph-store",)),
    Part("feeds.changes", ("/changes",)),
    Part("feeds.feed", ("/feed.atom", "/eli/feed.atom")),
    Part("feeds.sitemaps", ("/robots.txt", "/sitemap", "/eli/sitemap")),
    Part("linked.routes", ("/id/", "/doc/", "/data/")),
    Part("linked.graphs", ("/graph/", "/.well-known/genid/")),
    Part("catalog.dumps", ("/dump.nq.gz",)),
    Part("catalog.routes", ("/catalog", "/.well-known/void", "/favicon.ico")),
    Part("linked.ontology", ("/ontology", "/rules/", "/shapes", "/vocab/")),
    Part("rest.routes", ("/api/v1/",)),
    Part("rest.checks", ("/api/v1/check",)),
    Part("rest.compare", ("/api/v1/compare",)),
    Part("rest.writing", ("/api/v1/documents", "/api/v1/reviews")),
    Part("rest.items", ("/api/v1/",)),
    Part("pages.questions", ("/queries",)),
    Part("reconcile", ("/reconcile",)),
    Part("calendar.routes", ("/calendar.ics",)),
    Part("mcp", ("/mcp",)),
    Part("upkeep", ("/healthz", "/readyz")),
    Part("pages.conformance", ("/conformance",)),
    Part("pages.home", ("/suggest",), whole=("/",)),
    Part("pages.why", ("/why",)),
    Part("pages.people", ("/bodies", "/references")),
    Part("pages.duties", ("/duties", "/api/v1/duties")),
    Part("pages.calendar", ("/calendar",)),
    Part("pages.events", ("/events",)),
    Part("pages.compliance.checking", ("/compliance",)),
    Part("pages.compliance.dashboard", ("/compliance/findings",)),
    Part("pages.compliance.rulebook", ("/compliance/rules",)),
    Part("pages.compliance.verdicts", ("/compliance/finding",)),
    Part("pages.compare", ("/compare",)),
    Part("picture.routes", ("/graph",)),
    Part("pages.site", ("/docs",)),
)
"""What answers requests; of two whose paths fit, the first is asked first."""


def paths() -> frozenset[str]:
    """Return with what the paths begin that the service answers."""
    return frozenset(path for part in PARTS for path in (*part.paths, *part.whole))


@dataclass(slots=True)
class _Loaded:
    """A part, and its routes once it is loaded."""

    part: Part
    routes: tuple[BaseRoute, ...] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Parts(BaseRoute):
    """The route of an application that stands before all others, and hands a request to the part whose it is."""

    def __init__(self, app: FastAPI, service: Service, parts: Sequence[Part] = PARTS) -> None:
        """Stand first in ``app``, whose routes so far (its mounts among them) come after those of the parts."""
        self._app, self._service = app, service
        self._fixed = tuple(app.router.routes)
        self._all = tuple(_Loaded(part) for part in parts)
        self._possible = lru_cache(maxsize=1000)(self._routes)  # asked for only where all of its parts are loaded
        self._remembered = lru_cache(maxsize=1000)(self._fitting)
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._show()

    def load(self, paths: Iterable[str] | None = None) -> None:
        """Load the parts that may answer ``paths``, or all; from any thread. Raises what loading them raises."""
        wanted = self._all if paths is None else [one for path in paths for one in self._of(path)]
        for one in wanted:
            self._load(one)

    def _load(self, one: _Loaded) -> None:
        with one.lock:
            if one.routes is None:
                one.routes = tuple(import_module(f"cancu.serve.{one.part.module}").router(self._service).routes)
                self._show()

    def warm(self) -> None:
        """Load in a thread of its own what no request has asked for within a moment."""
        threading.Thread(target=self._warm, name="cancu-parts", daemon=True).start()

    def cool(self) -> None:
        """Load nothing any more of one's own accord."""
        self._is_over.set()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell which route of the parts whose paths fit takes a request; any request, where one is to be loaded."""
        if scope["type"] != "http":
            return Match.NONE, {}
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        wanted = self._of(path)
        if any(one.routes is None for one in wanted):
            return Match.FULL, {_LOADING: path}
        for route in self._possible(path) if len(path) < _SHORT else self._routes(path):
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, child
        return Match.NONE, {}  # the application looks at all routes, and tells what is wrong

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the route that ``matches`` found; load its parts first where that is to be done."""
        path = scope.pop(_LOADING, None)
        if path is not None:
            await to_thread.run_sync(self.load, [path])
            await self._app.router(scope, receive, send)
        else:
            await scope["route"].handle(scope, receive, send)

    def _of(self, path: str) -> tuple[_Loaded, ...]:
        if path.startswith(WHOLE) and any(one.routes is None for one in self._all):
            return self._all
        return self._remembered(path) if len(path) < _SHORT else self._fitting(path)

    def _routes(self, path: str) -> tuple[BaseRoute, ...]:
        """Return the routes of the parts that may answer ``path``, without those of another path to the letter."""
        routes = [
            (route, str(getattr(route, "path", "{"))) for one in self._fitting(path) for route in one.routes or ()
        ]
        return tuple(route for route, own in routes if own == path or "{" in own)

    def _fitting(self, path: str) -> tuple[_Loaded, ...]:
        return tuple(one for one in self._all if one.part.may_answer(path))

    def _show(self) -> None:
        """Let the application know all routes in their order; it may be going through those that it knew before."""
        with self._lock:
            routes = [route for one in self._all for route in one.routes or ()]
            self._app.router.routes = [self, *routes, *self._fixed]

    def _warm(self) -> None:
        if self._is_over.wait(PAUSE):
            return
        for one in self._all:
            if self._is_over.is_set():
                return
            try:
                self._load(one)
            except Exception:  # noqa: BLE001 (who asks for the part is told; the others are loaded all the same)
                _log.exception("a part of the service cannot be loaded: %s", one.part.module)
