"""The application, composed from its parts (design §7)."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from cancu import __version__
from cancu.query import Catalogue
from cancu.serve import mcp, reconcile, upkeep
from cancu.serve.calendar import routes as calendar
from cancu.serve.catalog import dumps
from cancu.serve.catalog import routes as descriptions
from cancu.serve.edge.bounds import Bounds
from cancu.serve.edge.compress import Packed
from cancu.serve.edge.cors import OpenToSites
from cancu.serve.edge.delivery import Delivery
from cancu.serve.edge.guardrail import HeadAsGet, SecurityHeaders
from cancu.serve.edge.metrics import Metrics
from cancu.serve.edge.observe import Observed
from cancu.serve.edge.rate import Rate
from cancu.serve.feeds import changes, sitemaps
from cancu.serve.feeds import feed as feeds
from cancu.serve.http import openapi, problems
from cancu.serve.http.caching import Conditional
from cancu.serve.linked import graphs, ontology
from cancu.serve.linked import routes as linked
from cancu.serve.pages import compare as comparing
from cancu.serve.pages import conformance, home, people, questions, why, work
from cancu.serve.pages import site as pages
from cancu.serve.pages.compliance import routes as compliance
from cancu.serve.picture import routes as picture
from cancu.serve.rest import checks, compare, items, writing
from cancu.serve.rest import routes as api
from cancu.serve.service import Options, Service
from cancu.serve.sparql import endpoint as sparql
from cancu.serve.sparql import graph_store, update
from cancu.serve.words import say
from cancu.store import Store

PARTS = (
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
    compare,
    writing,
    items,
    questions,
    reconcile,
    calendar,
    mcp,
    upkeep,
    conformance,
    home,
    why,
    people,
    work,
    compliance,
    comparing,
    picture,
    pages,
)
"""What answers requests, each with its own routes; the first that a path fits is asked."""


def create_app(store: Store, catalogue: Catalogue, options: Options | None = None) -> FastAPI:
    """Return the service over ``store``; closing the store stays with the caller."""
    options = options or Options()
    service = Service.over(store, catalogue, options)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(upkeep.warm, service)
        is_over = threading.Event()
        following = threading.Thread(target=upkeep.keep_indexed, args=(service, is_over), name="cancu-index")
        following.start()
        yield
        is_over.set()
        await to_thread.run_sync(following.join)
        service.index.close()

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
    app.add_middleware(Packed)
    app.add_middleware(Conditional)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Rate, options=options, tokens=service.tokens)
    app.add_middleware(Bounds, options=options)
    app.add_middleware(Delivery, options=options)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(OpenToSites)
    app.add_middleware(Observed, metrics=metrics)
    for part in PARTS:
        app.include_router(part.router(service))
    app.include_router(metrics.router())
    openapi.install(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
