"""What is known of engines, and which addresses are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from cancu.errors import ParameterError, StoreError
from cancu.settings import load
from cancu.store import Limits, open_store
from cancu.store.lock import Lock, StoreInUseError
from cancu.store.private import visible
from cancu.store.remote import checked, folder_of, is_address
from cancu.store.remote.canonical import lexical, solutions
from cancu.store.remote.profiles import Replacement, Union, profile, profiles, recognised

PAGE = (Path(__file__).parents[3] / "docs" / "remote.md").read_text("utf-8")


def test_the_page_tells_every_engine_and_which_are_tested() -> None:
    told = {
        line.split("|")[1].strip(" `"): "tested" in line.split("|")[-2] for line in PAGE.splitlines() if "| `" in line
    }
    assert {name: one.tested for name, one in profiles().items()}.items() <= told.items()


SERVERS = {
    "Oxigraph/0.5.13": "oxigraph",
    "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  ": "virtuoso",
    "Apache Jena Fuseki (5.0.0)": "fuseki",
    "nginx": "generic",
    "": "generic",
}


@pytest.mark.parametrize(("server", "name"), SERVERS.items())
def test_an_engine_is_known_by_how_it_calls_itself(server: str, name: str) -> None:
    assert recognised(server).name == name


def test_what_a_profile_leaves_out_is_that_of_the_generic_one() -> None:
    assert profile("qlever").triples == profile("generic").triples == 1000
    assert (profile("oxigraph").union, profile("virtuoso").replace) == (Union.KEPT, Replacement.PUT)
    kinds = {one.name: (one.is_atomic(1000), one.is_atomic(1001)) for one in profiles().values()}
    assert (kinds["generic"], kinds["oxigraph"], kinds["virtuoso"]) == ((True, False), (True, True), (False, False))


REFUSED = [
    "http://example.org/",
    "https://a:b@example.org/",
    "https://example.org/?a=b",
    "https://example.org/#a",
    "http:",
]


@pytest.mark.parametrize("url", REFUSED)
def test_addresses_that_tell_secrets_or_send_in_the_clear_are_refused(url: str) -> None:
    with pytest.raises(ParameterError) as caught:
        open_store(url, limits=Limits())
    assert "a:b" not in str(caught.value)


def test_an_address_is_no_folder() -> None:
    assert [is_address(one) for one in ("https://a/", "HTTP://a", "var/store", Path("http:"))] == [
        True,
        True,
        False,
        False,
    ]
    assert checked("https://example.org/a/") == "https://example.org/a"
    assert folder_of("https://example.org/a/", Path("x")) == folder_of("https://example.org/a", Path("x"))
    assert folder_of("https://example.org/a", Path("x")) != folder_of("https://example.org/b", Path("x"))


def test_one_process_holds_the_right_to_write(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "state")
    with pytest.raises(StoreInUseError):
        Lock(tmp_path / "state")
    lock.release()
    lock.release()
    Lock(tmp_path / "state").release()
    with pytest.raises(StoreError):
        Lock(Path("/proc/none"))


def test_secrets_come_from_the_environment_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANCU_STORE_PASSWORD", "swordfish")
    settings = load()
    assert settings.store_password.get_secret_value() == "swordfish"
    assert "swordfish" not in repr(settings)
    (tmp_path / "cancu.toml").write_text("store_password = 'swordfish'\n", "utf-8")
    with pytest.raises(ParameterError, match="environment only"):
        load()


XSD = "http://www.w3.org/2001/XMLSchema#"
WRITTEN = [
    ("1", "boolean", "true"), ("0", "boolean", "false"), ("true", "boolean", "true"), ("+007", "integer", "7"),
    ("1.50", "decimal", "1.5"), ("1000.0", "double", "1.0E3"), ("oops", "integer", "oops"), ("1", "string", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind", "expected"), WRITTEN)
def test_literals_are_written_as_the_embedded_store_writes_them(
    tmp_path: Path, value: str, kind: str, expected: str
) -> None:
    store = open_store(tmp_path / "store")
    store.replace({"urn:g": f'<urn:s> <urn:p> "{value}"^^<{XSD}{kind}> .\n'.encode()})
    found = store.content("urn:g").split(b'"')[1].decode()
    store.close()
    assert lexical(value, XSD + kind) == found
    if kind != "double":
        assert found == expected


def test_virtuosos_truth_is_read() -> None:
    for rows, truth in (("", False), ('{"__ASK_RETVAL": {"type": "literal", "value": "1"}}', True)):
        told = solutions(f'{{"head": {{"vars": ["__ASK_RETVAL"]}}, "results": {{"bindings": [{rows}]}}}}'.encode())
        assert told == {"head": {}, "boolean": truth}


SEEN = {
    "INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }": {"", "urn:g", "urn:s", "urn:p"},
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }": {"", "urn:g"},
    "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }": None,
    "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }": None,
    "DROP ALL": None,
    "CLEAR NAMED": None,
    "CLEAR DEFAULT": {""},
    "PREFIX e: <urn:> COPY e:a TO e:b": {"", "urn:", "urn:a", "urn:b"},
    "COPY <a> TO <b>": None,
}


@pytest.mark.parametrize(("update", "graphs"), SEEN.items())
def test_what_an_update_can_see_stands_in_it(update: str, graphs: set[str] | None) -> None:
    assert visible(update) == graphs
