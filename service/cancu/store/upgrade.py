"""A store of an older format becomes today's: what its graphs hold is read from the engine's database of then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from cancu.store import holdings
from cancu.store.layout import DB, FORMAT, HOLDINGS, format_of
from cancu.store.lines import Name, lines_of

_NOWHERE = ox.DefaultGraph()


def upgrade(folder: Path) -> None:
    """Bring the store in ``folder`` to today's format, but for saying so. Raises OSError, RuntimeError, StoreError.

    What was begun and not ended is begun again: an older version may have written meanwhile.
    """
    if (folder / DB).exists() and format_of(folder) != FORMAT:
        holdings.make(folder / HOLDINGS, graphs_of(folder / DB))


def graphs_of(db: Path, own: Name = _NOWHERE) -> Iterator[tuple[str, bytes]]:
    """Yield name and lines of every graph of a database of the engine in ``db``, which nobody has open, by their names.

    ``own`` is where it keeps what the default graph holds. Raises OSError, RuntimeError.
    """
    store = ox.Store(str(db))
    if lines := lines_of(store, own):
        yield "", lines
    names = (name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name != own)
    for name in sorted(names, key=lambda one: one.value):
        yield name.value, lines_of(store, name)
