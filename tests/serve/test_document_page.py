# ruff: noqa: E501 (tables of claims are read line by line)
"""The page of a document: its facts, the words on which they rest, the chain through it, and why each fact is there."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.check.render.stretches import stretches
from cancu.link import Registry
from cancu.namespaces import BASE, CC, PREFIXES, document_iri, history_graph
from cancu.pipeline.describing import describe
from cancu.pipeline.filling import fill, remove
from cancu.pipeline.history import kept_texts
from cancu.pipeline.reading import Reading, read_one
from cancu.query import Catalogue, Table
from cancu.serve import create_app
from cancu.serve.paper.chain import Node, downward, upward
from cancu.serve.paper.citing import cited, spoken
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import asking

Get = Callable[..., httpx.Response]
PLAN = "doc/ubnd-song-may/2026/kh/95"
WARD = "doc/du-doi-sim-song-may/nk2025-2030/kh/_/2026-0123456789"
BROWSER = "text/html"
HOSTILE = "\n7. <script>alert(7)</script> & <mark id='t1'>\u202egnod uaS\n"


def tree(answer: httpx.Response) -> Any:
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.text
    return lxml.html.fromstring(answer.text)


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(node.text_content().split()) for node in page.xpath(path)]


# — the chain —


def basis(through: str, rests_on: str, relation: str = "căn cứ", link: str = "told") -> dict[str, Any]:
    return {"through": through, "basis": rests_on, "basisLabel": rests_on.upper(), "relation": relation, "link": link}


def outline(nodes: Sequence[Node]) -> list[Any]:
    return [
        (node.iri + ("…" if node.is_again else ""), *([outline(node.below)] if node.below else [])) for node in nodes
    ]


@pytest.mark.parametrize(
    ("rows", "roots", "former", "expected"),
    [
        ([], ["a"], {}, []),
        ([basis("a", "b")], ["a"], {}, [("b",)]),
        ([basis("a", "b"), basis("b", "c"), basis("a", "d")], ["a"], {}, [("b", [("c",)]), ("d",)]),
        ([basis("a", "b"), basis("a", "c"), basis("b", "c"), basis("c", "d")], ["a"], {}, [("b", [("c…",)]), ("c", [("d",)])]),
        ([basis("a", "b"), basis("b", "a"), basis("b", "c")], ["a"], {}, [("b", [("a…",), ("c",)])]),
        ([basis("a", "b"), basis("blank", "c")], ["a"], {"blank": "b"}, [("b", [("c",)])]),
        ([basis("blank", "c")], ["blank"], {"blank": "b"}, [("c",)]),
        ([basis("x", "y")], ["a"], {}, []),
    ],
    ids=["none", "one", "nested", "twice", "circle", "learnt number", "own blank", "of others"],
)  # fmt: skip
def test_the_chain_upwards_is_a_tree_that_ends(
    rows: list[dict[str, Any]], roots: list[str], former: dict[str, str], expected: list[Any]
) -> None:
    assert outline(upward(rows, roots, former)) == expected


def test_two_relations_to_one_basis_are_one_node() -> None:
    (node,) = upward([basis("a", "b"), basis("a", "b", "thực hiện")], ["a"], {})
    assert node.relations == ("căn cứ", "thực hiện")


def test_the_chain_downwards_asks_three_steps_and_says_when_it_is_cut() -> None:
    asked: list[tuple[str, ...]] = []
    below = {"a": ["b", "c"], "b": ["d"], "d": ["e"], "e": ["f"]}

    def ask(iris: Sequence[str]) -> list[dict[str, Any]]:
        asked.append(tuple(iris))
        return [
            {"through": iri, "builder": one, "relation": "căn cứ", "link": "read"}
            for iri in iris
            for one in below.get(iri, ())
        ]

    nodes, is_cut = downward(ask, ["a"])
    assert (outline(nodes), is_cut) == ([("b", [("d", [("e",)])]), ("c",)], False)
    assert asked == [("a",), ("b", "c"), ("d",)]
    below["a"] = [f"n{number}" for number in range(101)]
    nodes, is_cut = downward(ask, ["a"])
    assert (len(nodes), is_cut) == (100, True)


# — a citation to paste —


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-03-11", "ngày 11 tháng 3 năm 2026"),
        ("2026-02-05", "ngày 05 tháng 02 năm 2026"),
        ("2025-12-01", "ngày 01 tháng 12 năm 2025"),
        ("2026", "2026"),
        ("hôm qua", "hôm qua"),
    ],
)
def test_dates_are_written_as_offices_write_them(date: str, expected: str) -> None:
    assert spoken(date) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            {"typeLabel": "Kế hoạch", "number": "95/KH-UBND", "date": "2026-03-11", "issuerName": "UBND thành phố Sông Mây", "title": "Triển khai thông tin"},
            "Kế hoạch số 95/KH-UBND ngày 11 tháng 3 năm 2026 của UBND thành phố Sông Mây về Triển khai thông tin",
        ),
        (
            {"typeLabel": "Nghị quyết", "number": "59-NQ/TW", "issuerLabel": "Bộ Chính trị", "title": "về hội nhập"},
            "Nghị quyết số 59-NQ/TW của Bộ Chính trị về hội nhập",
        ),
        ({"typeLabel": "Kế hoạch", "symbol": "KH-UBND", "issuerName": "UBND xã"}, "Kế hoạch số …/KH-UBND của UBND xã"),
        ({"typeLabel": "Kế hoạch", "symbol": "KH/ĐU", "issuerName": "Đảng ủy"}, "Kế hoạch số …-KH/ĐU của Đảng ủy"),
        ({"typeLabel": "Kế hoạch", "learntNumber": "07/KH-UBND"}, "L"),
        ({"typeLabel": "Luật"}, "L"),
    ],
)  # fmt: skip
def test_a_citation_names_type_number_date_issuer_and_title(header: dict[str, Any], expected: str) -> None:
    told = cited({"documentLabel": "L", **header}, "urn:x", dt.date(2026, 11, 21))
    assert told == f"{expected}. urn:x (truy cập ngày 21/11/2026)."


# — words —


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-2, 32), st.integers(-2, 32)), max_size=6))
def test_every_character_is_shown_once_and_every_span_whole(text: str, spans: list[tuple[int, int]]) -> None:
    cut = list(stretches(text, spans))
    assert "".join(one.words for one in cut) == text
    for number, (start, end) in enumerate(spans):
        is_inside = 0 <= start <= end <= len(text)
        words = "".join(one.words for one in cut if number in one.about)
        assert words == (text[start:end] if is_inside else "")
        assert sum(number in one.begun for one in cut) == (is_inside and start < end)
        assert sum(number in one.missing for one in cut) == (is_inside and start == end)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[tuple[EmbeddedStore, str, Reading]]:
    """A store that keeps the words of one document, with something hostile in it; the document's path; the reading."""
    folder = tmp_path_factory.mktemp("kept")
    source = folder / "<b>suối mơ.txt"
    source.write_bytes((checkout / "examples" / "ke-hoach-xa-suoi-mo.txt").read_bytes() + HOSTILE.encode())
    opened = open_store(folder / "store", prefixes=PREFIXES)
    reading = read_one(source)
    (document,) = describe([reading], base=BASE, with_texts=True)
    fill(opened, (document,), base=BASE)
    assert reading.text is not None
    yield opened, f"doc/{document.key}", reading
    opened.close()


