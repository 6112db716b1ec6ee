"""Many files into the store, in memory that does not grow with their number, and in a run that may be stopped.

Files are read by workers into the ledger (``pipeline.accounts``), then described by workers and judged and committed,
a batch at a time, by this process: there is one writer. What the store holds at the end does not depend on who worked,
on the batches, or on how often the run was stopped: a commit is whole, and what is missing is done by the next run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, tee
from pathlib import Path

from cancu import __version__, resources
from cancu.link import Registry
from cancu.pipeline.accounts import Accounts
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described
from cancu.pipeline.filling import add
from cancu.pipeline.history import Ledger
from cancu.pipeline.inferring import stands_on
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.papers import Papers, keys_of_files
from cancu.pipeline.preparing import Preparing, together
from cancu.pipeline.reading import Reading, Refusal, outcome
from cancu.pipeline.workers import Workers
from cancu.store import Store

BATCH = 100
"""Documents that are judged and committed together."""


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
    found = workers.map(partial(outcome, office=office), [one.path for one in missing])
    for one, done in zip(missing, found, strict=True):
        if isinstance(done, Reading):
            accounts.read(done)
            yield None
        else:
            accounts.refused(one.path, one.sha256, str(done.error))
            yield done


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

    def documents(self, sources: Iterable[Source]) -> Iterator[tuple[Source, Described]]:
        """Yield the files that were read with their documents, judged, once they are in the store."""
        readings, coming = tee(self._readings(sources))
        prepared = self.workers.map(Preparing(self.folder, self.base), coming)
        while some := tuple(islice(zip(readings, prepared, strict=False), BATCH)):
            files = [Source(reading.path, reading.sha256) for reading, _ in some]
            texts = [reading.text if self.with_texts else None for reading, _ in some]
            papers = Papers(self.base, self.store)
            described = together([one for _, one in some], texts, papers, base=self.base)
            judged = self._judged(described)
            add(self.store, judged, self.ledger, base=self.base, registry=self.registry)
            self.accounts.committed(
                (one.path, one.sha256, document.key) for one, document in zip(files, judged, strict=True)
            )
            yield from zip(files, judged, strict=True)

    def _readings(self, sources: Iterable[Source]) -> Iterator[Reading]:
        found = (self.accounts.reading(one.path, one.sha256) for one in sources)
        yield from (reading for reading in found if reading is not None)

    def _judged(self, described: Sequence[Described]) -> tuple[Described, ...]:
        former = {new: old for old, new in corrections(self.store, described, base=self.base)}
        reviewed = laid_over(described, self.store, base=self.base, former=former)
        return tuple(checked(reviewed, base=self.base, registry=self.registry, store=self.store))
