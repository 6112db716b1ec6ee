"""One killable reader process, seen from who keeps it and from who asks it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cancu.engine.evaluation import query_error
from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.effort import Effort
from cancu.store.exchange import Patience, Reply, awaited, exchanged
from cancu.store.experience import LONG
from cancu.store.wording import Request

_KEPT = 4
"""A reader that keeps more than ¼ of its memory after an answer is replaced by a fresh one."""


_STARTING = 600.0
"""Seconds that a reader may take to start and to open a store."""
_ROOM = 1_048_576
"""Bytes of an answer that the reader need not wait with for who reads them."""
_START = "import os, runpy; os.nice(10); runpy.run_module('cancu.engine.reading', run_name='__main__')"
"""Niced before anything is imported: who makes readers fail again and again pays for their start."""


class Reader:
    """A worker process. It must be made, warmed and closed by one thread that outlives it (see ``confine``); asked it
    may be from any.
    """

    def __init__(self, memory: int, held: Path | None = None) -> None:
        """Take the bytes by which it may grow, and the file in which graphs lie whole, where there is one."""
        self._memory = memory
        self._held = held
        self._process: subprocess.Popen[bytes] | None = None
        self._store: str | None = None
        self._is_used_up = False
        self._effort: Effort | None = None
        self.spent: float | None = None
        """Seconds of work (CPU) of the last question; None where the process was lost with it."""

    @property
    def pid(self) -> int | None:
        """Process id while it lives."""
        return self._process.pid if self._process else None

    @property
    def is_kept(self) -> bool:
        """Tell whether it need not be replaced, as far as is known."""
        return self._process is not None and not self._is_used_up

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be asked: it is kept, and lives."""
        return self._process is not None and not self._is_used_up and self._process.poll() is None

    @property
    def worked(self) -> float:
        """Seconds of work (CPU) since the last question began."""
        return self._effort.seconds() if self._effort else 0.0

    def warm(self, store: str | None) -> None:
        """Have a process run that has ``store`` open; where that fails, ``ask`` tells."""
        if not self.is_ready:
            self.close()
        elif store == self._store:
            return
        try:
            self._process = process = self._process or self._start()
            opening = json.dumps({"store": store}).encode() + b"\n"
            exchanged(process, opening, Patience(process, _STARTING, patience=_STARTING))
            self._store = store
        except (OSError, EOFError, ValueError):
            self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-P", "-c", _START, str(os.getpid()), str(self._memory), str(self._held or ""))
        process = subprocess.Popen(  # noqa: S603 - our own module
            command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if process.stdout is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):
                fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, _ROOM)
        return process

    def ask(self, request: Request, seconds: float, *, is_long: bool = False) -> bytes:
        """Return the body of the answer; a reader that is late or dies is killed, and is to be warmed again.

        What is known to be long gives way to others from its beginning.

        Raises QueryError, LimitError or StoreError.
        """
        process, patience = self._begin(seconds, is_long=is_long)
        try:
            reply = exchanged(process, request.line, patience)
        except (OSError, EOFError, ValueError) as error:
            raise self._lost(seconds, is_late=patience.is_late) from error
        return self._told(reply, request, patience)

    async def answer(self, request: Request, seconds: float, *, is_long: bool = False) -> bytes:
        """Return what ``ask`` returns, for a small request, while the event loop goes on."""
        process, patience = self._begin(seconds, is_long=is_long)
        try:
            reply = await awaited(process, request.line, patience)
        except (OSError, EOFError, ValueError) as error:
            raise self._lost(seconds, is_late=patience.is_late) from error
        except BaseException:
            self.give_up()
            raise
        return self._told(reply, request, patience)

    def _begin(self, seconds: float, *, is_long: bool) -> tuple[subprocess.Popen[bytes], Patience]:
        self.spent = None
        process = self._process
        if process is None or self._is_used_up:
            raise self._lost(seconds, is_late=False)
        patience = Patience(process, seconds, patience=0.0 if is_long else LONG)
        self._effort = patience.effort
        return process, patience

    def _told(self, reply: Reply, request: Request, patience: Patience) -> bytes:
        head = reply.head
        is_slowed = patience.end()
        self.spent = head["seconds"]
        if is_slowed or head.get("error") == "memory" or head.get("resident", 0) > self._memory // _KEPT:
            self.give_up()
        if "error" in head:
            raise refusal(head, cap=request.cap, rows=request.rows)
        return reply.body

    def kill(self) -> None:
        """End the process from any thread; who waits for its answer is told."""
        process = self._process
        if process is not None:
            process.kill()

    def give_up(self) -> None:
        """End the process from any thread and ask it no more."""
        self._is_used_up = True
        self.kill()

    def _lost(self, seconds: float, *, is_late: bool) -> LimitError:
        self.give_up()
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
        process, self._process, self._store, self._is_used_up = self._process, None, None, False
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def refusal(head: Mapping[str, Any], *, cap: int | None = None, rows: int | None = None) -> CancuError:
    """Return the error that a reader's refusal means, of an answer that may have ``cap`` bytes and ``rows`` rows."""
    if head["error"] == "syntax":
        return query_error(head["message"])
    if head["error"] == "large":
        return LimitError(
            f"Kết quả lớn hơn {cap} byte nên không trả về; hãy thêm LIMIT.",
            f"the answer is larger than {cap} bytes and is not given in part; add LIMIT.",
        )
    if head["error"] == "rows":
        return LimitError(
            f"Kết quả có hơn {rows} dòng nên không trả về; hãy thêm LIMIT.",
            f"the answer has more than {rows} rows and is not given in part; add LIMIT.",
        )
    if head["error"] == "memory":
        return LimitError("Câu hỏi cần quá nhiều bộ nhớ.", "the query needs too much memory.")
    return StoreError(
        f"Không thực hiện được câu hỏi: {head['message']}", f"the query could not be run: {head['message']}"
    )
