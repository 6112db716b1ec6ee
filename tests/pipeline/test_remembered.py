"""What was read of superiors is kept from batch to batch: no more than fits, and nothing that was written since."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.link import Registry
from cancu.namespaces import BASE, document_graph, findings_graph
from cancu.pipeline import remembered as module
from cancu.pipeline.describing import shipped
from cancu.pipeline.filling import fill, remove
from cancu.pipeline.remembered import Remembered, Said
from cancu.pipeline.shelf import Shelf
from cancu.store import EmbeddedStore, open_store

REGISTRY = Registry.load()
DOCUMENTS = shipped(BASE)
FIRST, SECOND = (document.key for document in DOCUMENTS[:2])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path)
    fill(opened, DOCUMENTS, base=BASE, registry=REGISTRY)
    yield opened
    opened.close()


def shelf(store: EmbeddedStore, remembered: Remembered) -> Shelf:
    return Shelf(store, base=BASE, remembered=remembered)


@pytest.mark.parametrize("key", [FIRST, SECOND, "ubnd-nowhere/2026/kh/1"])
def test_what_is_remembered_is_what_the_store_says(store: EmbeddedStore, key: str) -> None:
    remembered, plain = Remembered(store, base=BASE), Shelf(store, base=BASE)
    one = shelf(store, remembered)
    assert (one.head(key), one.work(key)) == (plain.head(key), plain.work(key))
    two = shelf(store, remembered)
    assert two.work(key) is one.work(key)
    assert two.head(key) == one.head(key)
    assert bool(one.work(key)) == (key in (FIRST, SECOND))


def test_a_work_that_is_asked_for_after_the_head_is_read(store: EmbeddedStore) -> None:
    remembered = Remembered(store, base=BASE)
    assert shelf(store, remembered).head(FIRST)
    assert remembered[FIRST].work is None
    assert shelf(store, remembered).work(FIRST) == Shelf(store, base=BASE).work(FIRST)


def test_what_is_written_is_read_again(store: EmbeddedStore) -> None:
    remembered = Remembered(store, base=BASE)
    before = shelf(store, remembered)
    kept, gone = before.work(FIRST), before.work(SECOND)
    assert gone
    remove(store, [SECOND], base=BASE, registry=REGISTRY)
    after = shelf(store, remembered)
    assert after.work(SECOND) == {}
    assert after.work(FIRST) is kept


def test_reports_do_not_count_as_written(store: EmbeddedStore) -> None:
    remembered = Remembered(store, base=BASE)
    kept = shelf(store, remembered).work(FIRST)
    store.replace({findings_graph(BASE, FIRST): b""})
    assert shelf(store, remembered).work(FIRST) is kept


def test_after_many_changes_all_is_read_again(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHANGES", 2)
    remembered = Remembered(store, base=BASE)
    kept = shelf(store, remembered).work(FIRST)
    store.replace({f"urn:x:{n}": b"<urn:x:a> <urn:x:b> <urn:x:c> .\n" for n in range(3)})
    assert len(remembered) == 1
    assert shelf(store, remembered).work(FIRST) == kept
    store.replace({document_graph(BASE, FIRST): b""})
    assert shelf(store, remembered).work(FIRST) == {}


def test_no_more_than_fits_is_kept(store: EmbeddedStore) -> None:
    read = Shelf(store, base=BASE)
    heads = {key: Said(head=read.head(key)) for key in (FIRST, SECOND)}
    sizes = {key: said.size for key, said in heads.items()}
    both = sum(sizes.values())
    for most, left in ((both, [FIRST, SECOND]), (both - 1, [SECOND]), (0, [])):
        remembered = Remembered(store, base=BASE, triples=most)
        for key, said in heads.items():
            remembered[key] = said
        assert [key for key in (FIRST, SECOND) if remembered[key].head] == left
        assert len(remembered) == len(left)
    remembered = Remembered(store, base=BASE, triples=both)
    remembered[FIRST], remembered[SECOND] = heads[FIRST], heads[SECOND]
    assert remembered[FIRST].head, "asked for last"
    remembered["another"] = Said()
    assert not remembered[SECOND].head
