"""All routes below /compliance."""

from __future__ import annotations

from fastapi import APIRouter

from cancu.serve.pages.compliance import checking, dashboard, rulebook, verdicts
from cancu.serve.service import Service


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["compliance"])
    for part in (checking, dashboard, rulebook, verdicts):
        routes.include_router(part.router(service))
    return routes
