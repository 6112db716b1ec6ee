"""Work that waits for a reader: in threads of its own, so that it takes none from others, and only while the client
waits: a closed connection gives its place in the queue back and stops the reader."""

from __future__ import annotations

from collections.abc import Callable

from anyio import CapacityLimiter, create_task_group, to_thread
from starlette.requests import Request
from starlette.responses import Response

from cancu.serve.http.client import client_name
from cancu.store import Asker

THREADS = 40
"""More than places in a lane: whom the lane turns away must be told at once."""


async def answered(request: Request, limiter: CapacityLimiter, work: Callable[[Asker], Response]) -> Response:
    """Return what ``work`` returns, called in a thread. Raises what it raises."""
    asker = Asker(client_name(request.scope))
    outcome: Response | Exception

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        asker.leave()

    async with create_task_group() as group:
        group.start_soon(watch)
        try:
            outcome = await to_thread.run_sync(work, asker, limiter=limiter)
        except Exception as error:  # noqa: BLE001 (carried out of the group, which would wrap it)
            outcome = error
        group.cancel_scope.cancel()
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
