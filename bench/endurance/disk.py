"""A small disk of its own, which can be filled up and made read-only where this machine allows it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = "400m"
"""Of the disk of an endurance run."""
_BLOCKS = (1 << 20, 4096, 512)


@contextmanager
def disk(place: Path, size: str = SIZE) -> Iterator[bool]:
    """Mount a small file system on the new folder ``place`` while it is needed; False where this is not allowed."""
    place.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", f"size={size}", "cancu-endurance", place)
    done = subprocess.run(command, capture_output=True, check=False)
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(("umount", "-l", place), check=True)


@contextmanager
def filled(place: Path, left: int = 0) -> Iterator[None]:
    """Leave ``left`` bytes free of the disk mounted on ``place`` for a while."""
    ballast = place / "ballast"
    try:
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            for block in _BLOCKS:
                with suppress(OSError):
                    while True:
                        file.write(bytes(block))
            file.truncate(max(0, file.tell() - left))
        yield
    finally:
        ballast.unlink(missing_ok=True)


def remount(place: Path, how: str) -> None:
    """Mount the disk on ``place`` again, ``ro`` or ``rw``."""
    subprocess.run(("mount", "-o", f"remount,{how}", place), check=True)