@pytest.fixture(scope="module")
def whole(kept: tuple[EmbeddedStore, str, Reading]) -> Any:
    """The page of that document."""
    opened, path, _ = kept
    return tree(asking(create_app(opened, Catalogue.load()))("GET", f"/doc/{path}", headers={"Accept": BROWSER}))


SIGNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")


def shown_text(page: Any) -> str:
    (column,) = page.xpath("//*[@class='text']")
    for reference in column.xpath(".//a"):
        reference.drop_tree()
    return str(column.text_content())


def test_the_text_is_shown_whole_with_what_is_hostile_as_words(
    kept: tuple[EmbeddedStore, str, Reading], whole: Any
) -> None:
    text = kept[2].text or ""
    assert "<script>alert(7)</script>" in text
    assert shown_text(lxml.html.fromstring(lxml.html.tostring(whole))) == SIGNS.sub("\ufffd", text)
    assert {node.get("src") for node in whole.xpath("//script[not(@type='application/ld+json')]")} == {
        "/static/site.js",
        "/static/paper.js",
    }
    assert "<b>suối mơ.txt" in whole.text_content()


def test_every_fact_has_its_words_marked_in_the_text(kept: tuple[EmbeddedStore, str, Reading], whole: Any) -> None:
    opened, path, reading = kept
    text = reading.text or ""
    rows = opened.run(Catalogue.load()["tasks"].bind({"document": document_iri(BASE, path[4:])})).body
    tasks = json.loads(rows)["results"]["bindings"]
    assert len(tasks) > 3
    for number, task in enumerate(tasks, 1):
        start, end = int(task["from"]["value"]), int(task["to"]["value"])
        marks = whole.xpath(f"//*[@class='text']//mark[contains(concat(' ', @data-words, ' '), ' t{number} ')]")
        assert "".join(mark.text_content() for mark in marks) == text[start:end]
        (fact,) = whole.xpath(f"//*[@id='t{number}']")
        assert fact.xpath(".//a[@class='no']/@href") == [f"#w-t{number}"]
        assert whole.xpath(f"//*[@id='w-t{number}']/@href") == [f"#t{number}"]


