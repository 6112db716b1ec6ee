"""What the first page tells of the whole store: what is due as in the calendar, counts as a plain question has them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from cancu import resources
from cancu.link import Registry
from cancu.namespaces import BASE, CCV, PREFIXES
from cancu.pipeline.filling import begin
from cancu.query import Catalogue, Index, Table
from cancu.serve import create_app
from cancu.serve.calendar.agenda import agenda
from cancu.serve.service import Options, Service
from cancu.serve.work.deadlines import Deadlines
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import FIXTURE, graphs_of

D = dt.date
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
COUNTS = """
SELECT ?class (COUNT(DISTINCT ?item) AS ?count)
WHERE {
  VALUES ?class {
    cc:Document cc:Section cc:Citation cc:Task cc:ReportingDuty cc:Event cc:Distribution cc:Body cc:Unit
    sh:ValidationResult
  }
  ?item a ?class .
  FILTER(?class != cc:Task || NOT EXISTS { ?item a cc:ReportingDuty })
}
GROUP BY ?class
ORDER BY ?class
"""
SEVERITIES = """
SELECT ?severity (COUNT(DISTINCT ?finding) AS ?findings) (COUNT(DISTINCT ?document) AS ?documents)
WHERE {
  ?finding a sh:ValidationResult ; cc:inDocument ?document ; sh:resultSeverity ?severity .
  FILTER NOT EXISTS { ?finding cc:reviewState <https://w3id.org/cancu/vocab/review/false-alarm> }
}
GROUP BY ?severity
ORDER BY ?severity
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[Service]:
    """The five plans, the registry, and the small graphs of the tests."""
    store = open_store(tmp_path_factory.mktemp("store"), prefixes=PREFIXES)
    begin(store, base=BASE, registry=Registry.load())
    small = [FIXTURE, *(FIXTURE.with_name(name) for name in ("work.trig", "calendar.trig"))]
    for path in (*sorted((checkout / "data" / "plans").glob("*.trig")), *small):
        store.replace(graphs_of(path))
    service = Service.over(store, Catalogue.load(), Options())
    yield service
    service.index.close()
    store.close()


@pytest.mark.parametrize(
    "since",
    [D(2026, 1, 1), D(2026, 3, 31), D(2026, 5, 25), D(2026, 6, 1), D(2026, 11, 25), D(2028, 2, 1), D(2034, 6, 1)],
)
@pytest.mark.parametrize("most", [3, 1000])
def test_what_is_due_is_what_the_calendar_has(service: Service, since: D, most: int) -> None:
    until = since + dt.timedelta(days=30)
    rows = service.table("calendar", {"language": "vi"}).records
    bare = [
        {name: value for name, value in row.items() if name not in {"origin", "known", "knownLabel"}} for row in rows
    ]
    days = [
        (day + (entry.end - entry.series.first), entry.kind, entry.uid, entry.summary)
        for entry in agenda(bare, "vi").entries
        for stretch in (entry.end - entry.series.first,)
        for day in entry.series.days(since - stretch, until - stretch)
    ]
    found = Deadlines(service).soon(since, until, "vi", most)
    assert [(day, one.kind, one.uid, one.summary) for day, one in found.entries] == sorted(days)[:most]
    assert found.total == len(days)
    assert days or since.year > 2030


def test_counts_are_those_of_a_plain_question(service: Service) -> None:
    plain = Table.read(service.store.run(HEAD + COUNTS).body).records
    found = service.table("counts").records
    assert {str(row["class"]): row["count"] for row in found} == {str(row["class"]): row["count"] for row in plain}
    assert len(plain) > 8
    own = Catalogue.load(resources.path("queries", "pages"))["severities"].bind({})
    assert json.loads(service.store.run(own).body) == json.loads(service.store.run(HEAD + SEVERITIES).body)
    values = {"status": str(CCV["status/extracted"])}
    assert service.finder.count_read() == len({row["document"] for row in service.table("documents", values)}) > 4


def test_counts_of_an_empty_store_are_none(tmp_path: Path) -> None:
    store: EmbeddedStore = open_store(tmp_path, prefixes=PREFIXES)
    service = Service.over(store, Catalogue.load(), Options())
    assert service.table("counts").records == ()
    found = Deadlines(service).soon(D(2026, 6, 1), D(2026, 7, 1), "vi", 12)
    assert (found.entries, found.total, service.finder.count_read()) == ((), 0, 0)
    service.index.close()
    store.close()


def test_the_first_page_comes_while_names_are_indexed_and_is_whole_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path / "s")
    store.replace(graphs_of(FIXTURE))
    try:
        with TestClient(create_app(store, Catalogue.load())) as client, monkeypatch.context() as busy:
            busy.setattr(Index, "follow", lambda *_: False)
            before = client.get("/?lang=en")
            busy.undo()
            after = client.get("/?lang=en")
    finally:
        store.close()
    assert (before.status_code, after.status_code) == (200, 200)
    assert ["is still being counted" in page.text for page in (before, after)] == [True, False]
