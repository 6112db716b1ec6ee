"""How many long questions run at a time: all readers but one, and, for a while after one was lost, all but two."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from cancu.store import Answer, Asker, EmbeddedStore, Limits, open_store

THINGS = 450
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STRLEN(STR(?a)) != STRLEN(STR(?d)) + 99) }"
NICE = 19
"""What works for long is niced so far."""


def at_work(store: EmbeddedStore) -> int:
    niced = 0
    for pid in store.reader_pids():
        with suppress(ProcessLookupError):
            niced += os.getpriority(os.PRIO_PROCESS, pid) == NICE
    return niced


def most_at_work(store: EmbeddedStore, texts: list[str]) -> int:
    """Ask them all at once, each as somebody else; return how many were at work together at most."""
    most = 0
    with ThreadPoolExecutor(len(texts)) as threads:
        asked: list[Future[Answer]] = [
            threads.submit(store.query, text, asker=Asker(f"a{number}")) for number, text in enumerate(texts)
        ]
        while not all(one.done() for one in asked):
            most = max(most, at_work(store))
            time.sleep(0.002)
    assert {json.loads(one.result().body)["results"]["bindings"][0]["n"]["value"] for one in asked} == {str(THINGS**2)}
    return most


@pytest.mark.skipif(os.geteuid() != 0, reason="only the privileged take niceness back: others lose each such reader")
def test_a_reader_is_kept_for_short_ones_and_two_after_a_loss(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s", limits=Limits(seconds=120), readers=3)
    store.replace(
        {"http://e/g": b"".join(b"<http://e/n%d> <http://e/p> <http://e/o> .\n" % number for number in range(THINGS))}
    )
    texts = [f"{LONG} # {number}" for number in range(4)]
    for text in texts:  # from here on they are known to be long
        store.query(text)
    assert most_at_work(store, texts) == 2
    leaver = Asker("gone")
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(store.query, f"{LONG} # lost", asker=leaver)
        while not store.waiting():
            time.sleep(0.002)
        time.sleep(0.1)
        leaver.leave()
        assert lost.exception() is not None
    assert most_at_work(store, texts) == 1
    store.close()
