"""What graphs hold is damaged: it is told in words or right, never read wrong, and whole again at the next start."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cancu.errors import StoreError
from cancu.store import EmbeddedStore, open_store

GRAPH = "http://e/g7"
_PAGE = 4096
_SPOILT = 40


def content(number: int) -> bytes:
    return "".join(
        f'<http://e/s{index}> <http://e/p> "{number} {index * index * 7919}" .\n' for index in range(50)
    ).encode()


def _dump(store: EmbeddedStore) -> bytes:
    output = io.BytesIO()
    store.dump(output)
    return output.getvalue()


READ: dict[str, Callable[[EmbeddedStore], object]] = {
    "graph": lambda store: store.graph(GRAPH),
    "content": lambda store: store.content(GRAPH),
    "graphs": lambda store: store.graphs(),
    "size": lambda store: store.size(),
    "dump": _dump,
    "journal": lambda store: store.journal.latest(),
    "write": lambda store: store.replace({GRAPH: content(8)}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = open_store(tmp_path / "store")
    store.replace({f"http://e/g{number}": content(number) for number in range(200)})
    store.close()
    return tmp_path / "store"


def pages(path: Path) -> None:
    """Spoil each page but the first, by which the file is known."""
    data = bytearray(path.read_bytes())
    for start in range(_PAGE, len(data), _PAGE):
        data[start : start + _SPOILT] = bytes(byte ^ 0x5A for byte in data[start : start + _SPOILT])
    path.write_bytes(data)


def texts(path: Path) -> None:
    """Spoil each packed text, and nothing by which they are found."""
    with closing(sqlite3.connect(path)) as file, file:
        for name, packed in file.execute("select name, packed from graphs").fetchall():
            file.execute("update graphs set packed = ? where name = ?", (packed[:60] + b"\0" + packed[61:], name))


@pytest.mark.parametrize(
    ("damage", "name"),
    [*((pages, name) for name in READ), *((texts, name) for name in ("graph", "content", "dump", "write"))],
)
def test_what_is_damaged_is_told_and_whole_again_at_the_next_start(
    folder: Path, damage: Callable[[Path], None], name: str
) -> None:
    store = open_store(folder)
    expected = READ[name](store)
    store.close()
    path = folder / "graphs.sqlite"
    before = path.stat()
    damage(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # as a failing disk leaves it: nobody wrote
    store = open_store(folder)
    with pytest.raises(StoreError, match="start again"):
        READ[name](store)
    store.close()
    store = open_store(folder)
    assert READ[name](store) == expected
    assert len(store.graphs()) == 200
    assert _dump(store).count(b"\n") == store.size()
    store.close()


def test_damage_by_who_wrote_the_file_is_found_at_the_start(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    pages(folder / "graphs.sqlite")
    store = open_store(folder)
    assert "found damaged" in caplog.text
    assert (len(store.graphs()), store.size()) == (200, 10_000)
    store.close()


def test_who_takes_a_dump_is_heard_of_by_his_own_error(folder: Path) -> None:
    class Full(io.BytesIO):
        def write(self, _data: object, /) -> int:
            raise OSError(28, "No space left on device")

    store = open_store(folder)
    with pytest.raises(OSError, match="No space left"):
        store.dump(Full())
    store.close()
