"""Command line, then environment, then file, then what is built in."""

from __future__ import annotations

from pathlib import Path

import pytest

from cancu.errors import ParameterError
from cancu.namespaces import BASE
from cancu.settings import load


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("STORE", "BASE", "HOST", "PORT", "TIMEOUT", "JOBS", "OFFICE", "CONFIG"):
        monkeypatch.delenv(f"CANCU_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_built_in_values_stand_where_nothing_is_said() -> None:
    settings = load()
    assert (settings.store, settings.base, settings.host, settings.port) == ("var/store", BASE, "127.0.0.1", 8000)


def test_each_source_wins_over_the_next(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "cancu.toml").write_text('store = "file"\nhost = "file"\nport = 1\n', encoding="utf-8")
    monkeypatch.setenv("CANCU_HOST", "environment")
    monkeypatch.setenv("CANCU_PORT", "2")
    settings = load(port=3, host=None)
    assert (settings.store, settings.host, settings.port) == ("file", "environment", 3)


def test_a_file_elsewhere_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("timeout = 2.5\n", encoding="utf-8")
    monkeypatch.setenv("CANCU_CONFIG", "other.toml")
    assert load().timeout == 2.5


WRONG = {
    "an unknown key": "colour = 'red'",
    "a port that is none": "port = 70000",
    "no time at all": "timeout = 0",
    "a base that ends in mid-word": 'base = "https://example.org/x"',
    "not TOML": "= = =",
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG.keys())
def test_a_value_that_does_not_fit_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "cancu.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ParameterError):
        load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1", ("127.0.0.1",)),
        ("10.0.0.1, 10.0.0.2", ("10.0.0.1", "10.0.0.2")),
        (" 10.0.0.1 10.0.0.2,", ("10.0.0.1", "10.0.0.2")),
        (",", ()),
    ],
)
def test_a_variable_holds_a_list_as_people_write_one(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CANCU_PROXIES", text)
    assert load().proxies == expected


def test_a_file_holds_a_list_as_toml_writes_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "here.toml"
    file.write_text('services = ["https://a.example/sparql"]\n', encoding="utf-8")
    monkeypatch.setenv("CANCU_CONFIG", str(file))
    assert load().services == ("https://a.example/sparql",)
