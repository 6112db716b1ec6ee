"""The graph and the SPARQL page in a browser: picture and list, keys, search, completion, errors, saved queries."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from cancu.namespaces import CC
from tests.web.looking import overflow

VENDOR = Path(__file__).parents[2] / "service" / "cancu" / "serve" / "static" / "vendor" / "graph.js"
pytestmark = pytest.mark.skipif(not VENDOR.is_file(), reason="needs the bundles of npm packages: make web")

EVERYTHING = "/graph?steps=3&limit=500&kind=citation&kind=command&kind=duty"
MISTAKEN = "SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTR(?o)\n}"
COUNT = (
    f"PREFIX cc: <{CC}>\nSELECT ?name (COUNT(?s) AS ?n) WHERE {{ ?s a ?class BIND(STRAFTER(STR(?class), '#') AS ?name)"
    " FILTER(STRSTARTS(STR(?class), STR(cc:))) } GROUP BY ?name ORDER BY DESC(?n) LIMIT 8"
)


def drawn(tab: Any, address: str) -> Any:
    """Open an address and wait for its picture."""
    tab.goto(address)
    tab.mouse.move(9, 9)  # the picture comes when somebody is there
    tab.wait_for_selector("#graph[data-ready]", state="attached")
    return tab.locator("#graph")


def test_the_picture_comes_to_who_only_reads(site: str, tab: Any) -> None:
    tab.goto(f"{site}/graph")
    assert tab.locator("#graph .drawing img").is_visible(), "the drawing is read before"
    tab.wait_for_selector("#graph[data-ready] canvas", state="attached")


def many(nodes: int) -> dict[str, Any]:
    """A picture of so many documents, each built on earlier ones, with places in columns."""
    based = str(CC.basedOn)
    return {
        "title": "many",
        "roots": ["n0"],
        "nodes": [
            {"iri": f"n{i}", "label": f"Kế hoạch số {i}/KH-UBND ngày 11/3/2026", "kind": "document", "isRead": i < 5}
            | {"size": 1, "address": f"/doc/n{i}", "around": "", "x": 300 * (i // 25), "y": 62 * (i % 25)}
            for i in range(nodes)
        ],
        "edges": [
            {"source": f"n{i}", "relation": based, "target": f"n{j}", "count": 0}
            for i in range(1, nodes)
            for j in {i // 2, i // 25}
            if i != j
        ],
        "relations": [
            {"iri": based, "family": "citation", "isTargetAbove": True, "line": "solid", "arrow": "triangle"}
            | {"label": "căn cứ", "back": "là căn cứ của"}
        ],
    }


@pytest.mark.parametrize(
    "path", ["/graph", EVERYTHING, "/graph?group=owner&steps=2", "/graph?thing=nghi+quyet+36&limit=5&lang=en"]
)
def test_the_list_says_what_the_picture_shows(site: str, tab: Any, path: str) -> None:
    drawn(tab, site + path)
    shown = tab.evaluate("document.getElementById('graph').cy.nodes().map(node => node.id()).sort()")
    listed = tab.evaluate("[...new Set([...document.querySelectorAll('[data-node]')].map(a => a.dataset.node))].sort()")
    assert shown == listed
    assert len(shown) >= 5
    edges = tab.evaluate("document.getElementById('graph').cy.edges().length")
    assert edges == tab.locator("table.edges tbody tr").count() > 0


@pytest.mark.parametrize("path", ["/graph", "/graph?group=owner&steps=2&lang=en", "/graph?thing=khong+co+dau"])
def test_the_graph_page_is_accessible(
    site: str, tab: Any, audited: Callable[[Any], None], shot: Callable[[Any, str], None], path: str
) -> None:
    tab.goto(site + path)
    audited(tab)
    if path == "/graph":
        tab.locator("#picture").scroll_into_view_if_needed()
        shot(tab, "graph")


@pytest.mark.parametrize("path", ["/graph", f"/sparql?query={quote(COUNT)}"])
def test_small_screens_have_all_of_it(site: str, narrow: Any, audited: Callable[[Any], None], path: str) -> None:
    narrow.goto(site + path)
    audited(narrow)
    assert overflow(narrow) <= 0


def test_without_scripts_there_are_drawing_and_list(site: str, opened: Callable[..., Any]) -> None:
    tab = opened(1200, 900, java_script_enabled=False)
    tab.goto(f"{site}/graph")
    assert tab.locator(".drawing img").is_visible()
    assert tab.locator(".outline a").count() > 20
    tab.goto(f"{site}/sparql")
    tab.locator("#query").fill(COUNT)
    tab.get_by_role("button", name="Hỏi", exact=True).click()
    assert tab.locator("#view-table tbody tr").count() == 8


def test_the_drawing_itself_is_readable(site: str, tab: Any) -> None:
    tab.goto(f"{site}/graph.svg?thing=nghi+quyet+36&limit=5")
    assert tab.locator("text").count() >= 5
    sizes = tab.locator("a > rect").evaluate_all("all => all.map(one => one.getBoundingClientRect().width)")
    assert min(sizes) > 100


def test_five_nodes_have_their_names_at_once(site: str, tab: Any) -> None:
    drawn(tab, f"{site}/graph?thing=nghi+quyet+36&limit=5")
    cy = "document.getElementById('graph').cy"
    assert tab.evaluate(f"{cy}.nodes().length") == 5
    assert tab.evaluate(f"{cy}.zoom() * 13") >= 7, "names are drawn from seven pixels on"
    boxes = tab.evaluate(f"{cy}.nodes().map(node => node.renderedBoundingBox({{ includeLabels: false }}))")
    apart = [
        one["x2"] <= other["x1"] or other["x2"] <= one["x1"] or one["y2"] <= other["y1"] or other["y2"] <= one["y1"]
        for number, one in enumerate(boxes)
        for other in boxes[:number]
    ]
    assert all(apart)


@pytest.mark.parametrize("size", [5, 500])
def test_five_hundred_nodes_are_drawn_and_can_be_found(site: str, tab: Any, size: int) -> None:
    tab.route(
        "**/graph.json*", lambda route: route.fulfill(body=json.dumps(many(size)), content_type="application/json")
    )
    begun = time.monotonic()
    box = drawn(tab, f"{site}/graph")
    assert time.monotonic() - begun < 30
    cy = "document.getElementById('graph').cy"
    assert tab.evaluate(f"{cy}.nodes().length") == size
    large = f"{cy}.nodes().filter(node => node.numericStyle('font-size') * {cy}.zoom() >= 7).length"
    tab.wait_for_timeout(200)
    names = tab.evaluate(large)
    assert names == size if size == 5 else 0 < names <= 24, "from afar only what has most links is named"
    search = box.get_by_label("Tìm trong hình")
    search.fill(f"ke hoach {size - 1}/kh")
    assert box.locator("output").inner_text() == "Tìm thấy: 1"
    search.press("Enter")
    assert f"Kế hoạch số {size - 1}/KH-UBND" in box.locator(".about").inner_text()
    assert tab.evaluate(f"{cy}.zoom() * 13") >= 7, "what was found can be read"


def test_arrow_keys_move_between_neighbours_and_enter_opens(site: str, tab: Any) -> None:
    box = drawn(tab, f"{site}/graph?thing=ke+hoach+95/KH-UBND&steps=2")
    canvas = box.locator(".canvas")
    tab.get_by_role("button", name="Lưu PNG").focus()
    tab.keyboard.press("Tab")
    assert canvas.evaluate("one => one === document.activeElement"), "reached by the keyboard alone"
    here = "document.getElementById('graph').cy.nodes('.here').map(node => node.id())"
    first = tab.evaluate(here)
    assert len(first) == 1
    tab.keyboard.press("ArrowLeft")
    second = tab.evaluate(here)
    assert second != first
    beside = f"document.getElementById('graph').cy.getElementById({json.dumps(first[0])}).neighborhood('node')"
    assert second[0] in tab.evaluate(f"{beside}.map(node => node.id())")
    label = tab.evaluate(f"document.getElementById('graph').cy.getElementById({json.dumps(second[0])}).data('text')")
    assert label in box.locator(".about").inner_text()
    tab.keyboard.press("/")
    assert box.get_by_label("Tìm trong hình").evaluate("one => one === document.activeElement")
    canvas.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{site}/doc/**")


def test_a_group_opens(site: str, tab: Any) -> None:
    drawn(tab, f"{site}/graph?group=owner&steps=2")
    groups = tab.locator(".outline .tag", has_text="văn bản").count()
    first = tab.locator(".outline a[href*='open=']").first
    first.click()
    tab.wait_for_selector("#graph[data-ready]", state="attached")
    assert "open=" in tab.url
    assert groups > 0
    tab.get_by_role("link", name="Gộp lại các nhóm đã mở").click()
    assert "open=" not in tab.url


def test_the_picture_is_saved_as_png(site: str, tab: Any) -> None:
    box = drawn(tab, f"{site}/graph")
    with tab.expect_download() as waiting:
        box.get_by_role("button", name="Lưu PNG").click()
    assert Path(waiting.value.path()).read_bytes()[:4] == b"\x89PNG"


def editor(tab: Any, address: str) -> Any:
    """Open an address and wait for its editor."""
    tab.goto(address)
    tab.wait_for_selector("#query-editor .cm-content")
    return tab.locator("#query-editor .cm-content")


def test_completion_knows_our_terms_and_ctrl_enter_asks(site: str, tab: Any, audited: Callable[[Any], None]) -> None:
    text = editor(tab, f"{site}/sparql")
    text.click()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("SELECT ?t ?who { ?t leadA")
    option = tab.locator("#query-editor .cm-tooltip-autocomplete li").first
    option.wait_for()
    assert option.inner_text().replace("\n", "") == "cc:leadAgencycơ quan chủ trì"
    tab.wait_for_timeout(150)  # the editor takes no choice that fast
    tab.keyboard.press("Enter")
    tab.keyboard.type(" ?who } LIMIT 3")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_url("**/sparql?query=*")
    asked = parse_qs(urlsplit(tab.url).query)["query"][0]
    assert asked.splitlines()[0] == f"PREFIX cc: <{CC}>", "declared with the term"
    assert asked.splitlines()[1] == "SELECT ?t ?who { ?t cc:leadAgency ?who } LIMIT 3"
    assert tab.locator("#view-table tbody tr").count() == 3
    audited(tab)


@pytest.mark.parametrize(("typed", "name"), [("chủ", "cc:leadAgency"), ("nơi", "cc:Distribution"), ("?bo", "?body")])
def test_completion_reads_labels_and_variables(site: str, tab: Any, typed: str, name: str) -> None:
    text = editor(tab, f"{site}/sparql?query={quote('SELECT * { ?body ?p ?o  } LIMIT 1')}")
    text.click()
    tab.keyboard.press("Control+End")
    for _ in range(len(" } LIMIT 1")):
        tab.keyboard.press("ArrowLeft")
    tab.keyboard.type(typed)
    tab.locator("#query-editor .cm-tooltip-autocomplete li", has_text=name).first.wait_for()


def test_a_mistake_is_marked_at_its_place(site: str, tab: Any, audited: Callable[[Any], None]) -> None:
    editor(tab, f"{site}/sparql?query={quote(MISTAKEN)}")
    wrong = tab.locator("#query-editor .cm-wrong-line")
    assert wrong.inner_text().strip() == "FILTR(?o)"
    assert tab.locator("#query-editor .cm-wrong").inner_text() == ")"
    assert tab.locator("#trouble").get_attribute("data-line") == "3"
    audited(tab)


def test_a_saved_query_stays_and_its_link_asks_again(site: str, tab: Any) -> None:
    editor(tab, f"{site}/sparql?query={quote(COUNT)}")
    tab.get_by_label("Tên để nhớ").fill("Đếm <b>lớp</b>")
    tab.get_by_role("button", name="Lưu câu này").click()
    editor(tab, f"{site}/sparql")
    link = tab.get_by_role("link", name="Đếm <b>lớp</b>")
    link.click()
    tab.wait_for_selector("#view-table")
    assert parse_qs(urlsplit(tab.url).query)["query"] == [COUNT]
    assert tab.locator("#query").input_value() == COUNT
    tab.get_by_role("button", name="Bỏ: Đếm <b>lớp</b>").click()
    tab.reload()
    tab.wait_for_selector("#query-editor")
    assert tab.get_by_role("link", name="Đếm <b>lớp</b>").count() == 0


def test_an_answer_is_seen_as_table_chart_and_raw(
    site: str, tab: Any, audited: Callable[[Any], None], shot: Callable[[Any, str], None]
) -> None:
    editor(tab, f"{site}/sparql?query={quote(COUNT)}")
    figures = [int(text) for text in tab.locator("#view-table td:nth-child(2)").all_inner_texts()]
    tab.get_by_role("button", name="Biểu đồ").click()
    assert not tab.locator("#view-table").is_visible()
    bars = tab.locator("svg.chart rect").evaluate_all("all => all.map(one => Number(one.getAttribute('width')))")
    assert len(bars) == len(figures) == 8
    assert bars[1] / bars[0] == pytest.approx(figures[1] / figures[0], abs=0.01)
    audited(tab)
    shot(tab, "sparql")
    tab.get_by_role("button", name="Nguyên văn").click()
    tab.locator("#view-raw", has_text="bindings").wait_for()


def test_triples_are_seen_as_a_picture(site: str, tab: Any, audited: Callable[[Any], None]) -> None:
    where = "?s cc:basedOn ?o OPTIONAL { ?s cc:number ?n }"
    query = f"PREFIX cc: <{CC}> CONSTRUCT {{ ?s cc:basedOn ?o ; cc:number ?n }} {{ {where} }}"
    editor(tab, f"{site}/sparql?query={quote(query)}")
    tab.get_by_role("button", name="Hình", exact=True).click()
    tab.wait_for_selector("#graph[data-ready]")
    links = tab.locator("#view-table tbody tr:has(td:nth-child(3).iri)").count()
    assert tab.evaluate("document.getElementById('graph').cy.edges().length") == links > 0
    audited(tab)


@pytest.mark.parametrize("path", ["/sparql?lang=en", "/sparql?example=counts", "/sparql?query=SELEKT"])
def test_the_sparql_page_is_accessible(site: str, tab: Any, audited: Callable[[Any], None], path: str) -> None:
    editor(tab, site + path)
    audited(tab)


@pytest.mark.parametrize("path", ["/graph", f"/sparql?query={quote(COUNT)}", "/sparql?query=SELEKT"])
def test_both_pages_are_readable_in_the_dark(
    site: str, opened: Callable[..., Any], audited: Callable[[Any], None], path: str
) -> None:
    tab = opened(1200, 900, color_scheme="dark")
    tab.goto(site + path)
    audited(tab)
