"""The application, composed from its parts (design §7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cancu import __version__
from cancu.access import Tokens
from cancu.query import Catalogue, Finder
from cancu.serve import (
    api,
    calendar,
    changes,
    checks,
    conformance,
    descriptions,
    dumps,
    feeds,
    graph_store,
    graphs,
    items,
    linked,
    mcp,
    ontology,
    openapi,
    pages,
    problems,
    questions,
    reconcile,
    sitemaps,
    sparql,
    update,
    upkeep,
    writing,
)
from cancu.serve.bounds import Bounds
from cancu.serve.caching import Conditional, Kept
from cancu.serve.cors import OpenToSites
from cancu.serve.delivery import Delivery
from cancu.serve.guardrail import HeadAsGet, SecurityHeaders
from cancu.serve.metrics import Metrics
from cancu.serve.observe import Observed
from cancu.serve.rate import Rate
from cancu.serve.service import Options, Service
from cancu.serve.words import say
from cancu.store import Store


def create_app(store: Store, catalogue: Catalogue, options: Options | None = None) -> FastAPI:
    """Return the service over ``store``; closing the store stays with the caller."""
    options = options or Options()
    finder = Finder(catalogue, lambda text: store.run(text).body, lambda: store.version)
    service = Service(store, catalogue, finder, options, Tokens(options.tokens), Kept(lambda: store.version))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(upkeep.warm, service)
        yield

    app = FastAPI(
        title="cancu",
        version=__version__,
        summary=say("site.summary", "en"),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    metrics = Metrics(store)
    problems.install(app, options.base)  # its middleware is the innermost: the last added is the first asked
    app.add_middleware(Conditional)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Rate, options=options, tokens=service.tokens)
    app.add_middleware(Bounds, options=options)
    app.add_middleware(Delivery, options=options)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(OpenToSites)
    app.add_middleware(Observed, metrics=metrics)
    for part in (
        sparql,
        update,
        graph_store,
        changes,
        feeds,
        sitemaps,
        linked,
        graphs,
        dumps,
        descriptions,
        ontology,
        api,
        checks,
        writing,
        items,
        questions,
        reconcile,
        calendar,
        mcp,
        upkeep,
        conformance,
        pages,
    ):
        app.include_router(part.router(service))
    app.include_router(metrics.router())
    openapi.install(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
