"""Linked data, REST, questions and pages: what each answers, and one shape for every error."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import anyio
import httpx
import openpyxl
import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef

from cancu import namespaces
from cancu.errors import LimitError
from cancu.graph import to_nquads
from cancu.namespaces import CC, document_graph, document_iri, history_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.history import Ledger
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.templating import NAV
from cancu.serve.words import say
from cancu.store import EmbeddedStore
from tests.serve.conftest import asking

Get = Callable[..., httpx.Response]

PLAN = "doc/ubnd-song-may/2026/kh/95"
K13 = "doc/tw/k13/nq/59"
BASE = "https://w3id.org/cancu/id/"
MODULES = {'<script type="module" src="/static/site.js">'}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "place"),
    [
        (K13, BROWSER, f"/doc/{K13}"),
        (K13, None, f"/doc/{K13}"),
        (K13, "text/turtle", f"/data/{K13}.ttl"),
        (K13, "application/ld+json", f"/data/{K13}.jsonld"),
        (K13, "application/rdf+xml;q=0.9, application/n-triples", f"/data/{K13}.nt"),
        (f"{K13}.rdf", BROWSER, f"/data/{K13}.rdf"),
        (f"{K13}?format=ttl", BROWSER, f"/data/{K13}.ttl"),
        (f"{PLAN}/section/II.1", "text/turtle", f"/data/{PLAN}/section/II.1.ttl"),
    ],
)
def test_a_thing_leads_to_its_page_or_its_data(get: Get, path: str, accept: str | None, place: str) -> None:
    answer = get(f"/id/{path}", accept)
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert "Accept" in answer.headers["vary"]
    assert f'<{BASE}{path.split("?", maxsplit=1)[0].removesuffix(".rdf")}>; rel="canonical"' in answer.headers["link"]
    assert get(place, accept).status_code == 200


@pytest.mark.parametrize(("name", "reader"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")])
def test_the_data_of_a_document_hold_all_its_items(get: Get, name: str, reader: str) -> None:
    graph = Graph().parse(data=get(f"/data/{PLAN}.{name}").content, format=reader)
    subjects = {str(subject).removeprefix(BASE) for subject in graph.subjects()}
    assert {PLAN, "task/ubnd-song-may/1-dddddd", "finding/1", f"{PLAN}/signature"} <= subjects
    assert (URIRef(BASE + PLAN), None, None) in graph


class _Page(HTMLParser):
    """Text, addresses and ids of a page; remembers elements that are left open."""

    void = frozenset({"meta", "link", "input", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.addresses += [value for name, value in values.items() if name in {"href", "src", "action"} and value]
        self.wrong += [tag for name in values if name.startswith("on") or name == "style"]
        is_data_block = tag == "script" and values == {"type": "application/ld+json"}
        is_module = tag == "script" and set(values) == {"type", "src"} and values["type"] == "module"
        if tag in {"script", "iframe", "object", "style"} and not is_data_block and not is_module:
            self.wrong.append(tag)
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["script"]:
            self.text += data


def page(answer: httpx.Response) -> _Page:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    parsed = _Page()
    parsed.feed(answer.text)
    assert (parsed.wrong, parsed.open) == ([], [])
    return parsed


PAGES = [
    "/",
    "/?q=song+may",
    "/docs",
    "/queries",
    "/sparql",
    f"/doc/{PLAN}",
    f"/doc/{K13}",
    "/doc/org/so-du-lich-song-may",
]
PAGES += [
    "/queries/units-citing",
    "/queries/units-citing?reference=nghi+quyet+59",
    "/queries/counts",
    "/queries/document-facts",
]


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_and_load_nothing_from_elsewhere(get: Get, path: str, lang: str) -> None:
    answer = get(path + (f"{'&' if '?' in path else '?'}lang={lang}" if lang else ""), BROWSER)
    parsed = page(answer)
    assert f'<html lang="{lang or "vi"}">' in answer.text
    loaded = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|img|script)[^>]*(?:href|src)="([^"]+)"', answer.text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert not re.search(r"\b(?:site|home|doc|answer|query|thing|api)\.[a-z]+[A-Z]?\w*\b", parsed.text), (
        "a word is missing"
    )


@pytest.mark.parametrize("path", [path for path, _ in NAV])
def test_every_page_of_the_menu_is_there(get: Get, path: str) -> None:
    answer = get(path, BROWSER)
    page(answer)
    assert f'<a href="{path}" aria-current="page">' in answer.text


@pytest.mark.parametrize("path", ["/", f"/doc/{PLAN}", "/queries"])
def test_links_within_the_site_lead_somewhere(get: Get, path: str) -> None:
    inner = {address for address in page(get(path, BROWSER)).addresses if address.startswith("/") and address != "/"}
    inner -= {path for path, _ in NAV}
    expected = {address: 404 if "who-reports-to" in address else 200 for address in inner}  # Hà Nội is not in here
    assert expected
    assert {address: get(address, BROWSER).status_code for address in inner} == expected


def test_a_name_that_means_nothing_is_told_on_the_page(get: Get) -> None:
    answer = get("/queries/units-citing?reference=nghi+quyet+777", BROWSER)
    assert answer.status_code == 404
    assert "nghi quyet 777" in answer.text
    assert '<p class="trouble" role="alert">' in answer.text


def test_a_document_page_shows_facts_beside_their_words(get: Get) -> None:
    text = page(get(f"/doc/{PLAN}", BROWSER)).text
    for shown in (
        "95/KH-UBND",
        "Trần Thị Mẫu",
        "TM. ỦY BAN NHÂN DÂN",
        "Nghị quyết số 36-NQ/TW ngày 22/10/2018",  # a candidate
        "Không in ngày; hai nghị quyết cùng số.",  # why it is ambiguous
        "Sở Du lịch chủ trì, phối hợp Sở Văn hóa tổ chức hội chợ",
        "Quý II",
        "06-20",
        "In 58 năm, tính ra 59 năm.",
        "để thực hiện",
        "100–165",  # cited by the ward's plan, with the place of the words
    ):
        assert shown in text, shown


def test_a_document_page_says_what_people_hold_of_a_finding(get: Get) -> None:
    page = get("/id/doc/ubnd-song-may/2026/kh/95", "text/html", follow_redirects=True).text
    assert "<em>[báo nhầm (Phòng &lt;b&gt;A&lt;/b&gt;): tính cả năm đầu]</em>" in page


def test_hostile_words_are_shown_as_words(get: Get) -> None:
    answer = get(f"/doc/{PLAN}", BROWSER)
    data_block, own = '<script type="application/ld+json">', '<script type="module" src="/static/paper.js">'
    assert set(re.findall("<script[^>]*>", answer.text)) - {data_block, own} == MODULES
    assert "<script>alert(1)</script> & thông tin" in page(answer).text


def test_every_answer_forbids_loading_from_elsewhere(get: Get) -> None:
    for path in ("/", "/healthz", "/nowhere", "/static/cancu.css", "/sparql?query=x"):
        headers = get(path).headers
        policy = dict(part.split(maxsplit=1) for part in headers["content-security-policy"].split("; "))
        assert policy.pop("default-src") == "'none'"
        assert set(policy.values()) == {"'self'", "'none'"}
        assert policy["script-src"] == policy["connect-src"] == "'self'"
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/id/doc/none", 404),
        ("/doc/doc/none", 404),
        ("/data/doc/none.ttl", 404),
        ('/id/doc/"> <script>', 404),
        ("/queries/none", 404),
        ("/static/none.css", 404),
        ("/api/v1/documents/none", 404),
        ("/api/v1/documents/a[b]", 404),
        ("/api/v1/tasks/[::1]", 404),
        ("/api/v1/lookup?q=quyet+dinh+77", 404),
        ("/api/v1/lookup", 400),
        ("/api/v1/tasks?limit=0", 400),
        ("/api/v1/tasks?limit=x", 400),
        ("/api/v1/tasks?offset=-1", 400),
        ("/api/v1/tasks?colour=red", 400),
        ("/api/v1/documents?since=yesterday", 400),
        ("/api/v1/documents?since=2026-01-01&since=2026-01-02", 400),
        ("/queries/units-citing?format=json", 400),
        ("/queries/units-citing?reference=nghi+quyet+777&format=json", 404),
        ("/queries/counts?format=pdf", 406),
        ("/queries/document-facts?document=x&format=csv", 406),
    ],
)
def test_every_error_is_a_problem(get: Get, path: str, status: int) -> None:
    answer = get(path)
    body = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert {"type", "title", "status", "detail", "detail_en", "instance"} <= set(body)
    assert body["status"] == status
    assert not body["title"].startswith("problem.")


def test_a_mistake_of_ours_is_a_problem_with_a_number(app: Any, ask: Get) -> None:
    app.add_api_route("/broken-for-a-test", lambda: 1 // 0)
    answer = ask("GET", "/broken-for-a-test")
    assert answer.status_code == 500
    body = answer.json()
    assert re.fullmatch(r"[0-9a-f]{32}", body["id"])
    assert "division" not in answer.text


def test_a_wrong_method_tells_the_right_ones(ask: Get) -> None:
    answer = ask("DELETE", "/api/v1/documents")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert answer.json()["title"] == say("problem.method-not-allowed")


def items(get: Get, url: str) -> list[dict[str, Any]]:
    answer = get(url)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert len(body["items"]) <= body["total"]
    return list(body["items"])


def test_rest_lists_take_the_filters_of_their_questions(get: Get) -> None:
    assert len(items(get, "/api/v1/documents")) == 8
    assert [
        item["number"] for item in items(get, "/api/v1/documents?status=ccv:status/extracted&since=2026-01-01")
    ] == ["95/KH-UBND"]
    assert [item["citedNumber"] for item in items(get, "/api/v1/references?resolution=ccv:resolution/ambiguous")] == [
        "36-NQ/TW"
    ]
    assert len(items(get, "/api/v1/references?reference=nghi+quyet+59")) == 1
    assert [item["leadNames"] for item in items(get, "/api/v1/tasks?agency=so+du+lich&until=2026-04-30")] == [
        "Sở Du lịch"
    ]
    assert items(get, "/api/v1/tasks?agency=so+du+lich&since=2026-07-01") == []
    assert [item["due"] for item in items(get, "/api/v1/reports")] == ["06-20"]
    assert [item["eventLabel"] for item in items(get, "/api/v1/events")] == ["58 năm Ngày thành lập ASEAN"]
    assert len(items(get, "/api/v1/organisations")) == 5


def test_rest_pages_join_up(get: Get) -> None:
    whole = items(get, "/api/v1/organisations")
    url, seen = "/api/v1/organisations?limit=2", []
    while url:
        body = get(url).json()
        seen += body["items"]
        url = body["next"]
    assert seen == whole


def test_rest_gives_one_document_with_all_its_facts(get: Get) -> None:
    body = get("/api/v1/documents/ubnd-song-may/2026/kh/95").json()
    assert body["document"]["number"] == "95/KH-UBND"
    assert [len(body[name]) for name in ("citations", "tasks", "reports", "findings")] == [1, 2, 1, 1]


def test_lookup_answers_one_several_or_none(get: Get) -> None:
    one, several = get("/api/v1/lookup?q=nghi quyet 59 nam 2025"), get("/api/v1/lookup?q=Nghị quyết 59")
    assert (one.status_code, [item["date"] for item in one.json()["items"]]) == (303, ["2025-01-24"])
    assert one.headers["location"] == f"/id/{K13}"
    assert (several.status_code, {item["date"] for item in several.json()["items"]}) == (
        300,
        {"2020-08-05", "2025-01-24"},
    )
    missing = get("/api/v1/lookup?q=nghị quyết 58 của Bộ Chính trị")
    assert missing.status_code == 404
    assert BASE + K13 in missing.json()["near"]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("NQ 59 ngày 24/01/2025", f"/id/{K13}"),
        ("kế hoạch 95 UBND TP Sông Mây", f"/id/{PLAN}"),
        ("sở du lịch sông mây", "/id/org/so-du-lich-song-may"),
        ("UBND thành phố Sông Mây", "/id/org/ubnd-song-may"),
    ],
)
def test_one_meaning_leads_to_the_thing(get: Get, typed: str, place: str) -> None:
    answer = get("/api/v1/lookup", params={"q": typed})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert get(place).status_code == 303


def test_search_reads_words_without_tones(get: Get) -> None:
    assert {item["label"] for item in items(get, "/api/v1/search?q=dang uy doi sim")} == {
        "Kế hoạch của Đảng ủy phường Đồi Sim: Triển khai công tác thông tin năm 2026",
        "Đảng ủy phường Đồi Sim",
    }


@pytest.mark.parametrize("spelling", ["nghi quyet 59", "Nghị quyết 59", "59-NQ/TW", "NQ 59", BASE + K13])
def test_question_59_has_one_answer_in_any_spelling(get: Get, spelling: str) -> None:
    rows = get("/queries/units-citing", params={"reference": spelling, "format": "json"}).json()["rows"]
    assert [(row["issuerLabel"], row["citedDate"], row["roleLabel"]) for row in rows] == [
        ("Đảng ủy phường Đồi Sim", "2025-01-24", "Nhắc tới")
    ]
    assert rows[0]["quote"].startswith("Nghị quyết số 59-NQ/TW ngày 24/01/2025")


def test_questions_answer_as_workbooks_and_texts(get: Get) -> None:
    answer = get("/queries/units-citing?reference=59-NQ/TW&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0].max_row == 2
    assert "attachment" in answer.headers["content-disposition"]
    assert get("/queries/counts", "text/csv").text.startswith("\ufeffclass,classLabel,count")
    assert (
        get("/queries/document-facts", params={"document": BASE + PLAN})
        .headers["content-type"]
        .startswith("text/turtle")
    )


def test_the_list_of_questions_tells_their_parameters(get: Get) -> None:
    listed = get("/queries", "application/json").json()
    assert {item["name"] for item in listed["items"]} == set(Catalogue.load())
    units = next(item for item in listed["items"] if item["name"] == "units-citing")
    assert units["parameters"][0] | {"description": ""} == {
        "name": "reference",
        "type": "reference",
        "required": True,
        "default": None,
        "description": "",
    }


def test_anniversaries_are_reckoned(get: Get) -> None:
    (row,) = get("/queries/anniversaries", "application/json").json()["rows"]
    assert (row["years"], row["reckoned"], row["agrees"]) == (58, 59, False)


def test_openapi_lists_every_question_with_its_parameters(get: Get) -> None:
    api = json.loads(get("/openapi.json").text)
    names = [item["name"] for item in api["paths"]["/queries/units-citing"]["get"]["parameters"]]
    assert names == ["reference", "language", "role", "issuedBy", "lang", "format"]
    identifiers = [operation["operationId"] for verbs in api["paths"].values() for operation in verbs.values()]
    assert len(identifiers) == len(set(identifiers))


def test_a_learnt_number_leads_from_the_old_identifier_to_the_new(get: Get) -> None:
    old, new = "doc/ubnd-doi-sim/2026/kh/_/2026-00ff00ff00", "doc/ubnd-doi-sim/2026/kh/07"
    moved = get(f"/id/{old}.ttl")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/id/{new}.ttl")
    text = page(get(f"/doc/{new}", BROWSER)).text
    assert "Kế hoạch số 07/KH-UBND" in text
    assert "Trồng 100 cây" in text, "facts under the old identifier are shown under the new one"
    assert [item["leadNames"] for item in items(get, "/api/v1/tasks?document=07/KH-UBND")] == ["Ban Quản lý"]
    chain = get("/queries/basis-chain?document=ke hoach 07", "application/json").json()["rows"]
    assert {row["basis"] for row in chain} == {BASE + K13}


def test_head_is_get_without_the_body(ask: Get, server: str) -> None:
    for answer in (ask("HEAD", f"/id/{K13}"), httpx.head(f"{server}/id/{K13}")):
        assert (answer.status_code, answer.headers["location"], answer.content) == (303, f"/doc/{K13}", b"")


def test_life_signs(get: Get, store: EmbeddedStore) -> None:
    assert get("/healthz").json() == {"status": "ok"}
    assert get("/readyz").json()["quads"] == store.size()


def test_the_dump_is_the_whole_store_and_the_same_each_time(get: Get, store: EmbeddedStore) -> None:
    first, second = get("/dump.nq.gz"), get("/dump.nq.gz")
    quads = set(ox.parse(gzip.decompress(first.content), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == store.size()
    assert first.content == second.content


def test_an_earlier_version_of_what_is_known_is_served(ask: Get, store: EmbeddedStore) -> None:
    key, graph = "ubnd-suoi-mo/2026/kh/77", document_graph(namespaces.BASE, "ubnd-suoi-mo/2026/kh/77")
    iri = document_iri(namespaces.BASE, key)
    ledger = Ledger(store, 1, base=namespaces.BASE)
    for title in ("cũ", "mới"):
        quads = ((URIRef(iri), CC.title, Literal(title, lang="vi"), URIRef(graph)),)
        content = to_nquads(quads)
        store.replace(
            {graph: content, **ledger.entry(Described(key, quads), content, store.archive.put), **ledger.ingestion()}
        )
    first = ask("GET", f"/data/doc/{key}/version/1.nt")
    assert (first.status_code, first.text.strip()) == (200, f'<{iri}> <{CC.title}> "cũ"@vi .')
    assert first.headers["memento-datetime"].endswith(" GMT")
    second = ask("GET", f"/id/doc/{key}/version/2", headers={"Accept": "text/turtle"})
    assert (second.status_code, second.headers["location"]) == (303, f"/data/doc/{key}/version/2.ttl")
    assert "mới" in ask("GET", second.headers["location"]).text
    assert ask("GET", f"/data/doc/{key}/version/3.nt").status_code == 404
    assert 'rel="version-history"' in ask("GET", f"/data/doc/{key}.ttl").headers["link"]
    store.remove([graph, history_graph(namespaces.BASE, key)])


def test_a_busy_machine_starts_all_the_same(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(store, Catalogue.load())

    def busy(*_args: object, **_options: object) -> None:
        raise LimitError("bận", "busy")

    async def start() -> None:
        async with app.router.lifespan_context(app):
            pass

    with monkeypatch.context() as patch:
        patch.setattr(store, "query", busy)
        anyio.run(start)
        assert asking(app)("GET", "/healthz").status_code == 200
        assert asking(app)("GET", "/readyz").status_code == 503
    assert asking(app)("GET", "/readyz").status_code == 200
