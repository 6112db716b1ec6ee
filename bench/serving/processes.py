"""Processes of servers: started, waited for, measured with all that they started, and ended by their id."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 600.0
"""Seconds that a server may take to answer after its start; some load their data then."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a server and its children have used: seconds of processor, and bytes of memory that they hold now.

    Memory is the proportional set size, in which pages that processes share count once.
    """

    seconds: float
    memory: int


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: Sequence[str], folder: Path, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` in ``folder`` as a group of its own; what it says goes to ``log`` there; end it at the end."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, **settings}, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def first_answer(process: subprocess.Popen[bytes], address: str, request: Mapping[str, str]) -> float:
    """Ask until there is an answer; return the seconds from now. Raises RuntimeError where the server ends before."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        with suppress(httpx.TransportError):
            if httpx.post(address, data=request, timeout=PATIENCE).status_code == 200:
                return time.monotonic() - began
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise RuntimeError(f"no answer from {address}: {process.args!r}")


def used(process: int) -> Use:
    """Return what ``process`` and its living children use, with the time of those that have ended."""
    seconds, memory = 0.0, 0
    for one in _tree(process):
        with suppress(FileNotFoundError, ProcessLookupError):  # one that ends meanwhile counts in its parent's time
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
            held = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            memory += int(held[1]) * 1024 if held else 0
    return Use(seconds, memory)


def _tree(process: int) -> Iterator[int]:
    yield process
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))
