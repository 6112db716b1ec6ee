"""``cancu doctor``: each thing it looks at, well and unwell."""

import socket
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cancu.access import Scope, Tokens
from cancu.cli import main
from cancu.namespaces import BASE, document_graph
from cancu.store import FORMAT, backup, open_store


@pytest.fixture
def examine(tmp_path, monkeypatch):
    """Run the doctor over folders of the test; yields sign and words by name, and the exit code."""
    settings = {"STORE": tmp_path / "store", "TOKENS": tmp_path / "tokens.json", "PORT": 0}

    def run(**changed):
        for name, value in (settings | changed).items():
            monkeypatch.setenv(f"CANCU_{name}", str(value))
        done = CliRunner().invoke(main, ["doctor"])
        rows = [line.split(None, 2) for line in done.stdout.splitlines()]
        return {name: (sign, words) for sign, name, words in rows}, done.exit_code

    return run


def fill(folder: Path, base: str) -> None:
    store = open_store(folder)
    graph = document_graph(base, "vi-du/2026/kh/1")
    store.replace({graph: f'<{graph}> <http://a.example/p> "x" .\n'.encode()})
    store.close()


def test_an_installation_without_store_is_well(examine):
    found, code = examine()
    assert code == 0
    assert {name: found[name][0] for name in ("cancu", "rules", "questions", "registry", "disk", "port", "clock")} == (
        dict.fromkeys(("cancu", "rules", "questions", "registry", "disk", "port", "clock"), "ok")
    )
    assert {name: found[name][0] for name in ("store", "tokens")} == {"store": "-", "tokens": "-"}


def test_a_store_is_counted_and_its_names_compared_with_the_base(examine, tmp_path):
    fill(tmp_path / "store", BASE)
    found, code = examine()
    assert (code, found["store"][0], found["identifiers"][0]) == (0, "ok", "ok")
    assert found["store"][1].startswith("1 quads")
    found, code = examine(BASE="https://khac.example/")
    assert (code, found["identifiers"][0]) == (2, "MISSING")
    assert "CANCU_BASE" in found["identifiers"][1]


def test_the_format_and_the_last_backup_are_told(examine, tmp_path):
    assert not {"format", "backup"} & examine()[0].keys()
    fill(tmp_path / "store", BASE)
    found, code = examine()
    assert (code, found["format"], found["backup"][0]) == (0, ("ok", f"{FORMAT}, this cancu writes {FORMAT}"), "-")
    backup(tmp_path / "store", tmp_path / "bag")
    found, code = examine()
    assert (code, found["backup"][0]) == (0, "ok")
    assert found["backup"][1].endswith(str(tmp_path / "bag"))
    (tmp_path / "store" / "format").write_text("99\n")
    found, code = examine()
    assert (code, found["store"][0], found["format"][0]) == (2, "MISSING", "MISSING")


def test_tokens_that_others_may_read_are_told(examine, tmp_path):
    Tokens(tmp_path / "tokens.json").new("a", [Scope.UPDATE])
    found, code = examine()
    assert (code, found["tokens"]) == (0, ("ok", f"1 in {tmp_path / 'tokens.json'}"))
    (tmp_path / "tokens.json").chmod(0o644)
    found, code = examine()
    assert (code, found["tokens"][0]) == (2, "MISSING")


def test_a_port_in_use_is_told(examine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found, code = examine(PORT=taken.getsockname()[1])
    assert (code, found["port"][0]) == (0, "-")
    assert "CANCU_PORT" in found["port"][1]


def test_confinement_is_tried_in_a_process_of_its_own(examine, monkeypatch):
    assert examine()[0]["confinement"][0] == "ok"
    socket.socket().close()  # this process may still open them
    monkeypatch.setattr(
        "cancu.cli.examination.subprocess.run", lambda *_, **__: subprocess.CompletedProcess((), 0, "False\n", "")
    )
    assert examine()[0]["confinement"][0] == "-"


def test_a_full_disk_is_told(examine, monkeypatch):
    monkeypatch.setattr("cancu.cli.examination._ROOM", 10**18)
    found, code = examine()
    assert (code, found["disk"][0]) == (2, "MISSING")
