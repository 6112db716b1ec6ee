"""The suites that can be run, one line each, and where their versions stand.

A suite is a function that yields an ``Outcome`` for each test: ``run()``, which sees to everything itself, or
``run(server, token)``, which is given a fresh service with an empty store and a token that allows updates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec

from tests.conformance.manifest import SUITES as FOLDER
from tests.conformance.outcome import Outcome
from tests.conformance.served import served

_BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_W3C = _BASE + "{folder}/manifest#{name}"
_ROW = re.compile(r"^\| ([\w-]+) \| (\S+) at (\w+) \(([\d-]+)\) \|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite: its name in results, its folder below ``../shared/suites``, what runs it.

    ``iri`` makes a test's IRI of its name (``{test}``, or ``{folder}/{name}``); ``is_served`` asks for a service, with
    ``is_union`` its default graph is the union of all graphs, as it is unless an operator says otherwise.
    """

    key: str
    folder: str
    run: str
    vi: str
    en: str
    iri: str = _W3C
    is_served: bool = True
    is_union: bool = False

    @property
    def is_there(self) -> bool:
        """Tell whether both the suite and what runs it are there."""
        module = self.run.partition(":")[0]
        return (FOLDER / self.folder).is_dir() and find_spec(module) is not None

    @property
    def version(self) -> dict[str, str]:
        """Where the copy of the suite is from: source, commit, day."""
        rows = {row[0]: row[1:] for row in _ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8"))}
        return dict(zip(("source", "commit", "published"), rows[self.folder], strict=True))

    def outcomes(self) -> Iterator[Outcome]:
        """Run it. Raises AbsentError where the service lacks what it is about."""
        module, _, name = self.run.partition(":")
        function: Callable[..., Iterator[Outcome]] = getattr(import_module(module), name)
        if not self.is_served:
            yield from self._named(function())
            return
        with served(is_union=self.is_union) as (server, token):
            yield from self._named(function(server, token))

    def _named(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """Put all under the name of this suite: what runs several folders tells them apart."""
        return (replace(item, suite=self.key) for item in outcomes)


ALL = (
    Suite(
        "sparql11-query",
        "rdf-tests",
        "tests.conformance.query:run",
        "SPARQL 1.1: truy vấn, cú pháp và các dạng kết quả (JSON, XML, CSV, TSV)",
        "SPARQL 1.1: queries, their syntax, formats of results (JSON, XML, CSV, TSV)",
        is_served=False,
    ),
    Suite(
        "sparql11-update",
        "rdf-tests",
        "tests.conformance.update:run",
        "SPARQL 1.1: cập nhật",
        "SPARQL 1.1: updates",
    ),
    Suite(
        "sparql11-protocol",
        "rdf-tests",
        "tests.conformance.protocol:run",
        "Giao thức SPARQL 1.1",
        "SPARQL 1.1 Protocol",
        iri=_BASE + "protocol/manifest#{test}",
    ),
    Suite(
        "sparql11-graph-store",
        "rdf-tests",
        "tests.conformance.graph_store:run",
        "Giao thức kho đồ thị SPARQL 1.1",
        "SPARQL 1.1 Graph Store HTTP Protocol",
        iri=_BASE + "http-rdf-update/manifest#{test}",
    ),
    Suite(
        "sparql11-service-description",
        "rdf-tests",
        "tests.conformance.description:run",
        "Mô tả dịch vụ SPARQL 1.1",
        "SPARQL 1.1 Service Description",
        is_union=True,
    ),
    Suite(
        "shacl",
        "data-shapes",
        "tests.conformance.shacl:run",
        "SHACL: ràng buộc cơ bản và ràng buộc bằng SPARQL",
        "SHACL Core and SHACL-SPARQL",
        iri="urn:x-shacl-test:/{test}",
        is_served=False,
    ),
    Suite(
        "dcat-ap",
        "dcat-ap",
        "tests.conformance.dcat_ap:run",
        "DCAT-AP 3.0.1: mô tả danh mục dữ liệu",
        "DCAT-AP 3.0.1: the catalogue of the data",
        iri="urn:x-dcat-ap-test:/{test}",
        is_union=True,
    ),
    Suite(
        "reconciliation",
        "reconciliation",
        "tests.conformance.reconciliation:run",
        "API đối chiếu 0.2: ví dụ của bộ kiểm thử và các câu trả lời của dịch vụ",
        "Reconciliation Service API 0.2: the suite's examples and the service's answers",
        iri="urn:x-reconciliation-test:/{test}",
        is_union=True,
    ),
)
