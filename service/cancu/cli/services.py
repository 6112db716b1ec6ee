"""How a service is set that a command runs; apart from ``stores``, for other commands need no service."""

from __future__ import annotations

from pathlib import Path

from cancu.cli.stores import copy
from cancu.serve import Options
from cancu.settings import Settings


def service_options(settings: Settings) -> Options:
    """Return the settings of the service over the store."""
    return Options(
        base=settings.base,
        tokens=Path(settings.tokens),
        publisher=settings.publisher,
        publisher_page=settings.publisher_page,
        contact=settings.contact,
        license=settings.license,
        rate=settings.rate,
        token_rate=settings.token_rate,
        registry=Path(settings.registry),
        store=copy(settings),
        office=settings.office,
        keep_texts=settings.keep_texts,
        hosts=tuple(name.strip().lower() for name in settings.hosts.split(",") if name.strip()),
    )
