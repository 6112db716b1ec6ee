"""The service as people run it, in a process of its own that is killed and started again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.measuring import ROOT
from cancu.access import Scope, Tokens

CANCU = Path(sys.executable).parent / "cancu"
CLOCK = Path(__file__).parent / "clock"
_READY = 120.0


class RefusedError(Exception):
    """The service did not start; what it said."""


@dataclass
class Process:
    """``cancu serve`` on the store in ``home/disk/store``; ``starts`` are the seconds until it was ready, each time."""

    home: Path
    token: str = ""
    address: str = ""
    starts: list[float] = field(default_factory=list)
    _running: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        """Make a token that may write."""
        _, self.token = Tokens(self.home / "tokens.json").new("endurance", [Scope.UPDATE, Scope.DOCUMENTS])

    @property
    def disk(self) -> Path:
        """The folder that stands for the disk of the store."""
        return self.home / "disk"

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.disk / "store"

    @property
    def clock(self) -> Path:
        """The file with the seconds by which the wall clock is wrong."""
        return self.home / "clock"

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of the service and of commands about its store."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("CANCU_")}
        return own | {
            "PYTHONPATH": os.pathsep.join((str(CLOCK), str(ROOT), str(ROOT / "service"))),
            "ENDURANCE_CLOCK": str(self.clock),
            "CANCU_STORE": str(self.store),
            "CANCU_TOKENS": str(self.home / "tokens.json"),
            "CANCU_REGISTRY": str(self.home / "registry"),
            "CANCU_RATE": "0",
            "CANCU_TOKEN_RATE": "0",
            "CANCU_TIMEOUT": "10",
            "CANCU_LOG": "json",
        }

    def begin(self) -> subprocess.Popen[bytes]:
        """Start it and return at once."""
        with (self.home / "log").open("ab") as log, (self.home / "said").open("wb") as said:
            self._running = subprocess.Popen(
                (CANCU, "serve", "--port", "0"), cwd=self.home, env=dict(self.environment), stdout=said, stderr=log
            )
        return self._running

    def start(self) -> None:
        """Start it and wait until it is ready. Raises RefusedError with its last words where it ends instead."""
        began = time.monotonic()
        before = (self.home / "log").stat().st_size if (self.home / "log").exists() else 0
        running = self.begin()
        while time.monotonic() - began < _READY:
            if running.poll() is not None:
                with (self.home / "log").open("rb") as log:
                    log.seek(before)
                    raise RefusedError(log.read().decode("utf-8", "replace").strip())
            found = re.search(r"http://[\d.]+:\d+", (self.home / "said").read_text("utf-8"))
            if found:
                self.address = found[0]
                if self._is_ready():
                    self.starts.append(time.monotonic() - began)
                    return
            time.sleep(0.05)
        self.kill()
        raise RefusedError("not ready in time")

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/readyz", timeout=15).status_code == 200
        except httpx.TransportError:
            return False

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.poll() is None

    def kill(self) -> None:
        """End it as a power cut would, but for the disk."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def stop(self) -> int:
        """Ask it to end and return its exit code."""
        if self._running is None:
            return 0
        self._running.send_signal(signal.SIGTERM)
        try:
            return self._running.wait(90)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    def workers(self) -> tuple[int, ...]:
        """Return the ids of its processes: readers, writers."""
        found: list[int] = []
        if self._running is not None:
            for task in Path(f"/proc/{self._running.pid}/task").glob("*/children"):
                try:
                    found += map(int, task.read_text().split())
                except OSError:  # the thread ended meanwhile
                    continue
        return tuple(found)

    def call(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run another command of cancu."""
        return subprocess.run(
            (CANCU, *arguments), cwd=self.home, env=dict(self.environment),
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
