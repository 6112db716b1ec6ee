"""What tests wait for: as long as a busy machine needs, and no longer."""

from __future__ import annotations

import time
from collections.abc import Callable

from cancu.errors import LimitError
from cancu.store import EmbeddedStore


def until_there(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again until ``holds``."""
    latest = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < latest
        time.sleep(0.01)


def until_answered(store: EmbeddedStore) -> None:
    """Ask until a reader is there: on a busy machine its start takes longer than such a question may wait."""
    for _ in range(60):
        try:
            store.query("ASK {}")
        except LimitError as error:
            if "too many queries" not in str(error):
                raise
        else:
            return
    raise TimeoutError("no reader has come")
