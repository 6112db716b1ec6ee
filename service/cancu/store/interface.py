"""What the rest of cancu asks of a database, embedded or remote."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from cancu.engine.formats import Format
from cancu.store.archive import Archive
from cancu.store.asker import Asker
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


@dataclass(frozen=True, slots=True)
class Upload:
    """A graph that somebody sent in; relative IRIs in it are resolved against ``base``."""

    data: bytes
    format: Format
    base: str | None = None


class Kept(Protocol):
    """Answers to strangers that are kept until the store changes."""

    @property
    def found(self) -> int:
        """How many questions were answered by them."""
        ...

    @property
    def size(self) -> int:
        """The bytes that they take."""
        ...


class Store(Protocol):
    """A database of named graphs. Its methods may be called from any thread.

    Where a graph is named, ``""`` names the default graph, which is always there and stands in no list of graphs.
    A graph without triples is as good as none. All raise StoreError where the database cannot be read or written.
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

    @property
    def search(self) -> Path:
        """The file in which an index of names and words may be kept."""
        ...

    @property
    def is_private(self) -> bool:
        """Tell whether this is a copy of a store that another process writes, as are the files beside it."""
        ...

    @property
    def recent(self) -> Kept:
        """What was answered before."""
        ...

    @property
    def unnamed(self) -> str:
        """The name under which questions can ask for the default graph alone; empty where there is none."""
        ...

    def query(
        self,
        sparql: str,
        *,
        accept: Format | None = None,
        dataset: Dataset | None = None,
        base: str | None = None,
        timeout: float | None = None,
        asker: Asker | None = None,
        room: int | None = None,
    ) -> Answer:
        """Answer a text that anyone may have sent; the default graph is the union of all graphs.

        With a store opened so, it is the plain default graph. Relative IRIs are resolved against ``base``. A graph of
        ``dataset`` that the store does not hold is empty, one of FROM in the text is an error; neither is ever fetched.

        ``asker`` tells who waits: places are shared out by its name, and given back when it leaves; ``room`` bounds
        the answer's bytes below the store's own limit.
        Raises QueryError where the text is wrong or not allowed, LimitError where time, memory or room is up.
        """
        ...

    def answered(
        self,
        sparql: str,
        *,
        accept: Format | None = None,
        dataset: Dataset | None = None,
        base: str | None = None,
        asker: Asker | None = None,
    ) -> Awaitable[Answer] | None:
        """Return what is to be awaited for the answer that ``query`` gives, where no thread need wait for it.

        None where one has to: for another machine, or for what takes long to look at. Raises, at once or when awaited,
        as ``query``; cancelled, it gives place and reader back.
        """
        ...

    def run(self, sparql: str, *, accept: Format | None = None, timeout: float | None = None) -> Answer:
        """Answer a question of our own (a shipped .rq with bound terms). Raises as ``query`` does."""
        ...

    def rows(self, sparql: str, *, timeout: float | None = None) -> Iterable[Sequence[str]]:
        """Return the rows of the answer to a question of our own, each value as its text alone, "" where there is none.

        Raises as ``query`` does.
        """
        ...

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs (IRI → N-Quads or N-Triples), all or none, durable on return; empty removes."""
        ...

    def update(
        self, sparql: str, *, using: Dataset | None = None, base: str | None = None, timeout: float | None = None
    ) -> tuple[str, ...]:
        """Run a SPARQL 1.1 Update that anyone may have sent, all or none, durable; return the graphs it changed.

        Its patterns look at ``using``, where given, else at the plain default graph and all named ones; relative
        IRIs are resolved against ``base``. It is committed as one ``replace``, after all writes begun before it. Blank
        nodes of a graph that is rewritten get new names, so that one is no longer shared with a graph that is not.
        Raises QueryError where the text is wrong or not allowed (LOAD, SERVICE), LimitError where time or memory
        is up; the store is then as before.
        """
        ...

    def write(
        self,
        graph: str,
        uploads: Sequence[Upload],
        *,
        is_added: bool = False,
        check: Callable[[bytes], None] | None = None,
        timeout: float | None = None,
    ) -> bool:
        """Replace ``graph`` by what was sent, or add that to it; tell whether the graph is new.

        ``check`` is given the graph as it was (as ``graph`` returns it), while nobody else writes, and may raise.
        Raises DataError, LimitError and what ``check`` raises; the store is then as before.
        """
        ...

    def graph(self, iri: str) -> bytes:
        """Return the triples of a graph as N-Triples, in an order that stays; nothing where there is none.

        Raises LimitError where it is larger than one write may make it.
        """
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

    def extent(self) -> int:
        """Return roughly how many quads lie on this machine, without counting them; 0 where they lie elsewhere."""
        ...

    def dump(self, output: IO[bytes]) -> None:
        """Write the whole store as N-Quads, as of one moment."""
        ...

    def reader_pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that read strangers' texts."""
        ...

    def close(self) -> None:
        """Stop the readers and release the files."""
        ...
