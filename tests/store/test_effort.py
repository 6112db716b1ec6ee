"""Work is told by the processor's time, not by the time that passes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from cancu.store.effort import Effort

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there the processor time of others is told")


def test_who_works_makes_effort_and_who_waits_makes_none() -> None:
    with (
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy,
        subprocess.Popen(["sleep", "600"]) as idle,
    ):
        while not _sleeps(idle.pid):
            time.sleep(0.01)
        waiting = Effort(idle.pid)
        working = Effort(busy.pid)
        try:
            while working.seconds() < 0.2:
                time.sleep(0.01)
            assert waiting.seconds() < 0.05, (
                "on the clock it would be four times as much; its start may have a rest left"
            )
            assert Effort(busy.pid).seconds() < 0.2, "it counts from now on"
        finally:
            busy.kill()
            idle.kill()
    assert working.seconds() == 0, "who has gone is not counted any more"


def _sleeps(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "S"


def test_of_a_process_that_is_not_the_time_counts() -> None:
    effort = Effort(2**22 + 1)  # beyond the greatest id that Linux gives
    assert effort.seconds() >= 0
    time.sleep(0.01)
    assert effort.seconds() >= 0.01
