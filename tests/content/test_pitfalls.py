"""Pitfalls of modelling: each is a question that finds nothing in our ontology and what it should in a planted one.

The numbers are those of the OOPS! catalogue (Poveda-Villalón, Gómez-Pérez, Suárez-Figueroa, IJSWIS 10(2), 2014). Left
out are P01, P09, P12, P14–P18, P23, P30 and P33 (they ask for a person's judgement, or for constructs that are not
used) and P37 (whether the web has it). A line “finds:” in a planted file names what is wrong in it; all else there is a
decoy.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu import resources
from cancu.namespaces import CC, PREFIXES

HERE = Path(__file__).with_name("pitfalls")
NAMES = sorted(path.stem for path in HERE.glob("*.rq"))
MORE = {
    "dcam": "http://purl.org/dc/dcam/",
    "ext": "https://example.org/ext#",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
}
ALL_PREFIXES = PREFIXES | MORE
DECLARED = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ALL_PREFIXES.items())
FOLDER = resources.folder("ontology")


@cache
def ours(over: str) -> ox.Store:
    """The ontology: ``core`` alone, or ``all`` of it with alignments and code lists."""
    files = [FOLDER / "core.ttl"]
    if over == "all":
        files += [FOLDER / "align.ttl", *sorted((FOLDER / "vocab").glob("*.ttl"))]
    store = ox.Store()
    for file in files:
        store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    return store


def planted(name: str) -> tuple[ox.Store, set[str]]:
    """A wrong ontology and the IRIs of what is wrong in it."""
    text = (HERE / f"{name}.ttl").read_text(encoding="utf-8")
    store = ox.Store()
    store.load(input=f"{DECLARED}{text}".encode(), format=ox.RdfFormat.TURTLE)
    wrong = re.findall(r"^# finds: (.+)$", text, re.MULTILINE)[0].split()
    return store, {full(term) for term in wrong}


def full(term: str) -> str:
    if term.startswith("<"):
        return term.strip("<>")
    prefix, _, local = term.partition(":")
    return ALL_PREFIXES[prefix] + local


def found(store: ox.Store, name: str) -> set[str]:
    rows = store.query((HERE / f"{name}.rq").read_text(encoding="utf-8"), prefixes=ALL_PREFIXES)
    return {row["term"].value for row in rows if not isinstance(row["term"], ox.BlankNode)}


def over(name: str) -> str:
    header = re.findall(r"^# over: (\w+)$", (HERE / f"{name}.rq").read_text(encoding="utf-8"), re.MULTILINE)
    return header[0] if header else "core"


def test_each_question_has_its_planted_ontology() -> None:
    assert sorted(path.stem for path in HERE.glob("*.ttl")) == NAMES
    assert len(NAMES) >= 30


@pytest.mark.parametrize("name", NAMES)
def test_our_ontology_is_free_of_it(name: str) -> None:
    wrong = found(ours(over(name)), name)
    if over(name) == "core":  # what core.ttl declares of others has its definition there
        ontology = str(CC).removesuffix("#")
        wrong = {term for term in wrong if term.startswith(ontology)}
    assert sorted(wrong) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_caught_where_it_is_planted(name: str) -> None:
    store, wrong = planted(name)
    assert found(store, name) == wrong
