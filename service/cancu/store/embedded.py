"""The embedded database: pyoxigraph on disk, one writer behind one lock, readers of strangers' texts on snapshots.

Below the store's folder stand ``graphs.sqlite`` (what each graph holds), ``union`` (the engine's files: what queries
see of that), ``snapshots`` (hard-linked copies of ``union``), ``archive`` (what graphs held before), ``journal.sqlite``
(which graphs changed, in which order), ``search.sqlite`` (an index of names and words, see ``cancu.query``), ``lock``
and ``format``.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import threading
import time
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager, suppress
from pathlib import Path

from cancu.engine.evaluation import OWN, evaluate, query_error
from cancu.engine.formats import CSV, Format
from cancu.engine.rows import texts_of
from cancu.errors import LimitError, StoreError
from cancu.store import updates
from cancu.store.archive import Archive
from cancu.store.asker import Asker
from cancu.store.database import has_room
from cancu.store.federation import Federation, without
from cancu.store.files import borrowed, opened, private_copy
from cancu.store.graphs import Graphs
from cancu.store.guard import Form, Inspection, Limits, form_of, inspect
from cancu.store.interface import Answer, Dataset
from cancu.store.journal import Journal, Source
from cancu.store.lane import Lane
from cancu.store.layout import ARCHIVE, JOURNAL, SEARCH, SNAPSHOTS, UNION, refuse_newer, seal
from cancu.store.lines import held
from cancu.store.lock import Lock, StoreInUseError
from cancu.store.names import refuse_files, refuse_reserved, refuse_unknown
from cancu.store.outside import Outside
from cancu.store.private import Readable
from cancu.store.recent import Question, Recent
from cancu.store.snapshots import Snapshots
from cancu.store.wording import Request, choice, media, request
from cancu.store.writer import Writer

_log = logging.getLogger("cancu.store")
_SMALL = 4_000
"""Characters of a text that is looked at in the event loop: what takes longer is for threads."""


class EmbeddedStore(Graphs, Writer):
    """Implements ``cancu.store.Store`` on this machine. Use ``open_store`` to make one."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        prefixes: Mapping[str, str],
        *,
        readers: int = 1,
        shared: Path | None = None,
        is_union: bool = True,
        federation: Federation | None = None,
    ) -> None:
        """Open for reading and writing; a private copy of ``shared`` is removed at its end. Raises StoreError."""
        super().__init__(limits)
        self._right: Lock | None = None
        if shared is None:
            self._right, self._holdings, self._union = opened(folder)
        else:
            self._holdings, self._union = borrowed(shared, folder)
        self._folder = folder
        self.is_private = shared is not None
        self.search = (shared or folder) / SEARCH
        self.unnamed = OWN.value
        self.archive = Archive((shared or folder) / ARCHIVE)
        self._lock = threading.RLock()
        self._is_behind = False
        """Whether what queries see could not follow what is held."""
        self._is_committing = False
        self._is_union = is_union
        self._version = 0
        writer = None if self.is_private else Source(self.content, self._holdings.names, self._lock, self._followed)
        self._prefixes = dict(prefixes)
        self._readers = readers
        self._federation = federation or Federation((), Outside())
        self._lane: Lane | None = None
        self.recent = Recent(limits.kept)
        try:
            self.journal = Journal((shared or folder) / JOURNAL, writer)
            self._snapshots = Snapshots(folder / SNAPSHOTS, self._freeze)
            updates.sweep(folder)
            if not self.is_private:
                seal(folder)
        except BaseException:
            self._let_go()
            raise
        self._own = ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="cancu-question")

    @property
    def version(self) -> int:
        """A number that grows with every commit."""
        return self._version

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
        """Answer a stranger's text in a reader process; see ``Store.query``."""
        began = time.monotonic()
        self._settle()
        seconds = min(timeout or self._limits.seconds, self._limits.seconds)
        seen = self._looked_at(sparql, dataset)
        form, chosen = choice(seen.form, accept)
        question, version = Question(sparql, chosen.media_type, dataset, base, room), self._version
        body = self._known(question, asker)
        if body is None:
            text = self._federation.resolved(sparql, seen, seconds)
            told = self._request(text, chosen, seen, question)
            left = max(0.1, seconds - (time.monotonic() - began))
            with self._doubting():
                body = self._open_lane().ask(told, version, left, asker)
                if told.whole is not None and self._is_ahead():
                    body = self._open_lane().ask(told.evaluated(), version, left, asker)
            self.recent.put(question, version, body)
        return Answer(form, chosen, body)

    def _known(self, question: Question, asker: Asker | None) -> bytes | None:
        return None if asker is not None and asker.wants_anew else self.recent.get(question, self._version)

    def answered(
        self,
        sparql: str,
        *,
        accept: Format | None = None,
        dataset: Dataset | None = None,
        base: str | None = None,
        asker: Asker | None = None,
    ) -> Awaitable[Answer] | None:
        """Answer a stranger's text while the event loop goes on; see ``Store.answered``."""
        if self._is_behind:
            return None
        seen = self._looked_at(sparql, dataset) if len(sparql) <= _SMALL else None
        if seen is None or seen.services:
            return None
        form, chosen = choice(seen.form, accept)
        question = Question(sparql, chosen.media_type, dataset, base)
        body = self._known(question, asker)
        if body is not None:
            return _given(Answer(form, chosen, body))
        told = self._request(sparql, chosen, seen, question)
        return self._answer(form, chosen, question, told, asker) if told.is_small else None

    async def _answer(
        self, form: Form, chosen: Format, question: Question, told: Request, asker: Asker | None
    ) -> Answer:
        version = self._version
        with self._doubting():
            body = await self._open_lane().answer(told, version, self._limits.seconds, asker)
            if told.whole is not None and self._is_ahead():
                body = await self._open_lane().answer(told.evaluated(), version, self._limits.seconds, asker)
        self.recent.put(question, version, body)
        return Answer(form, chosen, body)

    def _looked_at(self, sparql: str, dataset: Dataset | None) -> Inspection:
        seen = inspect(sparql, self._limits, services=self._federation.services)
        if seen.services:
            inspect(without(sparql, seen.services), self._limits)
        refuse_unknown(Dataset(seen.default, seen.named), self.has_graph)
        refuse_files(dataset or Dataset(), self.has_graph)
        return seen

    def _over(self, seen: Inspection) -> Dataset | None:
        """Return the dataset of a text that comes without one; None for the union of all graphs and all by name."""
        if seen.default or seen.named:
            return Dataset(seen.default, seen.named)
        return None if self._is_union else Dataset((self.unnamed,), self.graphs())

    def _request(self, text: str, chosen: Format, seen: Inspection, question: Question) -> Request:
        whole = None if question.dataset or self._is_ahead() else seen.whole
        return request(
            text, chosen, question.dataset or self._over(seen), prefixes=self._prefixes, base=question.base,
            limits=self._limits, room=question.room, whole=whole, topk=seen.topk,
        )  # fmt: skip

    def _is_ahead(self) -> bool:
        """Tell whether what is held may be newer than what is acknowledged: who saw it would see older things after."""
        return self._is_committing or self._is_behind

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            self._union.doubt(error.en)
            raise

    def run(self, sparql: str, *, accept: Format | None = None, timeout: float | None = None) -> Answer:
        """Answer a question of our own in a thread; see ``Store.run``."""
        form, chosen = choice(form_of(sparql), accept)
        self._settle()
        seconds = timeout or self._limits.seconds
        try:
            future = self._own.submit(self._evaluate, sparql, chosen)
        except RuntimeError as error:
            raise StoreError(
                "Dịch vụ đang dừng; xin hỏi lại sau.", "the service is stopping; ask again later."
            ) from error
        try:
            return Answer(form, chosen, future.result(seconds))
        except FutureTimeoutError as error:
            future.cancel()
            raise LimitError(
                f"Câu hỏi chạy quá {seconds:g} giây; hãy hỏi hẹp hơn.",
                f"the question took more than {seconds:g} seconds; ask for less.",
            ) from error

    def rows(self, sparql: str, *, timeout: float | None = None) -> Iterator[Sequence[str]]:
        """Return the rows of an answer as texts; see ``Store.rows``."""
        return texts_of(self.run(sparql, accept=CSV, timeout=timeout).body)

    def _evaluate(self, sparql: str, chosen: Format) -> bytes:
        output = io.BytesIO()
        try:
            is_own = OWN.value in sparql
            told = media(chosen)
            self._union.do(lambda store: evaluate(store, sparql, told, output, prefixes=self._prefixes, is_own=is_own))
        except SyntaxError as error:
            raise query_error(str(error)) from error
        except (OSError, RuntimeError) as error:
            self._union.doubt(str(error))
            raise StoreError(f"Không đọc được kho: {error}", f"the store cannot be read: {error}") from error
        return output.getvalue()

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs in one transaction, flushed before return; see ``Store.replace``.

        What is written anew as it stands there costs nothing but the look at it.
        """
        refuse_reserved(graphs)
        wanted = held(graphs)
        with self._writing, self._lock:
            changed = {name: lines for name, lines in sorted(wanted.items()) if self._holdings.differs(name, lines)}
            self._is_committing = True
            try:
                with self.journal.noting(changed, changed):
                    self._holdings.replace(changed)
                if self.is_private:  # whose journal is another's, and is not told
                    self._union.follow(changed)
                self._refuse_behind()
                self._version += 1
            finally:
                self._is_committing = False
            if self._lane is not None:
                self._snapshots.renew_soon(self._version)

    def _followed(self, graphs: Mapping[str, bytes]) -> bool:
        """Let what queries see follow; what had been left behind is a state of its own for those who remember."""
        try:
            is_durable = self._union.follow(graphs)
        except StoreError:
            self._is_behind = True
            raise
        self._version += self._is_behind
        self._is_behind = False
        return is_durable

    def _refuse_behind(self) -> None:
        """Acknowledge nothing that a question would not see."""
        if self._is_behind:
            raise StoreError(
                "Đã ghi vào kho nhưng bản để hỏi chưa theo kịp, thường vì đĩa đầy; hãy dọn chỗ rồi gửi lại.",
                "written, but what queries see could not follow, often for a full disk; make room and send it again.",
            )

    def _settle(self) -> None:
        """Before a question: let what queries see follow where it was left behind, unless a writer is about to."""
        if self._is_behind and has_room(self._folder) and self._lock.acquire(blocking=False):
            try:
                self.journal.complete()
            except StoreError as error:
                _log.warning("what queries see stays behind: %s", error.en)
            finally:
                self._lock.release()

    def update(
        self, sparql: str, *, using: Dataset | None = None, base: str | None = None, timeout: float | None = None
    ) -> tuple[str, ...]:
        """Run a stranger's update on a private copy and commit what it changed; see ``Store.update``."""
        with self._alone(timeout) as limits:
            found = updates.changes(sparql, self._readable(), self._folder, limits, using=using, base=base)
            if found:
                self.replace(found)
        return tuple(sorted(found))

    def _readable(self) -> Readable:
        return Readable(self._holdings.content, self._holdings.names, self._holdings.size)

    def close(self) -> None:
        """Stop the readers and release the files, in order where much was written."""
        if self._lane is not None:
            self._lane.close()
        self._own.shutdown(wait=True, cancel_futures=True)
        self._snapshots.close()
        with self._writing, self._lock:
            with suppress(StoreError):
                self._flush()
            self.journal.close()
            self._let_go()
        if self.is_private:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _flush(self) -> None:
        if not self.is_private:
            self._union.flush()
            self.journal.note_durable()

    def _let_go(self) -> None:
        self._union.close()
        self._holdings.close()
        if self._right is not None:
            self._right.release()

    def reader_pids(self) -> tuple[int, ...]:
        """Return the ids of the reader processes."""
        return self._lane.pids() if self._lane else ()

    def waiting(self) -> int:
        """Return how many strangers' questions wait or run."""
        return self._lane.held() if self._lane else 0

    def _open_lane(self) -> Lane:
        if self._lane is None:  # asked first, for the lock is held for as long as a commit takes
            with self._lock:
                held = self._holdings.path
                self._lane = self._lane or Lane(self._snapshots, UNION, self._limits, held=held, readers=self._readers)
        return self._lane

    def _freeze(self, path: Path) -> int:
        """Copy what queries see as of one moment into the folder ``path``."""
        path.mkdir()
        with self._lock:
            self._union.freeze(path / UNION)
            version = self._version
            if not self.is_private:
                with suppress(StoreError):  # then more is looked at again at the next opening
                    self.journal.note_durable()
        if not self.is_private:
            self._union.sums.note_soon(path / UNION)
        return version


