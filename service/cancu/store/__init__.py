"""store: the only code that knows a database engine.

``open_store(folder)`` gives the embedded database; ``Store`` is the narrow interface behind which a remote SPARQL
database can stand. Texts that anyone may send go through ``Store.query``, which checks and runs them where they can
be stopped; questions of our own go through ``Store.run``.
"""

from __future__ import annotations

from cancu.store.archive import Archive
from cancu.store.embedded import EmbeddedStore, open_store
from cancu.store.entries import Entry
from cancu.store.formats import GRAPHS, SOLUTIONS, Format, by_name
from cancu.store.guard import Form, Limits, inspect
from cancu.store.interface import Answer, Dataset, Store
from cancu.store.journal import Journal, digest_of

__all__ = [
    "GRAPHS",
    "SOLUTIONS",
    "Answer",
    "Archive",
    "Dataset",
    "EmbeddedStore",
    "Entry",
    "Form",
    "Format",
    "Journal",
    "Limits",
    "Store",
    "by_name",
    "digest_of",
    "inspect",
    "open_store",
]
