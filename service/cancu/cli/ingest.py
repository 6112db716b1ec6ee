"""``cancu ingest``: documents into the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import click

from cancu.cli import options, say_error
from cancu.cli.paths import documents
from cancu.cli.progress import tracked
from cancu.cli.stores import opened, state
from cancu.link import Registry
from cancu.pipeline.accounts import Accounts
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described, shipped
from cancu.pipeline.filling import begin, fill, finish
from cancu.pipeline.history import Ledger
from cancu.pipeline.holding import holdings
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.streaming import BATCH, Committing, Source, read_into, source, stamp, unread
from cancu.pipeline.workers import Workers, hired
from cancu.query import Catalogue, Index
from cancu.settings import Settings, load
from cancu.store import Store, format_of, is_address


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.store
@options.jobs
@options.cluster
@options.base
@click.option("--only", is_flag=True, help="The store holds these documents and no others afterwards.")
@click.option("--keep-going", is_flag=True, help="Store the others where a file cannot be read; the exit code is 2.")
@click.option("--again", is_flag=True, help="Read files again that are in the store already.")
def command(
    *,
    paths: tuple[Path, ...],
    store: str | None,
    jobs: int | None,
    cluster: str | None,
    base: str | None,
    only: bool,
    keep_going: bool,
    again: bool,
) -> None:
    """Read documents, check them and put them in the store; a document that is there already is replaced whole.

    PATHS are documents or folders of them; without any, the facts that ship with cancu are loaded. Where one file
    cannot be read, it is named, nothing is written, and the exit code is 2; --keep-going stores the others.

    A ledger beside the store keeps what was done: the same command after a stop goes on where it was, and files that
    are in the store with the same bytes are passed over, unless the program, its rules or the registry have changed.
    """
    settings = load(store=store, jobs=jobs, base=base)
    registry = Registry.load(Path(settings.registry))
    if not paths:
        _ship(settings, registry, is_only=only)
        return
    files = list(documents(paths, office=settings.office))
    mark = stamp(registry, base=settings.base, office=settings.office)
    with hired(settings.jobs, cluster) as workers, closing(Accounts(state(settings), mark)) as accounts:
        run = _Run(settings, registry, workers, accounts)
        is_whole = run.ingest([source(file) for file in files], is_only=only, is_going_on=keep_going, is_again=again)
    if not is_whole:
        click.get_current_context().exit(2)


class _Run:
    """One call of the command."""

    def __init__(self, settings: Settings, registry: Registry, workers: Workers, accounts: Accounts) -> None:
        self._settings = settings
        self._registry = registry
        self._workers = workers
        self._accounts = accounts

    def ingest(self, sources: Sequence[Source], *, is_only: bool, is_going_on: bool, is_again: bool) -> bool:
        """Read, then store. Return whether all files could be read."""
        settings, began = self._settings, time.monotonic()
        todo, done = sources, dict[str, str]()
        if not is_again and (is_address(settings.store) or format_of(Path(settings.store)) is not None):
            with opened(settings) as held:
                todo, done = unread(sources, self._accounts, held, base=settings.base)
        reading = read_into(self._accounts, todo, self._workers, office=settings.office)
        refused = [refusal for refusal in tracked(reading, len(todo), "read") if refusal is not None]
        for refusal in refused:
            say_error(refusal.error)
        if refused and not is_going_on:
            return False
        bad = {refusal.path for refusal in refused}
        with opened(settings, is_new_fine=True) as held:
            wanted = [one for one in todo if one.path not in bad]
            with _indexing(held) as follow:
                kept = self._stored(held, wanted, set(done.values()), follow, is_only=is_only)
            self._tell(held, kept, passed=len(sources) - len(todo), refused=len(refused), began=began)
        return not refused

    def _stored(
        self, held: Store, sources: Sequence[Source], keys: set[str], follow: Callable[[], object], *, is_only: bool
    ) -> int:
        """Store documents and return how many there were; of others in the store, those of ``keys`` stay.

        ``follow`` is called now and then, when more of them are in the store.
        """
        base, registry = self._settings.base, self._registry
        ledger = Ledger(held, len(sources), base=base)
        committing = Committing(
            store=held, accounts=self._accounts, workers=self._workers, ledger=ledger, registry=registry,
            folder=self._settings.registry, base=base, with_texts=self._settings.keep_texts,
        )  # fmt: skip
        begin(held, base=base, registry=registry)
        seen: dict[str, Path] = {}
        kept = 0
        for one, document in tracked(committing.documents(sources), len(sources), "store"):
            _tell_twin(one.path, seen.get(document.key))
            seen[document.key] = one.path
            if kept % BATCH == 0:  # one more batch is in
                follow()
            kept += 1
            _tell_document(document)
        finish(
            held, ledger, base=base, registry=registry, only={*seen, *keys} if is_only else None,
            elsewhere=committing.elsewhere,
        )  # fmt: skip
        return kept

    def _tell(self, held: Store, kept: int, *, passed: int, refused: int, began: float) -> None:
        seconds = max(time.monotonic() - began, 1e-3)
        click.echo(
            f"{kept} văn bản vào kho ({kept / seconds:.1f}/giây), {passed} đã có sẵn, {refused} không đọc được"
            f" / {kept} stored ({kept / seconds:.1f}/s), {passed} were there already, {refused} could not be read"
        )
        click.echo(f"{self._settings.store}: {holdings(held, base=self._settings.base, catalogue=Catalogue.load())}")


def _ship(settings: Settings, registry: Registry, *, is_only: bool) -> None:
    """Put the facts that ship with cancu into the store."""
    with opened(settings, is_new_fine=True) as held:
        reviewed = tuple(laid_over(shipped(settings.base), held, base=settings.base))
        checking = checked(reviewed, base=settings.base, registry=registry, store=None if is_only else held)
        judged = tuple(tracked(checking, len(reviewed), "check"))
        fill(held, judged, base=settings.base, is_whole=is_only, registry=registry)
        for document in judged:
            _tell_document(document)
        with _indexing(held):
            pass
        click.echo(f"{settings.store}: {holdings(held, base=settings.base, catalogue=Catalogue.load())}")


@contextmanager
def _indexing(held: Store) -> Iterator[Callable[[], object]]:
    """Let names and words be found as soon as somebody asks.

    Yield what lets the index follow what is in the store by then, while other work goes on; it has followed all at the
    end.
    """
    with closing(Index(held, patience=None)) as index:
        with ThreadPoolExecutor(1, thread_name_prefix="cancu-index") as aside:
            yield lambda: aside.submit(index.follow)
        index.follow()


def _tell_document(document: Described) -> None:
    triples, found = len(document.quads), len(document.findings or ())
    click.echo(f"{document.key}: {triples} bộ ba / triples, {found} phát hiện / findings")


def _tell_twin(path: Path, other: Path | None) -> None:
    """Say that two files are one document, and that the later of them is kept."""
    if other is not None:
        click.echo(
            f"cancu: {path}: cùng một văn bản với “{other}”, thay nó / replaces “{other}”, the same document",
            err=True,
        )
