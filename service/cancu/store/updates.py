"""Strangers' updates and uploads, computed in a process that can be stopped; what comes out is committed elsewhere.

An update runs on a private copy of the graphs that it can see. What it changed comes back as the new contents of
whole graphs, so that there is one way into the store: ``Store.replace``, all or none. No database need be trusted to
stop, to do all or nothing or to tell what it changed.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cancu.engine.evaluation import query_error
from cancu.engine.formats import Format
from cancu.errors import CancuError, DataError, LimitError, QueryError, StoreError
from cancu.store.guard import Limits, inspect
from cancu.store.interface import Dataset, Upload
from cancu.store.private import Readable, copy, visible
from cancu.store.targets import over, targets

_FOLDER = "update-"


def changes(
    sparql: str,
    held: Readable,
    folder: Path,
    limits: Limits,
    *,
    using: Dataset | None = None,
    base: str | None = None,
) -> dict[str, bytes]:
    """Run ``sparql`` on a private copy below ``folder``; return the new contents of the graphs it changed.

    ``""`` names the default graph. Where the text names all graphs it writes, those alone are compared; where a
    variable, ALL, NAMED or a relative IRI stands for them, all graphs that were there and are still there are compared,
    which takes a second or two for 100,000 triples.
    Raises QueryError, LimitError, StoreError; the store itself is not touched. It is a QueryError, too, where a large
    store would have to be copied whole.
    """
    inspect(sparql, dataclasses.replace(limits, length=limits.update))
    found = targets(sparql)
    folder.mkdir(parents=True, exist_ok=True)
    private = _copied(held, visible(sparql, using), folder)
    try:
        job = {
            "store": str(private / "db"),
            "was": str(private / "was"),
            "written": sparql,
            "update": over(sparql, using) if using and using != Dataset() else sparql,
            "base": base,
            "targets": None if found is None else sorted(found),
        }
        return _done(job, b"", limits)
    finally:
        shutil.rmtree(private, ignore_errors=True)


def _copied(held: Readable, seen: frozenset[str] | None, folder: Path) -> Path:
    """Return a new folder below ``folder`` with two copies of what is seen. Raises StoreError, as on a full disk."""
    private = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=folder))
    try:
        copy(held, seen, private)
    except BaseException as error:
        shutil.rmtree(private, ignore_errors=True)
        if isinstance(error, (OSError, RuntimeError)):
            raise StoreError(
                f"Không ghi được vào kho, kho còn như cũ: {error}",
                f"the store could not be written and is as before: {error}",
            ) from error
        raise
    return private


def triples(upload: Upload, graph: str, limits: Limits) -> bytes:
    """Return what ``upload`` says of ``graph`` as N-Triples. Raises DataError, LimitError, StoreError."""
    job = {"media": upload.format.media_type, "base": upload.base, "graph": graph}
    return _done(job, upload.data, limits, upload.format)[""]


def sweep(folder: Path) -> None:
    """Remove private copies that a process which was killed has left."""
    for path in folder.glob(f"{_FOLDER}*"):
        shutil.rmtree(path, ignore_errors=True)


def _done(job: Mapping[str, Any], data: bytes, limits: Limits, form: Format | None = None) -> dict[str, bytes]:
    command = (sys.executable, "-P", "-m", "cancu.engine.writing", str(os.getpid()), str(limits.memory))
    line = json.dumps({**job, "cap": limits.change}).encode() + b"\n"
    try:
        ended = subprocess.run(  # noqa: S603 - our own module
            command, input=line + data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limits.seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise LimitError(
            f"Lệnh ghi chạy quá {limits.seconds:g} giây nên đã bị dừng; kho còn như cũ. Hãy ghi ít hơn mỗi lần.",
            f"the write was stopped after {limits.seconds:g} seconds and the store is as before; write less at a time.",
        ) from error
    first, newline, rest = ended.stdout.partition(b"\n")
    if not newline:
        raise _died()
    head = json.loads(first)
    if "error" in head:
        raise _told(head, form, limits)
    found, start = {}, 0
    for name, length in head["graphs"]:
        found[name] = rest[start : start + length]
        start += length
    if start != len(rest):
        raise _died()
    return found


def _died() -> LimitError:
    return LimitError(
        "Tiến trình ghi dừng đột ngột (lệnh quá phức tạp hoặc tốn quá nhiều bộ nhớ); kho còn như cũ.",
        "the writing process failed (too complex, or too much memory); the store is as before.",
    )


def _told(head: Mapping[str, Any], form: Format | None, limits: Limits) -> CancuError:
    kind, message = head["error"], head.get("message", "")
    if kind == "large":
        return LimitError(
            f"Các đồ thị bị sửa lớn hơn {limits.change} byte; kho còn như cũ. Hãy ghi ít hơn mỗi lần.",
            f"the graphs to be written exceed {limits.change} bytes; the store is as before. Write less at a time.",
        )
    if kind == "memory":
        return LimitError(
            "Lệnh ghi cần quá nhiều bộ nhớ; kho còn như cũ.",
            "the write needs too much memory; the store is as before.",
        )
    if form is not None:
        return _wrong_data(head, form)
    if kind == "syntax":
        return query_error(message)
    if message.startswith("The graph "):  # the engine's words for a graph that is missing, or there already
        return QueryError(f"Lệnh cập nhật không thực hiện được: {message}.", f"the update cannot be done: {message}.")
    return StoreError(f"Không thực hiện được lệnh ghi: {message}", f"the write could not be done: {message}")


def _wrong_data(head: Mapping[str, Any], form: Format) -> DataError:
    message = head["message"]
    if head["error"] == "graph":
        return DataError(
            f"Dữ liệu nói về đồ thị khác ({message}); mỗi lần chỉ ghi một đồ thị.",
            f"the data speaks of another graph ({message}); one graph is written at a time.",
        )
    return DataError(
        f"Dữ liệu {form.media_type} sai: {message}",
        f"the {form.media_type} data is malformed: {message}",
        line=head.get("line"),
        column=head.get("column"),
    )
