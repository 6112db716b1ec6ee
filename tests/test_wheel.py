"""The wheel works away from the checkout: everything it needs is inside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cancu import __version__, resources

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run Python in a folder elsewhere, with the wheel before all else and the checkout nowhere."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, text=True)
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path_factory.mktemp("elsewhere"),
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )

    return run


CALL = "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"


def test_it_is_imported_from_where_it_was_installed(run: Run, checkout: Path) -> None:
    place = Path(run("-c", "import cancu; print(cancu.__file__)").stdout.strip())
    assert place.name == "__init__.py"
    assert checkout not in place.parents


def test_what_cancu_reads_at_run_time_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for name in resources.FOLDERS:
        folder = resources.folder(name)
        wanted = {f"cancu/{name}/{path.relative_to(folder)}" for path in folder.rglob("*") if path.is_file()}
        assert wanted
        assert not wanted - inside
    assert "cancu/py.typed" in inside
    assert not [name for name in inside if name.startswith(("tests/", "cancu/tests/"))]


def test_the_scripts_that_pages_use_are_inside(wheel: Path, checkout: Path) -> None:
    static = checkout / "service" / "cancu" / "serve" / "static"
    if not (static / "vendor").is_dir():
        pytest.skip("needs the bundles of service/web: make setup, where npm can be had")
    wanted = {f"cancu/serve/static/{path.relative_to(static)}" for path in static.rglob("*") if path.is_file()}
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"cancu/serve/static/vendor/{name}" for name in ("graph.js", "editor.js", "LICENSES.txt")} <= wanted
    assert not wanted - inside
    assert not [name for name in inside if "node_modules" in name]


def test_its_files_are_found_and_read(run: Run) -> None:
    code = (
        "from cancu import resources; import json;"
        "print(json.dumps([resources.text('data', 'record.tsv'), str(resources.folder('ontology'))]))"
    )
    text, folder = json.loads(run("-c", code).stdout)
    assert text == resources.text("data", "record.tsv")
    assert "installed" in folder


def test_version(run: Run) -> None:
    assert run("-c", CALL, "--version").stdout == f"cancu {__version__}\n"


def test_schema(run: Run) -> None:
    assert "citations" in json.loads(run("-c", CALL, "schema").stdout)["properties"]


def test_doctor_misses_nothing(run: Run) -> None:
    assert "MISSING" not in run("-c", CALL, "doctor").stdout


def test_the_version_is_told_in_one_place(wheel: Path) -> None:
    assert f"cancu-{__version__}-" in wheel.name