async def _given(answer: Answer) -> Answer:
    return answer


def open_store(
    location: str | Path,
    *,
    limits: Limits | None = None,
    prefixes: Mapping[str, str] | None = None,
    readers: int = 1,
    is_shared: bool = False,
    is_union: bool = True,
    federation: Federation | None = None,
) -> EmbeddedStore:
    """Open the store in the folder ``location``, made where it is missing.

    With ``is_shared``, a store that another process (the service) has open is read from its newest snapshot, which is
    then private: what is written there is lost. ``prefixes`` are used in Turtle answers; ``federation`` says
    whom SERVICE may ask (nobody, unless told). With ``is_union`` False, strangers' queries see the plain default graph
    instead of the union of all. Raises StoreError.
    """
    folder = Path(location)
    limits = limits or Limits()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"Không tạo được thư mục kho “{folder}”: {error.strerror}.",
            f"the store's folder “{folder}” cannot be made: {error.strerror}.",
        ) from error
    try:
        return EmbeddedStore(folder, limits, prefixes or {}, readers=readers, is_union=is_union, federation=federation)
    except StoreInUseError:
        if not is_shared:
            raise
    refuse_newer(folder)
    private = private_copy(folder)
    return EmbeddedStore(private, limits, prefixes or {}, readers=readers, shared=folder, is_union=is_union)
