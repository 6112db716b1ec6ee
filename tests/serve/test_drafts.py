"""Drafts checked, documents sent and removed, findings judged: as on the command line, and nothing left over."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import openpyxl
import pytest
from rdflib import Graph

from cancu.access import Scope, Tokens
from cancu.check import apply, changes
from cancu.errors import LimitError, UnreadableError
from cancu.namespaces import PREFIXES
from cancu.pipeline.reporting import paper_of_file
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service
from cancu.store import EmbeddedStore, open_store

EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = EXAMPLES / "ke-hoach-xa-suoi-mo.txt"
WORD = EXAMPLES / "ke-hoach-thanh-pho-van-hai.docx"
TEXT = {"Content-Type": "text/plain"}
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, Options]]:
    folder = tmp_path_factory.mktemp("drafts")
    store = open_store(folder / "store", prefixes=PREFIXES)
    yield store, Options(tokens=folder / "tokens.json", registry=folder / "registry", store=folder / "store")
    store.close()


@pytest.fixture(scope="module")
def send(held: tuple[EmbeddedStore, Options]) -> Ask:
    app = create_app(held[0], Catalogue.load(), held[1])

    def asked(method: str, url: str, **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=300) as client:
                return await client.request(method, url, **options)

        return anyio.run(call)

    return asked


@pytest.fixture(scope="module")
def token(held: tuple[EmbeddedStore, Options]) -> Callable[..., dict[str, str]]:
    def make(*scopes: Scope) -> dict[str, str]:
        return {"Authorization": f"Bearer {Tokens(held[1].tokens).new('Văn phòng', scopes)[1]}"}

    return make


def left_over(options: Options) -> list[str]:
    assert options.store is not None
    return [path.name for path in options.store.iterdir() if path.name.startswith("draft")]


def test_a_draft_is_checked_as_on_the_command_line(send: Ask, held: tuple[EmbeddedStore, Options]) -> None:
    store, options = held
    wanted = paper_of_file(PLAN, base=options.base, name="x.txt").findings
    before = (store.size(), store.version)
    raw = send("POST", "/api/v1/check?name=x.txt", content=PLAN.read_bytes(), headers=TEXT)
    as_json = send("POST", "/api/v1/check?corrected=true", json={"text": PLAN.read_text("utf-8"), "name": "x.txt"})
    form = send("POST", "/api/v1/check", files={"file": ("x.txt", PLAN.read_bytes())})
    for answer in (raw, as_json, form):
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        body = answer.json()
        assert [(one["rule"], one["start"]) for one in body["findings"]] == [(one.rule, one.start) for one in wanted]
        assert (body["name"], body["total"], body["worst"]) == ("x.txt", len(wanted), "violation")
    assert "corrected" not in raw.json()
    text = PLAN.read_text("utf-8")
    assert as_json.json()["corrected"] == apply(text, wanted)
    assert len(as_json.json()["changes"]) == len(changes(text, wanted))
    assert (store.size(), store.version) == before, "nothing is kept"
    assert left_over(options) == []


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("sarif", lambda body: json.loads(body)["version"] == "2.1.0"),
        ("html", lambda body: b"<!doctype html>" in body),
        ("text", lambda body: "Cảnh báo".encode() in body),
        ("turtle", lambda body: len(Graph().parse(data=body, format="turtle")) > 10),
        ("xlsx", lambda body: openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].max_row > 1),
    ],
)
def test_a_word_file_is_reported_on_in_any_form(send: Ask, name: str, reads: Callable[[bytes], bool]) -> None:
    answer = send("POST", f"/api/v1/check?format={name}", files={"file": ("kế hoạch.docx", WORD.read_bytes())})
    assert answer.status_code == 200, answer.text
    assert reads(answer.content)
    assert ("attachment" in answer.headers.get("content-disposition", "")) == (name in {"html", "xlsx"})


def test_a_profile_leaves_the_rules_of_others_out(send: Ask) -> None:
    every = send("POST", "/api/v1/check", content=PLAN.read_bytes(), headers=TEXT).json()["total"]
    some = send("POST", "/api/v1/check?profile=form", content=PLAN.read_bytes(), headers=TEXT)
    refused = send("POST", "/api/v1/check?profile=none", content=PLAN.read_bytes(), headers=TEXT)
    assert refused.status_code == 400
    assert some.status_code == 400 or some.json()["total"] <= every


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"content": b"", "headers": TEXT}, 422, "unreadable"),
        ({"content": b"\x00\x01\x02", "headers": TEXT}, 422, "unreadable"),
        ({"content": b"Dear Sir or Madam, thank you for your letter.", "headers": TEXT}, 422, "unreadable"),
        ({"content": b"%PDF-1.4 rubbish", "headers": {"Content-Type": "application/pdf"}}, 422, "unreadable"),
        ({"files": {"file": ("../../x.docx", b"PK\x03\x04 rubbish")}}, 422, "unreadable"),
        ({"json": {"text": 5}}, 400, "bad-parameter"),
        ({"json": {"words": "x"}}, 400, "bad-parameter"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "bad-parameter"),
        ({"content": b"[" * 100_000, "headers": {"Content-Type": "application/json"}}, 400, "bad-parameter"),
        ({"data": {"file": "x"}, "files": {"other": b"x"}}, 400, "bad-parameter"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400, "bad-request"),
        ({"content": b"x", "headers": {"Content-Type": "video/mp4"}}, 415, "media-type"),
        ({"content": b"x"}, 415, "media-type"),
        ({"content": b"x" * 20_000_001, "headers": TEXT}, 413, "too-long"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(
    send: Ask, held: tuple[EmbeddedStore, Options], options: dict[str, Any], status: int, code: str
) -> None:
    answer = send("POST", "/api/v1/check", **options)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["type"].endswith(f"/{code}")
    assert str(held[1].store) not in answer.text
    assert left_over(held[1]) == []


def service(held: tuple[EmbeddedStore, Options], **changed: Any) -> Service:
    store, options = held
    return Service.over(store, Catalogue.load(), dataclasses.replace(options, **changed))


def test_what_takes_too_long_is_killed(held: tuple[EmbeddedStore, Options]) -> None:
    began = time.monotonic()
    with pytest.raises(LimitError):
        Drafts(service(held, draft_seconds=0.05)).answer(PLAN.read_bytes(), "x.txt", "json")
    assert time.monotonic() - began < 30
    assert left_over(held[1]) == []
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{one}/cmdline").read_bytes() for one in children if Path(f"/proc/{one}").exists()]
    assert not [command for command in commands if b"drafting" in command]


def test_more_than_there_is_room_for_is_turned_away(held: tuple[EmbeddedStore, Options]) -> None:
    drafts = Drafts(service(held, drafts=1))
    assert drafts._room.acquire(blocking=False)
    with pytest.raises(LimitError):
        drafts.answer(PLAN.read_bytes(), "x.txt", "json")
    drafts._room.release()
    with pytest.raises(UnreadableError):
        drafts.answer(b"\x00", "x.txt", "json")
    with pytest.raises(UnreadableError):
        drafts.answer(b"\x00", "x.txt", "json")


def test_what_a_killed_service_left_is_cleared(held: tuple[EmbeddedStore, Options]) -> None:
    assert held[1].store is not None
    (held[1].store / "draft-left").mkdir()
    create_app(held[0], Catalogue.load(), held[1])
    assert left_over(held[1]) == []


def test_a_document_comes_is_judged_and_goes(
    send: Ask, token: Callable[..., dict[str, str]], held: tuple[EmbeddedStore, Options]
) -> None:
    may_send, may_judge = token(Scope.DOCUMENTS), token(Scope.REVIEW)
    options = {"content": PLAN.read_bytes(), "headers": TEXT | may_send}
    new, again = send("POST", "/api/v1/documents", **options), send("POST", "/api/v1/documents", **options)
    assert (new.status_code, new.json()["state"], again.status_code, again.json()["state"]) == (201, "new", 200, "same")
    place = new.headers["location"]
    assert again.headers["location"] == place
    assert new.json()["findings"] == again.json()["findings"] != []
    got = send("GET", place).json()
    assert (got["iri"], got["totals"]["findings"]) == (new.json()["iri"], new.json()["total"])
    key, rule = new.json()["key"], new.json()["findings"][0]
    wish = {"finding": rule["finding"], "opinion": "false-alarm", "note": "không đúng ở đây"}
    said = send("POST", "/api/v1/reviews", json=wish, headers=may_judge)
    assert (said.status_code, said.json()["reviewer"], said.json()["opinion"]) == (200, "Văn phòng", "false-alarm")
    other = wish | {"opinion": "accepted", "reviewer": "Bà An"}
    twice = [send("POST", "/api/v1/reviews", json=other, headers=may_judge).json()["review"] for _ in range(2)]
    assert twice == [said.json()["review"]] * 2, "said again, it takes the place of what was said"
    listed = send("GET", "/api/v1/findings", params={"finding": rule["finding"]}).json()["items"]
    assert [(one["reviewer"], one["note"]) for one in listed] == [("Bà An", "không đúng ở đây")]
    kept = send("POST", "/api/v1/documents", **options).json()
    assert [one["reviewer"] for one in kept["findings"] if "reviewer" in one] == ["Bà An"]
    checked = send("POST", "/api/v1/check", content=PLAN.read_bytes(), headers=TEXT).json()["findings"]
    assert len([one for one in checked if one["verdict"]]) == 1, "what was said of a document holds for its draft"
    assert send("DELETE", place, headers=may_send).status_code == 204
    assert [send("DELETE", place, headers=may_send).status_code, send("GET", place).status_code] == [404, 404]
    assert key not in held[0].graphs()


@pytest.mark.parametrize(
    ("method", "url", "scope"),
    [
        ("POST", "/api/v1/documents", Scope.REVIEW),
        ("DELETE", "/api/v1/documents/x", Scope.UPDATE),
        ("POST", "/api/v1/reviews", Scope.DOCUMENTS),
    ],
)
def test_writing_needs_a_token_with_the_right_scope(
    send: Ask, token: Callable[..., dict[str, str]], method: str, url: str, scope: Scope
) -> None:
    assert send(method, url).status_code == 401
    assert send(method, url, headers={"Authorization": "Bearer cancu_wrong"}).status_code == 401
    assert send(method, url, headers=token(scope)).status_code == 403


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({}, 400),
        ({"opinion": "accepted"}, 400),
        ({"opinion": "maybe", "document": "x", "which": "F05"}, 400),
        ({"opinion": "accepted", "document": "none", "which": "F05"}, 404),
        ({"opinion": "accepted", "finding": "urn:x"}, 404),
        ({"opinion": "accepted", "finding": "urn:x", "colour": "red"}, 400),
        ({"opinion": ["accepted"], "finding": "urn:x"}, 400),
    ],
)
def test_a_wrong_review_is_refused(
    send: Ask, token: Callable[..., dict[str, str]], wish: dict[str, Any], status: int
) -> None:
    assert send("POST", "/api/v1/reviews", json=wish, headers=token(Scope.REVIEW)).status_code == status
