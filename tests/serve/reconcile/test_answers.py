"""Mistakes of clients, other sites, hostile labels, suggestions, the index of a changing store."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import anyio
import httpx
import pytest
from lxml import html

from cancu.query import Catalogue
from cancu.serve import create_app
from tests.serve.reconcile.places import serving, stored

Send = Callable[..., httpx.Response]
PLAN = "id/doc/ubnd-song-may/2026/kh/95"
HOSTILE = "<script>alert(1)</script>"

WRONG: list[tuple[str, Any, int, str]] = [
    ("queries", "{", 400, "queries"),
    ("queries", "", 400, "queries"),
    ("queries", "[]", 400, "queries"),
    ("queries", '{"q0": "x"}', 400, "queries.q0"),
    ("queries", '{"q0": {}}', 400, "queries.q0"),
    ("queries", '{"q0": {"properties": []}}', 400, "queries.q0"),
    ("queries", '{"q0": {"query": 5}}', 400, "queries.q0.query"),
    ("queries", '{"q0": {"query": "x", "type": "Dragon"}}', 400, "queries.q0.type"),
    ("queries", '{"q0": {"query": "x", "type": 5}}', 400, "queries.q0.type"),
    ("queries", '{"q0": {"query": "x", "type_strict": "maybe"}}', 400, "queries.q0.type_strict"),
    ("queries", '{"q0": {"query": "x", "type_strict": []}}', 400, "queries.q0.type_strict"),
    ("queries", '{"q0": {"query": "x", "limit": -1}}', 400, "queries.q0.limit"),
    ("queries", '{"q0": {"query": "x", "limit": "5"}}', 400, "queries.q0.limit"),
    ("queries", '{"q0": {"query": "x", "limit": NaN}}', 400, "queries"),
    ("queries", '{"q0": {"query": "x", "limit": 1e999}}', 400, "queries.q0.limit"),
    (
        "queries",
        '{"q0": {"query": "x", "properties": [{"pid": "colour", "v": 1}]}}',
        400,
        "queries.q0.properties.0.pid",
    ),
    ("queries", '{"q0": {"query": "x", "properties": [{"pid": "year"}]}}', 400, "queries.q0.properties.0.v"),
    (
        "queries",
        '{"q0": {"query": "x", "properties": [{"pid": "year", "v": [[1]]}]}}',
        400,
        "queries.q0.properties.0.v",
    ),
    (
        "queries",
        '{"q0": {"query": "x", "properties": [{"pid": "year", "v": {}}]}}',
        400,
        "queries.q0.properties.0.v.id",
    ),
    ("queries", '{"q\\ud800": {"query": "x"}}', 400, "queries"),
    ("queries", "[" * 100_000, 400, "queries"),
    ("queries", json.dumps({f"q{place}": {"query": "x"} for place in range(51)}), 413, "queries"),
    ("queries", json.dumps({"q0": {"properties": [{"pid": "year", "v": 1}] * 21}}), 400, "queries.q0.properties"),
    ("queries", json.dumps({"q0": {"properties": [{"pid": "year", "v": [1] * 51}]}}), 400, "queries.q0.properties.0.v"),
    ("query", '{"query": ', 400, "query"),
    ("extend", "{}", 400, "extend.ids"),
    ("extend", '{"ids": [1], "properties": []}', 400, "extend.ids"),
    ("extend", '{"ids": [], "properties": [{"id": "colour"}]}', 400, "extend.properties.0.id"),
    ("extend", '{"ids": [], "properties": [{"id": "title", "settings": []}]}', 200, ""),
    (
        "extend",
        '{"ids": [], "properties": [{"id": "title", "settings": {"limit": "-1"}}]}',
        400,
        "extend.properties.0.settings.limit",
    ),
    ("extend", '{"ids": [], "properties": [{"id": "title", "settings": {"content": []}}]}', 200, ""),
    (
        "extend",
        '{"ids": [], "properties": [{"id": "title", "settings": {"content": {"a": 1}}}]}',
        400,
        "extend.properties.0.settings.content",
    ),
    ("extend", json.dumps({"ids": [str(place) for place in range(501)], "properties": []}), 413, "extend.ids"),
]


@pytest.mark.parametrize(("name", "text", "status", "where"), WRONG, ids=[f"{row[0]}-{row[1][:60]}" for row in WRONG])
def test_mistakes_are_told(send: Send, name: str, text: str, status: int, where: str) -> None:
    answer = send("POST", "/reconcile", data={name: text}, headers={"Origin": "https://other.example"})
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    if status != 200:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["where"] == where
        assert problem["detail"]
        assert problem["detail_en"]


@pytest.mark.parametrize(
    ("method", "url", "options", "status"),
    [
        ("POST", "/reconcile", {}, 415),
        ("POST", "/reconcile", {"json": {"q0": {"query": "x"}}}, 415),
        ("POST", "/reconcile", {"data": {"x": "y"}}, 400),
        (
            "POST",
            "/reconcile",
            {"content": b"queries=%FF", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            400,
        ),
        ("POST", "/reconcile", {"data": {"queries": " " * 1_000_001}}, 413),
        ("GET", "/reconcile?queries=%FF", {}, 400),
        ("GET", "/reconcile/suggest/colour?prefix=x", {}, 400),
        ("GET", "/reconcile/suggest/entity?prefix=x&cursor=-1", {}, 400),
        ("GET", "/reconcile/properties?limit=x", {}, 400),
        ("GET", "/reconcile/preview?id=no/such/thing", {}, 404),
        ("GET", "/reconcile/preview", {}, 400),
        ("GET", "/reconcile/view?id=https%3A%2F%2Fother.example%2F", {}, 404),
        ("GET", "/reconcile/flyout/property?id=colour", {}, 404),
        ("GET", "/reconcile/nowhere", {}, 404),
        ("DELETE", "/reconcile", {}, 405),
    ],
)
def test_other_mistakes_too(send: Send, method: str, url: str, options: dict[str, Any], status: int) -> None:
    answer = send(method, url, **options)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["status"] == status


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/en", "/reconcile/suggest/entity", "/reconcile/flyout/type"])
def test_other_sites_may_ask_first(send: Send, path: str) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    answer = send("OPTIONS", path, headers=asked | {"Access-Control-Request-Headers": "content-type"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/sparql", "/api/v1/documents", "/nowhere"])
def test_other_sites_may_read_but_not_frame(send: Send, path: str) -> None:
    answer = send("GET", path, headers={"Origin": "https://other.example", "Accept": "text/html"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_preview_may_be_framed_and_can_do_nothing(send: Send) -> None:
    answer = send("GET", f"/reconcile/preview?id={PLAN}")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "*"
    assert "allow-scripts" not in policy["sandbox"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert send("GET", "/static/preview.css").status_code == 200


def test_hostile_labels_stay_text(send: Send) -> None:
    page = html.fromstring(send("GET", f"/reconcile/preview?id={PLAN}").text)
    assert HOSTILE in page.text_content()
    assert not page.xpath("//script")
    flyout = send("GET", f"/reconcile/flyout/entity?id={PLAN}").json()["html"]
    assert HOSTILE in "".join(ET.fromstring(f"<div>{flyout}</div>").itertext())  # noqa: S314
    assert "<script" not in flyout


def test_an_id_that_is_hostile_does_not_come_back_as_a_page(send: Send) -> None:
    answer = send("GET", "/reconcile/preview", params={"id": f"x{HOSTILE}"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("kind", "prefix", "first"),
    [
        ("entity", "nghị quyết số 59", {"id/doc/tw/k12/nq/59", "id/doc/tw/k13/nq/59"}),
        ("entity", "uy ban nhan dan tinh s", {"id/org/ubnd-song-may"}),
        ("entity", "UBND tỉnh Sông", {"id/org/ubnd-song-may"}),
        ("entity", "id/org/bct", {"id/org/bct"}),
        ("entity", "tỉnh Sông Mây", {"id/unit/2025-07-01/98"}),
        ("type", "ke h", {"vocab/type/ke-hoach"}),
        ("type", "Plan", {"vocab/type/ke-hoach"}),
        ("type", "Document", {"Document"}),
        ("property", "ngay ban", {"dateIssued"}),
        ("property", "issuedBy", {"issuedBy"}),
        ("property", "date of", {"dateIssued"}),
    ],
)
def test_suggestions_begin_so(send: Send, kind: str, prefix: str, first: set[str]) -> None:
    found = send("GET", f"/reconcile/suggest/{kind}", params={"prefix": prefix}).json()["result"]
    assert {one["id"] for one in found[: len(first)]} == first


@pytest.mark.parametrize(
    ("kind", "prefix"), [("entity", "xyzzy"), ("entity", ""), ("type", "xyzzy"), ("property", "xyzzy")]
)
def test_nothing_begins_so(send: Send, kind: str, prefix: str) -> None:
    assert send("GET", f"/reconcile/suggest/{kind}", params={"prefix": prefix}).json() == {"result": []}


def test_a_cursor_passes_over(send: Send) -> None:
    found = [
        send("GET", f"/reconcile/suggest/type?prefix=&cursor={cursor}").json()["result"] for cursor in (0, 1, 9999)
    ]
    assert found[0][1:] == found[1][: len(found[0]) - 1]
    assert found[2] == []


def test_proposed_properties_fit_their_type(send: Send) -> None:
    found = send("GET", "/reconcile/properties?type=Unit&limit=2").json()
    assert (found["type"], found["limit"], len(found["properties"])) == ("Unit", 2, 2)
    everything = send("GET", "/reconcile/properties").json()["properties"]
    assert {"unitCode", "title", "abbreviation"} <= {one["id"] for one in everything}
    assert send("GET", "/reconcile/properties?type=Dragon").json()["properties"] == []


def test_one_query_by_the_older_field(send: Send) -> None:
    bare = send("GET", "/reconcile", params={"query": "Bộ Chính trị"}).json()
    full = send("GET", "/reconcile", params={"query": '{"query": "Bộ Chính trị", "type": "Body"}'}).json()
    assert bare["result"][0]["id"] == full["result"][0]["id"] == "id/org/bct"


def test_values_of_unknown_things_are_none(send: Send) -> None:
    asked = {"ids": ["no/such", "id/org/bct"], "properties": [{"id": "title"}, {"id": "abbreviation"}]}
    rows = send("GET", "/reconcile", params={"extend": json.dumps(asked)}).json()["rows"]
    assert rows == {
        "no/such": {"title": [], "abbreviation": []},
        "id/org/bct": {"title": [], "abbreviation": [{"str": "BCT"}]},
    }


def test_what_was_just_written_is_found(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        app = create_app(store, Catalogue.load())

        def asked() -> list[str]:
            async def call() -> httpx.Response:
                async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
                    return await client.get("/reconcile", params={"query": "Sở Thử nghiệm"})

            return [one["id"] for one in anyio.run(call).json()["result"] if one["match"]]

        assert asked() == []
        base, graph = "https://w3id.org/cancu/", "https://w3id.org/cancu/graph/registry/more"
        body, ontology = f"<{base}id/org/so-thu-nghiem>", f"{base}ontology#"
        lines = [
            f"{body} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ontology}Body> .",
            f'{body} <http://www.w3.org/2004/02/skos/core#prefLabel> "Sở Thử nghiệm"@vi .',
        ]
        store.replace({graph: "\n".join(lines).encode()})
        assert asked() == ["id/org/so-thu-nghiem"]
        store.remove([graph])
        assert asked() == []


def test_the_python_of_the_documentation_runs(
    tmp_path: Path, checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = re.search(
        r"```python\n(.*?)```", (checkout / "docs" / "reconciling.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    with serving(tmp_path) as server:
        exec(compile(found[1].replace("http://127.0.0.1:8000", server), "reconciling.md", "exec"), {})  # noqa: S102
    told = ast.literal_eval(capsys.readouterr().out)
    assert told == {
        "id/doc/tw/k13/nq/59": {
            "title": [{"str": "hội nhập quốc tế trong tình hình mới"}],
            "issuedBy": [{"str": "Bộ Chính trị"}],
        },
        "id/doc/cp/qppl-2015/nd/72": {
            "title": [{"str": "quản lý hoạt động thông tin đối ngoại"}],
            "issuedBy": [{"str": "Chính phủ"}],
        },
    }


def test_every_address_is_described(send: Send) -> None:
    paths = {path: item for path, item in send("GET", "/openapi.json").json()["paths"].items() if "/reconcile" in path}
    assert len(paths) == 12
    for item in paths.values():
        for operation in item.values():
            assert operation["summary"]
            assert any(
                "application/problem+json" in told.get("content", {}) for told in operation["responses"].values()
            )
            assert operation.get("parameters") or operation.get("requestBody")
            for parameter in operation.get("parameters", ()):
                assert parameter.get("description") or parameter["in"] == "path"
