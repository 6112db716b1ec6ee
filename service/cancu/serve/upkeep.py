"""Life signs and the whole dataset: /healthz, /readyz, /dump.nq.gz."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import IO, cast

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from cancu.serve.openapi import problems, shown
from cancu.serve.service import Service


def warm(service: Service) -> None:
    """Ask the first questions before the first visitor does: readers start, the snapshot is made."""
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
        warm(service)
        return {"status": "ok", "quads": service.store.size(), "version": service.store.version}

    @routes.get(
        "/dump.nq.gz",
        summary="The whole dataset as N-Quads",
        description="Every graph as of one moment, packed with gzip.",
        response_class=FileResponse,
        responses={200: shown({"application/gzip": "(bytes)"}), **problems(503)},
    )
    def dump() -> FileResponse:
        with tempfile.NamedTemporaryFile(suffix=".nq.gz", delete=False) as file:
            path = Path(file.name)
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                service.store.dump(cast("IO[bytes]", packed))
        return FileResponse(
            path, media_type="application/gzip", filename="dump.nq.gz", background=BackgroundTask(path.unlink)
        )

    return routes
