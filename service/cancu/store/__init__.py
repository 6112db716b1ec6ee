"""store: the only code that knows a database engine.

``open_store(folder)`` gives the embedded database; ``Store`` is the narrow interface behind which a remote SPARQL
database can stand. Texts that anyone may send go through ``Store.query``, which checks and runs them where they can
be stopped; questions of our own go through ``Store.run``.
"""

from __future__ import annotations

from cancu.store.archive import Archive
from cancu.store.embedded import EmbeddedStore, open_store
from cancu.store.formats import DATASETS, GRAPHS, N_TRIPLES, SOLUTIONS, Format, by_name
from cancu.store.guard import Form, Limits, inspect
from cancu.store.interface import Answer, Dataset, Store
from cancu.store.rewriting import joined, rewritten

__all__ = [
    "DATASETS",
    "GRAPHS",
    "N_TRIPLES",
    "SOLUTIONS",
    "Answer",
    "Archive",
    "Dataset",
    "EmbeddedStore",
    "Form",
    "Format",
    "Limits",
    "Store",
    "by_name",
    "inspect",
    "joined",
    "open_store",
    "rewritten",
]