@pytest.mark.parametrize("which", ["whole", "quoted"])
def test_every_anchor_leads_to_one_place(request: pytest.FixtureRequest, get: Get, which: str) -> None:
    page = request.getfixturevalue("whole") if which == "whole" else tree(get(f"/doc/{PLAN}", BROWSER))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    wanted = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert len(wanted) > 8
    assert wanted <= set(ids)
    facts = page.xpath("//@data-fact")
    assert {key for keys in page.xpath("//@data-words") for key in keys.split()} <= set(facts) | {""}


def test_without_the_text_quotations_stand_beside_the_facts(get: Get) -> None:
    page = tree(get(f"/doc/{PLAN}", BROWSER))
    assert page.xpath("//*[@class='text']") == []
    assert "Kho không giữ bản văn" in page.text_content()
    (task,) = page.xpath("//*[@id='t1']")
    assert task.xpath(".//a[@class='no']/@href") == ["#q-t1"]
    (words,) = task.xpath("./blockquote[@id='q-t1']")
    assert words.xpath("string(./mark)") == "Sở Du lịch chủ trì, phối hợp Sở Văn hóa tổ chức hội chợ"
    assert words.xpath("./a/@href") == ["#t1"]


def test_words_are_kept_only_where_they_shall_be(tmp_path: Path, checkout: Path) -> None:
    reading = read_one(checkout / "examples" / "ke-hoach-xa-suoi-mo.txt")
    opened = open_store(tmp_path / "store", prefixes=PREFIXES)
    (without,) = describe([reading], base=BASE)
    (with_text,) = describe([reading], base=BASE, with_texts=True)

    def held() -> dict[str, str]:
        return kept_texts(opened, without.key, base=BASE)

    fill(opened, (without,), base=BASE)
    assert held() == {}
    fill(opened, (with_text,), base=BASE)
    (digest,) = held().values()
    assert opened.archive.get(digest).decode() == reading.text
    history = opened.run(Catalogue.load()["versions"].bind({"document": document_iri(BASE, without.key)})).body
    assert len(Table.read(history)) == 1, "the facts are the same: no new version"
    fill(opened, (without,), base=BASE)
    assert list(held().values()) == [digest], "what was kept stays while the copy is the same"
    remove(opened, [without.key], base=BASE, registry=Registry.load())
    assert held() == {}
    assert opened.has_graph(history_graph(BASE, without.key))
    opened.close()


# — the page —


