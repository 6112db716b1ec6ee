"""One killable reader process, seen from the thread that owns it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from cancu.engine.evaluation import query_error
from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.experience import LONG

_KEPT = 4
"""A reader that keeps more than ¼ of its memory after an answer is replaced by a fresh one."""


_LONG_NICENESS = 19
_STARTING = 600.0
"""Seconds that a reader may take to start and to open a store."""
_PIECE = 1_048_576
_START = "import os, runpy; os.nice(10); runpy.run_module('cancu.engine.reading', run_name='__main__')"
"""Niced before anything is imported: who makes readers fail again and again pays for their start."""


class Reader:
    """A worker process. It must be made, used and closed by one thread that outlives it (see ``confine``)."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self.spent: float | None = None
        """Seconds of work (CPU) of the last question; None where the process was lost with it."""

    @property
    def pid(self) -> int | None:
        """Process id while it lives."""
        return self._process.pid if self._process else None

    def warm(self, store: str | None) -> None:
        """Start the process, if it does not run, and wait until it has ``store`` open; the next ask tells failures."""
        if self._process is None:
            try:
                process = self._start()
                _exchange(process, {"store": store}, _Patience(process, _STARTING, patience=_STARTING))
            except (OSError, EOFError, ValueError):
                self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()  # killed by somebody while it waited: no question's fault
        if self._process is None:
            command = (sys.executable, "-P", "-c", _START, str(os.getpid()), str(self._memory))
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def ask(self, request: Mapping[str, Any], seconds: float, *, is_long: bool = False) -> bytes:
        """Return the body of the answer; a reader that is late or dies is killed and the next call starts another.

        What is known to be long gives way to others from its beginning.

        Raises QueryError, LimitError or StoreError.
        """
        self.spent = None
        process = self._start()
        patience = _Patience(process, seconds, patience=0.0 if is_long else LONG)
        try:
            head, body = _exchange(process, request, patience)
        except (OSError, EOFError, ValueError) as error:
            raise self._lost(seconds, is_late=patience.is_late) from error
        is_slowed = patience.end()
        self.spent = head["seconds"]
        if is_slowed or head.get("error") == "memory" or head.get("resident", 0) > self._memory // _KEPT:
            self.close()
        if "error" in head:
            raise refusal(head, request)
        return body

    def kill(self) -> None:
        """End the process from any thread; who waits for its answer is told, and its owner starts another."""
        process = self._process
        if process is not None:
            process.kill()

    def _lost(self, seconds: float, *, is_late: bool) -> LimitError:
        self.close()
        if is_late:
            return LimitError(
                f"Câu hỏi chạy quá {seconds:.2g} giây nên đã bị dừng; hãy hỏi hẹp hơn hoặc thêm LIMIT.",
                f"the query was stopped after {seconds:.2g} seconds; ask for less or add LIMIT.",
            )
        return LimitError(
            "Câu hỏi làm tiến trình đọc dừng đột ngột (quá phức tạp hoặc tốn quá nhiều bộ nhớ).",
            "the query made its reader process fail (too complex, or too much memory).",
        )

    def close(self) -> None:
        """Kill the process and wait for its end."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


class _Patience:
    """How long a process may work: after a while it gives way to others, and when its time is up it is killed."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, *, patience: float) -> None:
        self._process = process
        self._began = time.monotonic()
        self._seconds = seconds
        self._patience = min(patience, seconds)
        self._is_slowed = False
        self._niceness: int | None = None
        """What it was, once the process has been slowed."""
        self.is_late = False

    def wait(self, file: int, event: int) -> None:
        """Wait until a pipe can be read or written. Raises EOFError where the time was up before."""
        turns = select.poll()
        turns.register(file, event)
        while not turns.poll(self._left() * 1000):
            if self._is_slowed or self._patience >= self._seconds:
                self.is_late = True
                self._process.kill()
                raise EOFError
            self._slow()

    def _left(self) -> float:
        until = self._seconds if self._is_slowed else self._patience
        return max(0.0, self._began + until - time.monotonic())

    def _slow(self) -> None:
        self._is_slowed = True
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


def _exchange(
    process: subprocess.Popen[bytes], request: Mapping[str, Any], patience: _Patience
) -> tuple[dict[str, Any], bytes]:
    """Return head and body of the answer to ``request``. Raises OSError, EOFError, ValueError where there is none."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    _send(process.stdin.fileno(), json.dumps(request).encode() + b"\n", patience)
    file = process.stdout.fileno()
    found = _received(file, patience)
    while b"\n" not in found:
        found += _received(file, patience)
    line, _, rest = found.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    pieces, size = [rest], len(rest)
    while size < head.get("length", 0):
        pieces.append(_received(file, patience))
        size += len(pieces[-1])
    return head, b"".join(pieces)


def _send(file: int, data: bytes, patience: _Patience) -> None:
    """Write piece by piece: one of this length never waits for a reader once there is room."""
    for begin in range(0, len(data), select.PIPE_BUF):
        patience.wait(file, select.POLLOUT)
        os.write(file, data[begin : begin + select.PIPE_BUF])


def _received(file: int, patience: _Patience) -> bytes:
    patience.wait(file, select.POLLIN)
    data = os.read(file, _PIECE)
    if not data:
        raise EOFError
    return data


def refusal(head: Mapping[str, Any], request: Mapping[str, Any]) -> CancuError:
    """Return the error that a reader's refusal of ``request`` means."""
    if head["error"] == "syntax":
        return query_error(head["message"])
    if head["error"] == "large":
        return LimitError(
            f"Kết quả lớn hơn {request['cap']} byte nên không trả về; hãy thêm LIMIT.",
            f"the answer is larger than {request['cap']} bytes and is not given in part; add LIMIT.",
        )
    if head["error"] == "rows":
        return LimitError(
            f"Kết quả có hơn {request['rows']} dòng nên không trả về; hãy thêm LIMIT.",
            f"the answer has more than {request['rows']} rows and is not given in part; add LIMIT.",
        )
    if head["error"] == "memory":
        return LimitError("Câu hỏi cần quá nhiều bộ nhớ.", "the query needs too much memory.")
    return StoreError(
        f"Không thực hiện được câu hỏi: {head['message']}", f"the query could not be run: {head['message']}"
    )
