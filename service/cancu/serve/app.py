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
from cancu.serve import parts, upkeep
from cancu.serve.edge.bounds import Bounds
from cancu.serve.edge.compress import Packed
from cancu.serve.edge.cors import OpenToSites
from cancu.serve.edge.delivery import Delivery
from cancu.serve.edge.guardrail import HeadAsGet, SecurityHeaders
from cancu.serve.edge.metrics import Metrics
from cancu.serve.edge.observe import Observed
from cancu.serve.edge.rate import Rate
from cancu.serve.http import openapi, problems
from cancu.serve.http.caching import Conditional
from cancu.serve.service import Options, Service
from cancu.serve.words import say
from cancu.store import Store


def create_app(store: Store, catalogue: Catalogue, options: Options | None = None) -> FastAPI:
    """Return the service over ``store``; closing the store stays with the caller."""
    options = options or Options()
    service = Service.over(store, catalogue, options)
    upkeep.sweep(service)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await to_thread.run_sync(upkeep.warm, service)
        is_over = threading.Event()
        following = threading.Thread(target=upkeep.keep_indexed, args=(service, is_over), name="cancu-index")
        following.start()
        ours.warm()
        yield
        ours.cool()
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
        telemetry={"tracing": False, "metrics": False, "logs": False},  # it would tell others what is asked
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
    app.include_router(metrics.router())
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    ours = parts.Parts(app, service)
    app.state.paths = parts.paths() | {"/static"}
    openapi.install(app, before=ours.load)
    return app