@pytest.mark.parametrize(
    ("path", "what", "expected"),
    [
        (PLAN, "//header[@class='head']//*[starts-with(@class,'tag')]", ["Kế hoạch", "Đã trích", "Cần xem: 1"]),
        (PLAN, "//*[@id='chain-down']/following-sibling::ul[1]/li/a", ["Kế hoạch của Đảng ủy phường Đồi Sim: Triển khai công tác thông tin năm 2026"]),
        (PLAN, "//li[@class='ambiguous']/a", ["36-NQ/TW"]),
        (PLAN, "//li[@class='ambiguous']/span[contains(@class,'tag')]", ["chưa rõ văn bản nào"]),
        (PLAN, "//li[@class='ambiguous']//li", ["Nghị quyết số 36-NQ/TW ngày 26/3/2004 của Bộ Chính trị", "Nghị quyết số 36-NQ/TW ngày 22/10/2018 của Ban Chấp hành Trung ương"]),
        (WARD, "//*[@id='chain-up']/following-sibling::ul[1]/li/a", ["Kế hoạch số 95/KH-UBND ngày 11/03/2026 của UBND thành phố Sông Mây"]),
        (WARD, "//*[@id='chain-up']/following-sibling::ul[1]/li/span", ["căn cứ", "có trong kho"]),
        (PLAN, "//*[@id='t1']//dd//a", ["Sở Du lịch thành phố Sông Mây", "Sở Văn hóa thành phố Sông Mây"]),
        (PLAN, "//*[@id='t2']//span[contains(@class,'warn')]", ["chưa rõ ai chủ trì", "không nêu thời gian"]),
        (PLAN, "//*[@id='r1']//span[contains(@class,'note')]", ["hạn 06-20"]),
        (PLAN, "//*[@id='s1']//bdi", ["Nội dung"]),
        (PLAN, "//*[@id='tasks-1']/summary//h3", ["II.1 Nội dung (1)"]),
        (PLAN, "//*[@id='n1']/div/p/span/a", ["Sở Văn hóa thành phố Sông Mây"]),
    ],
)  # fmt: skip
def test_what_the_page_shows(get: Get, path: str, what: str, expected: list[str]) -> None:
    assert texts(tree(get(f"/doc/{path}", BROWSER)), what) == expected


def test_a_learnt_number_shows_who_told_it_and_the_former_identifier(get: Get) -> None:
    page = tree(get("/doc/doc/ubnd-doi-sim/2026/kh/07", BROWSER))
    assert texts(page, "//*[@class='notice']/p[1]") == ["Số biết được từ văn bản khác: 07/KH-UBND"]
    assert texts(page, "//dt[.='Định danh khác']/following-sibling::dd//code") == [
        f"{BASE}id/doc/ubnd-doi-sim/2026/kh/_/2026-00ff00ff00"
    ]
    assert texts(page, "//dt[.='Định danh khác']/following-sibling::dd//span") == ["trước là"]


def test_the_page_offers_itself_as_sparql_rest_data_and_a_citation(get: Get) -> None:
    page = tree(get(f"/doc/{PLAN}", BROWSER))
    (offers,) = page.xpath("//details[@class='offers']")
    citation, curl, sparql = (node.text_content() for node in offers.xpath(".//pre"))
    assert citation.startswith("Kế hoạch số 95/KH-UBND ngày 11 tháng 3 năm 2026 của Ủy ban nhân dân thành phố Sông Mây")
    assert re.search(rf"\. {BASE}id/{PLAN} \(truy cập ngày \d\d/\d\d/\d{{4}}\)\.$", citation)
    assert f"VALUES ?document {{ <{BASE}id/{PLAN}> }}" in sparql
    assert "/api/v1/documents/ubnd-song-may/2026/kh/95" in curl
    links = offers.xpath(".//ul//a/@href")
    assert links == [f"/data/{PLAN}.{suffix}" for suffix in ("ttl", "jsonld", "nt", "rdf", "trig", "nq")]
    assert {get(link).status_code for link in links} == {200}


