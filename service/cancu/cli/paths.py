"""The documents that paths on a command line mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cancu.errors import UnreadableError
from cancu.read.office import SUFFIXES as OFFICE
from cancu.read.source import SUFFIXES


def documents(paths: Sequence[Path], *, suffixes: frozenset[str] = SUFFIXES, office: bool = False) -> tuple[Path, ...]:
    """Return the files that ``paths`` name, each once: a file as it is, a folder as its files of a known kind.

    ``office`` adds what LibreOffice converts.

    Raises UnreadableError where a folder holds none. Missing files are kept: reading says so with the rest.
    """
    suffixes = suffixes | OFFICE if office else suffixes
    found: dict[Path, None] = {}
    for path in paths:
        inside = _inside(path, suffixes) if path.is_dir() else [path]
        if not inside:
            known = ", ".join(sorted(suffixes))
            raise UnreadableError(
                f"thư mục không có văn bản nào ({known}).",
                f"the folder holds no documents ({known}).",
                where=str(path),
            )
        found.update(dict.fromkeys(inside))
    return tuple(found)


def _inside(folder: Path, suffixes: frozenset[str]) -> list[Path]:
    """Files below a folder in a fixed order, hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
