"""Digests of the tables of a database, by which damage is found before the engine opens it.

The engine tells a damaged block to who walks through a table, but a question that counts may never end over one. Its
tables (``*.sst``) are written once and never changed, so that each is read for this once, when it is new.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cancu.store.bag import digest_of
from cancu.store.layout import written


class Sums:
    """The digests, kept in the file ``path`` as ``sha256sum`` writes them."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)

    def damaged(self, folder: Path) -> Path | None:
        """Return a table in ``folder`` that is not what it was, None where all known ones are. Raises OSError."""
        for path in sorted(folder.glob("*.sst")):
            if self._known.get(path.name, digest := digest_of(path)) != digest:
                return path
        return None

    def note(self, folder: Path) -> None:
        """Learn the new tables in ``folder``, forget those that are gone. What cannot be written is learnt later."""
        with suppress(OSError):  # a table that vanished meanwhile, or a full disk
            names = sorted(path.name for path in folder.glob("*.sst"))
            known = {name: self._known.get(name) or digest_of(folder / name) for name in names}
            if known != self._known:
                written(self._path, "".join(f"{digest}  {name}\n" for name, digest in known.items()).encode())
                self._known = known

    def forget(self) -> None:
        """Forget everything: the database is made anew. Raises OSError."""
        self._path.unlink(missing_ok=True)
        self._known = {}


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, ValueError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
