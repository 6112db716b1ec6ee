"""Tags of answers: strong, exact, stable; 304 for who has them."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.namespaces import BASE, CC
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.http.caching import is_held, tag
from cancu.store import EmbeddedStore

Ask = Callable[..., httpx.Response]

PLAN = "doc/ubnd-song-may/2026/kh/95"
K13 = "doc/tw/k13/nq/59"
READS = [
    "/",
    f"/doc/{PLAN}",
    f"/data/{PLAN}.ttl",
    f"/data/{PLAN}.nq",
    "/graph/registry.ttl",
    "/ontology.ttl",
    "/api/v1/documents",
    "/queries",
    "/queries/counts?format=csv",
    "/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20ORDER%20BY%20%3Fs%20%3Fp%20%3Fo",
    "/catalog",
    "/catalog.ttl",
    "/.well-known/void",
    "/dump.nq.gz",
]


@pytest.mark.parametrize("path", READS)
def test_who_has_it_gets_304(ask: Ask, path: str) -> None:
    first, second = ask("GET", path), ask("GET", path)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    assert etag == second.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        for method in ("GET", "HEAD"):
            again = ask(method, path, headers={"If-None-Match": held})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag), held
            assert "content-length" not in again.headers
            for name in ("vary", "link", "cache-control"):
                assert again.headers.get(name) == first.headers.get(name)
    assert ask("GET", path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/id/doc/none", f"/id/{K13}", "/queries/none", "/sparql?query=x"])
def test_errors_and_redirections_have_no_tag(ask: Ask, path: str) -> None:
    answer = ask("GET", path, headers={"If-None-Match": "*"})
    assert answer.status_code not in {200, 304}
    assert "etag" not in answer.headers


def test_each_format_has_a_tag_of_its_own(ask: Ask) -> None:
    names = ("ttl", "nt", "jsonld", "rdf", "trig", "nq")
    tags = {ask("GET", f"/data/{PLAN}.{name}").headers["etag"] for name in names}
    tags |= {ask("GET", f"/doc/{PLAN}", params={"lang": lang}).headers["etag"] for lang in ("vi", "en")}
    assert len(tags) == len(names) + 2


def test_a_tag_changes_with_its_document_and_with_no_other(ask: Ask, store: EmbeddedStore) -> None:
    def tags(path: str) -> tuple[str, ...]:
        return tuple(ask("GET", f"/data/{path}.{name}").headers["etag"] for name in ("ttl", "nt", "jsonld", "rdf"))

    graph = f"{BASE}graph/doc/x/tag"
    before, other = tags(PLAN), tags(K13)
    store.replace({graph: f'<{BASE}id/{PLAN}> <{CC.order}> "1" .\n'.encode()})
    changed = tags(PLAN)
    assert not set(before) & set(changed)
    assert tags(K13) == other
    store.remove([graph])
    assert tags(PLAN) == before, "the same facts again, the same tags again"


def test_tags_outlive_the_process(ask: Ask, store: EmbeddedStore) -> None:
    import anyio  # noqa: PLC0415

    fresh = create_app(store, Catalogue.load(), Options())

    async def call(path: str) -> str:
        transport = httpx.ASGITransport(app=fresh)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return str((await client.get(path)).headers["etag"])

    for path in (f"/data/{PLAN}.ttl", "/catalog.ttl", "/.well-known/void", "/dump.nq.gz"):
        assert anyio.run(call, path) == ask("GET", path).headers["etag"]


def test_a_real_client_revalidates(server: str) -> None:
    with httpx.Client(base_url=server) as client:
        etag = client.get("/catalog.ttl").headers["etag"]
        again = client.get("/catalog.ttl", headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")
        whole = client.get("/dump.nq.gz")
        part = client.get("/dump.nq.gz", headers={"Range": "bytes=10-19", "If-Range": whole.headers["etag"]})
        assert (part.status_code, part.content) == (206, whole.content[10:20])
        assert client.get("/api/v1/documents").json() == json.loads(client.get("/api/v1/documents").text)


@given(st.binary(max_size=50), st.binary(max_size=50), st.sampled_from(["text/turtle", "text/html"]))
def test_tags_are_equal_where_the_bytes_are(one: bytes, other: bytes, media: str) -> None:
    assert (tag(media, one) == tag(media, other)) == (one == other)
    assert tag("a/b", one) != tag("c/d", one)


@given(st.lists(st.text("ab,W/* ", max_size=5)), st.binary(max_size=5))
def test_lists_of_tags_are_read(others: list[str], body: bytes) -> None:
    etag = tag("text/plain", body)
    quoted = [f'"{other}"' for other in others]
    assert not is_held(", ".join(quoted), etag)
    assert is_held(", ".join([*quoted, etag]), etag)
    assert not is_held(None, etag)
    assert not is_held(etag.strip('"'), etag), "a tag has quotes"
