"""A database whose tables are damaged: what cannot be read is told in words, whatever is asked."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from cancu.errors import StoreError
from cancu.store import EmbeddedStore, open_store
from cancu.store.layout import DB

GRAPH = "http://e/g7"
_SPOILT = 40
_LEAST = 2000
"""Bytes of a table that holds more than the version of the engine's own form, without which it does not open."""

READ: dict[str, Callable[[EmbeddedStore], object]] = {
    "graph": lambda store: store.graph(GRAPH),
    "content": lambda store: store.content(GRAPH),
    "graphs": lambda store: store.graphs(),
    "size": lambda store: store.size(),
    "dump": lambda store: store.dump(io.BytesIO()),
    "journal": lambda store: store.journal.latest(),
    "write": lambda store: store.replace({GRAPH: b"<http://e/s> <http://e/p> <http://e/o> .\n"}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "store")
    store.replace(
        {
            f"http://e/g{number}": "".join(
                f'<http://e/s{index}> <http://e/p> "{number} {index}" .\n' for index in range(50)
            ).encode()
            for number in range(40)
        }
    )
    store.close()
    return tmp_path / "store"


def damage(folder: Path) -> None:
    """Spoil the first block of each table, and leave what stands at the end: where the others are."""
    for table in (folder / DB).glob("*.sst"):
        if table.stat().st_size < _LEAST:
            continue
        data = table.read_bytes()
        table.write_bytes(bytes(byte ^ 0x5A for byte in data[:_SPOILT]) + data[_SPOILT:])


@pytest.mark.parametrize("name", READ)
def test_what_is_damaged_is_told_and_what_is_whole_is_read(folder: Path, name: str) -> None:
    store = open_store(folder)
    READ[name](store)
    store.close()
    damage(folder)
    store = open_store(folder)
    with pytest.raises(StoreError, match=r"Corruption.*; restore a backup\."):
        READ[name](store)
    store.close()


def test_who_takes_a_dump_is_heard_of_by_his_own_error(folder: Path) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object, /) -> int:
            raise OSError(28, "No space left on device")

    store = open_store(folder)
    with pytest.raises(OSError, match="No space left"):
        store.dump(Full())
    store.close()
