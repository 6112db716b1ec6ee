"""Many files into the store: the same whoever works, in whatever batches, and however often the run was killed."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cancu.errors import LimitError
from cancu.link import Registry
from cancu.namespaces import BASE
from cancu.pipeline import streaming
from cancu.pipeline.accounts import Accounts
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import describe
from cancu.pipeline.filling import begin, fill, finish
from cancu.pipeline.history import Ledger
from cancu.pipeline.learning import corrections
from cancu.pipeline.papers import Papers
from cancu.pipeline.reading import Refusal, read_one
from cancu.pipeline.streaming import Committing, read_into, source, stamp, unread
from cancu.pipeline.workers import Workers, hired
from cancu.store import EmbeddedStore, open_store

ROOT = Path(__file__).parents[2]
CANCU = "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"
REGISTRY = Registry.load()
CITY = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG"
WARD = "ỦY BAN NHÂN DÂN\nPHƯỜNG SUỐI MƠ"


def plan(issuer: str, number: str, title: str, basis: str, task: str) -> str:
    """A short plan; a number may be blank, and what it cites may tell the number of another."""
    place = "Hải Phòng" if "HẢI PHÒNG" in issuer else "Suối Mơ"
    who = "Ủy ban nhân dân thành phố" if place == "Hải Phòng" else "Ủy ban nhân dân phường"
    return (
        f"{issuer}\nSố: {number}/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"{place}, ngày 10 tháng 02 năm 2027\n\nKẾ HOẠCH\n{title}\n\n"
        f"Thực hiện {basis}, {who} ban hành Kế hoạch như sau:\n\n"
        f"I. MỤC ĐÍCH\n- Phục vụ Nhân dân.\n\nII. TỔ CHỨC THỰC HIỆN\n1. Phòng Văn hóa - Xã hội\n- {task}.\n"
        f"- Báo cáo kết quả trước ngày 20/6/2027.\n\nNơi nhận:\n- Như mục II;\n- Lưu: VT.\nCHỦ TỊCH\nTrần Văn Suối\n"
    )


def citing(number: str, title: str) -> str:
    return f"Kế hoạch số {number}/KH-UBND ngày 10/02/2027 của Ủy ban nhân dân thành phố Hải Phòng về {title.lower()}"


FAIR, TREES = "Tổ chức hội chợ sách thành phố năm 2027", "Trồng cây xanh ven sông năm 2027"
BOOKS = "Chủ trì mở hội chợ sách tại quảng trường trong tháng 4"
LAW = "Luật Thư viện số 46/2019/QH14 ngày 21 tháng 11 năm 2019"
TEXTS = {
    "0-blank.txt": plan(CITY, "   ", FAIR, LAW, f"{BOOKS}; Ủy ban nhân dân các phường, xã trưng bày sách"),
    "1-trees.txt": plan(CITY, "42", TREES, LAW, "Trồng cây tại các khu phố"),
    "2-ward.txt": plan(WARD, "7", "Tổ chức hội chợ sách năm 2027", citing("41", FAIR), BOOKS),
    "3-ward.txt": plan(WARD, "8", TREES, citing("42", TREES), "Trồng cây tại các khu phố"),
    "4-same-number.txt": plan(WARD, "8", "Phòng cháy mùa khô năm 2027", citing("42", TREES), "Tập huấn phòng cháy"),
    "5-signed.txt": plan(CITY, "41", FAIR, LAW, BOOKS),
}
NAMES = tuple(TEXTS)
"""A blank paper whose number two others tell, one of them its signed copy; one number that two papers bear."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there = tmp_path_factory.mktemp("plans")
    for name, text in TEXTS.items():
        (there / name).write_text(text, encoding="utf-8")
    return there


def lines(store: EmbeddedStore, *parts: str) -> set[str]:
    """What the store holds in graphs of these kinds, history and runs left out."""
    kinds = parts or ("doc", "findings", "inferred", "ties", "registry", "ontology", "identities", "waiting")
    found = set()
    for graph in store.graphs(f"{BASE}graph/"):
        if graph.removeprefix(f"{BASE}graph/").split("/")[0] in kinds:
            found |= {f"{graph} {line}" for line in store.content(graph).decode().splitlines()}
    return found


def run(store: EmbeddedStore, where: Path, paths: Iterable[Path], workers: Workers, *, only: bool = False) -> None:
    """What ``cancu ingest`` does with files."""
    accounts = Accounts(where, stamp(REGISTRY, base=BASE, office=False))
    todo, done = unread([source(path) for path in paths], accounts, store, base=BASE)
    assert set(read_into(accounts, todo, workers, office=False)) <= {None}
    ledger = Ledger(store, len(todo), base=BASE)
    committing = Committing(
        store=store, accounts=accounts, workers=workers, ledger=ledger, registry=REGISTRY, folder="none", base=BASE,
        with_texts=True,
    )  # fmt: skip
    begin(store, base=BASE, registry=REGISTRY)
    keys = {document.key for _, document in committing.documents(todo)} | set(done.values())
    finish(store, ledger, base=BASE, registry=REGISTRY, only=keys if only else None, elsewhere=committing.elsewhere)
    accounts.close()


