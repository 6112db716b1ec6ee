"""``cancu backup`` and ``cancu restore``: beside a service that is written to, and one sentence when refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cancu.access import Scope, Tokens
from cancu.store import open_store
from tests.cli.conftest import Cancu

CANCU = Path(sys.executable).parent / "cancu"
GRAPHS = [f"http://a.example/{half}" for half in "ab"]
LINES = 40


@pytest.fixture
def served(home: Path, store: Path) -> Iterator[tuple[str, dict[str, str]]]:
    _, secret = Tokens(home / "tokens.json").new("test", [Scope.UPDATE])
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CANCU_")}
    variables |= {"CANCU_TOKENS": str(home / "tokens.json"), "CANCU_LOG": "off"}
    command = [CANCU, "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=variables) as process:
        assert process.stdout
        head = ""
        while "/docs" not in head:
            line = process.stdout.readline()
            assert line
            head += line
        found = re.search(r"http://[\d.]+:\d+", head)
        assert found
        for _ in range(100):
            if httpx.get(f"{found[0]}/readyz", timeout=60).status_code == 200:
                break
        yield found[0], {"Authorization": f"Bearer {secret}"}
        process.kill()


def block(graph: str, version: int) -> str:
    told = "".join(f'<{graph}/{n}> <http://a.example/v> "{version}" . ' for n in range(LINES))
    return f"GRAPH <{graph}> {{ {told} }}"


def version_of(lines: str) -> tuple[set[str], int]:
    """Return which versions of the two graphs stand in N-Quads, and how many of their lines."""
    found = re.findall(r'<http://a\.example/v> "(\d+)" <http://a\.example/[ab]>', lines)
    return set(found), len(found)


def test_a_backup_under_load_is_one_state_of_those_that_were_acknowledged(
    served: tuple[str, dict[str, str]], cancu: Cancu, home: Path
) -> None:
    address, head = served
    acknowledged: list[int] = []
    is_over = threading.Event()

    def write() -> None:
        version = 0
        while not is_over.is_set():
            version += 1
            told = " ".join(block(graph, version) for graph in GRAPHS)
            text = " ; ".join([*(f"DROP SILENT GRAPH <{graph}>" for graph in GRAPHS), f"INSERT DATA {{ {told} }}"])
            if httpx.post(f"{address}/update", data={"update": text}, headers=head, timeout=60).status_code == 200:
                acknowledged.append(version)

    writing = threading.Thread(target=write)
    writing.start()
    try:
        while not acknowledged:
            time.sleep(0.05)
        first = acknowledged[-1]
        done = cancu("backup", "bag", "--store", "kho")
        last = acknowledged[-1] + 1
    finally:
        is_over.set()
        writing.join(60)
    assert done.returncode == 0, done.stderr
    assert cancu("restore", "bag", "--store", "noi-khac").returncode == 0
    dump = cancu("export", "--store", "noi-khac").stdout
    versions, lines = version_of(dump)
    assert lines == 2 * LINES
    assert len(versions) == 1
    assert first - 1 <= int(versions.pop()) <= last
    plan = next(iter(re.findall(r"<(\S+/id/doc/\S+/2026/kh/15)>", dump)))
    assert cancu("history", plan, "--show", "1", "--store", "noi-khac").stdout == (
        cancu("history", plan, "--show", "1", "--store", "kho").stdout
    )
    copy = open_store(home / "noi-khac")
    known = {entry.graph: entry.digest for entry in copy.journal.entries(0, 999) if not entry.is_removal}
    assert known.keys() == {*copy.graphs()}
    copy.close()


def test_refusals_are_one_sentence_and_change_nothing(cancu: Cancu, home: Path, store: Path) -> None:
    assert cancu("backup", "bag", "--store", store).returncode == 0
    (home / "bag" / "data" / "journal.sqlite").write_bytes(b"")
    for call, reason in (
        (("restore", "bag", "--store", "moi"), "not whole"),
        (("restore", "none", "--store", "moi"), "not whole"),
        (("backup", "bag", "--store", store), "another name"),
        (("backup", "moi", "--store", "none"), "cancu ingest"),
    ):
        done = cancu(*call)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert sorted(path.name for path in home.iterdir()) == ["bag", "kho"]
