"""The pages of what is to be done: duties, calendar, events."""

from __future__ import annotations

from fastapi import APIRouter

from cancu.serve.pages import calendar, duties, events
from cancu.serve.service import Service


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    for part in (duties, calendar, events):
        routes.include_router(part.router(service))
    return routes
