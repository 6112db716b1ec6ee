"""Answers that are kept as they leave: those of the store as it is, for whoever sends the same, in bounded room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.http.written import Shelf
from cancu.store import EmbeddedStore, open_store

TEXT = {"Content-Type": "text/plain"}


def request(path: str, query: str = "", accept: str = "*/*") -> Request:
    headers = [(b"accept", accept.encode())]
    return Request({"type": "http", "path": path, "query_string": query.encode(), "headers": headers})


def body_of(shelf: Shelf, asked: Request) -> bytes | None:
    found = shelf.get(asked)
    return None if found is None else bytes(found.body)


def test_what_was_sent_alike_is_answered_alike() -> None:
    shelf = Shelf(lambda: 1)
    kept = shelf.keep(request("/a", "x=1"), 1, b"one", TEXT)
    assert (kept.body, kept.headers["etag"]) == (b"one", shelf.get(request("/a", "x=1")).headers["etag"])  # type: ignore[union-attr]
    others = (request("/b", "x=1"), request("/a", "x=2"), request("/a", "x=1", "text/csv"))
    assert [body_of(shelf, asked) for asked in (request("/a", "x=1"), *others)] == [b"one", None, None, None]


def test_what_is_of_another_version_is_not_told() -> None:
    now = 1
    shelf = Shelf(lambda: now)
    shelf.keep(request("/a"), 1, b"one", TEXT)
    shelf.keep(request("/b"), 0, b"older than the store", TEXT)
    assert [body_of(shelf, request(path)) for path in ("/a", "/b")] == [b"one", None]
    now = 2
    assert body_of(shelf, request("/a")) is None


def test_room_is_bounded_and_what_was_not_asked_for_longest_goes() -> None:
    shelf = Shelf(lambda: 1, room=20_000)
    for number in range(8):
        shelf.keep(request(f"/{number}"), 1, bytes(1500), TEXT)
        assert body_of(shelf, request("/0")) == bytes(1500)
    shelf.keep(request("/8"), 1, bytes(1500), TEXT)
    shelf.keep(request("/9"), 1, bytes(1500), TEXT)
    shelf.keep(request("/large"), 1, bytes(2500), TEXT)
    held = [path for path in (*map(str, range(10)), "large") if body_of(shelf, request(f"/{path}")) is not None]
    assert held == ["0", "2", "3", "4", "5", "6", "7", "8", "9"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "s")
    yield opened
    opened.close()


def test_a_question_is_answered_anew_when_the_store_has_changed(store: EmbeddedStore) -> None:
    with TestClient(create_app(store, Catalogue.load())) as client:
        first = [client.get("/queries/documents", params={"format": "json"}) for _ in range(3)]
        tags = {answer.headers["etag"] for answer in first}
        assert (len(tags), {answer.json()["total"] for answer in first}) == (1, {0})
        again = client.get("/queries/documents", params={"format": "json"}, headers={"If-None-Match": tags.pop()})
        assert (again.status_code, again.content) == (304, b"")
        csv = client.get("/queries/documents", params={"format": "csv"})
        assert csv.headers["content-type"].startswith("text/csv")
        wrong = [client.get("/queries/documents", params={"format": "json", "nobody": "x"}) for _ in range(2)]
        assert [answer.status_code for answer in wrong] == [400, 400]
        line = "<http://e/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/T> .\n"
        store.replace({"http://e/g": line.encode()})
        after = client.get("/queries/document-facts", params={"document": "http://e/d", "format": "turtle"})
        store.replace({"http://e/g": b"<http://e/d> <http://e/p> <http://e/o> .\n"})
        changed = client.get("/queries/document-facts", params={"document": "http://e/d", "format": "turtle"})
        assert after.status_code == changed.status_code == 200
        assert after.content != changed.content
