"""Documents that go to workers as lines: they are judged there as they are here, and nothing is read for it here."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from cancu.check import report_lines
from cancu.finding import Opinion
from cancu.link import Registry
from cancu.namespaces import BASE, CC, document_graph, document_iri, findings_graph
from cancu.pipeline import waiting as waiting_reports
from cancu.pipeline.accounts import Packed
from cancu.pipeline.checking import check_stored, checked
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.filling import begin, fill, put
from cancu.pipeline.formats import read
from cancu.pipeline.judging import Judged
from cancu.pipeline.noted import Noted, files_of, notes_of, wordings_of
from cancu.pipeline.packs import Elsewhere, Judging, Pack, packs
from cancu.pipeline.preparing import Preparing
from cancu.pipeline.reading import read_one
from cancu.pipeline.ruling import Ruling, rule_on
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.waiting import listed, settle, waiting
from cancu.store import EmbeddedStore, open_store
from tests.pipeline import test_streaming as streaming

REGISTRY = Registry.load()
GROUP = "1. Ủy ban nhân dân các phường, xã"
SIGNED = streaming.TEXTS["5-signed.txt"].replace("1. Phòng Văn hóa - Xã hội", GROUP)
TEXTS = {**streaming.TEXTS, "5-signed.txt": SIGNED}
HELD = ("1-trees.txt", "5-signed.txt")
"""Those on which the others rest."""


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Described]:
    folder = tmp_path_factory.mktemp("plans")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    every = [read_one(folder / name) for name in sorted(TEXTS)]
    return dict(zip(sorted(TEXTS), describe(every, base=BASE, registry=REGISTRY), strict=True))


@pytest.fixture(scope="module")
def store(described: dict[str, Described], tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with_some = open_store(tmp_path_factory.mktemp("store"))
    begin(with_some, base=BASE, registry=REGISTRY)
    known = tuple(checked([described[name] for name in HELD], base=BASE, registry=REGISTRY, store=with_some))
    put(with_some, known, {}, base=BASE, registry=REGISTRY)
    yield with_some
    with_some.close()


_Thing = TypeVar("_Thing")


def sent(thing: _Thing) -> _Thing:
    """The thing as another process gets it."""
    there: _Thing = pickle.loads(pickle.dumps(thing))  # noqa: S301 (our own)
    return there


def test_a_pack_is_judged_as_its_documents_are_beside_the_store(
    described: dict[str, Described], store: EmbeddedStore
) -> None:
    some = [described[name] for name in TEXTS if name not in {*HELD, "0-blank.txt", "4-same-number.txt"}]
    expected = {one.key: one for one in checked(some, base=BASE, registry=REGISTRY, store=store)}
    assert any(one.taken_up for one in expected.values()), "one of them takes up what a plan of the store sets"
    shelf = Shelf(store, {one.key: one.quads for one in some}, base=BASE)
    found = {key: one for pack in packs(some, shelf) for key, one in Judging("none", BASE)(sent(pack)).items()}
    assert {key: (one.findings, one.taken_up) for key, one in found.items()} == {
        key: (one.findings, one.taken_up) for key, one in expected.items()
    }
    alone = next(key for key, one in expected.items() if one.findings and not one.taken_up)
    name = findings_graph(BASE, alone)
    assert read(found[alone].report, name) == read(report_lines(expected[alone].findings or (), name), name)


def test_what_is_noted_is_what_the_quads_say(described: dict[str, Described], tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(TEXTS["3-ward.txt"], encoding="utf-8")
    prepared = Preparing("none", BASE)(Packed.of(read_one(tmp_path / "plan.txt")))
    name = document_graph(BASE, prepared.key)
    there = pickle.loads(pickle.dumps(Noted(prepared.written[name], name, prepared.notes)))  # noqa: S301 (our own)
    quads = tuple(there)
    assert set(quads) != set(described["3-ward.txt"].quads), "another file name"
    assert len(there) == len(quads) == len(set(quads))
    assert there[0] == quads[0]
    assert there[1:3] == quads[1:3]
    assert there.notes == notes_of(quads, prepared.key, base=BASE)
    assert files_of(there) == files_of(quads) != ()
    assert wordings_of(there) == wordings_of(quads) != ()


def test_reports_made_anew_elsewhere_are_those_made_here(
    described: dict[str, Described], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_reports, "_BEGUN", 2)
    store = open_store(tmp_path / "store")
    fill(store, tuple(checked(described.values(), base=BASE, registry=REGISTRY)), base=BASE, registry=REGISTRY)
    reports = sorted(store.graphs(findings_graph(BASE, "")))
    keys = [name.removeprefix(findings_graph(BASE, "")) for name in reports]
    assert len(keys) > 2, "more than are begun at once"
    told = next(one for key in keys for one in check_stored(document_iri(BASE, key), store, base=BASE))
    ruling = Ruling(iri=told.document, opinion=Opinion.FALSE_ALARM, reviewer="Văn phòng", which=told.rule)
    rule_on(store, ruling, base=BASE)
    right = {name: store.content(name) for name in reports}
    assert sum(b"false-alarm" in lines for lines in right.values()) == 1
    assert any(str(CC.takesUp).encode() in lines for lines in right.values())

    begun, written = list[int](), list[int]()

    class Pickled:
        """Work done as if elsewhere: what is begun is done at once, and told through a pickle."""

        def begin(self, work: Judging, packed: Iterable[Pack]) -> Iterator[dict[str, Judged]]:
            found = [sent(work(sent(one))) for one in packed]
            begun.append(len(written))
            return iter(found)

    class Watched:
        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def replace(self, graphs: Mapping[str, bytes]) -> None:
            written.append(len(graphs))
            store.replace(graphs)

    store.replace(waiting(store, keys, base=BASE) | dict.fromkeys(reports, b""))
    elsewhere = Elsewhere(Pickled(), Judging("none", BASE))  # type: ignore[arg-type]
    assert settle(Watched(), REGISTRY, base=BASE, elsewhere=elsewhere) == len(keys)  # type: ignore[arg-type]
    assert {name: store.content(name) for name in reports} == right
    assert listed(store, base=BASE) == ()
    assert begun[:3] == [0, 0, 1], "while others judge, what they found before is written"
    store.close()
