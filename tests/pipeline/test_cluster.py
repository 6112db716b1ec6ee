"""Extraction on a Dask cluster of several worker processes, one of which is killed on the way: the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.errors import ParameterError
from cancu.graph import to_nquads
from cancu.namespaces import BASE
from cancu.pipeline.describing import describe
from cancu.pipeline.reading import Reading, read_all
from cancu.pipeline.workers import Workers, hired

pytest.importorskip("distributed", reason="the extra “cluster” is not installed")

ROOT = Path(__file__).parents[2]
CANCU = "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"
CLUSTER = """
import json, os, sys
from distributed import Client, LocalCluster

if __name__ == "__main__":
    with LocalCluster(n_workers=3, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        with Client(cluster) as client:
            pids = sorted(client.run(os.getpid).values())
        print(json.dumps([cluster.scheduler_address, pids]), flush=True)
        sys.stdin.read()
"""


Cluster = tuple[str, list[int]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The address of a scheduler, and the ids of its three workers."""
    folder = tmp_path_factory.mktemp("cluster")
    script = folder / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "service"), "DASK_TEMPORARY_DIRECTORY": str(folder)}
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env=environment, cwd=folder,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        address, pids = json.loads(process.stdout.readline())
        yield address, pids
        process.communicate("", timeout=60)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("plans")
    text = (ROOT / "examples" / "ke-hoach-xa-suoi-mo.txt").read_text("utf-8")
    for number in range(40):
        (folder / f"{number}.txt").write_text(text.replace("41/KH-UBND", f"{number + 1}/KH-UBND"), encoding="utf-8")
    return sorted(folder.iterdir())


def extracted(plans: list[Path], out: Path, *more: str) -> dict[str, bytes]:
    command = [sys.executable, "-c", CANCU, "extract", *map(str, plans), "--format", "trig", "--out", str(out), *more]
    subprocess.run(command, check=True, cwd=ROOT)
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_the_command_writes_the_same_bytes(cluster: Cluster, plans: list[Path], tmp_path: Path) -> None:
    there = extracted(plans[:6], tmp_path / "there", "--cluster", cluster[0])
    assert there == extracted(plans[:6], tmp_path / "here")
    assert len(there) == 6


def graphs(plans: list[Path], workers: Workers, kill: int | None = None) -> list[bytes]:
    """The graphs of the plans; the process ``kill`` dies once the first is read and others are on their way."""
    outcomes = read_all(plans, workers)
    readings = [next(outcomes)]
    if kill is not None:
        os.kill(kill, signal.SIGKILL)
    readings += outcomes
    described = describe([one for one in readings if isinstance(one, Reading)], base=BASE)
    return [to_nquads(document.quads) for document in described]


def test_graphs_are_the_same_though_a_worker_is_killed(cluster: Cluster, plans: list[Path]) -> None:
    address, pids = cluster
    with hired() as here, hired(cluster=address) as there:
        expected = graphs(plans, here)
        assert graphs(plans, there, kill=pids[0]) == expected
    assert len(set(expected)) == len(plans)


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancu.pipeline.workers._SECONDS", 1)
    with pytest.raises(ParameterError, match="no Dask cluster answers"), hired(cluster="tcp://127.0.0.1:9"):
        pass
