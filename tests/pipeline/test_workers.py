"""Workers end with the command that hired them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_COMMAND = """
import time
from cancu.pipeline.workers import hired
with hired(2) as workers:
    list(workers.map(abs, range(100)))
    print("hired", flush=True)
    time.sleep(600)
"""


def lives(process: int) -> bool:
    """Tell whether a process is there and has not ended (a zombie waits for who started it)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_a_command_that_is_killed(how: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", _COMMAND], stdout=subprocess.PIPE) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == b"hired\n"
        told = Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text().split()
        workers = [int(one) for one in told if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        assert len(workers) == 2
        os.kill(command.pid, how)
        command.wait(10)
    until = time.monotonic() + 30
    while any(map(lives, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    left = [one for one in workers if lives(one)]
    for one in left:
        os.kill(one, signal.SIGKILL)
    assert not left
