"""The pages below /compliance: drafts checked and forgotten, findings counted, rules told, verdicts that stay."""

from __future__ import annotations

import dataclasses
import html
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import openpyxl
import pyoxigraph as ox
import pytest
from rdflib import RDF

from cancu.access import Scope, Tokens
from cancu.check import packed, rules, unpacked
from cancu.namespaces import PREFIXES
from cancu.pipeline.reporting import paper_of_file
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.pages.compliance import chart
from cancu.serve.pages.compliance.sealed import Seal
from cancu.serve.pages.compliance.tally import period, tally
from cancu.serve.words import say
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import asking

Ask = Callable[..., httpx.Response]
EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = EXAMPLES / "ke-hoach-xa-suoi-mo.txt"
OTHER = PLAN.read_text("utf-8").replace("SUỐI MƠ", "ĐỒI SIM").replace("Suối Mơ", "Đồi Sim")
WORD = EXAMPLES / "ke-hoach-thanh-pho-van-hai.docx"
PAGES = ("/compliance", "/compliance/findings", "/compliance/rules", "/compliance/rules/T03")
SH = "http://www.w3.org/ns/shacl#"


class Shown(HTMLParser):
    """Ids, addresses and words of a page, and what no page may have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.wrong: list[str] = []
        self.fields: dict[str, str] = {}
        self.words = ""
        self.marked = ""
        self._depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [value for value in [values.get("id")] if value]
        self.addresses += [value for name, value in values.items() if name in {"href", "src", "action"} and value]
        self.wrong += [f"{tag} {name}" for name in values if name.startswith("on") or name == "style"]
        self.wrong += [tag] * (tag in {"style", "img", "iframe"} or (tag == "script" and not values.get("src")))
        if tag == "input" and values.get("name"):
            self.fields[str(values["name"])] = values.get("value") or ""
        self._depth += tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "mark"

    def handle_data(self, data: str) -> None:
        self.words += data
        self.marked += data if self._depth else ""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, Options]]:
    folder = tmp_path_factory.mktemp("compliance")
    store = open_store(folder / "store", prefixes=PREFIXES)
    yield store, Options(tokens=folder / "tokens.json", registry=folder / "registry", store=folder / "store")
    store.close()


@pytest.fixture(scope="module")
def send(held: tuple[EmbeddedStore, Options]) -> Ask:
    return asking(create_app(held[0], Catalogue.load(), held[1]))


@pytest.fixture(scope="module")
def token(held: tuple[EmbeddedStore, Options]) -> Callable[[Scope], str]:
    return lambda scope: Tokens(held[1].tokens).new("Văn phòng", [scope])[1]


def trouble(answer: httpx.Response) -> str:
    assert answer.headers["content-type"].startswith("text/html"), answer.text
    (found,) = re.findall(r'<p class="trouble"[^>]*>([^<]*)</p>', answer.text)
    return html.unescape(str(found))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_an_empty_store_has_all_pages_in_both_languages(send: Ask, path: str, language: str) -> None:
    answer = send("GET", f"{path}?lang={language}")
    assert (answer.status_code, f'<html lang="{language}">' in answer.text) == (200, True)
    shown = Shown(answer.text)
    assert not shown.wrong
    assert "comply." not in re.sub(r"/static/comply\.(css|js)", "", answer.text), "a word is missing"
    assert len(shown.ids) == len(set(shown.ids))
    inner = [address for address in shown.addresses if address.startswith("/compliance")]
    lost = {address for address in inner if ("lang=en" in address) != (language == "en")}
    assert len(lost - {path, f"{path}?lang=en", f"{path}?lang=vi"}) == 0, "links keep the language"
    assert say("comply.draft", language) in shown.words


def test_a_draft_is_shown_beside_what_is_wrong_with_it(send: Ask, held: tuple[EmbeddedStore, Options]) -> None:
    store, options = held
    wanted = paper_of_file(PLAN, base=options.base, name="x.txt")
    before = (store.size(), store.version)
    answer = send("POST", "/compliance", files={"file": ("x.txt", PLAN.read_bytes())})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    shown = Shown(answer.text)
    assert not shown.wrong
    for finding in wanted.findings:
        assert finding.message_vi in shown.words
        assert finding.source in shown.words
        assert f"/compliance/rules/{finding.rule}" in shown.addresses
    numbers = [f"{number}" for number in range(1, len(wanted.findings) + 1)]
    assert [one[1:] for one in shown.ids if re.fullmatch(r"f\d+", one)].sort() == numbers.sort()
    placed = {one[1:] for one in shown.ids if re.fullmatch(r"w\d+", one)}
    assert len(placed) == sum(finding.start is not None for finding in wanted.findings)
    assert {f"#w{one}" for one in placed} | {f"#f{one}" for one in placed} <= set(shown.addresses)
    for finding in wanted.findings:
        assert (wanted.text or "")[finding.start : finding.end][:15] in shown.words
    first = min(f.start for f in wanted.findings if f.start is not None and f.start != f.end)
    assert shown.marked.startswith((wanted.text or "")[first : first + 8])
    order = [answer.text.index(f'id="g-{name}"') for name in ("violation", "warning", "info")]
    assert order == sorted(order)
    assert say("comply.unfit") in shown.words
    assert say("comply.notKept") in shown.words
    assert (store.size(), store.version) == before, "nothing is kept"
    assert options.store is not None
    assert not [path.name for path in options.store.iterdir() if path.name.startswith("draft")]


def test_a_word_file_and_a_pasted_text_are_read_too(send: Ask) -> None:
    word = send("POST", "/compliance?lang=en", files={"file": ("ke-hoach.docx", WORD.read_bytes())})
    text = send(
        "POST", "/compliance", data={"text": PLAN.read_text("utf-8"), "profile": "event"}, files={"file": ("", b"")}
    )
    assert (word.status_code, text.status_code) == (200, 200)
    assert say("comply.fit", "en") in Shown(word.text).words
    rules_shown = set(re.findall(r'/compliance/rules/([A-Z]\d+)"', text.text))
    assert rules_shown == {"E01"}, "only rules of the profile"
    assert "Phát triển phong trào đọc sách" in text.text.split("<textarea")[1], "it can be mended and sent again"


@pytest.fixture(scope="module")
def slips(send: Ask) -> httpx.Response:
    """The report on a text with a number without its zero."""
    text = re.sub(r"Số: *\S*/KH-UBND", "Số: 5/KH-UBND", PLAN.read_text("utf-8"))
    return send("POST", "/compliance", data={"text": text})


def test_what_a_machine_can_mend_is_shown_and_can_be_taken_away(send: Ask, slips: httpx.Response) -> None:
    assert "05/KH-UBND" not in PLAN.read_text("utf-8")
    assert "05/KH-UBND" in Shown(slips.text).words
    sealed = Shown(slips.text).fields["report"]
    answer = send("POST", "/compliance/report", data={"report": sealed, "format": "corrected"})
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Số: 05/KH-UBND" in answer.text
    assert "Số: 5/KH-UBND" not in answer.text


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("json", lambda body: {one["rule"] for one in json.loads(body)} >= {"F05", "E01"}),
        ("sarif", lambda body: json.loads(body)["version"] == "2.1.0"),
        ("xlsx", lambda body: openpyxl.load_workbook(io.BytesIO(body)).worksheets[1].max_row > 10),
        ("html", lambda body: b"<!doctype html>" in body),
        ("text", lambda body: "Cảnh báo".encode() in body),
        ("turtle", lambda body: b"ValidationReport" in body),
    ],
)
def test_a_report_comes_in_other_forms_without_the_draft(
    send: Ask, slips: httpx.Response, name: str, reads: Callable[[bytes], bool]
) -> None:
    sealed = Shown(slips.text).fields["report"]
    answer = send("POST", "/compliance/report", data={"report": sealed, "format": name})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert reads(answer.content)


@pytest.mark.parametrize("change", ["", "x", "AAAA", "đ", "cut", "turn", "foreign"])
def test_a_report_that_was_not_made_here_is_refused(send: Ask, slips: httpx.Response, change: str) -> None:
    sealed = Shown(slips.text).fields["report"]
    other = {"cut": sealed[:-8], "turn": sealed[:60] + ("A" if sealed[60] != "A" else "B") + sealed[61:]}
    other["foreign"] = Seal().closed(paper_of_file(PLAN, base=Options().base))
    answer = send("POST", "/compliance/report", data={"report": other.get(change, change), "format": "json"})
    assert answer.status_code == 400
    assert trouble(answer).startswith("Báo cáo này đã cũ")
    assert send("POST", "/compliance/report", data={"report": sealed, "format": "exe"}).status_code == 400


def test_a_paper_survives_the_way_there_and_back() -> None:
    paper = paper_of_file(PLAN, base=Options().base)
    assert unpacked(packed(paper)) == paper
    seal = Seal()
    assert seal.opened(seal.closed(paper)) == paper


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(200_000_000))
    return made.getvalue()


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"data": {"text": " "}}, 400, ("Hãy chọn một tệp", "Choose a file")),
        ({"files": {"file": ("", b"")}, "data": {"text": ""}}, 400, ("Hãy chọn một tệp", "Choose a file")),
        ({"files": {"file": ("a.txt", b"x")}, "data": {"text": "x"}}, 400, ("Có cả tệp và lời văn", "There is a file")),
        ({"data": {"text": "x", "profile": "no"}}, 400, ("Chỉ có các nhóm", "There are the profiles")),
        ({"files": {"file": ("a.exe", b"MZ\x00\x01")}}, 422, ("Chưa đọc được loại tệp",)),
        ({"files": {"file": ("a.docx", b"PK\x03\x04 rubbish")}}, 422, ("",)),
        ({"files": {"file": ("a.docx", bomb())}}, 422, ("Tệp nén nở quá lớn",)),
        ({"files": {"file": ("a.pdf", b"%PDF-1.4 rubbish")}}, 422, ("",)),
        ({"files": {"file": ("a.txt", b"Dear Sir or Madam, thank you for your letter.")}}, 422, ("",)),
        ({"data": {"text": "a\x00b"}}, 422, ("",)),
        ({"files": {"file": ("a.txt", b"x" * 20_000_001)}}, 413, ("Tệp lớn hơn 20 MB", "The file is larger")),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, ("Biểu mẫu", "The form")),
        ({"content": b"x", "headers": {"Content-Type": "video/mp4"}}, 400, ("Hãy chọn một tệp", "Choose a file")),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_sentence_on_the_page(
    send: Ask, held: tuple[EmbeddedStore, Options], options: dict[str, Any], status: int, words: tuple[str, ...]
) -> None:
    for language, said in zip(("vi", "en"), words, strict=False):
        answer = send("POST", f"/compliance?lang={language}", **options)
        assert answer.status_code == status
        told = trouble(answer)
        assert told.startswith(said)
        assert told.endswith(".")
        assert str(held[1].store) not in answer.text
        assert 'id="report-title"' not in answer.text


def test_what_takes_too_long_is_told(held: tuple[EmbeddedStore, Options]) -> None:
    hurried = asking(create_app(held[0], Catalogue.load(), dataclasses.replace(held[1], draft_seconds=0.05)))
    answer = hurried("POST", "/compliance", data={"text": PLAN.read_text("utf-8")})
    assert (answer.status_code, trouble(answer).startswith("Đọc và kiểm tra quá 0.05 giây")) == (503, True)


def test_a_hostile_draft_is_shown_as_text(send: Ask) -> None:
    evil = "</textarea></div><script>alert(1)</script><img src=x onerror=alert(2)>\u202e"
    text = PLAN.read_text("utf-8").replace("Luật Thư viện", evil).replace("thôn", evil)
    pasted = send("POST", "/compliance", data={"text": text})
    file = send("POST", "/compliance", files={"file": ('"><script>alert(3)<.txt', text.encode())})
    for answer in (pasted, file):
        assert answer.status_code == 200, answer.text
        shown = Shown(answer.text)
        assert not shown.wrong
        assert "<script>alert(1)</script>" in shown.words, "as words"
        assert "\u202e" not in answer.text.partition('class="sides"')[2].partition('id="draft"')[0]
    assert "alert(3)" in Shown(file.text).words


def test_a_draft_is_kept_only_by_who_may(
    send: Ask, held: tuple[EmbeddedStore, Options], token: Callable[[Scope], str], caplog: pytest.LogCaptureFixture
) -> None:
    store = held[0]
    caplog.set_level(logging.DEBUG)
    before = (store.size(), store.version)
    may, other = token(Scope.DOCUMENTS), token(Scope.REVIEW)
    file = {"file": ("ke-hoach.txt", PLAN.read_bytes())}

    def keep(secret: str) -> httpx.Response:
        return send("POST", "/compliance", files=file, data={"keep": "yes", "token": secret})

    refused = [keep(secret) for secret in ("", "cancu_wrong", other)]
    assert [answer.status_code for answer in refused] == [401, 401, 403]
    assert all(trouble(answer) for answer in refused)
    assert refused[0].headers["www-authenticate"].startswith("Bearer")
    assert "Authorization" not in trouble(refused[0])
    assert (store.size(), store.version) == before
    unasked = send("POST", "/compliance", files=file, data={"token": may})
    assert (unasked.status_code, (store.size(), store.version)) == (200, before), "a token alone keeps nothing"
    new, same = keep(may), keep(may)
    assert say("comply.kept.new") in new.text
    assert say("comply.kept.same") in same.text
    (place,) = re.findall(r'class="kept" role="status">[^<]*<a href="([^"]+)"', new.text)
    assert send("GET", place).status_code == 200
    for answer in (*refused, new, same):
        assert may not in answer.text
        assert other not in answer.text
    assert may not in caplog.text
    key = place.removeprefix("/doc/doc/")
    gone = send("DELETE", f"/api/v1/documents/{key}", headers={"Authorization": f"Bearer {may}"})
    assert gone.status_code == 204


@pytest.fixture(scope="module")
def kept(send: Ask, token: Callable[[Scope], str]) -> dict[str, str]:
    """A document of the store: its findings by rule."""
    headers = {"Authorization": f"Bearer {token(Scope.DOCUMENTS)}", "Content-Type": "text/plain"}
    answer = send("POST", "/api/v1/documents?name=x.txt", content=OTHER.encode(), headers=headers).json()
    return {one["rule"]: one["finding"] for one in answer["findings"]}


def test_a_verdict_is_given_by_form_and_stays(send: Ask, token: Callable[[Scope], str], kept: dict[str, str]) -> None:
    may, finding = token(Scope.REVIEW), kept["E01"]
    place = f"/compliance/finding?finding={quote(finding, safe='')}"
    assert say("comply.state.open") in send("GET", place).text
    wish = {"finding": finding, "opinion": "false-alarm", "reviewer": "Bà <b>An</b>", "note": "sổ cũ", "token": may}
    said = send("POST", "/compliance/finding?lang=en", data=wish)
    assert said.status_code == 303
    assert may not in said.headers["location"]
    shown = send("GET", said.headers["location"])
    assert "Bà &lt;b&gt;An&lt;/b&gt;" in shown.text
    assert "sổ cũ" in shown.text
    assert say("verdict.false-alarm", "en") in shown.text
    counted = [send("GET", f"/compliance/findings?state={state}").text for state in ("false-alarm", "accepted", "open")]
    assert ["/compliance/finding?finding=" in text for text in counted] == [True, False, True]
    assert "sổ cũ" in counted[0]
    assert "sổ cũ" not in counted[2]
    rule = Shown(send("GET", "/compliance/rules/E01").text).words
    assert f"1 ({say('comply.state.accepted')}: 0, {say('comply.state.false-alarm')}: 1)" in rule
    again = send("POST", "/compliance/finding", data=wish | {"opinion": "accepted", "note": "giữ nguyên"})
    assert again.status_code == 303
    assert "sổ cũ" not in send("GET", place).text
    draft = send("POST", "/compliance", files={"file": ("x.txt", OTHER.encode())}).text
    assert "giữ nguyên" in draft, "what was said of a document holds for its draft"


@pytest.mark.parametrize(
    "told",
    [
        ({"token": ""}, 401, "Cần mã truy cập"),
        ({"token": "cancu_wrong"}, 401, "Cần mã truy cập"),
        ({"opinion": "maybe"}, 400, "Hãy chọn một ý kiến"),
        ({"opinion": ""}, 400, "Hãy chọn một ý kiến"),
        ({"reviewer": "  "}, 400, "Hãy ghi tên người xem xét"),
        ({"note": ""}, 400, "Hãy ghi lý do"),
        ({"note": "a\x00"}, 400, "Hãy ghi lý do"),
        ({"note": "a" * 2001}, 400, "Dài quá 2000 ký tự"),
    ],
)
def test_a_wrong_verdict_is_told_where_it_was_given(
    send: Ask, token: Callable[[Scope], str], kept: dict[str, str], told: tuple[dict[str, str], int, str]
) -> None:
    (change, status, words), finding = told, kept["F10"]
    wish = {
        "finding": finding,
        "opinion": "accepted",
        "reviewer": "Bà An",
        "note": "sổ cũ",
        "token": token(Scope.REVIEW),
    }
    answer = send("POST", "/compliance/finding", data=wish | change)
    assert (answer.status_code, trouble(answer).startswith(words)) == (status, True)
    assert wish["token"] not in answer.text
    if "reviewer" not in change:
        assert Shown(answer.text).fields["reviewer"] == "Bà An", "what was typed stays"
    listed = send("GET", "/api/v1/findings", params={"finding": finding}).json()["items"]
    assert "verdict" not in listed[0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/compliance/finding", 400),
        ("/compliance/finding?finding=urn:none", 404),
        ("/compliance/finding?finding=no%20iri", 400),
        ("/compliance/rules/T999", 404),
        ("/compliance/findings?colour=red", 400),
        ("/compliance/findings?severity=bad", 400),
        ("/compliance/findings?state=maybe", 400),
        ("/compliance/findings?by=week", 400),
        ("/compliance/findings?rule=T999", 404),
        ("/compliance/findings?since=yesterday", 400),
        ("/compliance/findings?since=2026-01-01&since=2026-02-01", 400),
        ("/compliance/findings?issuedBy=khong+ai+ca", 404),
        ("/compliance/findings?offset=-1", 400),
        ("/compliance/findings?offset=9999999999", 400),
    ],
)
def test_what_is_not_known_is_told_as_everywhere(send: Ask, path: str, status: int) -> None:
    answer = send("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_rule_that_comes_close_is_named(send: Ask) -> None:
    assert "T03" in send("GET", "/compliance/rules/t03").json()["near"]


STORE = f"""
@prefix cc: <https://w3id.org/cancu/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <{SH}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <https://w3id.org/cancu/id/> .
@prefix said: <https://w3id.org/cancu/vocab/review/> .
@prefix x: <http://vi-du.example/> .
x:may skos:prefLabel "UBND xã Mây"@vi . x:sim skos:prefLabel "UBND xã Sim <i>"@vi .
x:march cc:dateIssued "2026-03-11"^^xsd:date ; cc:issuedBy x:may ; rdfs:label "Kế hoạch <b>tháng 3</b>"@vi .
x:june cc:dateIssued "2026-06-01"^^xsd:date ; cc:issuedBy x:may , x:sim ; rdfs:label "Kế hoạch tháng 6"@vi .
x:blank cc:period "2025" ; cc:issuedBy x:sim .
x:learnt cc:period "2025" ; dcterms:isReplacedBy x:known ; cc:issuerName "Ban lạ" .
x:known cc:dateIssued "2025-12-30"^^xsd:date .
x:f1 cc:inDocument x:march ; dcterms:identifier "T03" ; sh:resultSeverity sh:Warning ;
    sh:resultMessage "Thiếu <script>ngày</script>"@vi ; cc:quote "lời <em>trích</em>" .
