"""One request and its reply over the pipes of a process: while a thread waits, or while an event loop goes on."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import time
from contextlib import suppress
from typing import Any

from cancu.store.effort import Effort

_LONG_NICENESS = 19
_SOON = 0.01
"""Seconds after which the work of a process is looked at again."""
_PIECE = 65_536
"""Bytes read at once: for more, memory is had from the system and given back each time, which takes longer than most
questions."""


class Patience:
    """How long a process may work: after so much work it gives way to others, and when its time is up it is killed."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, *, patience: float) -> None:
        """Take the ``seconds`` that may pass, and those of work (processor) after which it is slowed."""
        self._process = process
        self._began = time.monotonic()
        self._seconds = seconds
        self._patience = patience
        self._due = min(patience, seconds)
        self._niceness: int | None = None
        """What it was, once the process has been slowed."""
        self._timer: asyncio.TimerHandle | None = None
        self.effort = Effort(process.pid)
        self.is_late = False

    def wait(self, file: int, event: int) -> None:
        """Wait until a pipe can be read or written. Raises EOFError where the time was up before."""
        turns = select.poll()
        turns.register(file, event)
        while not turns.poll(self._left() * 1000):
            if not self._turn():
                raise EOFError

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let ``loop`` see to it, until ``stop``: a process that is killed ends its reply."""
        self._timer = loop.call_later(self._left(), self._come, loop)

    def _come(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._turn():
            self.begin(loop)

    def stop(self) -> None:
        """End what ``begin`` began."""
        if self._timer is not None:
            self._timer.cancel()

    def _left(self) -> float:
        return max(0.0, self._began + self._due - time.monotonic())

    def _turn(self) -> bool:
        """Do what is due: kill the process, slow it, or look again later; tell whether it goes on."""
        if self._due >= self._seconds:
            self.is_late = True
            self._process.kill()
            return False
        missing = self._patience - self.effort.seconds()
        if missing > 0:
            self._due = min(time.monotonic() - self._began + max(missing, _SOON), self._seconds)
        else:
            self._due = self._seconds
            self._slow()
        return True

    def _slow(self) -> None:
        with suppress(ProcessLookupError):
            self._niceness = os.getpriority(os.PRIO_PROCESS, self._process.pid)
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LONG_NICENESS)

    def end(self) -> bool:
        """Tell whether the process works slowly for good: only the privileged may take that back."""
        if self._niceness is None:
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)
        except (PermissionError, ProcessLookupError):
            return True
        return False


class Reply:
    """A line of JSON, and as many bytes behind it as its ``length`` says, as they come."""

    def __init__(self) -> None:
        self.head: dict[str, Any] = {}
        self._line: bytes | None = b""
        self._pieces: list[bytes] = []
        self._missing = 0

    @property
    def body(self) -> bytes:
        """What came behind the line."""
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    def add(self, data: bytes) -> bool:
        """Take a piece and tell whether this was the last. Raises EOFError where it is none, ValueError for no JSON."""
        if not data:
            raise EOFError
        if self._line is not None:
            line, end, data = (self._line + data).partition(b"\n")
            self._line = None if end else line
            if not end:
                return False
            self.head = json.loads(line.decode())
            self._missing = self.head.get("length", 0)
        self._pieces.append(data)
        self._missing -= len(data)
        return self._missing <= 0


def exchanged(process: subprocess.Popen[bytes], request: bytes, patience: Patience) -> Reply:
    """Return the reply to the line ``request``. Raises OSError, EOFError, ValueError where there is none."""
    sent, read = _files(process)
    for begin in range(0, len(request), select.PIPE_BUF):  # one of this length never waits once there is room
        patience.wait(sent, select.POLLOUT)
        os.write(sent, request[begin : begin + select.PIPE_BUF])
    reply = Reply()
    while True:
        patience.wait(read, select.POLLIN)
        if reply.add(os.read(read, _PIECE)):
            return reply


async def awaited(process: subprocess.Popen[bytes], request: bytes, patience: Patience) -> Reply:
    """Return the reply to a ``request`` of at most PIPE_BUF bytes, for which an empty pipe always has room.

    Raises as ``exchanged``, and what cancels it: the reply is then still to come.
    """
    sent, read = _files(process)
    loop = asyncio.get_running_loop()
    reply, whole = Reply(), loop.create_future()

    def take() -> None:
        try:
            is_whole = reply.add(os.read(read, _PIECE))
        except (OSError, EOFError, ValueError) as error:
            loop.remove_reader(read)
            if not whole.done():
                whole.set_exception(error)
        else:
            if is_whole:
                loop.remove_reader(read)
                if not whole.done():
                    whole.set_result(None)

    os.write(sent, request)
    loop.add_reader(read, take)
    patience.begin(loop)
    try:
        await whole
    finally:
        patience.stop()
        loop.remove_reader(read)
    return reply


def _files(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    return process.stdin.fileno(), process.stdout.fileno()
