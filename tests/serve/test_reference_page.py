"""The page of a document that is only cited: what is known, who cites it in which role, its namesakes; the list."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from cancu import resources
from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.faces.notes import note
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import asking
from tests.serve.people import BASES, BROWSER, ID, Get, peopled, sections

K13, K12 = "/doc/doc/tw/k13/nq/59", "/doc/doc/tw/k12/nq/59"
BASIS = "ccv:role/basis"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("people"), prefixes=PREFIXES)
    opened.replace(peopled())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fetch(filled: EmbeddedStore) -> Get:
    ask = asking(create_app(filled, Catalogue.load()))
    return lambda url: ask("GET", url, headers={"Accept": BROWSER})


@pytest.mark.parametrize(
    ("path", "section", "shown", "decoy"),
    [
        (K13, "known", "Nghị quyết hội nhập", "việc cũ"),
        (K13, "known", "còn hiệu lực; được sửa đổi, bổ sung bởi 9/2025 (theo dữ liệu ngày 01/11/2026)", "in force"),
        (K13, "known", "đọc ở nguồn công khai: vtcnews 1", "hiểu biết chung"),
        (K12, "known", "bị thay thế từ ngày 24/01/2025 · theo 59-NQ/TW có nghị quyết mới", "Chưa có thông tin"),
        ("/doc/doc/tw/k13/nq/60", "known", "Chưa có thông tin về hiệu lực", "còn hiệu lực"),
        ("/doc/doc/tw/name/cuong-linh", "known", "Chỉ biết qua lời viện dẫn", "nguồn công khai"),
        (K13, "relations", "Thay thế Nghị quyết số 59-NQ/TW ngày 05/8/2020", "Bị thay thế bởi"),
        (K12, "relations", "Bị thay thế bởi Nghị quyết số 59-NQ/TW ngày 24/01/2025", "Căn cứ"),
        ("/doc/doc/tw/name/cuong-linh", "relations", "Có thể chính là Nghị quyết số 60-NQ/TW", "Thay thế"),
        (K13, "chain", "căn cứ Cương lĩnh", "60-NQ/TW"),
        (K13, "cited-by", f"căn cứ ({BASES})", "lời <s>thứ</s> 2 của so"),
        (K13, "cited-by", "lời <s>thứ</s> 1 của so", "lời <s>thứ</s> 3 của so"),
        (K12, "cited-by", "lời <s>thứ</s> 2 của so", "của du"),
        (K13, "unclear", "lời <s>thứ</s> 3 của so", "của du"),
        (K12, "unclear", "lời <s>thứ</s> 3 của so", "lời <s>thứ</s> 2 của so"),
        ("/doc/doc/cp/2024/nq/59", "cited-by", "Chưa văn bản nào trong kho viện dẫn", "căn cứ"),
        (K13, "namesakes", "Nghị quyết số 59/NQ-CP ngày 25/4/2024 Chính phủ Mây 25/04/2024", "ngày 24/01/2025"),
        (K13, "namesakes", "Nghị quyết số 59-NQ/TW ngày 05/8/2020 Đảng ủy xã Mây 05/08/2020 việc cũ 1", "60-NQ/TW"),
        ("/doc/doc/tw/k13/nq/60", "namesakes", "Không có văn bản nào khác cùng loại, cùng số", "59"),
    ],
)
def test_a_reference_tells_what_is_known(fetch: Get, path: str, section: str, shown: str, decoy: str) -> None:
    text = sections(fetch(path)).texts[section]
    assert shown in text
    assert decoy not in text


@pytest.mark.parametrize(
    ("query", "rows", "more"),
    [
        ("", 22, 3),  # 20 of 23 bases, the one that carries it out, the ambiguous one
        (f"?role={BASIS}", BASES + 1, 0),
        ("?role=ccv:role/implements", 1, 0),
        ("?role=ccv:role/amends", 0, 0),
        (f"?issuer={ID}org/so", 2, 0),
        ("?issuer=so+van+hoa+va+du+lich", 2, 0),
        (f"?issuer={ID}org/so&role={BASIS}", 1, 0),
    ],
)
def test_filters_leave_the_citations_of_a_role_and_an_issuer(fetch: Get, query: str, rows: int, more: int) -> None:
    answer = fetch(K13 + query)
    parsed = sections(answer)
    found = re.findall(r"lời &lt;s&gt;thứ&lt;/s&gt; \d+ của \w+", answer.text)
    assert len(found) == rows
    assert (f"Còn nữa: {more}" in parsed.texts["cited-by"]) == bool(more)


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [("?role=not+an+iri", 400, "role"), ("?issuer=sở+không+có", 404, "issuer"), ("?role=", 200, None)],
)
def test_a_wrong_filter_is_told(fetch: Get, query: str, status: int, where: str | None) -> None:
    answer = fetch(K13 + query)
    assert answer.status_code == status
    assert where is None or answer.json()["where"] == where


def test_the_table_can_be_taken_away_with_its_filters(fetch: Get) -> None:
    links = sections(fetch(f"{K13}?issuer={ID}org/so&role={BASIS}")).links
    link = next(link for link in links if link.startswith("/queries/units-citing") and "format=csv" in link)
    rows = list(csv.DictReader(io.StringIO(fetch(link).text.removeprefix("\ufeff"))))
    assert [(row["quote"], row["documentDate"]) for row in rows] == [("lời <s>thứ</s> 3 của so", "2026-01-04")]
    whole = list(
        csv.DictReader(io.StringIO(fetch(f"/queries/units-citing?reference={ID}doc/tw/k13/nq/59&format=csv").text))
    )
    assert len(whole) == BASES + 2


def test_the_foot_offers_the_same_elsewhere(fetch: Get) -> None:
    answer = fetch(K13)
    parsed = sections(answer)
    assert "http://test/id/doc/tw/k13/nq/59 (xem ngày " in parsed.texts[""]
    assert f"VALUES ?reference {{ &lt;{ID}doc/tw/k13/nq/59&gt; }}" in answer.text
    for link in (
        "/data/doc/tw/k13/nq/59.ttl",
        f"/api/v1/references?reference={quote(f'{ID}doc/tw/k13/nq/59', safe='')}",
    ):
        assert link in parsed.links
        assert fetch(link).status_code in {200, 406}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            K13,
            [
                "Cited by",
                "What is known",
                "Resolution",
                "in force; amended by 9/2025",
                "read in a public source",
                "basis",
            ],
        ),
        ("/references", ["Cited documents", "Citing documents", "registered"]),
    ],
)
def test_pages_speak_english_around_the_words_of_documents(fetch: Get, path: str, words: list[str]) -> None:
    answer = fetch(f"{path}?lang=en")
    parsed = sections(answer)
    assert [word for word in words if word not in parsed.texts[""]] == []
    assert ' lang="vi">Nghị quyết số 59-NQ/TW ngày 24/01/2025<' in answer.text
    assert not re.search(r"\b(?:reference|references|relation|face|source|doc)\.[a-z]+\w*\b", parsed.texts[""])


@pytest.mark.parametrize(
    ("query", "first", "total"),
    [
        ("", "ngày 24/01/2025", 2),
        ("?q=nghi+quyet+59", "ngày 24/01/2025", 3),
        ("?q=NQ+59+2024", "59/NQ-CP ngày 25/4/2024", 1),
        ("?q=khong+co+gi", "Không tìm thấy văn bản nào như vậy.", 0),
        ("?page=99", "ngày 24/01/2025", 2),
    ],
)
def test_the_list_has_the_most_cited_first_and_finds_any_spelling(
    fetch: Get, query: str, first: str, total: int
) -> None:
    text = sections(fetch(f"/references{query}")).texts[""]
    assert f"Số văn bản: {total} " in text
    assert first in text
    if not query:
        assert text.index("24/01/2025 có trong sổ 24 24") < text.index("05/08/2020 có trong sổ 1 1")


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=-1", "?colour=red", "?q=a&q=b", "?page=9999999"])
def test_the_list_refuses_what_it_does_not_know(fetch: Get, query: str) -> None:
    assert fetch(f"/references{query}").status_code == 400


def test_an_empty_store_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    opened = open_store(tmp_path_factory.mktemp("empty"), prefixes=PREFIXES)
    ask = asking(create_app(opened, Catalogue.load()))
    texts = {
        path: sections(ask("GET", path, headers={"Accept": BROWSER})).texts[""] for path in ("/references", "/bodies")
    }
    opened.close()
    assert "Chưa có văn bản nào được viện dẫn." in texts["/references"]
    assert "Kho chưa có cơ quan nào." in texts["/bodies"]


def test_every_remark_of_the_registry_has_vietnamese_words() -> None:
    remarks = {row["status"] for row in resources.table("data", "registry", "instruments.tsv") if row["status"]}
    assert remarks
    assert {remark for remark in remarks if note(f"{remark} (as of 2026-11-01)", "vi").language != "vi"} == set()


@pytest.mark.parametrize(
    ("text", "language", "said", "of", "day"),
    [
        ("in force (as of 2026-11-01)", "vi", "còn hiệu lực", "vi", "2026-11-01"),
        ("replaced by 39/2024/QH15 from 2025-01-01", "vi", "bị thay thế bởi 39/2024/QH15 từ ngày 01/01/2025", "vi", ""),
        ("in force; much discussed", "vi", "in force; much discussed", "en", ""),
        ("in force (as of 2026-11-01)", "en", "in force", "en", "2026-11-01"),
    ],
)
def test_a_remark_is_said_in_vietnamese_whole_or_not_at_all(
    text: str, language: str, said: str, of: str, day: str
) -> None:
    found = note(text, language)
    assert (found.text, found.language, found.day) == (said, of, day)
