"""Folders of files that can be checked: BagIt (RFC 8493) with SHA-256.

``data/`` holds the files, ``manifest-sha256.txt`` their digests, ``bag-info.txt`` what the bag is, and
``tagmanifest-sha256.txt`` the digests of these pages. Any BagIt tool, and ``sha256sum -c``, can check one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cancu.errors import InputError
from cancu.store.layout import synced, written

DATA = "data"
_DECLARATION, _INFO, _MANIFEST, _TAGS = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9a-f]{64})  (data(?:/[\w.\-]+)+)")
_TAG_LINE = re.compile(r"([0-9a-f]{64})  ([\w.\-]+)")
_CHUNK = 1 << 20


def seal(folder: Path, info: Mapping[str, str]) -> None:
    """Make the folder, whose ``data`` is complete, a bag that ``info`` describes. Raises OSError."""
    digests = {path.relative_to(folder).as_posix(): digest_of(path) for path in _files(folder / DATA)}
    pages = {
        _DECLARATION: _DECLARED,
        _INFO: "".join(f"{name}: {value}\n" for name, value in info.items()).encode(),
        _MANIFEST: "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode(),
    }
    tags = {name: hashlib.sha256(page).hexdigest() for name, page in pages.items()}
    pages[_TAGS] = "".join(f"{digest}  {name}\n" for name, digest in tags.items()).encode()
    for name, page in pages.items():
        written(folder / name, page)
    for path in (folder / DATA, *(folder / DATA).rglob("*")):
        if path.is_dir():
            synced(path)


def info_of(folder: Path) -> dict[str, str]:
    """Return what the bag says it is, after its pages have been checked. Raises InputError."""
    pages = {name: _page(folder, name) for name in (_DECLARATION, _INFO, _MANIFEST, _TAGS)}
    told = _digests(pages[_TAGS].decode("utf-8", "replace"), _TAG_LINE, folder / _TAGS)
    if pages[_DECLARATION] != _DECLARED or told.keys() != pages.keys() - {_TAGS}:
        raise damaged(folder)
    for name, digest in told.items():
        if hashlib.sha256(pages[name]).hexdigest() != digest:
            raise damaged(folder / name)
    lines = pages[_INFO].decode("utf-8", "replace").splitlines()
    return {name: value for name, _, value in (line.partition(": ") for line in lines)}


def files_of(folder: Path) -> dict[str, str]:
    """Return the digest of each file below ``data``, by its path, once they are all there and no others.

    Raises InputError: one is missing or too many, is no plain file, or lies elsewhere. Contents are not looked at.
    """
    told = _digests(_page(folder, _MANIFEST).decode("utf-8", "replace"), _LINE, folder / _MANIFEST)
    if wrong := next((name for name in told if not {".", ".."}.isdisjoint(name.split("/"))), None):
        raise damaged(folder / wrong)
    there = set()
    for path in (folder / DATA).rglob("*"):
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise damaged(path)
        if path.is_file():
            there.add(path.relative_to(folder).as_posix())
    if different := there ^ told.keys():
        raise damaged(folder / min(different))
    return told


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def copied(source: Path, target: Path) -> str:
    """Copy a file, durable on return, and return the SHA-256 of what was written. Raises OSError."""
    total = hashlib.sha256()
    with source.open("rb") as old, target.open("xb") as new:
        while chunk := old.read(_CHUNK):
            total.update(chunk)
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
    return total.hexdigest()


def damaged(path: Path) -> InputError:
    """Return the error for a bag in which ``path`` is not what it should be."""
    return InputError(
        "Bản sao lưu không nguyên vẹn (tệp này thiếu, thừa hoặc đã khác); hãy dùng bản sao lưu khác.",
        "the backup is not whole (this file is missing, too many, or not what it was); use another backup.",
        where=str(path),
    )


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _page(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if path.is_symlink():
            raise damaged(path)
        return path.read_bytes()
    except OSError as error:
        raise damaged(path) from error


def _digests(page: str, form: re.Pattern[str], where: Path) -> dict[str, str]:
    found = {}
    for line in page.splitlines():
        match = form.fullmatch(line)
        if match is None:
            raise damaged(where)
        found[match[2]] = match[1]
    if not found or not page.endswith("\n"):
        raise damaged(where)
    return found
