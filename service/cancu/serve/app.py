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
    checks,
    items,
    linked,
    mcp,
    ontology,
    openapi,
    pages,
    problems,
    questions,
    sparql,
    upkeep,
    writing,
)
from cancu.serve.guardrail import HeadAsGet, SecurityHeaders
from cancu.serve.service import Options, Service
from cancu.serve.words import say
from cancu.store import Store


def create_app(store: Store, catalogue: Catalogue, options: Options | None = None) -> FastAPI:
    """Return the service over ``store``; closing the store stays with the caller."""
    options = options or Options()
    finder = Finder(catalogue, lambda text: store.run(text).body, lambda: store.version)
    service = Service(store, catalogue, finder, options, Tokens(options.tokens))

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
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    problems.install(app, options.base)
    for part in (sparql, linked, ontology, api, checks, writing, items, questions, calendar, mcp, upkeep, pages):
        app.include_router(part.router(service))
    openapi.install(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
