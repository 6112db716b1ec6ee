"""Same quads, same bytes, whatever the order, the run or the engine that reads them back."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal as EngineLiteral
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from cancu.graph import Quad, document_quads, to_nquads, to_trig
from cancu.linked import LinkedRecord
from cancu.namespaces import CC

BASE = "https://example.org/x/"
iris = st.sampled_from([URIRef(f"{BASE}{name}") for name in "abcd"] + [CC.quote, CC["a.b"], CC["1"]])
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t\r"\\'), max_size=12)
literals = st.builds(Literal, texts) | st.builds(lambda text: Literal(text, lang="vi"), texts)
numbers = st.integers(-9, 99).map(lambda value: Literal(str(value), datatype=XSD.integer))
quads = st.lists(st.tuples(iris, iris, iris | literals | numbers, iris), max_size=12)


def read(data: bytes | str, form: RdfFormat) -> set[tuple[str | None, ...]]:
    """The quads as the store's engine reads them."""
    return {
        _row(quad.subject.value, quad.predicate.value, quad.object, quad.graph_name.value)  # type: ignore[union-attr]
        for quad in parse(data, format=form)
    }


def _row(subject: str, predicate: str, value: object, graph: str) -> tuple[str | None, ...]:
    if isinstance(value, EngineLiteral):
        language = value.language
        datatype = None if language else value.datatype.value
        return (subject, predicate, value.value, language, datatype, graph)
    return (subject, predicate, value.value, None, None, graph)  # type: ignore[attr-defined]


def told(some: Iterable[Quad]) -> set[tuple[str | None, ...]]:
    rows: set[tuple[str | None, ...]] = set()
    for subject, predicate, value, graph in some:
        language = value.language if isinstance(value, Literal) else None
        datatype = None
        if isinstance(value, Literal) and not language:
            datatype = str(value.datatype or XSD.string)
        rows.add((str(subject), str(predicate), str(value), language, datatype, str(graph)))
    return rows


@given(quads, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_and_doubles_do_not_matter(some: list[Quad], chance: random.Random) -> None:
    mixed = [*some, *some]
    chance.shuffle(mixed)
    assert to_nquads(some) == to_nquads(mixed)
    assert to_trig(some) == to_trig(mixed)


@given(quads)
@settings(max_examples=60, deadline=None)
def test_both_forms_read_back_as_the_same_quads(some: list[Quad]) -> None:
    assert read(to_nquads(some), RdfFormat.N_QUADS) == told(some)
    assert read(to_trig(some), RdfFormat.TRIG) == told(some)


def test_lines_are_sorted_and_unique(linked: LinkedRecord) -> None:
    rows = to_nquads(document_quads(linked, base=BASE)).decode().splitlines()
    assert rows == sorted(set(rows))


def test_the_document_reads_back(linked: LinkedRecord) -> None:
    some = document_quads(linked, base=BASE)
    assert read(to_nquads(some), RdfFormat.N_QUADS) == read(to_trig(some), RdfFormat.TRIG) == told(some)


PROGRAM = """
import hashlib
from cancu.graph import document_quads, ontology_quads, registry_quads, to_nquads, to_trig
from cancu.link import Registry, link, registry_rows
from cancu.model import Citation, Header, Record
texts = ("Luật A b", "Luật C d")
cites = tuple(Citation(text=t, start=0, end=1, numbered=False, type="Luật", title=t[5:]) for t in texts)
head = Header(type="Kế hoạch", issuer="Ủy ban nhân dân phường Đống Đa", title="Thử", period="2026")
made = link(Record(source="x", document=head, citations=cites), Registry.load(), base="b:", sha256="00")
parts = [document_quads(made, base="b:"), registry_quads(registry_rows(Registry.load()), base="b:")]
parts.append(ontology_quads(base="b:"))
print(hashlib.sha256(b"".join(to_nquads(part) + to_trig(part).encode() for part in parts)).hexdigest())
"""


def test_hash_seeds_do_not_matter() -> None:
    seen = set()
    for seed in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("text", ['a"b', "a\\b", "a\nb\tc", "Đồ Sơn", ""])
def test_texts_survive(text: str) -> None:
    some: list[Quad] = [(URIRef("b:s"), URIRef("b:p"), Literal(text), URIRef("b:g"))]
    assert read(to_nquads(some), RdfFormat.N_QUADS) == read(to_trig(some), RdfFormat.TRIG) == told(some)
