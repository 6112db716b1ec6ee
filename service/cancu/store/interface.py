"""What the rest of cancu asks of a database, embedded or remote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Protocol

from cancu.store.archive import Archive
from cancu.store.formats import Format
from cancu.store.guard import Form
from cancu.store.journal import Journal


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query is asked over (SPARQL 1.1 Protocol §2.1.4), instead of the union of all."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete, serialised result; it is never a part of one."""

    form: Form
    format: Format
    body: bytes


class Store(Protocol):
    """A database of named graphs. Its methods may be called from any thread.

    All raise StoreError where the database cannot be read or written.
    """

    @property
    def version(self) -> int:
        """A number that grows with every commit made through this object."""
        ...

    @property
    def archive(self) -> Archive:
        """What graphs held before."""
        ...

    @property
    def journal(self) -> Journal:
        """Which graphs changed, in which order."""
        ...

    def query(
        self,
        sparql: str,
        *,
        accept: Format | None = None,
        dataset: Dataset | None = None,
        timeout: float | None = None,
    ) -> Answer:
        """Answer a text that anyone may have sent; the default graph is the union of all graphs.

        Raises QueryError where the text is wrong or not allowed, LimitError where time, memory or room is up.
        """
        ...

    def run(self, sparql: str, *, accept: Format | None = None, timeout: float | None = None) -> Answer:
        """Answer a question of our own (a shipped .rq with bound terms). Raises as ``query`` does."""
        ...

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs (IRI → N-Quads or N-Triples), all or none, durable on return; empty removes."""
        ...

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove graphs, all or none; unknown ones are passed over."""
        ...

    def graphs(self, prefix: str = "") -> tuple[str, ...]:
        """Return the sorted IRIs of the graphs that begin with ``prefix``."""
        ...

    def has_graph(self, iri: str) -> bool:
        """Tell whether the store holds a graph of that IRI."""
        ...

    def content(self, graph: str) -> bytes:
        """Return what one graph holds as N-Triples, as of one moment; empty where there is no such graph.

        The empty name is the default graph. Blank nodes bear the same labels in all graphs and in ``dump``.
        """
        ...

    def size(self) -> int:
        """Return the number of quads."""
        ...

    def dump(self, output: IO[bytes]) -> None:
        """Write the whole store as N-Quads, as of one moment."""
        ...

    def close(self) -> None:
        """Stop the readers and release the files."""
        ...
