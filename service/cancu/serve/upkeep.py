"""Life signs: /healthz, /readyz."""

from __future__ import annotations

import logging

from fastapi import APIRouter

from cancu.errors import LimitError, StoreError
from cancu.serve.http.openapi import problems, shown
from cancu.serve.service import Service

_log = logging.getLogger("cancu.serve")


def warm(service: Service) -> None:
    """Ask the first question before the first visitor does: readers start, the snapshot is made.

    A machine too busy to answer in time is no reason not to start: /readyz tells when it does.
    """
    try:
        _ask(service)
    except (LimitError, StoreError) as error:
        _log.warning("not ready at start: %s", error.en)


def _ask(service: Service) -> None:
    service.store.query("ASK {}")


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["service"])

    @routes.get(
        "/healthz",
        summary="The process lives",
        description="Answers as long as the process runs, whatever the store does.",
        responses={200: shown({"application/json": {"status": "ok"}})},
    )
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get(
        "/readyz",
        summary="The store answers",
        description="Asks the store a question; 503 where it cannot answer.",
        responses={
            200: shown({"application/json": {"status": "ok", "quads": 12345, "version": 7}}),
            **problems(503),
        },
    )
    def readyz() -> dict[str, str | int]:
        _ask(service)
        service.table("counts")
        return {"status": "ok", "quads": service.store.size(), "version": service.store.version}

    return routes
