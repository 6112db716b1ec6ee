"""The files of a store, which format they are in, and how an older one becomes today's.

Format 1 has no file that says so: ``db`` alone, or with a journal, or with ``union`` as well. Format 2 is all of
these and the file ``format``. Format 3 has ``graphs.sqlite`` in the place of ``db`` (``holdings``). What an older one
lacks is made anew, and only then is the new format written down: an upgrade that is killed is begun again. ``union`` is
believed only beside the journal that was written with it, for that alone knows what a process that died had not carried
over yet.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from cancu.errors import StoreError

FORMAT = 3
"""What this version writes."""

HOLDINGS, UNION, JOURNAL, ARCHIVE, SNAPSHOTS = "graphs.sqlite", "union", "journal.sqlite", "archive", "snapshots"
FILE, LOCK = "format", "lock"
DB = "db"
"""What formats 1 and 2 had in the place of ``HOLDINGS``: a database of the engine."""
SEARCH = "search.sqlite"
"""The index of names and words, which ``cancu.query`` makes and keeps."""
"""Names below the folder of a store."""

_log = logging.getLogger("cancu.store")


def format_of(folder: Path) -> int | None:
    """Return the format of the store in ``folder``, None where there is none. Raises StoreError: it cannot be read."""
    try:
        return int((folder / FILE).read_text("ascii"))
    except FileNotFoundError:
        return 1 if (folder / DB).exists() else FORMAT if (folder / HOLDINGS).exists() else None
    except (OSError, ValueError) as error:
        raise StoreError(
            f"Không đọc được định dạng của kho ({error}); hãy khôi phục từ bản sao lưu (cancu restore).",
            f"the store's format cannot be read ({error}); restore it from a backup (cancu restore).",
            where=str(folder / FILE),
        ) from error


def refuse_newer(folder: Path) -> None:
    """Raise StoreError where the store in ``folder`` is in a format that this version does not know."""
    found = format_of(folder)
    if found is not None and not 1 <= found <= FORMAT:
        raise StoreError(
            f"Kho có định dạng {found}, bản cancu này biết đến định dạng {FORMAT}; hãy dùng bản cancu mới hơn.",
            f"the store is in format {found}, this cancu knows up to format {FORMAT}; use a newer cancu.",
            where=str(folder),
        )


def drop_doubtful(folder: Path) -> None:
    """Put a broken journal aside, and remove ``union`` where no journal says what it has missed. Raises OSError.

    To be called by who has the store's lock.
    """
    journal = folder / JOURNAL
    if journal.exists() and not _is_sound(journal):
        _log.warning("begun anew, for it is damaged: %s", journal)
        for tail in ("", "-wal", "-shm"):
            part = journal.with_name(journal.name + tail)
            if part.exists():
                part.replace(part.with_name(part.name + ".broken"))
    if not journal.exists() and (folder / UNION).exists():
        _log.warning("made anew, for there is no journal beside it: %s", folder / UNION)
        shutil.rmtree(folder / UNION)


def _is_sound(journal: Path) -> bool:
    try:
        with closing(sqlite3.connect(journal)) as connection:
            return bool(connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        return isinstance(error, sqlite3.OperationalError)  # locked, or no room: nothing that a new journal would mend


def is_lock(error: Exception) -> bool:
    """Tell whether the engine could not open a database because somebody has it open (a damaged *block* is no lock)."""
    return "While lock file" in str(error) or "lock hold by" in str(error)


def seal(folder: Path) -> None:
    """Write down, durably, that the store is in today's format, and drop what older ones had. Raises StoreError."""
    try:
        if not (folder / FILE).exists() or format_of(folder) != FORMAT:
            written(folder / FILE, f"{FORMAT}\n".encode())
        if (folder / DB).exists():
            shutil.rmtree(folder / DB)
    except OSError as error:
        raise StoreError(
            f"Không ghi được vào thư mục kho: {error.strerror}.",
            f"the store's folder cannot be written: {error.strerror}.",
            where=str(folder),
        ) from error


def written(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, and outlives a power cut. Raises OSError."""
    part = beside(path)
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        synced(path.parent)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def beside(path: Path) -> Path:
    """Return a name in the same folder that only this process uses, under which ``path`` is put together."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def synced(folder: Path) -> None:
    """Make the names in ``folder`` durable. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
