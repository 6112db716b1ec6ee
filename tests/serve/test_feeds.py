"""/feed.atom, sitemaps and robots.txt: valid whatever the labels hold, complete, and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import feedparser
import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.http.xml import Tree, clean
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import FIXTURE, Get, graphs_of

ATOM, GONE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://w3id.org/cancu/"
CC = f"{BASE}ontology#"
HOSTILE = [
    "</title><script>alert(1)</script>",
    "a & b < c ]]> \"'",
    "nul \x00 bell \x07 escape \x1b unit \x1f",
    "half \ufffe and \uffff",
    "&#0; &nbsp; <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "hòa bình – đ \U0001f600 \u202e đảo",
    "xuống\r\ndòng\ttab",
]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


class Site:
    """A service over a store of its own, with small pages."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.store = store
        self.app = create_app(store, Catalogue.load(), Options(feed_page=2, sitemap_page=2))

    def get(self, url: str, **headers: str) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.get(url, headers=headers)

        return anyio.run(call)

    def xml(self, url: str) -> etree._Element:
        answer = self.get(url)
        assert answer.status_code == 200, answer.text
        return etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False, no_network=True))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    store = open_store(tmp_path)
    store.replace({name: lines for name, lines in graphs_of(FIXTURE).items() if "graph/doc/" not in name})
    yield Site(store)
    store.close()


def document(key: str, label: str, *classes: str, title: str = "Về việc mẫu") -> dict[str, bytes]:
    iri = ox.NamedNode(f"{BASE}id/doc/{key}")
    facts: list[tuple[str, Any]] = [
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ox.NamedNode(CC + name)) for name in ("Document", *classes)
    ]
    facts += [
        (f"{CC}recordStatus", ox.NamedNode(f"{BASE}vocab/status/extracted")),
        ("http://www.w3.org/2000/01/rdf-schema#label", ox.Literal(label, language="vi")),
        (f"{CC}title", ox.Literal(title, language="vi")),
        (f"{CC}issuerName", ox.Literal(label)),
    ]
    lines = (f"{ox.Quad(iri, ox.NamedNode(name), value)} .\n" for name, value in facts)
    return {f"{BASE}graph/doc/{key}": "".join(lines).encode()}


def follow(site: Site, url: str) -> list[feedparser.FeedParserDict]:
    """Every page of a feed by rel=next, each well-formed for feedparser."""
    pages = []
    while url:
        answer = site.get(url)
        assert answer.headers["content-type"] == "application/atom+xml"
        page = feedparser.parse(answer.content)
        assert page.bozo is False, page.get("bozo_exception")
        assert page.version == "atom10"
        pages.append(page)
        found = [link["href"] for link in page.feed.links if link["rel"] == "next"]
        assert answer.headers.get("link", "") == "".join(f'<{href}>; rel="next"' for href in found)
        url = found[0] if found else ""
    return pages


