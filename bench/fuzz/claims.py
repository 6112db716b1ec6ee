"""What holds for any document, however it came about: the claims that fuzzing tries to break."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import pyoxigraph

from cancu.errors import CancuError
from cancu.extract import extract
from cancu.graph import document_quads, to_nquads
from cancu.link import Registry, learn, link
from cancu.model import Item, Record, Span
from cancu.namespaces import BASE
from cancu.read import read_bytes
from cancu.records import from_json, to_json
from cancu.text import Text

REFUSED = "refused"
READ = "read"


def check(data: bytes, name: str) -> str:
    """Take ``data`` from bytes to graph; return REFUSED or READ. Raises AssertionError where a claim fails."""
    try:
        text = read_bytes(data, name)
    except CancuError as error:
        refusal = error
    else:
        check_text(text)
        return READ
    assert (bool(refusal.vi), bool(refusal.en), refusal.where) == (True, True, name), refusal
    return REFUSED


def check_text(text: Text) -> Record:
    """Hold every claim against a text that was read; return what was extracted from it."""
    check_origin(text)
    record = extract(text)
    for item in _items(record):
        assert 0 <= item.start < item.end <= len(text.content), item
        assert text.quote(Span(item.start, item.end)) == item.text, item
    for field, span in record.document.spans:
        assert 0 <= span.start <= span.end <= len(text.content), (field, span)
    written = json.dumps(to_json(record), ensure_ascii=False).encode()
    assert from_json(json.loads(written)) == record
    assert json.dumps(to_json(extract(text)), ensure_ascii=False).encode() == written
    quads = _nquads(record, text.sha256)
    assert quads == _nquads(record, text.sha256)
    assert sum(1 for _ in pyoxigraph.parse(quads, format=pyoxigraph.RdfFormat.N_QUADS)) == quads.count(b"\n")
    return record


def check_origin(text: Text) -> None:
    """Offsets never go back, stay inside the source, and lead to the character that they stand for."""
    assert len(text.origin) == len(text.flow) + 1
    assert all(a <= b for a, b in zip(text.origin, text.origin[1:], strict=False))
    assert text.origin[-1] == len(text.content)
    for line in text.lines:
        assert 0 <= line.start <= line.end <= len(text.flow)
    text.flow.encode()


@cache
def _registry() -> Registry:
    return Registry.load()


def _nquads(record: Record, sha256: str) -> bytes:
    linked = link(record, _registry(), base=BASE, sha256=sha256)
    return to_nquads(document_quads(linked, base=BASE, learnt=learn((linked,))))


def _items(record: Record) -> Iterator[Item]:
    yield from record.citations
    yield from record.relations
    yield from record.sections
    yield from record.tasks
    yield from record.events
    yield from record.reports
    yield from record.recipients
