"""Backups: the store as of one commit, copied beside a running service or alone, as a folder that can be checked.

Only the process that has ``db`` open may copy it consistently: where that is the service, its newest frozen copy is
taken. Then the journal, then the archive: a text is archived before the commit that names it, so that all that the copy
names is there. What the journal says of later commits is set right by the restoring (``cancu.store.restoring``).
``union`` is left out, as it can be made anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from cancu import __version__
from cancu.errors import InputError, StoreError
from cancu.store import bag
from cancu.store.entries import digest_of
from cancu.store.files import StoreInUseError, locked
from cancu.store.layout import ARCHIVE, DB, JOURNAL, SNAPSHOTS, beside, format_of, refuse_newer, synced, written
from cancu.store.snapshots import link_copy, newest_on_disk

_TRIES = 40
_LAST = "backup.json"
_STAGING = "backup-"
"""How folders begin, below that of the store, that hold links while a copy is made."""


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
    with _frozen(store) as frozen:
        _copy_tree(frozen, data / DB)
    _copy_journal(store / JOURNAL, data / JOURNAL)
    _copy_tree(store / ARCHIVE, data / ARCHIVE, suffix=".gz")
    contents = contents_of(data / DB)
    files = [path for path in data.rglob("*") if path.is_file()]
    bag.seal(
        making,
        {
            "Bag-Software-Agent": f"cancu {__version__}",
            "Bagging-Date": f"{made:%Y-%m-%d}",
            "Payload-Oxum": f"{sum(path.stat().st_size for path in files)}.{len(files)}",
            "Cancu-Format": str(form),
            "Cancu-Moment": made.isoformat(timespec="seconds"),
            "Cancu-Graphs": str(contents.graphs),
            "Cancu-Quads": str(contents.quads),
            "Cancu-Digest": contents.digest,
        },
    )
    return contents


@contextmanager
def _frozen(store: Path) -> Iterator[Path]:
    """Yield a folder with ``db`` as of one commit, which nobody changes or removes meanwhile."""
    _sweep(store)
    staging = Path(tempfile.mkdtemp(prefix=f"{_STAGING}{os.getpid()}-", dir=store))
    try:
        try:
            with locked(store) as db:
                db.backup(str(staging / DB))
        except StoreInUseError:
            _link_newest(store, staging / DB)
        yield staging / DB
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sweep(store: Path) -> None:
    """Remove the links that backups which were killed have left."""
    for left in store.glob(f"{_STAGING}*-*"):
        owner = left.name.removeprefix(_STAGING).partition("-")[0]
        if not Path(f"/proc/{owner}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _link_newest(store: Path, target: Path) -> None:
    for _ in range(_TRIES):  # the owner may remove a copy while we link it
        newest = newest_on_disk(store / SNAPSHOTS)
        try:
            if newest is not None:
                link_copy(newest / DB, target)
                return
        except (OSError, shutil.Error):
            shutil.rmtree(target, ignore_errors=True)
    raise StoreInUseError(
        f"Kho “{store}” đang được dùng và chưa có bản chụp để sao; hãy thử lại.",
        f"the store “{store}” is in use and has no snapshot to copy yet; try again.",
    )


def _copy_tree(source: Path, target: Path, *, suffix: str = "") -> None:
    """Copy the files whose names end in ``suffix``; what is still being written has another."""
    target.mkdir()
    for path in sorted(source.rglob(f"*{suffix}")) if source.exists() else ():
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(exist_ok=True)
            bag.copied(path, place)


def _copy_journal(source: Path, target: Path) -> None:
    """Copy the journal as of one moment, without its write-ahead log, by SQLite's own means."""
    if not source.exists():
        return
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        new.execute("pragma journal_mode = delete")


def contents_of(db: Path) -> Contents:
    """Return what the database in ``db``, which nobody has open, holds. Raises StoreError."""
    try:
        return counted(ox.Store.read_only(str(db)))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(f"Không đọc được kho: {error}", f"the store cannot be read: {error}", where=str(db)) from error


def counted(store: ox.Store) -> Contents:
    """Return what an open database holds. Raises OSError, RuntimeError."""
    names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    total = hashlib.sha256()
    graphs = 0
    for name in ("", *names):
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        digest = digest_of(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"")
        if digest is not None:
            graphs += bool(name)
            total.update(f"{digest} {name}\n".encode())
    return Contents(graphs, len(store), total.hexdigest())


def _remember(store: Path, target: Path) -> None:
    last = Last(dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), str(target.absolute()))
    written(store / _LAST, json.dumps(asdict(last)).encode())


def last_backup(store: Path) -> Last | None:
    """Return when and where the last backup of the store was made; None where none is known of."""
    try:
        return Last(**json.loads((store / _LAST).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
