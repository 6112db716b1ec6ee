"""A store made from a backup: checked before anything is written, put in its place when it is complete.

The numbers of its journal get another name: its original went on counting after the copy was made, so who follows
``/changes`` begins again. Every graph is compared with what the journal says of it, and ``union`` is made anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from cancu.errors import InputError, StoreError
from cancu.store import bag
from cancu.store.backup import Contents, contents_of, counted
from cancu.store.embedded import open_store
from cancu.store.files import locked
from cancu.store.holdings import unreadable
from cancu.store.layout import ARCHIVE, DB, FILE, FORMAT, HOLDINGS, JOURNAL, beside, synced, written
from cancu.store.loading import graphs_of
from cancu.store.lock import StoreInUseError


def restore(source: Path, store: Path, *, is_replacing: bool = False) -> Contents:
    """Make a store in the folder ``store`` from the backup in ``source``; return what it holds.

    Raises InputError where the backup is damaged, of a newer format, or the folder holds something and ``is_replacing``
    is not said; StoreError where the store is in use or cannot be written. The folder is then as it was.
    """
    info, files = bag.info_of(source), bag.files_of(source)
    form, told = _told(source, info)
    _refuse_strange(source, files, form)
    for name, digest in files.items():
        if _digest(source / name) != digest:
            raise bag.damaged(source / name)
    is_there = store.exists() and any(store.iterdir())
    if is_there and is_replacing:
        _refuse_used(store)
    elif is_there:
        raise InputError(
            "Thư mục kho không trống; hãy dùng --replace nếu muốn thay kho này.",
            "the store's folder is not empty; say --replace to put the backup in its place.",
            where=str(store),
        )
    try:
        making = beside(store)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        try:
            _fill(making, source, files, form)
            _open(making, source, told, form)
            _put(making, store, is_there=is_there)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    except OSError as error:
        raise StoreError(
            f"Không khôi phục được kho: {error}", f"the store could not be restored: {error}", where=str(store)
        ) from error
    return told


def _told(source: Path, info: dict[str, str]) -> tuple[int, Contents]:
    try:
        form = int(info["Cancu-Format"])
        told = Contents(int(info["Cancu-Graphs"]), int(info["Cancu-Quads"]), info["Cancu-Digest"])
    except (KeyError, ValueError) as error:
        raise bag.damaged(source / "bag-info.txt") from error
    if not 1 <= form <= FORMAT:
        raise InputError(
            f"Bản sao lưu có định dạng {form}, bản cancu này biết đến định dạng {FORMAT}; hãy dùng bản cancu mới hơn.",
            f"the backup is in format {form}, this cancu knows up to format {FORMAT}; use a newer cancu.",
            where=str(source),
        )
    return form, told


def _refuse_strange(source: Path, files: dict[str, str], form: int) -> None:
    """Refuse files that no store has: nothing else gets into the folder."""
    single, folders = ({JOURNAL, HOLDINGS}, {ARCHIVE}) if form == FORMAT else ({JOURNAL}, {ARCHIVE, DB})
    for name in files:
        _, part, *below = name.split("/")
        if part not in (folders if below else single):
            raise bag.damaged(source / name)


def _digest(path: Path) -> str:
    try:
        return bag.digest_of(path)
    except OSError as error:
        raise bag.damaged(path) from error


def _fill(making: Path, source: Path, files: dict[str, str], form: int) -> None:
    for name, digest in files.items():
        place = making.joinpath(*name.split("/")[1:])
        place.parent.mkdir(parents=True, exist_ok=True)
        if bag.copied(source / name, place) != digest:
            raise bag.damaged(source / name)
    if form > 1:
        written(making / FILE, f"{form}\n".encode())


def _open(making: Path, source: Path, told: Contents, form: int) -> None:
    """Compare what the copy holds with what the backup says, and let the journal agree with it."""
    part = HOLDINGS if form == FORMAT else DB
    if _held(making / part) != told:
        raise bag.damaged(source / bag.DATA / part)
    store = open_store(making)
    try:
        store.journal.begin_another_run()
    finally:
        store.close()
    synced(making)


def _held(path: Path) -> Contents:
    """Return what was copied to ``path``, in today's form or an older one. Raises StoreError."""
    try:
        return counted(graphs_of(path)) if path.name == DB else contents_of(path)
    except (OSError, RuntimeError) as error:
        raise unreadable(error) from error


def _put(making: Path, store: Path, *, is_there: bool) -> None:
    if not is_there:
        making.rename(store)
        synced(store.parent)
        return
    _refuse_used(store)
    before = store.with_name(f"{store.name}.before-{os.getpid()}")
    store.rename(before)
    making.rename(store)
    synced(store.parent)
    shutil.rmtree(before, ignore_errors=True)


def _refuse_used(store: Path) -> None:
    """Raise StoreInUseError where a process has the store open; one that is damaged may be replaced."""
    try:
        with locked(store):
            return
    except StoreInUseError:
        raise
    except StoreError:
        return
