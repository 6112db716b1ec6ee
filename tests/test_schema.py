"""The published schema says of records what is true of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cancu import resources
from cancu.extract import extract
from cancu.read import read
from cancu.records import to_json
from cancu.schema import record_schema

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.[tm][xd]*"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = record_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    data: dict[str, Any] = to_json(extract(read(EXAMPLES[0])))
    return data


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, part in {"Record": schema, **schema["$defs"]}.items():
        for key, shape in part["properties"].items():
            yield name, key, shape


def test_every_key_is_described_and_every_description_is_used() -> None:
    shown = {shape["description"] for _, _, shape in properties(record_schema())}
    assert shown == {f"{row['en']} / {row['vi']}" for row in resources.table("data", "record.tsv")}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_is_extracted_fits(validator: Draft202012Validator, path: Path) -> None:
    assert [error.message for error in validator.iter_errors(to_json(extract(read(path))))] == []


@pytest.mark.parametrize("folder", ["gold", "corpus/gold"])
def test_what_careful_readers_wrote_fits(
    validator: Draft202012Validator, folder: str, shared: Callable[..., Path]
) -> None:
    files = sorted(shared(*folder.split("/")).glob("*.json"))
    assert files
    wrong = {
        path.name: [e.message for e in validator.iter_errors(json.loads(path.read_text("utf-8")))] for path in files
    }
    assert not {name: errors for name, errors in wrong.items() if errors}


MISTAKES: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("a key that nobody knows", lambda data: data.update(colour="red")),
    ("no document", lambda data: data.pop("document")),
    ("a date that no calendar has", lambda data: data["document"].update(date="2026-02-30")),
    ("a role that is none", lambda data: data["citations"][0].update(role="admires")),
    ("a citation without its kind", lambda data: data["citations"][0].pop("type")),
    ("three offsets", lambda data: data["citations"][0].update(offsets=[1, 2, 3])),
]


@pytest.mark.parametrize(("why", "spoil"), MISTAKES, ids=[why for why, _ in MISTAKES])
def test_a_mistake_is_refused(
    validator: Draft202012Validator, record: dict[str, Any], why: str, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    data = copy.deepcopy(record)
    assert validator.is_valid(data)
    spoil(data)
    assert not validator.is_valid(data), why
