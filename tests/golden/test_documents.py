"""Whole documents that the extractor was not made on, with what a careful reader takes from them.

Each ``documents/<stem>.txt`` (or .md) has a ``<stem>.json`` in the form of the record. Every key that it gives is
scored: items are aligned by their words and counted (F1), fields of aligned items are compared. All floors are 1.0 but
those that the record states under ``floors``, by key or key.field, with the reason in its ``notes``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cancu.extract import extract
from cancu.read import read
from cancu.records import to_json
from cancu.vietnamese import fold, squeeze

FOLDER = Path(__file__).with_name("documents")
STEMS = sorted(path.stem for path in FOLDER.glob("*.json"))
ALIKE = 0.7
"""Items with fewer words in common (F1) are two items."""
FIELDS = {
    "citations": ("type", "number", "date", "issuer", "title", "pinpoint", "role"),
    "tasks": ("leads", "coordinators", "start", "end"),
    "events": ("date", "anniversary", "original_date"),
    "reports": ("from", "to", "frequency", "due"),
    "recipients": ("purpose",),
    "sections": (),
    "relations": (),
}
MARKUP = re.compile(r"<sup>.*?</sup>|[*#]")
HEAD = ("type", "number", "symbol", "date", "place", "title", "issuer", "period")

Item = Mapping[str, Any]


@cache
def gold(stem: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((FOLDER / f"{stem}.json").read_text("utf-8"))
    return record


@cache
def found(stem: str) -> dict[str, Any]:
    return to_json(extract(read(FOLDER / gold(stem)["source"])))


def words(key: str, item: Item) -> Counter[str]:
    """Return the words by which an item is known again; of a task its first ones, as records give them."""
    if key == "relations":
        return Counter([str(item[name]).casefold() for name in ("source", "relation", "target")])
    if key == "sections":
        return Counter([f"§{item['number']}", *fold(item["heading"]).split()])
    text = str(item["text"]) if key != "tasks" else " ".join(str(item["text"]).split()[:8])
    return Counter(fold(text).split())


def likeness(key: str, one: Item, other: Item) -> float:
    a, b = words(key, one), words(key, other)
    same = 2 * (a & b).total() / max(a.total() + b.total(), 1)
    if key in {"relations", "sections"}:
        return same if same == 1 else 0.0
    return same if key != "citations" or one["number"] == other["number"] else 0.0


def aligned(key: str, want: Sequence[Item], got: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Yield pairs that mean one thing, the most alike first, then the nearest."""
    scored = sorted((-likeness(key, a, b), abs(i - j), i, j) for i, a in enumerate(want) for j, b in enumerate(got))
    free, loose = set(range(len(want))), set(range(len(got)))
    for score, _, i, j in scored:
        if -score >= ALIKE and i in free and j in loose:
            free.remove(i)
            loose.remove(j)
            yield want[i], got[j]


def plain(value: Any) -> Any:
    """Return a value as it is compared: names without case and tones' places, empty as None."""
    if isinstance(value, list):
        return fold(" ".join(value)) or None
    return fold(squeeze(value)) if isinstance(value, str) else value


def scores(stem: str) -> Iterator[tuple[str, float]]:
    """Yield each key with its F1, and each of its fields with the share of aligned items that agree."""
    want, got = gold(stem), found(stem)
    for name in HEAD:
        yield f"document.{name}", float(plain(want["document"].get(name)) == plain(got["document"].get(name)))
    for name in ("name", "position"):
        yield f"signer.{name}", float(_signer(want, name) == _signer(got, name))
    for key, fields in FIELDS.items():
        if key not in want:
            continue
        pairs = list(aligned(key, want[key], got[key]))
        total = len(want[key]) + len(got[key])
        yield key, 2 * len(pairs) / total if total else 1.0
        for field in fields:
            # an issuer that is not printed may still be known
            told = [(a, b) for a, b in pairs if field != "issuer" or a.get(field)]
            right = sum(plain(a.get(field)) == plain(b.get(field)) for a, b in told)
            yield f"{key}.{field}", right / len(told) if told else 1.0


def _signer(record: Item, name: str) -> Any:
    return plain((record["document"].get("signer") or {}).get(name))


@pytest.mark.parametrize("stem", STEMS)
def test_a_document_is_read_as_a_careful_reader_reads_it(stem: str) -> None:
    floors = gold(stem).get("floors", {})
    below = {name: score for name, score in scores(stem) if score + 5e-4 < floors.get(name, 1.0)}
    assert below == {}


@pytest.mark.parametrize("stem", STEMS)
def test_gold_words_stand_in_the_document(stem: str) -> None:
    text = squeeze(MARKUP.sub("", (FOLDER / gold(stem)["source"]).read_text("utf-8")))
    items = [
        item for key in ("citations", "tasks", "reports", "recipients", "events") for item in gold(stem).get(key, [])
    ]
    assert [item["text"] for item in items if squeeze(item["text"]) not in text] == []
