"""What is done beside the requests: the index's file is brought near once, where the machine can keep it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from cancu.serve.upkeep import bring_near

SIZE = 3_000_000
READ = [
    ("whole", SIZE, "runs", SIZE),
    ("larger than the machine can keep", SIZE - 1, "runs", 0),
    ("when the service is stopped already", SIZE, "stopped", 0),
]


@pytest.mark.parametrize(("what", "most", "service", "count"), READ, ids=[row[0] for row in READ])
def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path, what: str, most: int, service: str, count: int) -> None:
    path, is_over = tmp_path / "file", threading.Event()
    path.write_bytes(bytes(SIZE))
    if service == "stopped":
        is_over.set()
    assert bring_near(path, most, is_over) == count, what


def test_a_file_that_is_not_there_is_none_of_its_business(tmp_path: Path) -> None:
    assert bring_near(tmp_path / "none", SIZE, threading.Event()) == 0


@pytest.mark.skipif(not hasattr(os, "RWF_NOWAIT"), reason="the system does not tell what it has at hand")
def test_what_was_read_is_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(os.urandom(SIZE))
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        if at_hand(descriptor):
            pytest.skip("the system did not let go of the file")
        bring_near(path, SIZE, threading.Event())
        assert at_hand(descriptor)
    finally:
        os.close(descriptor)


def at_hand(descriptor: int) -> bool:
    """Tell whether the last bytes can be had without waiting for a disk."""
    try:
        return os.preadv(descriptor, [bytearray(10)], SIZE - 10, os.RWF_NOWAIT) == 10
    except OSError:
        return False
