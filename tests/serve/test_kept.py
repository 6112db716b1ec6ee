"""Values that are kept: each of the store as it is, or, where that takes long, as it was a moment ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from cancu.errors import StoreError
from cancu.serve.http import kept as module
from cancu.serve.http.kept import Kept


def test_what_is_kept_is_made_once_a_version_and_the_oldest_goes() -> None:
    made: list[str] = []
    version = [0]
    kept = Kept(lambda: version[0], most=2)

    def value(name: str) -> str:
        return kept.get(name, lambda: made.append(name) or f"{name}{version[0]}")

    assert [value("a"), value("a")] == ["a0", "a0"]
    version[0] = 1
    assert value("a") == "a1"
    assert made == ["a", "a"]
    value("b"), value("c")
    value("a")
    assert made == ["a", "a", "b", "c", "a"]


class Store:
    """A store of which one number is told, as slowly as a test wants."""

    def __init__(self) -> None:
        self.version = 0
        self.may_end = threading.Event()
        self.may_end.set()
        self.kept = Kept(lambda: self.version)

    def make(self) -> int:
        version = self.version
        assert self.may_end.wait(60)
        return version

    def recent(self, make: Callable[[], int] | None = None) -> int:
        return self.kept.recent("number", make or self.make)


def test_what_is_soon_made_is_new() -> None:
    store = Store()
    assert store.recent() == 0
    store.version = 1
    assert store.recent() == 1


def test_what_takes_long_is_shown_as_it_was_until_it_is_there() -> None:
    store = Store()
    store.recent()
    store.version = 1
    store.may_end.clear()
    assert [store.recent(), store.recent()] == [0, 0]
    store.may_end.set()
    until = time.monotonic() + 30
    while store.recent() == 0 and time.monotonic() < until:
        time.sleep(0.01)
    assert store.recent() == 1


def test_the_first_value_is_waited_for() -> None:
    store = Store()
    store.may_end.clear()
    threading.Timer(1.0, store.may_end.set).start()
    assert store.recent() == 0


def test_what_cannot_be_made_is_shown_as_it_was() -> None:
    def fail() -> int:
        raise StoreError("hỏng", "broken")

    store = Store()
    with pytest.raises(StoreError):
        store.recent(fail)
    store.recent()
    store.version = 1
    assert store.recent(fail) == 0
    assert store.recent() == 1


def test_what_is_old_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    store.recent()
    store.version = 1
    store.may_end.clear()
    threading.Timer(1.0, store.may_end.set).start()
    monkeypatch.setattr(module, "_FRESH", 0.0)
    assert store.recent() == 1
