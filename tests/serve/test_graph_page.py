"""/graph: the same nodes and links as JSON, as a drawing and as a list; bounded, and honest about what is left out."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import httpx
import pytest
from lxml import etree

from cancu.namespaces import CC, PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.picture.drawing import drawn
from cancu.serve.picture.grouping import grouped
from cancu.serve.picture.layout import HEIGHT, WIDTH, laid_out
from cancu.serve.picture.model import Edge, Node, Picture, relations
from cancu.serve.picture.outline import Entry, outline
from cancu.serve.words import say
from cancu.store import open_store
from tests.serve.conftest import asking

Get = Callable[..., httpx.Response]
BROWSER = "text/html,*/*;q=0.8"
ID = "https://w3id.org/cancu/id/"
CITY = f"{ID}doc/ubnd-song-may/2026/kh/95"
WARD = f"{ID}doc/du-doi-sim-song-may/nk2025-2030/kh/_/2026-0123456789"
K13 = f"{ID}doc/tw/k13/nq/59"
SEVEN = f"{ID}doc/ubnd-doi-sim/2026/kh/07"
OFFICE = f"{ID}org/so-du-lich-song-may"
COMMITTEE = f"{ID}org/ubnd-song-may"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # a step from the ward's plan: what it is based on and mentions, and who issued it
        (
            f"thing={WARD}",
            {
                (WARD, str(CC.basedOn), CITY),
                (WARD, str(CC.cites), K13),
                (WARD, str(CC.issuedBy), f"{ID}org/du-doi-sim-song-may"),
            },
        ),
        # only what was asked for
        (f"thing={WARD}&kind=cc:basedOn", {(WARD, str(CC.basedOn), CITY)}),
        # both ends of a link lead to it; the number that was learnt later names the same document
        (
            f"thing={K13}&kind=citation",
            {(WARD, str(CC.cites), K13), (SEVEN, str(CC.basedOn), K13)},
        ),
        # two steps reach the city's committee, and no further
        (
            f"thing={WARD}&kind=cc:basedOn&kind=cc:issuedBy&steps=2",
            {
                (WARD, str(CC.basedOn), CITY),
                (CITY, str(CC.issuedBy), COMMITTEE),
                (WARD, str(CC.issuedBy), f"{ID}org/du-doi-sim-song-may"),
            },
        ),
        # duties lead from the document to the body
        (f"thing={OFFICE}&kind=duty", {(CITY, str(CC.leadAgency), OFFICE)}),
        (f"thing={OFFICE}&kind=org:subOrganizationOf", {(OFFICE, f"{PREFIXES['org']}subOrganizationOf", COMMITTEE)}),
        # a decoy: nobody amends it
        (f"thing={K13}&kind=cc:amends", set()),
    ],
)
def test_the_links_of_a_thing_step_by_step(get: Get, query: str, expected: set[tuple[str, str, str]]) -> None:
    told = get(f"/graph.json?{query}").json()
    assert {(edge["source"], edge["relation"], edge["target"]) for edge in told["edges"]} == expected
    assert {node["iri"] for node in told["nodes"]} >= {end for edge in expected for end in (edge[0], edge[2])}


def test_without_a_thing_it_begins_from_what_was_read(get: Get) -> None:
    told = get("/graph.json").json()
    assert set(told["roots"]) == {CITY, WARD, SEVEN}
    assert told["total"] == 3
    read = {node["iri"] for node in told["nodes"] if node["isRead"]}
    assert read == {CITY, WARD, SEVEN}
    assert (told["left"], told["isCut"]) == (0, False)


def test_a_name_in_any_spelling_begins_it(get: Get) -> None:
    told = get("/graph.json?thing=nghi quyet 59-NQ/TW ngay 24/01/2025").json()
    assert told["roots"] == [K13]
    assert "24/01/2025" in told["title"]


def test_a_full_picture_tells_what_it_leaves_out(get: Get) -> None:
    whole = get("/graph.json?kind=citation&kind=command&kind=duty").json()
    part = get("/graph.json?kind=citation&kind=command&kind=duty&limit=5").json()
    assert len(part["nodes"]) == 5
    assert part["left"] == len(whole["nodes"]) - 5 > 0
    page = get("/graph?kind=citation&kind=command&kind=duty&limit=5", BROWSER).text
    assert f"{say('graph.left')}: {part['left']}" in page
    assert say("graph.partial") in page
    assert say("graph.partial") not in get("/graph", BROWSER).text


class _List(HTMLParser):
    """The list of a page: its nodes, and the rows of its table."""

    def __init__(self) -> None:
        super().__init__()
        self.nodes: list[str] = []
        self.rows: list[list[str]] = []
        self.in_edges = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("data-node"):
            self.nodes.append(values["data-node"] or "")
        self.in_edges |= tag == "table" and values.get("class") == "edges"
        if self.in_edges and tag == "tr":
            self.rows.append([])
        if self.in_edges and tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_edges &= tag != "table"

    def handle_data(self, data: str) -> None:
        if self.in_edges and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


@pytest.mark.parametrize("query", ["", "thing=nghi+quyet+59&steps=2", "group=owner&kind=duty&kind=citation", "limit=5"])
def test_list_table_and_drawing_say_what_the_picture_says(get: Get, query: str) -> None:
    told = get(f"/graph.json?{query}").json()
    page = _List()
    page.feed(get(f"/graph?{query}", BROWSER).text)
    nodes = {node["iri"]: node["label"] for node in told["nodes"]}
    verbs = {one["iri"]: one["label"] for one in told["relations"]}
    assert nodes
    assert set(page.nodes) == set(nodes)
    expected = [[nodes[one["source"]], verbs[one["relation"]], nodes[one["target"]]] for one in told["edges"]]
    assert [row[:3] for row in page.rows if row] == expected
    drawing = etree.fromstring(get(f"/graph.svg?{query}").content)
    titles = [item.text for item in drawing.iter("{http://www.w3.org/2000/svg}title")][1:]
    assert len(titles) == len(nodes) + len(expected)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_speaks_both_languages(get: Get, lang: str) -> None:
    text = get(f"/graph?thing={WARD}&lang={lang}", BROWSER).text
    assert f'<html lang="{lang}">' in text
    assert relations()["cc:basedOn"].forward[lang] in text
    assert say("graph.list", lang) in text
    assert not re.search(r">\s*graph\.[a-zA-Z.]+", text), "a word is missing"


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("steps=4", "steps"),
        ("steps=x", "steps"),
        ("limit=501", "limit"),
        ("limit=4", "limit"),
        ("kind=cc:loves", "kind"),
        ("group=colour", "group"),
        ("colour=red", "colour"),
        ("thing=a&thing=b", "thing"),
    ],
)
@pytest.mark.parametrize("path", ["/graph", "/graph.json", "/graph.svg"])
def test_what_cannot_be_is_refused(get: Get, path: str, query: str, where: str) -> None:
    answer = get(f"{path}?{query}")
    assert (answer.status_code, answer.json()["where"]) == (400, where)


def test_an_unknown_name_is_told_with_names_that_come_close(get: Get) -> None:
    answer = get("/graph.json?thing=nghi quyet 58 cua Bo Chinh tri")
    assert (answer.status_code, answer.json()["where"]) == (404, "thing")
    page = get("/graph?thing=nghi quyet 58 cua Bo Chinh tri", BROWSER)
    assert page.status_code == 404
    assert 'role="alert"' in page.text
    assert "59-NQ/TW" in page.text
    assert get(f"/graph.json?thing={ID}doc/none").status_code == 404


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    opened = open_store(tmp_path_factory.mktemp("bare"), prefixes=PREFIXES)
    yield asking(create_app(opened, Catalogue.load()))
    opened.close()


def test_an_empty_store_has_an_empty_picture(bare: Get) -> None:
    answer = bare("GET", "/graph", headers={"Accept": BROWSER})
    assert answer.status_code == 200
    assert say("graph.empty") in answer.text
    assert bare("GET", "/graph.json").json()["nodes"] == []
    assert etree.fromstring(bare("GET", "/graph.svg").content).tag.endswith("svg")


def large(nodes: int, edges: int) -> Picture:
    """A picture of documents that build on earlier ones, each of one of ten issuers; some links close circles."""
    chance = random.Random(7)
    kinds = [one.iri for one in relations().values()]
    found = {(f"n{chance.randrange(nodes)}", chance.choice(kinds), f"n{chance.randrange(nodes)}") for _ in range(edges)}
    return Picture(
        roots=("n0",),
        nodes=tuple(Node(f"n{i}", f"Văn bản số {i}", "document", owner=f"o{i % 10}") for i in range(nodes)),
        edges=tuple(Edge(*one) for one in sorted(found) if one[0] != one[2]),
    )


@pytest.mark.parametrize("size", [1, 5, 60, 500])
def test_no_two_nodes_share_a_place(size: int) -> None:
    picture = large(size, size * 2)
    layout = laid_out(picture)
    assert len(layout.places) == size
    places = sorted(layout.places.values())
    assert all(x - WIDTH / 2 >= 0 and x + WIDTH / 2 <= layout.width for x, _ in places)
    assert all(y - HEIGHT / 2 >= 0 and y + HEIGHT / 2 <= layout.height for _, y in places)
    for (x1, y1), (x2, y2) in itertools.pairwise(places):
        assert x2 - x1 >= WIDTH or y2 - y1 >= HEIGHT
    assert laid_out(picture).places == layout.places


def test_what_stands_above_stands_further_left() -> None:
    nodes = tuple(Node(iri, iri, "document") for iri in "abc")
    edges = (Edge("a", str(CC.basedOn), "b"), Edge("b", str(CC.basedOn), "c"), Edge("c", str(CC.approves), "b"))
    places = laid_out(Picture(("a",), nodes, edges)).places
    assert places["c"][0] < places["b"][0] < places["a"][0]


@pytest.mark.parametrize("size", [5, 500])
def test_the_list_has_each_link_once(size: int) -> None:
    picture = large(size, size * 2)
    verbs = {one.iri: one for one in relations().values()}
    told: list[tuple[str, str, str]] = []

    def walk(above: Entry) -> None:
        for entry in above.entries:
            told.append((above.node.iri, entry.words, entry.node.iri))
            walk(entry)

    tops = outline(picture, "vi")
    for top in tops:
        walk(top)
    both = {
        frozenset(
            {
                (edge.source, verbs[edge.relation].forward["vi"], edge.target),
                (edge.target, verbs[edge.relation].back["vi"], edge.source),
            }
        )
        for edge in picture.edges
    }
    assert len(told) == len(picture.edges) == len(both)
    assert all(sum(one in pair for one in told) >= 1 for pair in both)
    assert tops[0].node.iri == "n0"


def test_groups_stand_for_their_members() -> None:
    picture = large(100, 300)
    found = grouped(picture, "owner")
    assert len(found.nodes) == 10
    assert {node.kind for node in found.nodes} == {"group"}
    assert sum(node.size for node in found.nodes) == 100
    owner = {node.iri: f"document:{node.owner}" for node in picture.nodes}
    outer = [edge for edge in picture.edges if owner[edge.source] != owner[edge.target]]
    assert sum(edge.count for edge in found.edges) == len(outer)
    opened = grouped(picture, "owner", ("document:o3",))
    assert len(opened.nodes) == 9 + 10
    assert grouped(picture, "colour") == picture


def test_the_drawing_shows_hostile_words_as_words() -> None:
    evil = Node("javascript:alert(1)", '<script>x</script> & "\u0007', "document")
    svg = drawn(Picture((), (evil,), ()), title="</title><b>", language="vi", address=lambda _: '/doc/"><script>')
    tree = etree.fromstring(svg.encode())
    assert {item.tag.rpartition("}")[2] for item in tree.iter()} <= {
        "svg",
        "title",
        "defs",
        "rect",
        "a",
        "text",
        "tspan",
    }
    assert 'style="' not in svg


def test_a_group_says_of_what_it_has_how_many(get: Get) -> None:
    told = get("/graph.json?group=type&kind=citation").json()
    groups = [node for node in told["nodes"] if node["kind"] == "group"]
    assert groups
    assert all(node["caption"] == f"{node['label']} ({node['size']} văn bản)" for node in groups)
    assert all("open=" in node["address"] for node in groups)
    single = [node for node in told["nodes"] if node["kind"] != "group"]
    assert all(node["caption"] == node["label"] for node in single)