@pytest.fixture(scope="session")
def full(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """All documents described, judged and filled in at once, without ledger or workers."""
    store = open_store(tmp_path_factory.mktemp("full"))
    readings = [read_one(folder / name) for name in NAMES]
    described = describe(readings, base=BASE, registry=REGISTRY, papers=Papers(BASE, store))
    assert corrections(store, described, base=BASE) == ()
    fill(store, tuple(checked(described, base=BASE, registry=REGISTRY, store=store)), base=BASE, registry=REGISTRY)
    found = lines(store)
    store.close()
    assert any("learntNumber" in line for line in found), "the blank paper learns its number"
    assert any("takesUp" in line for line in found)
    return found


Cuts = Sequence[int]


@given(order=st.permutations((0, 1, 2, 3)), batch=st.integers(1, 3), cuts=st.sets(st.integers(1, 3), max_size=2))
@example(order=(2, 3, 1, 0), batch=1, cuts=set())
@example(order=(0, 1, 2, 3), batch=3, cuts={2})
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_batches_and_their_order_do_not_matter(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, order: Sequence[int], batch: int, cuts: set[int]
) -> None:
    """What is told of one number by two papers of one key depends on which came last; those two are left out here."""

    def ingested(orders: Sequence[Sequence[int]], size: int) -> set[str]:
        where = tmp_path_factory.mktemp("store")
        store = open_store(where)
        with pytest.MonkeyPatch.context() as patch, hired() as workers:
            patch.setattr(streaming, "BATCH", size)
            for some in orders:
                run(store, where, [folder / NAMES[one] for one in some], workers)
        found = lines(store)
        store.close()
        shutil.rmtree(where)
        return found

    ends = [0, *sorted(cuts), len(order)]
    runs = [order[first:last] for first, last in pairwise(ends)]
    assert ingested(runs, batch) == ingested([(0, 1, 2, 3)], 100)


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_leave_what_one_process_leaves(folder: Path, tmp_path: Path, full: set[str], jobs: int) -> None:
    store = open_store(tmp_path)
    with hired(jobs) as workers:
        run(store, tmp_path, [folder / name for name in NAMES], workers)
    assert lines(store) == full
    before = store.version
    with hired() as workers:
        run(store, tmp_path, [folder / name for name in NAMES if name[0] in "0125"], workers)
    assert lines(store) == full
    assert store.version == before + 1, "nothing but the run itself is written"
    store.close()


def test_only_these_stay(folder: Path, tmp_path: Path) -> None:
    expected = open_store(tmp_path / "a")
    store = open_store(tmp_path / "b")
    with hired() as workers:
        run(expected, tmp_path / "a", [folder / NAMES[2], folder / NAMES[3]], workers)
        run(store, tmp_path / "b", [folder / name for name in NAMES[:4]], workers)
        run(store, tmp_path / "b", [folder / NAMES[2], folder / NAMES[3]], workers, only=True)
    assert lines(store, "doc", "findings", "inferred", "ties") == lines(expected, "doc", "findings", "inferred", "ties")
    for one in (expected, store):
        one.close()


def dead(path: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL if path else signal.SIGTERM)


def test_a_worker_that_dies_is_told() -> None:
    with hired(2) as workers, pytest.raises(LimitError, match="run the command again"):
        list(workers.map(dead, [Path("a"), Path("b")]))


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_come_in_order(jobs: int) -> None:
    with hired(jobs) as workers:
        assert list(workers.map(abs, range(-50, 0))) == [*range(50, 0, -1)]


def dump(folder: Path) -> set[str]:
    store = open_store(folder)
    found = lines(store)
    histories = store.graphs(f"{BASE}graph/history/")
    versions = [len(re.findall("versionNumber", store.content(graph).decode())) for graph in histories]
    store.close()
    assert set(versions) <= {1, 2}, "read once, and once more where a number was learnt"
    return found


def test_killed_again_and_again_it_ends_as_if_never_killed(tmp_path: Path) -> None:
    rng = random.Random(11)
    plans = tmp_path / "plans"
    plans.mkdir()
    for turn in range(4):
        for name in NAMES[:4]:
            text = TEXTS[name].replace("2027", str(2027 + turn))
            (plans / f"{turn}-{name}").write_text(text, encoding="utf-8")

    def command(store: str) -> list[str]:
        return [sys.executable, "-c", CANCU, "ingest", str(plans), "--store", str(tmp_path / store)]

    began = time.monotonic()
    whole = subprocess.run(command("whole"), check=True, capture_output=True, text=True, cwd=ROOT)
    took = time.monotonic() - began
    assert "16 stored" in whole.stdout
    for _ in range(5):
        with subprocess.Popen(command("killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as one:
            time.sleep(rng.uniform(0.2, 1.0) * took)
            one.send_signal(signal.SIGKILL)
    last = subprocess.run(command("killed"), check=True, capture_output=True, text=True, cwd=ROOT)
    stored, there = (int(number) for number in re.findall(r"(\d+) (?:stored|were there)", last.stdout))
    assert stored + there == 16
    assert dump(tmp_path / "killed") == dump(tmp_path / "whole")


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXTS[NAMES[2]], encoding="utf-8")
    accounts = Accounts(tmp_path, "one")
    with hired() as workers:
        (none,) = read_into(accounts, [source(path)], workers, office=False)
    assert none is None
    packed = accounts.reading(path, source(path).sha256)
    reading = packed and packed.reading()
    assert reading == read_one(path)
    accounts.close()
    other = Accounts(tmp_path, "another program")
    assert other.reading(path, source(path).sha256) is None
    with hired() as workers:
        (refusal,) = read_into(other, [source(tmp_path / "none.txt")], workers, office=False)
    assert isinstance(refusal, Refusal)
    assert other.states() == {"read": 1, "refused": 1}
    other.close()
