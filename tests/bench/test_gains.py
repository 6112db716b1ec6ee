"""The report of gains and losses says what appeared, vanished and changed, and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


@pytest.fixture(scope="module")
def gains() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "bench" / "gains.py"
    spec = importlib.util.spec_from_file_location("cancu_gains", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def record(*tasks: dict[str, Any], title: str = "Kế hoạch") -> dict[str, Any]:
    return {"plan": {"document": {"title": title}, "tasks": list(tasks)}}


READ = {"text": "Tổ chức ngày hội", "leads": ["Xã"], "offsets": [0, 16]}
WRITE = {"text": "Soạn tài liệu", "leads": [], "offsets": [20, 33]}

CASES = [
    # the same record: nothing to say
    (record(READ), record(READ), []),
    # words that stand elsewhere are the same words
    (record(READ), record({**READ, "offsets": [5, 21]}), []),
    (record(READ), record(READ, WRITE), ["+"]),
    (record(READ, WRITE), record(READ), ["-"]),
    (record(READ), record({**READ, "leads": ["Phường"]}), ["~"]),
    (record(READ), record(READ, title="Chương trình"), ["~"]),
    # the same words twice are two items
    (record(READ, READ), record(READ), ["-"]),
]


@pytest.mark.parametrize(("old", "new", "signs"), CASES)
def test_differences_are_told_item_by_item(gains: ModuleType, old: Any, new: Any, signs: list[str]) -> None:
    assert [change.sign for change in gains.compare(old, new)] == signs


VERDICTS = [
    ({**READ, "leads": ["xã"]}, "right    1 wrong    0 abstained    0"),
    ({**READ, "leads": ["Phường"]}, "right    0 wrong    1 abstained    0"),
    ({**READ, "leads": []}, "right    0 wrong    0 abstained    1"),
]


@pytest.mark.parametrize(("item", "counts"), VERDICTS)
def test_what_is_left_open_is_counted_apart(gains: ModuleType, item: Any, counts: str) -> None:
    (line,) = gains.verdicts(record(READ, title=None), record(item))
    assert line.endswith(counts)


def test_a_missed_item_lowers_recall_and_an_invented_one_precision(gains: ModuleType) -> None:
    line = next(x for x in gains.precision_recall(record(READ), record(READ, WRITE)) if x.startswith("tasks"))
    assert line.endswith("P 0.500 R 1.000")
