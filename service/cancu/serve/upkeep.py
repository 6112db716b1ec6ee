"""Life signs: /healthz, /readyz."""

from __future__ import annotations

from fastapi import APIRouter

from cancu.serve.service import Service


def warm(service: Service) -> None:
    """Ask the first questions before the first visitor does: readers start, the snapshot is made."""
    service.store.query("ASK {}")


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["service"])

    @routes.get("/healthz", summary="The process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz", summary="The store answers: our own questions, and strangers' through a reader process")
    def readyz() -> dict[str, str | int]:
        warm(service)
        service.table("counts")
        return {"status": "ok", "quads": service.store.size(), "version": service.store.version}

    return routes
