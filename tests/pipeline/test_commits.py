"""How much goes into one commit, and what goes into which."""

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from cancu.errors import StoreError
from cancu.link import Registry
from cancu.namespaces import BASE, document_graph
from cancu.pipeline.commits import commit_size
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.filling import add, begin
from cancu.pipeline.history import Ledger, versions
from cancu.pipeline.reading import read_one
from cancu.store import EmbeddedStore, open_store

REGISTRY = Registry.load()


@pytest.mark.parametrize(
    ("quads", "size"),
    [
        (0, 100),
        (1_000_000, 100),
        (2_500_000, 100),
        (5_000_000, 200),
        (10_000_000, 400),
        (100_000_000, 400),  # memory bounds it
    ],
)
def test_commits_grow_with_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quads: int, size: int) -> None:
    store = open_store(tmp_path)
    monkeypatch.setattr(store, "extent", lambda: quads)
    assert commit_size(store, 100) == pytest.approx(size, abs=1)
    store.close()


def test_what_is_held_is_told(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.extent() == 0
    one = '<urn:x:{n}> <urn:x:says> <urn:x:{near}> .\n<urn:x:{n}> <urn:x:tells> "word {n}" .\n'
    some = "".join(one.format(n=n, near=n % 1000) for n in range(100_000)).encode()
    store.replace({"urn:x:graph": some})
    store.close()
    store = open_store(tmp_path)
    assert store.size() == store.extent() == 200_000
    store.close()


def plan(folder: Path, number: int, title: str) -> Described:
    path = folder / f"{number}.txt"
    path.write_text(
        f"ỦY BAN NHÂN DÂN\nPHƯỜNG SUỐI MƠ\nSố: {number}/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\nSuối Mơ, ngày 10 tháng 02 năm 2027\n\nKẾ HOẠCH\n{title}\n\nI. MỤC ĐÍCH\n"
        "- Phục vụ Nhân dân.\n\nNơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Suối\n",
        encoding="utf-8",
    )
    (document,) = describe([read_one(path)], base=BASE, registry=REGISTRY)
    return document


def added(store: EmbeddedStore, *documents: Described) -> int:
    """Put documents into the store together; return in how many commits."""
    before = store.version
    add(store, documents, Ledger(store, len(documents), base=BASE), base=BASE, registry=REGISTRY)
    return store.version - before


def test_new_documents_are_committed_apart_from_those_that_change(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    begin(store, base=BASE, registry=REGISTRY)
    old, new = plan(tmp_path, 7, "Đọc sách năm 2027"), plan(tmp_path, 8, "Trồng cây năm 2027")
    assert added(store, old, new) == 1, "nothing is known"
    changed, newest = plan(tmp_path, 7, "Đọc báo năm 2027"), plan(tmp_path, 9, "Nuôi cá năm 2027")
    assert added(store, newest, changed) == 2, "one is known"
    order = [entry.graph for entry in store.journal.entries(0, 1000) if f"{BASE}graph/doc/" in entry.graph]
    assert [name[-1] for name in order] == ["8", "7", "9"], "what changes goes first"
    told = {one.key: len(versions(store, one.key, base=BASE)) for one in (old, new, newest)}
    assert [*told.values()] == [2, 1, 1]
    store.close()


def test_what_a_failure_between_two_commits_leaves_is_whole_and_not_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [plan(tmp_path, number, f"Đọc sách số {number}") for number in (7, 8, 9)]
    changed = plan(tmp_path, 7, "Đọc báo năm 2027")
    dumps = []
    for name, is_cut in (("whole", False), ("cut", True)):
        store = open_store(tmp_path / name)
        begin(store, base=BASE, registry=REGISTRY)
        added(store, documents[0])
        if is_cut:
            with monkeypatch.context() as patch:
                patch.setattr(store, "replace", _once(store))
                with pytest.raises(StoreError, match="cut off"):
                    added(store, changed, *documents[1:])
            held = [store.has_graph(document_graph(BASE, one.key)) for one in documents]
            assert held == [True, False, False], "the one that was known has come, the others have not"
        added(store, changed, *documents[1:])
        assert [len(versions(store, one.key, base=BASE)) for one in documents] == [2, 1, 1]
        dumps.append({graph: store.content(graph) for graph in store.graphs(document_graph(BASE, ""))})
        store.close()
    assert dumps[0] == dumps[1]


def _once(store: EmbeddedStore) -> Callable[[Mapping[str, bytes]], None]:
    """Return what replaces graphs the first time, and fails from then on."""
    real, calls = store.replace, count()

    def replace(graphs: Mapping[str, bytes]) -> None:
        if next(calls):
            raise StoreError("bị cắt", "cut off")
        real(graphs)

    return replace
