"""Work that waits for a reader: in threads of its own, so that it takes none from others, and only while the client
waits: a closed connection gives its place in the queue back and stops the reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from anyio import CapacityLimiter, Lock, create_task_group, sleep, to_thread
from starlette.requests import Request
from starlette.responses import Response

from cancu.errors import CancuError, LimitError, QueryError
from cancu.store import Asker

THREADS = 64
"""More than places in a lane: whom the lane turns away must be told at once."""


_QUICK = 0.1
"""Seconds within which nobody looks whether the client is still there."""
PAUSE = 0.02
_REFUSED = {400, 503}


class Refusals:
    """Tells refusals one at a time, each after a pause of ``PAUSE`` seconds.

    A refusal (a wrong text, no place left) costs no reader anything, so that no queue holds up who sends what is
    refused as fast as he can; read and told all at once, such a flood would take the interpreter from all others.
    """

    def __init__(self) -> None:
        self._turn = Lock()

    async def told(self, work: Awaitable[Response]) -> Response:
        """Return what ``work`` returns. Raises what it raises."""
        try:
            answer = await work
        except (LimitError, QueryError):
            await self._pause()
            raise
        if answer.status_code in _REFUSED:
            await self._pause()
        return answer

    async def _pause(self) -> None:
        async with self._turn:
            await sleep(PAUSE)


async def answered(
    request: Request, limiter: CapacityLimiter, work: Callable[[Asker], Response], asker: Asker
) -> Response:
    """Return what ``work`` returns, called in a thread, while ``asker`` waits. Raises what it raises."""
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


@contextmanager
def leaving(request: Request, asker: Asker) -> Iterator[None]:
    """Have ``asker`` leave when the client does within the block, which the event loop goes through itself."""
    loop = asyncio.get_running_loop()
    watcher: asyncio.Task[None] | None = None

    async def watch() -> None:
        with suppress(CancuError):  # a body that does not come: ``bounds`` tells, and nobody waits for the answer
            while (await request.receive())["type"] != "http.disconnect":
                pass
        asker.leave()

    def begin() -> None:
        nonlocal watcher
        watcher = loop.create_task(watch())

    timer = loop.call_later(_QUICK, begin)
    try:
        yield
    finally:
        timer.cancel()
        if watcher is not None:
            watcher.cancel()
