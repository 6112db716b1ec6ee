"""What the README shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ (.+)\n([\s\S]*?)```", README)


@pytest.fixture(scope="module")
def bash(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Callable[[str], str]:
    """Run a line as a reader would, after ``cancu ingest``."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "examples").symlink_to(checkout / "examples")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CANCU_")} | {"PATH": path}

    def run(line: str) -> str:
        done = subprocess.run(
            ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    run("cancu ingest")
    return run


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 160


@pytest.mark.parametrize(("line", "output"), SHOWN, ids=[line for line, _ in SHOWN])
def test_the_output_shown_is_the_output(bash: Callable[[str], str], line: str, output: str) -> None:
    assert bash(line).lstrip("\ufeff") == output


def test_two_outputs_are_shown() -> None:
    assert len(SHOWN) == 2


def test_every_command_shown_exists(bash: Callable[[str], str]) -> None:
    listed = set(re.findall(r"^  (\w+)", bash("cancu --help"), re.MULTILINE))
    shown = set(re.findall(r"^cancu (\w+)", README, re.MULTILINE))
    assert shown
    assert shown <= listed


def test_every_folder_and_file_named_is_there(checkout: Path) -> None:
    named = [*re.findall(r"^\| `([^`]+/)`", README, re.MULTILINE), *re.findall(r"\]\(([^)]+)\)", README)]
    assert len(named) > 8
    assert not [name for name in named if not (checkout / name).exists()]
