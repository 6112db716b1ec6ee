"""Many files into the store, in memory that does not grow with their number, and in a run that may be stopped.

Files are read by workers into the ledger (``pipeline.accounts``), then described and judged by workers and committed, a
batch at a time, by this process: there is one writer. What the store holds at the end does not depend on who worked,
on the batches, or on how often the run was stopped: a commit is whole, and what is missing is done by the next run.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, tee
from pathlib import Path

from cancu import __version__, resources
from cancu.link import Registry
from cancu.pipeline.accounts import Accounts, Packed
from cancu.pipeline.commits import commit_size
from cancu.pipeline.describing import Described
from cancu.pipeline.filling import add
from cancu.pipeline.history import Ledger
from cancu.pipeline.inferring import stands_on
from cancu.pipeline.judging import Judged
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.packs import Elsewhere, Judging
from cancu.pipeline.papers import Papers, keys_of_files
from cancu.pipeline.preparing import Prepared, Preparing, together
from cancu.pipeline.reading import Refusal, outcome
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.workers import Workers
from cancu.store import Store

BATCH = 100
"""Documents that are judged and committed together where little is held yet (``pipeline.commits``)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be ingested, and the digest of its bytes (empty where it cannot be opened)."""

    path: Path
    sha256: str


def stamp(registry: Registry, *, base: str, office: bool) -> str:
    """Return a digest of all on which the graphs of a file rest but its bytes: program, rules, words, registry."""
    total = hashlib.sha256(f"{__version__}|{base}|{office}|{stands_on(registry, base)}".encode())
    package = Path(__file__).parents[1]
    for folder, kind in ((package, "*.py"), (resources.path("data", "lexicon"), "*.tsv")):
        for path in sorted(folder.rglob(kind)):
            total.update(path.read_bytes())
    return total.hexdigest()


def source(path: Path) -> Source:
    """Return the file with its digest."""
    try:
        return Source(path, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return Source(path, "")


def unread(
    sources: Sequence[Source], accounts: Accounts, store: Store | None, *, base: str
) -> tuple[list[Source], dict[str, str]]:
    """Return which files are not committed, and the keys of those that are, by digest.

    A file is committed where the ledger says so and the store holds under that key what was read from it.
    """
    done: dict[str, str] = {}
    noted = {one: accounts.key(one.path, one.sha256) for one in sources}
    waiting = iter([one for one, key in noted.items() if key is not None])
    while store is not None and (some := tuple(islice(waiting, BATCH))):
        held = keys_of_files(store, [one.sha256 for one in some], base=base)
        done |= {one.sha256: held[one.sha256] for one in some if held.get(one.sha256) == noted[one]}
    return [one for one, key in noted.items() if key is None or done.get(one.sha256) != key], done


def read_into(
    accounts: Accounts, sources: Sequence[Source], workers: Workers, *, office: bool
) -> Iterator[Refusal | None]:
    """Read files into the ledger; yield for each of them None, or why it cannot be read."""
    missing = [one for one in sources if not accounts.is_read(one.path, one.sha256)]
    yield from (None for _ in range(len(sources) - len(missing)))
    found = workers.map(partial(_packed, office=office), [one.path for one in missing])
    for one, done in zip(missing, found, strict=True):
        if isinstance(done, Packed):
            accounts.read(done)
            yield None
        else:
            accounts.refused(one.path, one.sha256, str(done.error))
            yield done


def _packed(path: Path, *, office: bool) -> Packed | Refusal:
    done = outcome(path, office=office)
    return done if isinstance(done, Refusal) else Packed.of(done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Committing:
    """What the commits of one run share."""

    store: Store
    accounts: Accounts
    workers: Workers
    ledger: Ledger
    registry: Registry
    folder: str
    base: str
    with_texts: bool

    @property
    def elsewhere(self) -> Elsewhere:
        """Who judges documents."""
        return Elsewhere(self.workers, Judging(self.folder, self.base))

    def documents(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Described]]:
        """Yield the files that were read with their documents, judged, once they are in the store.

        While workers judge a batch, the one before it is committed.
        """
        readings, coming = tee(self._readings(sources))
        prepared = self.workers.map(Preparing(self.folder, self.base, self.with_texts), coming)
        begun: _Batch | None = None
        while some := tuple(islice(zip(readings, prepared, strict=False), commit_size(self.store, BATCH))):
            if begun is not None and (begun.is_moving or any(one.blank is not None for _, one in some)):
                yield from self._committed(begun)  # the next rests on what the store then holds
                begun = None
            batch = self._begun(some, begun.documents if begun else ())
            if begun is not None:
                yield from self._committed(begun)
            begun = batch
        if begun is not None:
            yield from self._committed(begun)

    def _readings(self, sources: Iterable[Source]) -> Iterator[Packed]:
        found = (self.accounts.reading(one.path, one.sha256) for one in sources)
        yield from (reading for reading in found if reading is not None)

    def _begun(self, some: Sequence[tuple[Packed, Prepared]], before: Sequence[Described]) -> _Batch:
        """Let workers judge documents, beside those of the store and those that are committed ``before``."""
        described = together([one for _, one in some], Papers(self.base, self.store), base=self.base)
        former = {new: old for old, new in corrections(self.store, described, base=self.base)}
        reviewed = tuple(laid_over(described, self.store, base=self.base, former=former))
        shelf = Shelf(self.store, {one.key: one.quads for one in (*before, *reviewed)}, base=self.base)
        verdicts = self.elsewhere.begin(reviewed, shelf)
        files = tuple(Source(reading.path, reading.sha256) for reading, _ in some)
        return _Batch(files, reviewed, verdicts, is_moving=bool(former))

    def _committed(self, batch: _Batch) -> Iterator[tuple[Source, Described]]:
        found = {key: verdict for pack in batch.verdicts for key, verdict in pack.items()}
        judged = tuple(_with_verdict(one, found[one.key]) for one in batch.documents)
        add(self.store, judged, self.ledger, base=self.base, registry=self.registry, elsewhere=self.elsewhere)
        told = tuple(zip(batch.files, judged, strict=True))
        self.accounts.committed((one.path, one.sha256, document.key) for one, document in told)
        yield from told


@dataclass(frozen=True, slots=True)
class _Batch:
    """Documents that are being judged; ``is_moving`` tells that files of the store get other keys by them."""

    files: tuple[Source, ...]
    documents: tuple[Described, ...]
    verdicts: Iterator[Mapping[str, Judged]]
    is_moving: bool


def _with_verdict(document: Described, verdict: Judged) -> Described:
    return dataclasses.replace(document, findings=verdict.findings, taken_up=verdict.taken_up, report=verdict.report)
