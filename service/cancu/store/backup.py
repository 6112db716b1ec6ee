"""Backups: the store as of one commit, copied beside a running service or alone, as a folder that can be checked.

What graphs hold comes first, then the journal, then the archive: a text is archived before the commit that names it, so
that all that the copy names is there. What the journal says of later commits is set right by the restoring
(``cancu.store.restoring``). ``union`` is left out, as it can be made anew. A store of an older format is left as it is,
and copied in today's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cancu import __version__
from cancu.errors import InputError, StoreError
from cancu.store import bag, holdings
from cancu.store.entries import digest_of
from cancu.store.files import locked
from cancu.store.holdings import Holdings
from cancu.store.layout import ARCHIVE, DB, FORMAT, HOLDINGS, JOURNAL, beside, format_of, refuse_newer, synced, written
from cancu.store.loading import graphs_of

_LAST = "backup.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: counts, and a digest over the digests of its graphs."""

    graphs: int
    quads: int
    digest: str


@dataclass(frozen=True, slots=True)
class Last:
    """When (UTC, ISO 8601) and where the last backup of a store was made."""

    made: str
    target: str


def backup(store: Path, target: Path) -> Contents:
    """Copy the store in the folder ``store`` to the new folder ``target``, whole or not at all; return what it holds.

    Raises InputError where ``target`` is there already or cannot be written, StoreError where the store cannot be read.
    """
    refuse_newer(store)
    form = format_of(store)
    if form is None:
        raise StoreError(
            "chưa có kho; hãy chạy cancu ingest.", "there is no store yet; run cancu ingest.", where=str(store)
        )
    if target.exists():
        raise InputError(
            "Đã có tệp hay thư mục này; hãy chọn tên khác cho bản sao lưu.",
            "this is there already; choose another name for the backup.",
            where=str(target),
        )
    try:
        making = beside(target)
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        try:
            contents = _filled(making, store, form)
            making.rename(target)
            synced(target.parent)
        finally:
            shutil.rmtree(making, ignore_errors=True)
        _remember(store, target)
    except (OSError, shutil.Error, sqlite3.Error) as error:
        raise StoreError(f"Không sao lưu được kho: {error}", f"the store could not be backed up: {error}") from error
    return contents


def _filled(making: Path, store: Path, form: int) -> Contents:
    data = making / bag.DATA
    data.mkdir()
    made = dt.datetime.now(dt.UTC)
    if form < FORMAT:
        with locked(store), TemporaryDirectory(dir=making.parent) as aside:
            holdings.make(Path(aside) / HOLDINGS, graphs_of(store / DB))
            _copy(Path(aside) / HOLDINGS, data / HOLDINGS)
    else:
        _copy(store / HOLDINGS, data / HOLDINGS)
    _copy(store / JOURNAL, data / JOURNAL)
    _copy_tree(store / ARCHIVE, data / ARCHIVE, suffix=".gz")
    contents = contents_of(data / HOLDINGS)
    files = [path for path in data.rglob("*") if path.is_file()]
    bag.seal(
        making,
        {
            "Bag-Software-Agent": f"cancu {__version__}",
            "Bagging-Date": f"{made:%Y-%m-%d}",
            "Payload-Oxum": f"{sum(path.stat().st_size for path in files)}.{len(files)}",
            "Cancu-Format": str(FORMAT),
            "Cancu-Moment": made.isoformat(timespec="seconds"),
            "Cancu-Graphs": str(contents.graphs),
            "Cancu-Quads": str(contents.quads),
            "Cancu-Digest": contents.digest,
        },
    )
    return contents


def _copy_tree(source: Path, target: Path, *, suffix: str = "") -> None:
    """Copy the files whose names end in ``suffix``; what is still being written has another."""
    target.mkdir()
    for path in sorted(source.rglob(f"*{suffix}")) if source.exists() else ():
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(exist_ok=True)
            bag.copied(path, place)


def _copy(source: Path, target: Path) -> None:
    """Copy a file of SQLite as of one moment, whoever writes it, without its write-ahead log, by SQLite's own means."""
    if not source.exists():
        return
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("pragma journal_mode = delete")


def contents_of(path: Path) -> Contents:
    """Return what the file ``path`` says that graphs hold. Raises StoreError."""
    with closing(Holdings(path, is_writable=False)) as held:
        return counted(held.each())


def counted(graphs: Iterable[tuple[str, bytes]]) -> Contents:
    """Return what graphs hold, which come sorted by name."""
    total = hashlib.sha256()
    count = quads = 0
    for name, lines in graphs:
        digest = digest_of(lines)
        if digest is not None:
            count += bool(name)
            quads += lines.count(b"\n")
            total.update(f"{digest} {name}\n".encode())
    return Contents(count, quads, total.hexdigest())


def _remember(store: Path, target: Path) -> None:
    last = Last(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), str(target.absolute()))
    written(store / _LAST, json.dumps(asdict(last)).encode())


def last_backup(store: Path) -> Last | None:
    """Return when and where the last backup of the store was made; None where none is known of."""
    try:
        return Last(**json.loads((store / _LAST).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
