"""store: the only code that knows a database engine.

``open_store`` gives the embedded database in a folder, or a remote SPARQL 1.1 database at an address, behind the one
narrow interface ``Store``. Texts that anyone may send go through ``Store.query``, which checks and runs them where they
can be stopped; questions of our own go through ``Store.run``.
"""

from __future__ import annotations

from cancu.engine.evaluation import formatted
from cancu.engine.formats import (
    DATASETS,
    GRAPHS,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    SOLUTIONS,
    TRIG,
    UPLOADS,
    Format,
    by_name,
)
from cancu.store.addresses import MARK, check_address
from cancu.store.archive import Archive
from cancu.store.asker import Asker
from cancu.store.backup import Contents, Last, backup, last_backup
from cancu.store.canonical import Held, triples_as_held
from cancu.store.embedded import EmbeddedStore
from cancu.store.entries import Entry, digest_of
from cancu.store.federation import Federation
from cancu.store.guard import Form, Limits, inspect
from cancu.store.interface import Answer, Dataset, Kept, Store, Upload
from cancu.store.journal import Journal
from cancu.store.lane import default_readers
from cancu.store.layout import FORMAT, format_of
from cancu.store.lines import in_graph
from cancu.store.opening import open_store
from cancu.store.outside import Outside
from cancu.store.remote import MIRROR, Credentials, Remote, folder_of, is_address
from cancu.store.restoring import restore
from cancu.store.rewriting import joined, rewritten

__all__ = [
    "DATASETS",
    "FORMAT",
    "GRAPHS",
    "JSON_LD",
    "MARK",
    "MIRROR",
    "N_QUADS",
    "N_TRIPLES",
    "SOLUTIONS",
    "TRIG",
    "UPLOADS",
    "Answer",
    "Archive",
    "Asker",
    "Contents",
    "Credentials",
    "Dataset",
    "EmbeddedStore",
    "Entry",
    "Federation",
    "Form",
    "Format",
    "Held",
    "Journal",
    "Kept",
    "Last",
    "Limits",
    "Outside",
    "Remote",
    "Store",
    "Upload",
    "backup",
    "by_name",
    "check_address",
    "default_readers",
    "digest_of",
    "folder_of",
    "format_of",
    "formatted",
    "in_graph",
    "inspect",
    "is_address",
    "joined",
    "last_backup",
    "open_store",
    "restore",
    "rewritten",
    "triples_as_held",
]
