"""What each tool answers, by a client connected within this process: facts with their words, and no guess."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from rdflib import Graph, URIRef

from cancu import resources
from cancu.namespaces import BASE
from cancu.query import Catalogue
from mcp import Client, MCPError

Call = Callable[..., Any]
ID = f"{BASE}id/"
PLAN = f"{ID}doc/ubnd-song-may/2026/kh/95"
K13 = f"{ID}doc/tw/k13/nq/59"
TOOLS = {"lookup", "cite", "document", "duties", "reports_due", "check", "questions", "ask", "sparql"}


def test_tools_tell_what_they_are_in_both_languages(with_client: Callable[..., Any]) -> None:
    async def listed(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in with_client(listed)}
    assert set(tools) == TOOLS
    for tool in tools.values():
        vi, _, en = tool.description.partition("\n\n")
        assert vi
        assert en.isascii() or "“" in en
        assert vi != en
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert all("description" in shape for shape in tool.input_schema["properties"].values())
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)


@pytest.mark.parametrize(
    ("arguments", "meaning", "iris"),
    [
        ({"name": "nghi quyet 59"}, "several", {K13, f"{ID}doc/tw/k12/nq/59"}),
        ({"name": "59-NQ/TW ngày 24/01/2025"}, "one", {K13}),
        ({"name": "so du lich"}, "one", {f"{ID}org/so-du-lich-song-may"}),
        ({"name": "so du lich", "kind": "document"}, "none", set()),
        ({"name": "ke hoach 95", "kind": "body"}, "none", set()),
        ({"name": "Thông tư 12345"}, "none", set()),
    ],
)
def test_lookup_names_everything_that_is_meant(
    call: Call, arguments: dict[str, str], meaning: str, iris: set[str]
) -> None:
    found = call("lookup", **arguments)
    assert (found["meaning"], {thing["iri"] for thing in found["things"]}) == (meaning, iris)
    assert found["total"] == len(iris)


def test_a_cut_list_says_so(call: Call) -> None:
    found = call("lookup", name="nq 59", limit=1)
    assert (found["total"], len(found["things"]), found["is_cut"]) == (2, 1, True)


def test_cite_quotes_and_tells_what_the_name_was_taken_for(call: Call) -> None:
    found = call("cite", reference="nq 59 2025")
    assert [thing["iri"] for thing in found["meant"]] == [K13]
    (row,) = found["rows"]
    assert row["quote"].startswith("Nghị quyết số 59-NQ/TW ngày 24/01/2025")
    assert call("cite", reference=K13)["rows"] == [row]
    assert call("cite", reference=f"{ID}doc/tw/k12/nq/59")["rows"] == []


def test_a_document_has_its_facts_and_their_true_number(call: Call) -> None:
    found = call("document", document="ke hoach 95/KH-UBND", limit=1)
    assert (found["iri"], found["document"]["number"]) == (PLAN, "95/KH-UBND")
    assert found["totals"] | {"tasks": 2, "reports": 1, "events": 1} == found["totals"]
    assert (len(found["facts"]["tasks"]), found["is_cut"]) == (1, True)
    assert not call("document", document=PLAN)["is_cut"]


@pytest.mark.parametrize(
    ("arguments", "quotes"),
    [
        ({"body": "so du lich"}, ["Sở Du lịch chủ trì, phối hợp Sở Văn hóa tổ chức hội chợ"]),
        ({"body": "so du lich", "since": "2026-07-01"}, []),
        ({"body": "so du lich", "until": "31/3/2026"}, []),
        ({"body": "Sở Văn hóa", "document": "95/KH-UBND"}, ["Sở Du lịch chủ trì, phối hợp Sở Văn hóa tổ chức hội chợ"]),
        ({"document": f"{ID}doc/ubnd-doi-sim/2026/kh/07"}, ["Trồng 100 cây"]),
    ],
)
def test_duties(call: Call, arguments: dict[str, str], quotes: list[str]) -> None:
    assert [row["quote"] for row in call("duties", **arguments)["rows"]] == quotes


def test_reports_due_are_days_and_tell_which_are_reckoned(call: Call) -> None:
    found = call("reports_due", document=f"{ID}doc/ubnd-dong-che/2026/kh/7", since="2026-06-01", until="2026-06-30")
    days = {(due["day"], due["report"].rpartition("/")[2], due["is_exact"]) for due in found["reports"]}
    assert days == {
        ("2026-06-07", "weekly", False),
        ("2026-06-14", "weekly", False),
        ("2026-06-15", "half-alone", True),
        ("2026-06-20", "half", True),
        ("2026-06-21", "weekly", False),
        ("2026-06-28", "weekly", False),
        ("2026-06-30", "monthly", False),
        ("2026-06-30", "quarterly", False),
        ("2026-06-30", "thirty", True),
    }
    assert (found["total"], found["undated"]) == (9, 2)
    of_body = call("reports_due", body="cong an xa dong che", since="2026-06-01", until="2026-06-08")
    assert [thing["label"] for thing in of_body["meant"]] == ["Công an xã Đồng Chè"]
    assert [due["day"] for due in of_body["reports"]] == ["2026-06-07"]
    far = call("reports_due", since="2026-06-01", until="9999-12-31", limit=3)
    assert (far["until"], len(far["reports"]), far["is_cut"]) == ("2036-05-29", 3, True)  # ten years at most


def test_check_finds_what_the_command_finds_and_keeps_nothing(call: Call, checkout: Any, held: Any) -> None:
    text = (checkout / "examples" / "ke-hoach-xa-suoi-mo.txt").read_text("utf-8")
    before = (held.size(), held.version)
    found = call("check", text=text)
    assert not found["is_fit"]
    assert {"F02", "F10", "E01"} <= {fault["rule"] for fault in found["findings"] if fault["severity"] == "violation"}
    for fault in found["findings"]:
        assert fault["source"]
        if fault["quote"] and fault["quote"] in text:
            assert text[fault["start"] : fault["end"]] == fault["quote"]
    assert sum(found["counts"].values()) == found["total"] == len(found["findings"])
    assert (held.size(), held.version) == before


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("document", {"document": "nq 59"}, ("có thể là nhiều văn bản", "may mean several documents", K13)),
        ("document", {"document": "không có"}, ("Không có văn bản này", "there is no such document")),
        ("duties", {}, ("Hãy cho biết", "give a body or a document")),
        ("duties", {"body": "so du lich", "since": "soon"}, ("không phải ngày", "is not a date", "since")),
        ("check", {"text": "The quick brown fox jumps over the lazy dog. " * 20}, ("tiếng Việt", "Vietnamese")),
        ("ask", {"name": "evens"}, ("gần giống: events", "close to it: events")),
        ("ask", {"name": "events", "parameters": {"x": 1}}, ("không có tham số này", "has no such parameter")),
        ("sparql", {"query": "SELECT * {"}, ("sai ở dòng 1", "wrong at line 1")),
        ("sparql", {"query": "INSERT DATA { <a:a> <b:b> <c:c> }"}, ("",)),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, ("SERVICE",)),
        ("sparql", {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "limit": 0}, ("limit",)),
        ("nothing", {}, ("Unknown tool",)),
    ],
)  # fmt: skip
def test_errors_are_told_in_two_sentences(
    call: Call, tool: str, arguments: dict[str, Any], words: tuple[str, ...]
) -> None:
    told = call(tool, **arguments)
    assert isinstance(told, str)
    assert "Traceback" not in told
    for word in words:
        assert word in told


def test_a_file_is_no_graph(call: Call) -> None:
    told = call("sparql", query="SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert isinstance(told, str) or told["rows"] == []
    assert "root:" not in json.dumps(told)


def test_sparql_reads_tables_graphs_and_answers(call: Call) -> None:
    query = f"SELECT ?date {{ <{K13}> <https://w3id.org/cancu/ontology#dateIssued> ?date }}"
    found = call("sparql", query=query)
    assert (found["columns"], found["rows"], found["sparql"]) == (["date"], [{"date": "2025-01-24"}], query)
    assert call("sparql", query="ASK {}")["rows"] == [{"boolean": True}]
    graph = Graph().parse(data=call("sparql", query="CONSTRUCT { <x:y> <x:p> <x:o> } {}")["graph"], format="turtle")
    assert set(graph) == {(URIRef("x:y"), URIRef("x:p"), URIRef("x:o"))}
    part = call("sparql", query="SELECT * { VALUES ?x { 1 2 3 4 5 } }", limit=2, offset=2)
    assert (part["total"], part["rows"], part["is_cut"]) == (5, [{"x": 3}, {"x": 4}], True)
    assert not call("sparql", query="SELECT * { VALUES ?x { 1 2 3 4 5 } }", limit=2, offset=3)["is_cut"]


def test_limits_hold_for_tools_too(call: Call) -> None:
    told = call("sparql", query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert "5 giây" in told
    assert "5 seconds" in told
    graph = call("sparql", query="CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, str) or len(graph["graph"]) <= 60_000


@pytest.mark.parametrize("name", sorted(Catalogue.load()))
def test_every_question_is_listed_as_its_file_says(call: Call, name: str) -> None:
    listed = {one["name"]: one for one in call("questions", language="en")["questions"]}
    question = Catalogue.load()[name]
    assert listed[name]["title"] == question.title.en
    assert [item["name"] for item in listed[name]["parameters"]] == [item.name for item in question.parameters]


def test_questions_can_be_looked_for(call: Call) -> None:
    names = {one["name"] for one in call("questions", words="bao cao")["questions"]}
    assert {"reports", "reports-due", "who-reports-to"} <= names
    assert "events" not in names


def test_ask_binds_typed_values(call: Call) -> None:
    found = call("ask", name="units-citing", parameters={"reference": "nq 59 2025"}, language="en")
    assert found["total"] == 1
    assert "VALUES ?reference { <" in found["sparql"]
    graph = call("ask", name="document-facts", parameters={"document": "95/KH-UBND"})
    assert (URIRef(PLAN), None, None) in Graph().parse(data=graph["graph"], format="turtle")


@pytest.mark.parametrize(
    ("address", "media", "part"),
    [
        ("cancu://schema/ontology", "text/turtle", resources.text("ontology", "core.ttl")),
        ("cancu://schema/prefixes", "text/turtle", resources.text("ontology", "prefixes.ttl")),
        ("cancu://schema/alignments", "text/turtle", resources.text("ontology", "align.ttl")),
        ("cancu://schema/code-lists", "application/json", '"role"'),
        ("cancu://schema/code-list/role", "text/turtle", resources.text("ontology", "vocab", "role.ttl")),
        ("cancu://questions", "application/json", '"name": "units-citing"'),
        ("cancu://question/events", "application/sparql-query", resources.text("queries", "events.rq")),
        ("cancu://document/ubnd-song-may/2026/kh/95", "application/json", '"number":"95/KH-UBND"'),
        (PLAN, "application/json", '"number":"95/KH-UBND"'),
    ],
)
def test_resources(with_client: Callable[..., Any], address: str, media: str, part: str) -> None:
    async def read(client: Client) -> Any:
        return (await client.read_resource(address)).contents

    (content,) = with_client(read)
    assert content.mime_type == media
    assert part in content.text


@pytest.mark.parametrize(
    "address",
    [
        "cancu://schema/code-list/../core",
        "cancu://schema/code-list/nothing",
        "cancu://question/nothing",
        "cancu://document/tw/k99/nq/1",
        "file:///etc/passwd",
    ],
)
def test_other_resources_are_not_there(with_client: Callable[..., Any], address: str) -> None:
    async def read(client: Client) -> Any:
        with pytest.raises(MCPError) as caught:
            await client.read_resource(address)
        return caught.value

    assert "root:" not in str(with_client(read))


def test_prompts_lead_to_the_tools(with_client: Callable[..., Any]) -> None:
    async def asked(client: Client) -> Any:
        names = {prompt.name for prompt in (await client.list_prompts()).prompts}
        work = await client.get_prompt("work-of-a-body", {"body": "Sở {x}"})
        return names, work.messages[0].content.text

    names, text = with_client(asked)
    assert names == {"work-of-a-body", "check-a-draft"}
    assert "“Sở {x}”" in text
    assert "reports_due" in text
