"""The requests that OpenRefine 3 sends: forms, guesses of types, columns as properties, values, frames."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest

Send = Callable[..., httpx.Response]

FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
Y13 = "id/doc/tw/k13/nq/59"


def posted(send: Send, name: str, data: Any, place: str = "/reconcile") -> Any:
    """Send a field as the form of a Java client: blanks as “+”, all else percent-encoded."""
    answer = send("POST", place, content=urlencode({name: json.dumps(data, ensure_ascii=False)}), headers=FORM)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_adding_the_service(send: Send) -> None:
    answer = send("GET", "/reconcile", headers={"Origin": "http://127.0.0.1:3333"})
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert told["versions"] == ["0.2"]
    assert all(url.startswith("http://test/reconcile") for url in (told["view"]["url"], told["preview"]["url"]))
    assert told["batchSize"] >= 10


def test_the_older_way_by_script_is_not_offered(send: Send) -> None:
    """JSONP lets a service run code at its client; version 0.2 does not ask for it. The answer stays plain JSON."""
    answer = send("GET", "/reconcile?callback=jQuery1111_1&_=1700000000000")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["versions"] == ["0.2"]


def test_guessing_types_by_ten_cells(send: Send) -> None:
    cells = ["59-NQ/TW", "72/2015/NĐ-CP", "15-NQ/TW", "95/KH-UBND", "39/2024/QH15", "25/2012/QH13"]
    cells += ["07-NQ/TW", "Nghị quyết 59", "KH 95", "Luật Cảng"]
    found = posted(send, "queries", {f"q{place}": {"query": cell, "limit": 3} for place, cell in enumerate(cells)})
    assert set(found) == {f"q{place}" for place in range(10)}
    assert all(len(one["result"]) <= 3 for one in found.values())
    scores: dict[str, int] = {}
    for one in found.values():
        for candidate in one["result"]:
            for kind in candidate["type"]:
                assert set(kind) == {"id", "name"}
                scores[kind["id"]] = scores.get(kind["id"], 0) + 1
    assert max(scores, key=scores.__getitem__) == "Document"


def test_a_batch_with_columns_as_properties(send: Send) -> None:
    """A cell that was reconciled before goes as an object, a day as a time, a number as a number."""
    shared = {"type": "Document", "type_strict": "should"}
    batch = {
        "q0": {"query": "59-NQ/TW", **shared, "properties": [{"pid": "dateIssued", "v": "2025-01-24T00:00:00Z"}]},
        "q1": {
            "query": "95/KH-UBND",
            **shared,
            "properties": [
                {"pid": "issuedBy", "v": {"id": "id/org/ubnd-song-may", "name": "Ủy ban nhân dân tỉnh Sông Mây"}},
                {"pid": "year", "v": 2026},
            ],
        },
        "q2": {"query": "không có & gì + 100%", **shared},
    }
    found = posted(send, "queries", batch)
    assert [one["result"][0]["match"] for one in (found["q0"], found["q1"])] == [True, True]
    assert not any(one["match"] for one in found["q2"]["result"])
    for one in found.values():
        for candidate in one["result"]:
            assert {"id", "name", "score", "match", "type"} <= set(candidate)
            assert isinstance(candidate["type"], list)


def test_a_column_name_is_a_property_as_well(send: Send) -> None:
    batch = {"q0": {"query": "59-NQ/TW", "properties": [{"pid": "Ngày ban hành", "v": "24/01/2025"}]}}
    assert posted(send, "queries", batch)["q0"]["result"][0]["match"] is True


@pytest.mark.parametrize("encode", [str, lambda name: quote(name, safe="")], ids=["raw", "encoded"])
def test_addresses_with_ids_that_have_slashes(send: Send, encode: Callable[[str], str]) -> None:
    told = send("GET", "/reconcile").json()
    for name in (Y13, "vocab/type/ke-hoach", "id/unit/2025-07-01/98001", f"https://w3id.org/cancu/{Y13}"):
        page = send("GET", told["preview"]["url"].replace("{{id}}", encode(name)))
        assert page.status_code == 200
        view = send("GET", told["view"]["url"].replace("{{id}}", encode(name)))
        path = name.removeprefix("https://w3id.org/cancu/")
        assert (view.status_code, view.headers["location"]) == (303, f"/{path}")
    flyout = told["suggest"]["entity"]["service_url"] + told["suggest"]["entity"]["flyout_service_path"]
    assert send("GET", flyout.replace("${id}", encode(Y13))).json()["id"] == Y13


def test_the_page_behind_a_view_is_there(send: Send) -> None:
    for name in (Y13, "vocab/type/ke-hoach"):
        location = send("GET", f"/reconcile/view?id={quote(name, safe='')}").headers["location"]
        answer = send("GET", location, headers={"Accept": "text/turtle"})
        assert answer.status_code in {200, 303}


def test_typing_in_the_search_for_a_match(send: Send) -> None:
    """The box sends its own fields beside the prefix, and an address that the service made."""
    box = {"prefix": "nghi quyet 59", "type": "Document", "type_strict": "any", "_": "1700000000000"}
    found = send("GET", "/reconcile/suggest/entity", params=box).json()["result"]
    assert {one["id"] for one in found[:2]} == {"id/doc/tw/k12/nq/59", Y13}
    assert found[0]["notable"][0] == {"id": "Document", "name": "Văn bản"}


def test_adding_columns_from_reconciled_values(send: Send) -> None:
    told = send("GET", "/reconcile").json()["extend"]["propose_properties"]
    proposed = send("GET", f"{told['service_url']}{told['service_path']}?type=vocab/type/ke-hoach").json()
    assert {"title", "issuedBy", "dateIssued", "cites"} <= {one["id"] for one in proposed["properties"]}
    assert "unitCode" not in {one["id"] for one in proposed["properties"]}
    ids = [Y13, "id/doc/ubnd-song-may/2026/kh/95"]
    settings = {"limit": "2", "content": "label"}  # a form's values are text
    wanted = [{"id": "title"}, {"id": "dateIssued"}, {"id": "issuedBy"}, {"id": "cites", "settings": settings}]
    found = posted(send, "extend", {"ids": ids, "properties": wanted})
    assert [column["id"] for column in found["meta"]] == ["title", "dateIssued", "issuedBy", "cites"]
    assert found["meta"][2]["type"] == {"id": "Body", "name": "Cơ quan, tổ chức"}
    first, plan = (found["rows"][name] for name in ids)
    assert first == {
        "title": [{"str": "hội nhập quốc tế trong tình hình mới"}],
        "dateIssued": [{"date": "2025-01-24T00:00:00Z"}],
        "issuedBy": [{"id": "id/org/bct", "name": "Bộ Chính trị"}],
        "cites": [],
    }
    assert len(plan["cites"]) == 2
    assert all(set(value) == {"str"} for value in plan["cites"])


def test_batches_of_rows_are_answered_alike(send: Send) -> None:
    everything = [Y13, "id/org/bct", "id/unit/2025-07-01/98001", "vocab/type/ke-hoach"]
    wanted = [{"id": name} for name in ("title", "within", "iri", "definition", "year")]
    whole = posted(send, "extend", {"ids": everything, "properties": wanted})["rows"]
    single = [posted(send, "extend", {"ids": [name], "properties": wanted})["rows"] for name in everything]
    assert whole == {name: rows[name] for name, rows in zip(everything, single, strict=True)}
    assert whole["id/unit/2025-07-01/98001"]["within"] == [{"id": "id/unit/2025-07-01/98", "name": "tỉnh Sông Mây"}]
    assert whole["vocab/type/ke-hoach"]["definition"] == [{"str": "Việc phải làm."}]
    assert whole[Y13]["year"] == [{"int": 2025}]


def test_in_english(send: Send) -> None:
    told = send("GET", "/reconcile/en").json()
    assert told["defaultTypes"][0] == {"id": "Document", "name": "Document"}
    assert told["suggest"]["type"]["service_url"] == "http://test/reconcile/en"
    found = posted(send, "queries", {"q0": {"query": "Plan", "type": "Concept"}}, "/reconcile/en")["q0"]["result"][0]
    assert (found["id"], found["name"], found["match"]) == ("vocab/type/ke-hoach", "Plan", True)
