"""Whatever is sent, the answer is a result or a problem, never a mistake of ours."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Send = Callable[..., httpx.Response]

WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["59-NQ/TW", "UBND tỉnh Sông Mây", "2025-01-24", "31/02/2025", "KH", "id/org/bct", "năm 2026", "95/KH-UBND"]
    ),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
ANY = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3), max_leaves=8
)
PROPERTIES = st.sampled_from(
    ["number", "dateIssued", "year", "issuedBy", "documentType", "title", "cites", "within", "code", "iri"]
)
VALUES = st.one_of(WORDS, st.integers(), st.booleans(), st.fixed_dictionaries({"id": WORDS}))
QUERIES = st.fixed_dictionaries(
    {"query": WORDS},
    optional={
        "type": st.sampled_from(["Document", "Body", "Unit", "Concept", "vocab/type/ke-hoach", ["Body", "Unit"]]),
        "type_strict": st.sampled_from(["any", "all", "should"]),
        "limit": st.integers(1, 60),
        "properties": st.lists(
            st.fixed_dictionaries({"pid": PROPERTIES, "v": VALUES | st.lists(VALUES, max_size=3)}), max_size=3
        ),
    },
)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIET
@given(queries=st.dictionaries(WORDS, ANY, max_size=3))
def test_any_json_is_answered_or_refused(send: Send, queries: dict[str, Any]) -> None:
    for name in ("queries", "extend", "query"):
        answer = send("POST", "/reconcile", data={name: json.dumps(queries)})
        assert answer.status_code in {200, 400, 413}, answer.text


@QUIET
@given(text=st.text(max_size=200), name=st.sampled_from(["queries", "extend", "query", "callback"]))
def test_any_text_is_answered_or_refused(send: Send, text: str, name: str) -> None:
    assert send("GET", "/reconcile", params={name: text}).status_code in {200, 400, 413}


@QUIET
@given(
    queries=st.dictionaries(st.text(alphabet="q0123456789", min_size=1, max_size=4), QUERIES, min_size=1, max_size=4)
)
def test_good_queries_have_results_in_order(send: Send, queries: dict[str, Any]) -> None:
    answer = send("POST", "/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == set(queries)
    for key, found in answer.json().items():
        scores = [one["score"] for one in found["result"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= min(queries[key].get("limit", 5), 50)
        assert [one["match"] for one in found["result"]].count(True) <= 1
        assert not any(one["match"] for one in found["result"][1:])


@QUIET
@given(prefix=st.text(max_size=40), cursor=st.integers(0, 99), kind=st.sampled_from(["entity", "type", "property"]))
def test_any_prefix_has_suggestions_or_none(send: Send, prefix: str, cursor: int, kind: str) -> None:
    answer = send("GET", f"/reconcile/suggest/{kind}", params={"prefix": prefix, "cursor": cursor})
    assert answer.status_code == 200, answer.text
    assert all(one["id"] and one["name"] for one in answer.json()["result"])


@QUIET
@given(name=st.text(max_size=40))
def test_any_id_is_shown_or_unknown(send: Send, name: str) -> None:
    for path in ("preview", "view", "flyout/entity", "flyout/type", "flyout/property"):
        assert send("GET", f"/reconcile/{path}", params={"id": name}).status_code in {200, 303, 404}


def test_a_long_cell_is_answered_in_time(send: Send) -> None:
    cell = " ".join(f"từ{place} khôngcó{place}" for place in range(3000))
    start = time.monotonic()
    answer = send(
        "POST", "/reconcile", data={"queries": json.dumps({f"q{place}": {"query": cell} for place in range(2)})}
    )
    assert answer.status_code == 200, answer.text[:200]
    assert time.monotonic() - start < 20