def test_a_document_that_many_cite_stays_short_and_leads_on(get: Get, store: EmbeddedStore) -> None:
    cited_iri, graph = f"{BASE}id/doc/x/2026/qd/1", f"{BASE}graph/doc/x/many"
    lines = [f"<{cited_iri}> <{CC.recordStatus}> <{BASE}vocab/status/extracted> .\n"]
    for number in range(60):
        one, citation = f"{BASE}id/doc/x/2026/kh/{number:03}", f"{BASE}id/citation/x/{number}-aaaaaa"
        lines += [
            f"<{citation}> <{CC.cited}> <{cited_iri}> .\n",
            f"<{citation}> <{CC.citing}> <{one}> .\n",
            f"<{citation}> <{CC.role}> <{BASE}vocab/role/basis> .\n",
            f'<{citation}> <{CC.quote}> "QĐ 1, lần {number}" .\n',
        ]
    store.replace({graph: "".join(lines).encode()})
    page = tree(get("/doc/doc/x/2026/qd/1", BROWSER))
    store.remove([graph])
    assert len(page.xpath("//*[@id='cited-by']/ancestor::details//li")) == 50
    (more,) = page.xpath("//*[@id='cited-by']/ancestor::details//a[.='Xem tất cả']/@href")
    assert more == f"/queries/references?{httpx.QueryParams({'reference': cited_iri})}"
    assert "QĐ 1, lần 7" in page.text_content()


@pytest.mark.parametrize(("lang", "title"), [("", "Vì sao có điều này"), ("en", "Why is this here")])
def test_why_tells_words_place_file_rules_and_precision(
    kept: tuple[EmbeddedStore, str, Reading], whole: Any, lang: str, title: str
) -> None:
    ask = asking(create_app(kept[0], Catalogue.load()))
    (address,) = whole.xpath("//*[@id='t1']//p[@class='tools']/a[1]/@href")
    page = tree(ask("GET", address + (f"&lang={lang}" if lang else ""), headers={"Accept": BROWSER}))
    assert texts(page, "//h1") == [title]
    told = " ".join(page.text_content().split())
    quote = whole.xpath("string(//*[@id='q-t1']/mark)")
    start = whole.xpath("string(//*[@id='q-t1']/a/span[1])").strip()
    assert re.fullmatch(r"\d+–\d+", start)
    for one in (quote, start, "<b>suối mơ.txt", "0.1.0"):
        assert one in told, one
    assert kept[2].sha256 in told
    assert page.xpath("//dd[.='0.92']"), "the measured precision of tasks"
    statements = dict(zip(texts(page, "//tbody/tr/th"), texts(page, "//tbody/tr/td"), strict=True))
    assert statements["in section" if lang else "trong đề mục"].endswith("/section/II.1")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/why?subject={BASE}id/{PLAN}", 200),
        (f"/why?subject={BASE}id/finding/1", 200),
        (f"/why?subject={BASE}id/org/bct", 200),
        (f"/why?subject={BASE}id/doc/none", 404),
        ("/why", 400),
        ("/why?subject=", 400),
        ("/why?subject=bct", 400),
        (f"/why?subject={BASE}id/org/bct&colour=red", 400),
        (f"/why?subject={BASE}id/org/bct&property=x", 400),
    ],
)
def test_why_answers_or_says_what_is_wrong(get: Get, address: str, status: int) -> None:
    answer = get(address, BROWSER)
    assert answer.status_code == status
    if status == 200:
        assert "why." not in lxml.html.fromstring(answer.text).text_content()
    else:
        assert answer.json()["status"] == status


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", [PLAN, WARD, "doc/tw/k13/nq/59"])
def test_no_word_of_the_page_is_missing(get: Get, path: str, lang: str) -> None:
    page = tree(get(f"/doc/{path}?lang={lang}", BROWSER))
    shown = page.text_content() + " ".join(page.xpath("//@title"))
    assert not re.search(r"\b(?:doc|chain|why|offers|severity|verdict)\.[a-z]+", shown)
