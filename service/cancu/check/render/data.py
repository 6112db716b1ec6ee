"""Findings for programs: JSON and Turtle."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from urllib.parse import quote as percent

from rdflib import Graph

from cancu.check.quads import report_quads
from cancu.check.render.paper import Paper
from cancu.namespaces import PREFIXES


def rows(papers: Sequence[Paper], _language: str) -> bytes:
    """Return one JSON array with a finding an object; ``file`` tells the paper under the name it was asked for by."""
    found = [{"file": paper.name} | dataclasses.asdict(finding) for paper in papers for finding in paper.findings]
    return (json.dumps(found, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def turtle(papers: Sequence[Paper], _language: str) -> bytes:
    """Return the SHACL reports of the papers in one graph, each under a name of its own."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for paper in papers:
        for quad in report_quads(paper.findings, f"urn:cancu:check:{percent(paper.name, safe='')}"):
            graph.add(quad[:3])
    return graph.serialize(format="turtle", encoding="utf-8")
