"""Lists by pages: the same rows as the question, none skipped or repeated whatever comes and goes meanwhile."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.errors import ParameterError
from cancu.namespaces import BASE, CC, PREFIXES, document_graph, document_iri
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.rest import cursors
from cancu.serve.rest.lists import LISTS
from cancu.store import EmbeddedStore, open_store

Get = Callable[..., httpx.Response]
DATE = "http://www.w3.org/2001/XMLSchema#date"


def walk(get: Get, url: str) -> Iterator[dict[str, Any]]:
    """The pages of a list from ``url`` on."""
    following: str | None = url
    while following is not None:
        answer = get(following)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert body["truncated"] == (body["next"] is not None) == (body.get("reason") == "limit")
        assert body["next"] is None or answer.headers["link"] == f'<{body["next"]}>; rel="next"'
        yield body
        following = body["next"]


FILTERS = [
    ("documents", ""),
    ("documents", "&status=ccv:status/cited"),
    ("documents", "&since=2025-01-01&until=2026-12-31"),
    ("documents", "&kind=ccv:type/ke-hoach"),
    ("documents", "&sort=-date"),
    ("documents", "&sort=date"),
    ("references", ""),
    ("references", "&role=ccv:role/basis"),
    ("references", "&resolution=ccv:resolution/ambiguous"),
    ("references", "&reference=nghi+quyet+59"),
    ("organisations", ""),
    ("tasks", ""),
    ("tasks", "&agency=so+du+lich&until=2026-04-30"),
    ("tasks", "&since=2026-07-01"),
    ("tasks", "&document=07/KH-UBND"),
    ("reports", ""),
    ("events", ""),
    ("events", "&sort=-date"),
    ("events", "&since=2020-01-01"),
    ("findings", ""),
]


@pytest.mark.parametrize(("name", "filters"), FILTERS)
def test_pages_together_are_the_answer_to_the_question(get: Get, name: str, filters: str) -> None:
    item = LISTS[name].item
    plain = "&".join(part for part in filters.split("&") if not part.startswith("sort="))
    rows = get(f"/queries/{name}?format=json{plain}").json()["rows"]
    wanted = [row[item] for row in rows]
    for limit in (1, 2, 100):
        pages = list(walk(get, f"/api/v1/{name}?limit={limit}{filters}"))
        found = [one["iri"] for page in pages for one in page["items"]]
        assert sorted(found) == sorted(dict.fromkeys(wanted)) or sorted(found) == sorted(wanted)
        assert {page["total"] for page in pages} == {len(found)}
        assert all(len(page["items"]) <= limit for page in pages)
        if "sort=" not in filters and len(wanted) == len(found):
            assert found == wanted, "the question's own order"


def test_offsets_and_cursors_lead_to_the_same_rows(get: Get) -> None:
    whole = get("/api/v1/documents?sort=-date").json()["items"]
    assert get("/api/v1/documents?sort=-date&offset=3&limit=2").json()["items"] == whole[3:5]
    assert get(f"/api/v1/documents?offset={len(whole)}").json()["items"] == []
    dates = [one.get("date", "") for one in whole]
    assert dates == sorted(dates, reverse=True)
    assert get("/api/v1/documents?sort=date").json()["items"][0].get("date") == (min(dates) or None)


def test_fields_are_those_asked_for(get: Get) -> None:
    items = get("/api/v1/documents?fields=iri,number").json()["items"]
    assert {frozenset(one) for one in items} == {frozenset({"iri", "number"}), frozenset({"iri"})}
    refused = get("/api/v1/documents?fields=iri,colour")
    assert (refused.status_code, refused.json()["where"]) == (400, "fields")
    assert "documentLabel" in refused.json()["detail"]


CURSOR = "cursor="


@pytest.mark.parametrize(
    ("change", "other"),
    [
        (lambda cursor: cursor[:-2], ""),
        (lambda cursor: "A" + cursor[1:] if cursor[0] != "A" else "B" + cursor[1:], ""),
        (lambda _: "x", ""),
        (lambda _: "%00", ""),
        (lambda _: base64.urlsafe_b64encode(b'["a","b","c"]').decode(), ""),
        (lambda cursor: cursor, "&sort=-date"),
        (lambda cursor: cursor, "&status=ccv:status/cited"),
        (lambda cursor: cursor, "&offset=1"),
    ],
)
def test_a_cursor_that_is_none_of_this_list_is_refused(get: Get, change: Callable[[str], str], other: str) -> None:
    following = get("/api/v1/documents?limit=1").json()["next"]
    cursor = httpx.URL(following).params["cursor"]
    assert get(f"/api/v1/documents?limit=1&cursor={cursor}").status_code == 200
    refused = get(f"/api/v1/documents?limit=1&cursor={change(cursor)}{other}")
    assert (refused.status_code, refused.json()["where"]) in {(400, "cursor"), (400, "offset")}


@pytest.mark.parametrize("name", ["since", "status", "document"])
def test_an_empty_filter_is_a_mistake_not_no_filter(get: Get, name: str) -> None:
    assert get(f"/api/v1/documents?{name}=").json()["where"] == name


def test_another_language_of_labels_keeps_the_place(get: Get) -> None:
    following = get("/api/v1/documents?limit=2").json()["next"]
    assert get(f"{following}&lang=en").json()["items"][0]["iri"] == get(following).json()["items"][0]["iri"]


VALUES = st.lists(st.one_of(st.none(), st.integers(), st.text()), min_size=1, max_size=4)


@given(VALUES)
def test_a_cursor_tells_its_values_to_its_own_list_only(values: list[cursors.Value]) -> None:
    word = cursors.written(values, "one")
    assert cursors.read(word, "one", len(values)) == tuple(values)
    with pytest.raises(ParameterError):
        cursors.read(word, "another", len(values))
    with pytest.raises(ParameterError):
        cursors.read(word, "one", len(values) + 1)


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(), st.text()), st.text()), max_size=8))
def test_rows_are_sorted_as_sparql_sorts(rows: list[tuple[cursors.Value, str]]) -> None:
    up = sorted(rows, key=lambda row: cursors.key(row, [False, False]))
    down = sorted(rows, key=lambda row: cursors.key(row, [True, True]))
    assert down == up[::-1]
    kinds = [(0 if value is None else 1 if isinstance(value, int) else 2) for value, _ in up]
    assert kinds == sorted(kinds)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    store = open_store(tmp_path_factory.mktemp("small"), prefixes=PREFIXES)
    yield store
    store.close()


def facts(number: int) -> bytes:
    """A document with three tasks."""
    graph, iri = document_graph(BASE, f"x/{number:03}"), document_iri(BASE, f"x/{number:03}")
    triples = [f"<{iri}> <{CC.recordStatus}> <{BASE}vocab/status/extracted>"]
    triples.append(f'<{iri}> <{CC.dateIssued}> "2026-01-{number % 28 + 1:02}"^^<{DATE}>')
    for order in (1, 2, 3):
        task = f"{BASE}id/task/x/{number:03}/{order}"
        triples += [f"<{iri}> <{CC.assigns}> <{task}>", f'<{task}> <{CC.quote}> "việc {order}"']
    return "".join(f"{triple} <{graph}> .\n" for triple in triples).encode()


def keep(store: EmbeddedStore, numbers: set[int], *, gone: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    graphs = {document_graph(BASE, f"x/{number:03}"): facts(number) for number in numbers}
    store.replace(graphs | {document_graph(BASE, f"x/{number:03}"): b"" for number in gone})


NUMBERS = st.sets(st.integers(0, 60), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.sets(st.integers(0, 60), min_size=3, max_size=8),
    turns=st.lists(NUMBERS, max_size=4),
    limit=st.integers(1, 4),
)
@pytest.mark.parametrize("url", ["/api/v1/tasks?", "/api/v1/documents?sort=-date&"])
def test_what_comes_and_goes_elsewhere_neither_skips_nor_repeats(
    small: EmbeddedStore, url: str, first: set[int], turns: list[set[int]], limit: int
) -> None:
    keep(small, first, gone=set(range(61)) - first)
    app = create_app(small, Catalogue.load())
    staying = set(first)

    async def pages() -> list[str]:
        nonlocal staying
        seen: list[str] = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
            following: str | None = f"{url}limit={limit}"
            for turn in [*turns, *[None] * 200]:
                if following is None:
                    break
                body = (await client.get(following)).json()
                seen += [one["iri"] for one in body["items"]]
                following = body["next"]
                if turn is not None:
                    new, gone = turn - staying, {number for number in turn & staying if number % 2}
                    staying -= gone
                    await anyio.to_thread.run_sync(lambda: keep(small, new, gone=gone))  # noqa: B023
        assert following is None
        return seen

    seen = anyio.run(pages)
    assert len(seen) == len(set(seen)), "nothing twice"
    wanted = {iri for iri in whole(small, url) if int(iri.rsplit("/x/")[1][:3]) in first & staying}
    assert wanted <= set(seen), "nothing that was there all the time is missing"


def whole(store: EmbeddedStore, url: str) -> set[str]:
    name = url.split("/")[3].split("?", maxsplit=1)[0]
    rows = store.run(Catalogue.load()[name].bind({}))
    return {row[LISTS[name].item]["value"] for row in json.loads(rows.body)["results"]["bindings"]}


def test_the_counting_questions_have_the_parameters_of_their_lists() -> None:
    folder = Path(__file__).parents[2] / "queries" / "lists"
    counting = Catalogue.load(folder)
    assert set(counting) == set(LISTS)
    for name, question in counting.items():
        known = {(one.name, one.kind) for one in Catalogue.load()[name].parameters if one.name != "language"}
        assert {(one.name, one.kind) for one in question.parameters} == known
