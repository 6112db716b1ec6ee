"""The how-tos are steps that work: all that can be run in them is run, in order, by a reader with an empty folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

HOWTOS = sorted((Path(__file__).parent.parent / "docs" / "howto").glob("*.md"))
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
WRITTEN = "http://127.0.0.1:8000"
"""The address of the service as the how-tos have it; tests take a free port."""


class Reader:
    """Somebody in a folder with the examples, who types what the page says."""

    def __init__(self, folder: Path, examples: Path) -> None:
        (folder / "examples").symlink_to(examples)
        settings = {name: value for name, value in os.environ.items() if not name.startswith("CANCU_")}
        self._folder = folder
        own = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "CANCU_TIMEOUT": "120"}
        self._environment = settings | own  # of time there is plenty: other tests run beside
        self._service: subprocess.Popen[str] | None = None
        self._address = WRITTEN

    def follows(self, kind: str, text: str) -> None:
        """Do what one block says; asserts that it succeeds and shows what it says it shows."""
        if kind == "python":
            self._done([sys.executable, "-c", self._said(text)])
        elif kind == "console":
            for line, output in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE):
                assert self._done(["bash", "-c", self._said(line)]).lstrip("\ufeff") == output, line
        else:
            assert kind == "sh", f"a block of {kind or 'nothing'} is not run; make it sh, console or python"
            for line in text.splitlines():
                if line == "cancu serve":
                    self._serves()
                else:
                    self._done(["bash", "-c", self._said(line)], {0, 1} if line.startswith("cancu check") else {0})

    def leaves(self) -> None:
        """Stop the service."""
        if self._service is not None:
            with self._service:
                self._service.send_signal(signal.SIGTERM)
            assert self._service.returncode == 0

    def _said(self, text: str) -> str:
        if WRITTEN in text:
            assert self._service is not None, f"the page asks a service that it has not started: {text}"
        return text.replace(WRITTEN, self._address)

    def _done(self, call: list[str], good: set[int] | None = None) -> str:
        done = subprocess.run(
            call, cwd=self._folder, env=self._environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode in (good or {0}), f"{call[-1]}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        return done.stdout

    def _serves(self) -> None:
        self._service = subprocess.Popen(
            ["cancu", "serve", "--port", "0"],
            cwd=self._folder,
            env=self._environment | {"CANCU_LOG": "off"},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._service.stdout is not None
        found = (re.match(r"\s+(http://\S+?)/\s", line) for line in self._service.stdout)
        self._address = next(match[1] for match in found if match)


@pytest.fixture
def reader(tmp_path: Path, checkout: Path) -> Iterator[Reader]:
    somebody = Reader(tmp_path, checkout / "examples")
    yield somebody
    somebody.leaves()


def test_there_is_one_for_each_reader() -> None:
    assert [path.stem for path in HOWTOS] == ["clerk", "developer", "inspector", "registry-owner"]


@pytest.mark.parametrize("path", HOWTOS, ids=lambda path: path.stem)
def test_every_step_works(reader: Reader, path: Path) -> None:
    blocks = BLOCK.findall(path.read_text("utf-8"))
    assert len(blocks) > 4
    for _, kind, text in blocks:
        reader.follows(kind, dedent(text))


@pytest.mark.parametrize("path", HOWTOS, ids=lambda path: path.stem)
def test_they_speak_vietnamese_first_and_english_too(path: Path) -> None:
    vietnamese, mark, english = path.read_text("utf-8").partition("## In English\n")
    assert mark
    assert not vietnamese.splitlines()[0].isascii()
    assert english.replace("–", "").isascii()
    assert len(re.findall(r"\(\d\)", english)) == len(re.findall(r"^\d\. ", vietnamese, re.MULTILINE))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("sh", "false\n"),
        ("sh", f"curl -fsS {WRITTEN}/\n"),
        ("console", "$ echo 1\n2\n"),
        ("python", "assert False"),
        ("text", "cancu ingest\n"),
    ],
)
def test_what_does_not_work_is_seen(reader: Reader, kind: str, text: str) -> None:
    with pytest.raises(AssertionError):
        reader.follows(kind, text)
