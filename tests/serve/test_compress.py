"""Pages leave packed for who takes gzip, with a tag of their own; data stay as they are."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

Get = Callable[..., httpx.Response]
PAGE, STYLE, SCRIPT = "/queries", "/static/cancu.css", "/static/site.js"
DATA = "/data/doc/ubnd-song-may/2026/kh/95.ttl"


@pytest.fixture
def raw(ask: Get) -> Get:
    """What asks with a header Accept-Encoding, or none (httpx would send one of its own)."""

    def send(url: str, coding: str = "identity", method: str = "GET", **more: str) -> httpx.Response:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        return ask(method, url, headers={"Accept": "text/html, */*;q=0.5", "Accept-Encoding": coding, **headers})

    return send


@pytest.mark.parametrize("url", [PAGE, STYLE, SCRIPT])
def test_who_takes_gzip_gets_the_same_in_less(raw: Get, url: str) -> None:
    plain, packed = raw(url), raw(url, "br, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content) * 0.6
    assert all("Accept-Encoding" in answer.headers["vary"] for answer in (plain, packed))
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["etag"] == raw(url, "gzip").headers["etag"]


@pytest.mark.parametrize("coding", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br", "deflate, gzip;q=0"])
def test_who_does_not_take_it_is_not_given_it(raw: Get, coding: str) -> None:
    assert "content-encoding" not in raw(PAGE, coding).headers


@pytest.mark.parametrize("url", [DATA, "/api/v1/documents", "/openapi.json", "/feed.atom", "/nowhere"])
def test_data_and_errors_stay_as_they_are(raw: Get, url: str) -> None:
    assert "content-encoding" not in raw(url, "gzip").headers
    assert raw(url, "gzip").headers.get("etag") == raw(url).headers.get("etag")


@pytest.mark.parametrize("url", [PAGE, STYLE])
def test_either_tag_is_known_again(raw: Get, url: str) -> None:
    for coding in ("gzip", "identity"):
        tag = raw(url, coding).headers["etag"]
        again = raw(url, coding, If_None_Match=tag)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert "Accept-Encoding" in again.headers["vary"]
        assert raw(url, {"gzip": "identity", "identity": "gzip"}[coding], If_None_Match=tag).status_code == 200


def test_head_tells_what_get_would(raw: Get) -> None:
    got, told = raw(PAGE, "gzip"), raw(PAGE, "gzip", "HEAD")
    names = ("content-length", "content-encoding", "etag")
    assert {name: told.headers[name] for name in names} == {name: got.headers[name] for name in names}
