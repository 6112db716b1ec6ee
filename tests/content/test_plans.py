"""The shipped facts are what cancu makes of the plans today, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import BNode, Dataset, Literal
from rdflib.namespace import RDFS

from cancu import resources
from cancu.namespaces import BASE, CC, PROV, document_graph

FILES = sorted(resources.path("data", "plans").glob("*"))
WORDS = 26
"""A quote of 25 words and the mark that it was cut."""
LONGER = {RDFS.label, CC.learntReason, CC.resolutionReason, CC.title, CC.citedTitle, CC.heading}
"""Our own words, and titles, which are names."""


def test_the_facts_of_five_plans_ship() -> None:
    assert [path.name for path in FILES] == [
        f"{stem}.trig" for stem in ("do-son", "dong-da", "ha-noi", "hai-phong", "hung-dao")
    ]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def graph(request: pytest.FixtureRequest) -> Dataset:
    return Dataset().parse(data=request.param.read_text("utf-8"), format="trig")


def test_each_file_is_one_graph_of_one_document_without_blank_nodes(graph: Dataset) -> None:
    (name,) = {str(quad[3]) for quad in graph.quads()}
    assert name.startswith(document_graph(BASE, ""))
    assert not [quad for quad in graph.quads() if isinstance(quad[0], BNode) or isinstance(quad[2], BNode)]


def test_each_tells_the_digest_of_its_source(graph: Dataset) -> None:
    digests = [str(quad[2]) for quad in graph.quads((None, CC.sha256, None))]
    assert [len(digest) for digest in digests] == [64]
    assert list(graph.quads((None, PROV.used, None)))


def test_facts_ship_but_no_long_passages(graph: Dataset) -> None:
    long = [
        (str(quad[1]), str(quad[2]))
        for quad in graph.quads()
        if isinstance(quad[2], Literal) and len(quad[2].split()) > WORDS and quad[1] not in LONGER
    ]
    assert not long


def test_they_are_derived_again_byte_for_byte(shared: Callable[..., Path], tmp_path: Path) -> None:
    plans = shared("plans")
    command = [Path(sys.executable).parent / "cancu", "extract", plans, "--format", "trig", "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True, text=True)
    derived = {path.name: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    assert sorted(derived) == [path.name for path in FILES]
    differ = [path.name for path in FILES if path.read_bytes() != derived[path.name]]
    assert not differ, "where the change is meant: make data"
