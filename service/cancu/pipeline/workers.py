"""Who does work that is the same for each of many things: this process, a pool of processes, or a Dask cluster.

Whoever does it, answers come in the order of the things and are the same; only a few are worked on ahead of who
takes them, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from cancu import confine
from cancu.cycles import look_seldom
from cancu.errors import LimitError, ParameterError

_Thing = TypeVar("_Thing")
_Answer = TypeVar("_Answer")
_AHEAD = 64
"""Things a process that are worked on ahead: enough to keep it busy while this process commits a batch."""
_SECONDS = 20
"""How long a cluster may take to be found."""


class Workers(Protocol):
    """Does ``work``, a function of a module, for things that can be pickled, and yields the answers in their order."""

    def map(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        """Raises what ``work`` raises, and LimitError where a process died of it."""
        ...

    def begin(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        """Do what ``map`` does for a few things, all of them begun on return where others do it."""
        ...


class _Here:
    """This process."""

    def map(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        return map(work, things)

    def begin(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        return map(work, things)


class _Elsewhere:
    """Other processes, by their function that takes work and gives a future."""

    def __init__(self, submit: Callable[..., Any], ahead: int) -> None:
        self._submit = submit
        self._ahead = ahead

    def map(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        begun: deque[Any] = deque()
        with _awaited(begun):
            for thing in things:
                begun.append(self._submit(work, thing))
                if len(begun) >= self._ahead:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

    def begin(self, work: Callable[[_Thing], _Answer], things: Iterable[_Thing]) -> Iterator[_Answer]:
        begun: deque[Any] = deque()
        with _broken():
            begun.extend(self._submit(work, thing) for thing in things)

        def answers() -> Iterator[_Answer]:
            with _awaited(begun):
                while begun:
                    yield begun.popleft().result()

        return answers()


@contextmanager
def _awaited(begun: Iterable[Any]) -> Iterator[None]:
    """Cancel what was begun and is not wanted any more."""
    try:
        with _broken():
            yield
    finally:
        for future in begun:
            future.cancel()


@contextmanager
def _broken() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise LimitError(
            "Một tiến trình đọc văn bản bị dừng giữa chừng; chạy lại lệnh để làm tiếp.",
            "a process that reads documents died; run the command again to go on.",
        ) from error


@contextmanager
def hired(jobs: int = 1, cluster: str | None = None) -> Iterator[Workers]:
    """Yield workers: those of the Dask scheduler at ``cluster``, else ``jobs`` processes, one being this one.

    Raises ParameterError where the cluster cannot be reached or its library is missing.
    """
    if cluster is not None:
        client = _client(cluster)
        try:
            cores = sum(client.nthreads().values())
            yield _Elsewhere(_submitted(client), _AHEAD * max(cores, 1))
        finally:
            client.close()
    elif jobs < 2:
        yield _Here()
    else:
        # spawned, not forked: a fork would copy the locks of threads that the store may have running
        with ProcessPoolExecutor(
            jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(os.getpid(),)
        ) as pool:
            yield _Elsewhere(pool.submit, _AHEAD * jobs)


def _begin(command: int) -> None:
    """Have a worker end with its command, and look for what only cycles hold seldom: looks cost a tenth."""
    confine.die_with_parent(command)
    look_seldom()


def _submitted(client: Any) -> Callable[..., Any]:
    """Return how a cluster is given work; what a lost worker had is given to another."""

    def submit(work: Callable[..., Any], thing: object) -> Any:
        return client.submit(work, thing, pure=False)

    return submit


def _client(address: str) -> Any:
    if find_spec("distributed") is None:
        raise ParameterError(
            "thiếu thư viện cho cụm máy; cài bằng: pip install 'cancu[cluster]'.",
            "the library for clusters is missing; install it with: pip install 'cancu[cluster]'.",
            where=address,
        )
    try:
        return import_module("distributed").Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"không nối được với cụm Dask ({error}).", f"no Dask cluster answers ({error}).", where=address
        ) from error
