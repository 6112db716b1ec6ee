"""Reconciliation Service API 0.2: the suite's examples, and our own answers, against its JSON schemas.

The suite has no test cases for services; its schemas say what an answer must be. ``run`` first shows that the schemas
tell the suite's 44 examples apart, then asks a service all that the API has. Where the store is empty, the fixture of
our own tests is put into it, if the service lets a holder of the token do so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from tests.conformance.outcome import Outcome

SUITE = "reconciliation-0.2"
CHECKOUT = Path(__file__).resolve().parent.parent.parent
FOLDER = CHECKOUT.parent / "shared" / "suites" / "reconciliation" / "0.2"
FIXTURE = CHECKOUT / "tests" / "serve" / "reconcile" / "fixture.trig"
SWAGGER = "http://swagger.io/v2/schema.json"
"""The name under which the manifest's schema means ``openapi.json``."""


@cache
def validator(name: str) -> Draft7Validator:
    """Return the validator of one schema; the others are known to it by name."""
    found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / "schemas").glob("*.json")}
    named = [(schema.get("$id", name), DRAFT7.create_resource(schema)) for name, schema in found.items()]
    registry = Registry().with_resources([*named, (SWAGGER, DRAFT7.create_resource(found["openapi.json"]))])
    return Draft7Validator(found[f"{name}.json"], registry=registry)


def wrong(name: str, data: Any) -> str:
    """Return what the schema finds wrong, nothing where it finds nothing."""
    return "; ".join(sorted(error.message[:200] for error in validator(name).iter_errors(data)))


def examples() -> Iterator[Outcome]:
    """Tell for each example that has a schema whether the schema takes it, or refuses it, as the suite says."""
    for schema in sorted((FOLDER / "schemas").glob("*.json")):
        for path in sorted((FOLDER / "examples" / schema.stem).glob("*/*.json")):
            found = wrong(schema.stem, json.loads(path.read_text(encoding="utf-8")))
            is_valid = path.parent.name == "valid"
            yield Outcome(SUITE, f"example/{path.relative_to(FOLDER / 'examples')}", is_valid == (not found), found)


def run(server: str, token: str) -> Iterator[Outcome]:
    """Yield the outcome for each example and each answer of the service at ``server``."""
    yield from examples()
    with httpx.Client(base_url=server, timeout=60) as client:
        _fill(client, token)
        for language in ("", "/en"):
            yield from _answers(client, f"/reconcile{language}")


def _fill(client: httpx.Client, token: str) -> None:
    if client.get("/reconcile/suggest/entity", params={"prefix": "nghị quyết 59"}).json()["result"]:
        return
    graphs: dict[str, list[str]] = {}
    for quad in ox.parse(path=str(FIXTURE), format=ox.RdfFormat.TRIG):
        graphs.setdefault(str(quad.graph_name.value), []).append(f"{quad.triple} .\n")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/n-triples"}
    for name, lines in graphs.items():
        client.put("/graph-store", params={"graph": name}, content="".join(lines).encode(), headers=headers)


def _answers(client: httpx.Client, place: str) -> Iterator[Outcome]:
    def checked(test: str, schema: str, answer: httpx.Response, holds: Callable[[Any], bool] = bool) -> Outcome:
        if answer.status_code != httpx.codes.OK:
            return Outcome(SUITE, f"{place}/{test}", passed=False, note=f"{answer.status_code} {answer.text[:200]}")
        note = wrong(schema, answer.json()) or ("" if holds(answer.json()) else "the answer is not the one expected")
        note = note or ("" if answer.headers.get("access-control-allow-origin") == "*" else "no CORS")
        return Outcome(SUITE, f"{place}/{test}", passed=not note, note=note)

    manifest = client.get(place, headers={"Origin": "https://other.example"})
    yield checked("manifest", "manifest", manifest)
    told = manifest.json()
    batch = {
        "q0": {"query": "59-NQ/TW"},
        "q1": {"query": "59-NQ/TW", "properties": [{"pid": "dateIssued", "v": "2025-01-24"}], "limit": 3},
        "q2": {"properties": [{"pid": "number", "v": ["59-NQ/TW", {"id": "id/doc/tw/k13/nq/59"}]}]},
        "q3": {"query": "không có gì như thế", "type": ["Document", "Body"], "type_strict": "any"},
    }
    assert not wrong("reconciliation-query-batch", batch)
    data = json.dumps(batch)
    yield checked("post", "reconciliation-result-batch", client.post(place, data={"queries": data}), _is_right)
    yield checked("get", "reconciliation-result-batch", client.get(place, params={"queries": data}), _is_right)
    for kind, schema in (("entity", "entities"), ("type", "types"), ("property", "properties")):
        service = told["suggest"][kind]
        found = client.get(service["service_url"] + service["service_path"], params={"prefix": "n", "cursor": "0"})
        yield checked(f"suggest/{kind}", f"suggest-{schema}-response", found, lambda answer: bool(answer["result"]))
        for item in found.json()["result"][:3]:
            address = service["service_url"] + service["flyout_service_path"]
            flyout = client.get(address.replace("${id}", quote(item["id"], safe="")))
            is_told = flyout.is_success and flyout.json()["id"] == item["id"] and "html" in flyout.json()
            yield Outcome(SUITE, f"{place}/flyout/{kind}/{item['id']}", passed=is_told)
    yield from _of_entities(client, place, told, checked)


def _of_entities(
    client: httpx.Client, place: str, told: dict[str, Any], checked: Callable[..., Outcome]
) -> Iterator[Outcome]:
    proposing = told["extend"]["propose_properties"]
    address = proposing["service_url"] + proposing["service_path"]
    proposed = client.get(address, params={"type": "Document", "limit": "50"})
    yield checked("propose", "data-extension-property-proposal", proposed)
    ids = ["id/doc/tw/k13/nq/59", "id/org/bct", "no/such/thing"]
    settings = {"limit": "1", "content": "id"}
    wanted = [{"id": one["id"], "settings": settings} for one in proposed.json()["properties"]]
    asked = {"ids": ids, "properties": [*wanted[:3], *({"id": one["id"]} for one in wanted[3:])]}
    assert not wrong("data-extension-query", asked)
    answer = client.post(place, data={"extend": json.dumps(asked)})
    yield checked("extend", "data-extension-response", answer, lambda found: list(found["rows"]) == ids)
    for test, template in (("preview", told["preview"]["url"]), ("view", told["view"]["url"])):
        page = client.get(template.replace("{{id}}", quote(ids[0], safe="")))
        is_page = page.status_code in {200, 303} and (test == "view" or "<html" in page.text)
        yield Outcome(SUITE, f"{place}/{test}", passed=is_page, note=str(page.status_code))


def _is_right(found: dict[str, Any]) -> bool:
    both = [one["match"] for one in found["q0"]["result"][:2]]
    return both == [False, False] and found["q1"]["result"][0]["match"] is True and bool(found["q2"]["result"])