def keeps_the_rules(feed: etree._Element) -> bool:
    """RFC 4287 §4.1.1 and §4.1.2, RFC 6721 §3: what must stand in a feed and its entries, and how often."""
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert [len(element.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert element.findtext(f"{ATOM}id", "").startswith("https://")
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated", ""))
        kinds = [(link.get("rel"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert len(kinds) == len(set(kinds))
        assert all(link.get("href", "").startswith("http://test/") for link in element.findall(f"{ATOM}link"))
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for gone in feed.findall(f"{GONE}deleted-entry"):
        assert gone.get("ref", "").startswith("https://")
        assert MOMENT.fullmatch(gone.get("when", ""))
    ids = [item.findtext(f"{ATOM}id") for item in feed.findall(f"{ATOM}entry")]
    return len(ids) == len(set(ids))


def test_documents_come_newest_first_on_pages_without_loss(site: Site) -> None:
    for index in range(5):
        site.store.replace(document(f"ubnd-song-may/2026/kh/{index}", f"Kế hoạch {index}"))
    site.store.replace(document("ubnd-song-may/2026/kh/1", "Kế hoạch 1, sửa"))
    pages = follow(site, "/feed.atom")
    titles = [entry.title for page in pages for entry in page.entries]
    assert titles == ["Kế hoạch 1, sửa", "Kế hoạch 4", "Kế hoạch 3", "Kế hoạch 2", "Kế hoạch 0"]
    assert [len(page.entries) for page in pages] == [2, 2, 1]
    moments = [entry.updated for page in pages for entry in page.entries]
    assert moments == sorted(moments, reverse=True)
    assert {page.feed.id for page in pages} == {f"{BASE}feed/documents"}
    changed = pages[0].entries[0]
    assert changed.published < changed.updated
    assert all(keeps_the_rules(site.xml(link["href"])) for page in pages for link in page.feed.links[:1])


def test_entries_tell_what_the_store_knows(site: Site) -> None:
    key = "ubnd-song-may/2026/kh/95"
    site.store.replace({f"{BASE}graph/doc/{key}": graphs_of(FIXTURE)[f"{BASE}graph/doc/{key}"]})
    entry = follow(site, "/feed.atom")[0].entries[0]
    assert entry.id == f"{BASE}id/doc/{key}"
    assert entry.title == "Kế hoạch số 95/KH-UBND ngày 11/03/2026 của UBND thành phố Sông Mây"
    assert (entry.author, entry.tags[0].label) == ("Ủy ban nhân dân thành phố Sông Mây", "Kế hoạch")
    assert entry.summary_detail.type == "text/plain"
    hrefs = {link.type: link.href for link in entry.links}
    assert hrefs["text/html"] == f"http://test/doc/doc/{key}"
    assert set(hrefs) == {
        "text/html",
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/rdf+xml",
    }


def test_the_links_of_an_entry_open(site: Site) -> None:
    site.store.replace(document("ubnd-song-may/2026/kh/_/2026-00ff", "Mẫu"))
    entry = follow(site, "/feed.atom")[0].entries[0]
    for link in entry.links:
        answer = site.get(link.href)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, link.type)


def test_a_removed_document_is_a_tombstone(site: Site) -> None:
    key = "ubnd-song-may/2026/kh/1"
    site.store.replace(document(key, "Kế hoạch 1"))
    site.store.remove([f"{BASE}graph/doc/{key}"])
    feed = site.xml("/feed.atom")
    gone = feed.findall(f"{GONE}deleted-entry")
    assert [item.get("ref") for item in gone] == [f"{BASE}id/doc/{key}"]
    assert f"{BASE}id/doc/{key}" not in [item.findtext(f"{ATOM}id") for item in feed.findall(f"{ATOM}entry")]
    assert keeps_the_rules(feed)


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_are_text(site: Site, label: str) -> None:
    key = "ubnd-song-may/2026/nd/1"
    site.store.replace(document(key, label, "NormativeDocument", title=label))
    for url in ("/feed.atom", "/eli/feed.atom"):
        follow(site, url)
        feed = site.xml(url)
        assert keeps_the_rules(feed)
        (title, *_) = [item.findtext(f"{ATOM}title") for item in feed.findall(f"{ATOM}entry")]
        assert title == clean(label)
    assert {element.tag for element in feed.iter()} <= {ATOM + name for name in _NAMES} | {_COMPLETE}


@pytest.mark.parametrize("name", ["a\u00a0b", "đ/2026", "%20", "a'b", "", "\u202ea", "x?y#z"])
def test_hostile_names_of_graphs_are_text(site: Site, name: str) -> None:
    graph = f"{BASE}graph/doc/{name}"
    site.store.replace({graph: b"<http://e/s> <http://e/p> <http://e/o> .\n"})
    for _ in range(2):
        feed = site.xml("/feed.atom")
        assert keeps_the_rules(feed)
        mapped(site, "/sitemap.xml")
        site.store.remove([graph])
    assert feed.find(f"{GONE}deleted-entry").get("ref") == f"{BASE}id/doc/{name}"


_NAMES = ("feed", "entry", "id", "title", "updated", "published", "author", "name", "link", "summary", "category")
_COMPLETE = "{http://purl.org/syndication/history/1.0}complete"


@given(st.text())
def test_any_text_survives_xml(text: str) -> None:
    tree = Tree("feed", "urn:x")
    tree.add(tree.root, "a", text, b=text)
    (found,) = etree.fromstring(tree.written())
    expected = clean(text)
    assert (found.text or "") == expected
    assert found.get("b") == expected
    assert all(b in {a, "\ufffd"} for a, b in zip(text, expected, strict=True))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("issuer=ubnd-song-may", ["ubnd-song-may/2026/kh/1"]),
        (f"issuer={BASE}id/org/ubnd-song-may", ["ubnd-song-may/2026/kh/1"]),
        ("issuer=UBND thành phố Sông Mây", ["ubnd-song-may/2026/kh/1"]),
        ("issuer=so-van-hoa-song-may", []),
    ],
)
def test_the_feed_of_one_body(site: Site, query: str, keys: list[str]) -> None:
    site.store.replace(
        document("ubnd-song-may/2026/kh/1", "Kế hoạch") | document("ubnd-song-may-khac/2026/kh/1", "Mồi")
    )
    found = [entry.id for page in follow(site, f"/feed.atom?{query}") for entry in page.entries]
    assert found == [f"{BASE}id/doc/{key}" for key in keys]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/feed.atom?issuer=không có cơ quan này", 404),
        ("/feed.atom?issuer=%00", 404),
        ("/feed.atom?issuer=%FF%FE", 404),
        ("/feed.atom?issuer=%3Cscript%3E", 404),
        (f"/feed.atom?issuer={'a' * 201}", 400),
        ("/feed.atom?before=0", 400),
        ("/feed.atom?before=x", 400),
        ("/feed.atom?before=99999999999999999999999", 400),
        ("/sitemap-99.xml", 404),
        ("/sitemap-0.xml", 400),
        ("/eli/sitemap-2.xml", 404),
    ],
)
def test_what_cannot_be_had_is_told_as_a_problem(site: Site, url: str, status: int) -> None:
    answer = site.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_an_empty_store_has_valid_feeds_and_maps(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    site = Site(store)
    for url in ("/feed.atom", "/eli/feed.atom"):
        assert [page.entries for page in follow(site, url)] == [[]]
        assert keeps_the_rules(site.xml(url))
    assert mapped(site, "/sitemap.xml") == mapped(site, "/eli/sitemap.xml") == {"http://test/": None}
    store.close()


def mapped(site: Site, url: str) -> dict[str, str | None]:
    """Every address of the sitemaps that an index names, with its last change; checks the form of both."""
    found: dict[str, str | None] = {}
    index = site.xml(url)
    assert index.tag == f"{MAP}sitemapindex"
    for part in index:
        pages = site.xml(part.findtext(f"{MAP}loc", ""))
        assert (part.tag, pages.tag) == (f"{MAP}sitemap", f"{MAP}urlset")
        assert 1 <= len(pages) <= 2
        changed = [page.findtext(f"{MAP}lastmod") for page in pages]
        assert part.findtext(f"{MAP}lastmod") == max(changed, key=lambda moment: moment or "")
        for page in pages:
            assert [child.tag for child in page] in ([f"{MAP}loc", f"{MAP}lastmod"], [f"{MAP}loc"])
            found[page.findtext(f"{MAP}loc", "")] = page.findtext(f"{MAP}lastmod")
    return found


def test_the_sitemap_names_the_page_of_every_document(site: Site) -> None:
    site.store.replace(document("ubnd-song-may/2026/kh/1", "a") | document("ubnd-song-may/2026/kh/2", "b"))
    site.store.remove([f"{BASE}graph/doc/ubnd-song-may/2026/kh/2"])
    found = mapped(site, "/sitemap.xml")
    keys = [name.removeprefix(f"{BASE}graph/doc/") for name in site.store.graphs(f"{BASE}graph/doc/")]
    assert sorted(found) == sorted(f"http://test/doc/doc/{key}" for key in keys)
    assert all(MOMENT.fullmatch(moment or "") for moment in found.values())
    assert site.get("/doc/doc/ubnd-song-may/2026/kh/1").status_code == 200


def test_legislation_has_a_sitemap_and_a_feed_of_its_own(site: Site) -> None:
    laws = [f"chinh-phu/qppl-2026/nd/{index}" for index in range(3)]
    for key in laws:
        site.store.replace(document(key, key, "NormativeDocument"))
    site.store.replace(document("ubnd-song-may/2026/kh/1", "Kế hoạch"))
    assert sorted(mapped(site, "/eli/sitemap.xml")) == [f"http://test/id/doc/{key}" for key in laws]
    pages = follow(site, "/eli/feed.atom")
    assert [entry.id for page in pages for entry in page.entries] == [f"{BASE}id/doc/{key}" for key in reversed(laws)]
    site.store.replace(document(laws[0], "sửa", "NormativeDocument"))
    assert follow(site, "/eli/feed.atom")[0].entries[0].title == "sửa"
    moment = datetime.fromisoformat(mapped(site, "/eli/sitemap.xml")[f"http://test/id/doc/{laws[0]}"] or "")
    assert moment == site.store.journal.newest(BASE, 1)[0].moment


def test_robots_are_told_of_both_maps(site: Site) -> None:
    text = site.get("/robots.txt").text
    places = re.findall(r"^Sitemap: http://test(\S+)$", text, re.MULTILINE)
    assert places == ["/sitemap.xml", "/eli/sitemap.xml"]
    assert all(site.get(place).status_code == 200 for place in places)
    assert "Disallow: /sparql?\n" in text
    assert "Disallow: /\n" not in text


@pytest.mark.parametrize(
    "url", ["/feed.atom", "/eli/feed.atom", "/sitemap.xml", "/sitemap-1.xml", "/eli/sitemap-1.xml"]
)
def test_validators_change_with_the_content_only(site: Site, url: str) -> None:
    site.store.replace(document("bo-mau/2026/nd/1", "a", "NormativeDocument"))
    tag = site.get(url).headers["etag"]
    assert site.get(url, **{"if-none-match": tag}).status_code == 304
    site.store.remove([f"{BASE}graph/doc/bo-mau/2026/nd/1"])
    assert site.get(url, **{"if-none-match": tag}).status_code == 200


def test_every_route_is_described(get: Get) -> None:
    paths = get("/openapi.json").json()["paths"]
    ours = ["/changes", "/changes/{run}/{first}", "/feed.atom", "/eli/feed.atom", "/sitemap.xml", "/sitemap-{part}.xml"]
    ours += ["/eli/sitemap.xml", "/eli/sitemap-{part}.xml", "/robots.txt"]
    for path in ours:
        operation = paths[path]["get"]
        assert operation["summary"]
        assert all(item.get("description") for item in operation.get("parameters", ()))


def test_pages_point_to_the_feed(get: Get) -> None:
    page = get("/", "text/html").text
    assert '<link rel="alternate" type="application/atom+xml" href="/feed.atom"' in page
