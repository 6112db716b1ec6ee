"""Life signs, /healthz and /readyz, and what is done beside the requests."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

from fastapi import APIRouter

from cancu.errors import LimitError, StoreError
from cancu.serve.http.openapi import problems, shown
from cancu.serve.service import DRAFT, Service

_log = logging.getLogger("cancu.serve")
_BREATH = 1.0
"""Seconds between two looks at whether the index has to follow, and those after which a stop is noticed."""

_PIECE = 1 << 20
"""Bytes that are read at a time."""
_SHARE = 8
"""A file that would fill more than this part of the machine's memory is not read beforehand."""


def warm(service: Service) -> None:
    """Ask the first question before the first visitor does: readers start, the snapshot is made.

    A machine too busy to answer in time is no reason not to start: /readyz tells when it does.
    """
    try:
        _ask(service)
    except (LimitError, StoreError) as error:
        _log.warning("not ready at start: %s", error.en)


def keep_indexed(service: Service, is_over: threading.Event) -> None:
    """Let the index of names and words follow the store until ``is_over``, so that a search need not wait for it.

    Its file is read once at the start: whoever asks first would wait for the disk at each of a thousand pages.
    """
    bring_near(service.store.search, _memory() // _SHARE, is_over)
    while not is_over.is_set():
        try:
            if not service.index.follow(_BREATH):
                continue
        except (LimitError, StoreError) as error:
            _log.warning("the index is behind: %s", error.en)
        is_over.wait(_BREATH)


def bring_near(path: Path, most: int, is_over: threading.Event) -> int:
    """Read a file, so that the system has it at hand, until ``is_over``; return how many bytes were read.

    Of a file that is not there, or has more than ``most`` bytes, nothing is read.
    """
    total = 0
    with suppress(OSError), path.open("rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size <= most:
            piece = bytearray(_PIECE)
            while not is_over.is_set() and (count := file.readinto(piece)):
                total += count
    return total


def _memory() -> int:
    """Return the bytes of memory that the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def sweep(service: Service) -> None:
    """Remove folders of drafts that a killed service left; no other process serves this store."""
    if service.options.store is not None:
        for old in service.options.store.glob(f"{DRAFT}*"):
            shutil.rmtree(old, ignore_errors=True)


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
        service.table("document-types")
        return {"status": "ok", "quads": service.store.size(), "version": service.store.version}

    return routes
