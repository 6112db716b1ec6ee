"""Readers of a store for tests that give questions little time."""

from __future__ import annotations

from cancu.errors import LimitError
from cancu.store import EmbeddedStore


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