x:f2 cc:inDocument x:march ; dcterms:identifier "F02" ; sh:resultSeverity sh:Violation ;
    cc:reviewState said:accepted ; cc:reviewedIn x:r .
x:r cc:reviewer "Bà An" ; rdfs:comment "sổ <b>cũ</b>" .
x:f3 cc:inDocument x:june ; dcterms:identifier "T03" ; sh:resultSeverity sh:Warning .
x:f4 cc:inDocument x:blank ; dcterms:identifier "T04" ; sh:resultSeverity sh:Info .
x:f5 cc:inDocument x:learnt ; dcterms:identifier "OTHER-1" ; sh:resultSeverity sh:Info .
x:f6 cc:inDocument x:nothing ; dcterms:identifier "T04" ; sh:resultSeverity sh:Info .
"""


def made(folder: Path, turtle: str) -> EmbeddedStore:
    """A store with one graph; what has a severity is a finding about its document."""
    lines = []
    for triple in ox.parse(input=turtle.encode(), format=ox.RdfFormat.TURTLE):
        lines.append(f"{triple.triple} <urn:g> .\n")
        if triple.predicate.value.endswith("#inDocument"):
            lines.append(f"{triple.subject} <{SH}focusNode> {triple.object} <urn:g> .\n")
            lines.append(f"{triple.subject} <{RDF.type}> <{SH}ValidationResult> <urn:g> .\n")
    store = open_store(folder, prefixes=PREFIXES)
    store.replace({"urn:g": "".join(lines).encode()})
    return store


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    store = made(tmp_path_factory.mktemp("counted"), STORE)
    yield asking(create_app(store, Catalogue.load()))
    store.close()


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("", "f1 f2 f3 f4 f5 f6"),
        ("rule=T03", "f1 f3"),
        ("severity=violation", "f2"),
        ("severity=info&rule=T04", "f4 f6"),
        ("state=accepted", "f2"),
        ("state=open&rule=F02", ""),
        ("state=false-alarm", ""),
        ("since=2026-03-11", "f1 f2 f3"),
        ("since=2026-03-12", "f3"),
        ("until=2026-03-11", "f1 f2 f4 f5"),
        ("since=2025-06-01&until=2025-12-31", "f4 f5"),
        ("until=2025-12-29", "f4"),
        ("issuedBy=http://vi-du.example/sim", "f3 f4"),
        ("issuedBy=http://vi-du.example/may&by=quarter", "f1 f2 f3"),
        ("document=http://vi-du.example/march", "f1 f2"),
        ("rule=&severity=&state=&since=&until=&issuedBy=&by=", "f1 f2 f3 f4 f5 f6"),
    ],
)
def test_filters_leave_in_what_they_say(counted: Ask, filters: str, names: str) -> None:
    answer = counted("GET", f"/compliance/findings?{filters}")
    assert answer.status_code == 200, answer.text
    found = set(re.findall(r"finding=http%3A%2F%2Fvi-du\.example%2F(f\d)", answer.text))
    assert found == set(names.split())
    wanted = len(names.split())
    total = re.search(rf"<dt>{say('comply.total')}</dt><dd>(\d+)</dd>", answer.text)
    assert (int(total[1]) if total else 0) == wanted
    asked = filters if "rule=&" not in filters else ""
    asked = (
        asked.replace("&by=quarter", "")
        .replace("severity=violation", "severity=sh:Violation")
        .replace("severity=info", "severity=sh:Info")
    )
    rows = counted("GET", f"/queries/findings-over-time?format=json&{asked}").json()["rows"]
    assert sum(int(row["findings"]) for row in rows) == wanted, "the figures are those of the list"
    assert counted("GET", f"/api/v1/findings?{asked}").json()["total"] == wanted


def test_figures_by_time_rule_and_issuer(counted: Ask) -> None:
    text = counted("GET", "/compliance/findings").text
    table = re.sub(r"<[^>]+>", " ", text.partition("<caption>Bảng số liệu: Theo thời gian")[2].partition("</table>")[0])
    rows = [" ".join(line.split()) for line in table.splitlines() if line.split()]
    assert rows[-5:] == ["không rõ 0 0 1 1", "2025* 0 0 1 1", "12/2025 0 0 1 1", "03/2026 1 1 0 2", "06/2026 0 1 0 1"]
    quarters = counted("GET", "/compliance/findings?by=quarter&lang=en").text
    assert "quarter 1/2026" in quarters
    shown = Shown(text)
    assert not shown.wrong
    assert "UBND xã Sim <i>" in shown.words
    assert say("comply.unknownIssuer") in shown.words
    assert "Ban lạ" not in shown.words
    assert "Thiếu <script>ngày</script>" in shown.words
    assert "sổ <b>cũ</b>" in shown.words
    assert "/compliance/rules/OTHER-1" not in shown.addresses, "a rule of others has no page here"
    assert "/compliance/rules/T03" in shown.addresses


def test_one_finding_of_others_is_shown(counted: Ask) -> None:
    answer = counted("GET", "/compliance/finding?finding=http://vi-du.example/f5")
    assert (answer.status_code, "OTHER-1" in answer.text, Shown(answer.text).wrong) == (200, True, [])


def test_long_lists_come_in_parts(tmp_path: Path) -> None:
    node = '<http://vi-du.example/n{:02}> cc:inDocument x:d ; dcterms:identifier "T03" ; sh:resultSeverity sh:Info .'
    head = STORE.partition("x:may")[0]
    store = made(tmp_path, head + "\n".join(node.format(number) for number in range(60)))
    ask = asking(create_app(store, Catalogue.load()))
    seen: list[str] = []
    place: str | None = "/compliance/findings?lang=en"
    sizes = []
    while place:
        text = ask("GET", html.unescape(place)).text
        found = list(dict.fromkeys(re.findall(r"example%2F(n\d\d)", text)))
        sizes.append(len(found))
        seen += found
        after = re.search(r'rel="next" href="([^"#]+)', text)
        place = after[1] if after else None
    store.close()
    assert sizes == [25, 25, 10]
    assert len(set(seen)) == 60


def test_every_rule_is_told_with_its_source(send: Ask) -> None:
    shown = Shown(send("GET", "/compliance/rules").text)
    english = Shown(send("GET", "/compliance/rules?lang=en").text).words
    for rule in rules().values():
        assert rule.shape.rsplit("/", 1)[-1] in shown.ids
        assert f"/compliance/rules/{rule.id}" in shown.addresses
        assert rule.source in shown.words
        assert re.split(r"\{", rule.message_en)[0] in english
    assert "{?" not in shown.words


@pytest.mark.parametrize("rule", sorted({rule.id for rule in rules().values()}))
def test_each_rule_has_a_page(send: Ask, rule: str) -> None:
    answer = send("GET", f"/compliance/rules/{rule}")
    shown = Shown(answer.text)
    assert (answer.status_code, shown.wrong) == (200, [])
    for known in rules().values():
        assert (known.source in shown.words) or known.id != rule


@pytest.mark.parametrize(
    ("time", "by", "wanted"),
    [
        ("2026-03", "month", "2026-03"),
        ("2026-03", "quarter", "2026-Q1"),
        ("2026-04", "quarter", "2026-Q2"),
        ("2026-12", "quarter", "2026-Q4"),
        ("2026-12", "year", "2026"),
        ("2026", "month", "2026"),
        ("2026", "quarter", "2026"),
        ("", "month", ""),
    ],
)
def test_periods(time: str, by: str, wanted: str) -> None:
    assert period(time, by) == wanted


def test_bars_are_as_long_as_their_counts() -> None:
    row = {"rule": "T03", "severity": f"{SH}Warning", "time": "2026-03", "findings": 30}
    other = row | {"severity": f"{SH}Violation", "time": "2026-04", "findings": 10, "rule": "F02"}
    counted = tally([row, other, row | {"time": "2026-04", "findings": 10}], "month")
    drawn = chart.columns(counted.periods)
    assert [[(block.severity, block.count, block.height) for block in column.blocks] for column in drawn.columns] == [
        [("warning", 30, chart.HEIGHT)],
        [("violation", 10, 60.0), ("warning", 10, 60.0)],
    ]
    assert [[block.y for block in column.blocks] for column in drawn.columns] == [
        [drawn.base - chart.HEIGHT],
        [drawn.base - 60, drawn.base - 120],
    ]
    assert [line.key for line in counted.rules] == ["T03", "F02"]
    assert [(block.x, block.width) for block in chart.bar(counted.rules[1], 40)] == [(0, chart.LONG / 4)]
    assert (counted.total, counted.severities) == (50, {"violation": 10, "warning": 40, "info": 0})
    assert tally([], "month").total == 0
