"""``cancu serve`` as a process: what it prints, what it answers, and what others can do meanwhile."""

from __future__ import annotations

import csv
import io
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

CANCU = Path(sys.executable).parent / "cancu"
SPELLINGS = ["nghi quyet 59", "Nghị quyết 59", "59-NQ/TW", "NQ 59"]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the shipped facts."""
    folder = tmp_path_factory.mktemp("shipped") / "kho"
    subprocess.run([CANCU, "ingest", "--store", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def served(stocked: Path) -> Iterator[tuple[str, list[str]]]:
    """The service's address and the lines that it printed."""
    command = [CANCU, "serve", "--store", stocked, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline()]
        while lines[-1] and "/docs" not in lines[-1]:
            lines.append(process.stdout.readline())
        address = re.search(r"http://[\d.]+:\d+", "".join(lines))
        yield address[0] if address else "", lines
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) in {0, -signal.SIGTERM}
        assert "Traceback" not in process.stderr.read()


def test_it_tells_what_it_holds_and_where(served: tuple[str, list[str]]) -> None:
    address, lines = served
    assert re.search(r"5 documents, [1-9]\d+ triples, [1-9]\d* findings", lines[0])
    assert [line.split()[0] for line in lines[1:]] == [
        f"{address}{path}" for path in ("/", "/sparql", "/queries", "/api/v1/documents", "/docs")
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_who_cites_resolution_59_is_answered_alike_by_http_and_by_the_command(
    served: tuple[str, list[str]], stocked: Path, spelling: str
) -> None:
    answer = httpx.get(f"{served[0]}/queries/units-citing", params={"reference": spelling, "format": "csv"})
    command = [CANCU, "query", "units-citing", "--param", f"reference={spelling}", "--format", "csv"]
    done = subprocess.run([*command, "--store", stocked], check=True, capture_output=True)
    assert done.stdout == answer.content
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["issuerLabel"] == "Ban Thường vụ Đảng ủy phường Đồ Sơn"
    assert row["citedDate"] == "2025-01-24"
    assert "Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị" in row["quote"]


def test_every_printed_address_answers(served: tuple[str, list[str]]) -> None:
    for line in served[1][1:]:
        assert httpx.get(line.split()[0], headers={"Accept": "text/html, */*;q=0.5"}).status_code == 200


def test_the_store_is_not_written_behind_its_back(
    served: tuple[str, list[str]], stocked: Path, cancu: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    assert served[0]
    done = cancu("ingest", "--store", stocked)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "in use by another process" in line


def test_a_port_that_is_taken_is_told(store: Path, cancu: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cancu("serve", "--store", store, "--port", str(port))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert str(port) in line
