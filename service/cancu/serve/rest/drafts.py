"""Documents that strangers send, handed to a process that is killed when it takes too long."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from cancu.check import Paper, unpacked
from cancu.errors import CancuError, LimitError, ParameterError, StoreError, UnreadableError
from cancu.pipeline.drafting import PAPER, READING, Draft
from cancu.pipeline.reading import Reading
from cancu.records import from_json
from cancu.serve.service import DRAFT, Service

_ERRORS: Mapping[str, type[CancuError]] = MappingProxyType(
    {kind.code: kind for kind in (UnreadableError, ParameterError, LimitError, StoreError)}
)


class Drafts:
    """Reads and checks documents, a few at a time; nothing of them is kept. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._room = service.room

    def reading(self, data: bytes, name: str) -> Reading:
        """Return what a document says. Raises UnreadableError, LimitError."""
        found = json.loads(self.answer(data, name, READING))
        return Reading(Path(name), found["sha256"], from_json(found["record"]), found["text"])

    def paper(self, data: bytes, name: str, *, profile: str | None = None) -> Paper:
        """Return what the rules find in a document, beside its text. Raises what ``answer`` raises."""
        return unpacked(self.answer(data, name, PAPER, profile=profile))

    def answer(
        self,
        data: bytes,
        name: str,
        form: str,
        *,
        profile: str | None = None,
        language: str = "vi",
        is_corrected: bool = False,
    ) -> bytes:
        """Return the report on a document in a form of ``pipeline.drafting`` or of ``check``.

        Raises UnreadableError, ParameterError, LimitError, StoreError.
        """
        options = self._service.options
        is_beside = options.store is not None and form != READING
        draft = Draft(
            name=name,
            form=form,
            base=options.base,
            registry=str(options.registry),
            store=str(options.store) if is_beside else None,
            profile=profile,
            language=language,
            is_corrected=is_corrected,
            office=options.office,
        )
        if not self._room.acquire(blocking=False):
            raise LimitError(
                "Đang có quá nhiều văn bản chờ đọc; xin thử lại sau giây lát.",
                "too many documents are being read; try again in a moment.",
            )
        try:
            if is_beside:  # so that there is a snapshot of what was last committed
                self._service.store.query("ASK {}")
            with tempfile.TemporaryDirectory(prefix=DRAFT, dir=options.store) as folder:
                return _told(_run(draft.written() + data, folder, options.draft_seconds), name)
        except OSError as error:
            raise StoreError(
                f"Không có chỗ ghi tạm để đọc văn bản ({error.strerror}); hãy dọn bớt đĩa.",
                f"there is nowhere to put the document while it is read ({error.strerror}); make room on the disk.",
            ) from error
        finally:
            self._room.release()


def _run(sent: bytes, folder: str, seconds: float) -> bytes:
    """Run the process on ``sent``; files that it makes lie in ``folder``. Raises LimitError."""
    process = subprocess.Popen(  # noqa: S603 - our own module, fixed arguments
        [sys.executable, "-P", "-m", "cancu.pipeline.drafting", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may hold words of the document
        env={**os.environ, "TMPDIR": folder},
        start_new_session=True,
    )
    with process:
        try:
            return process.communicate(sent, timeout=seconds)[0]
        except subprocess.TimeoutExpired as error:
            raise LimitError(
                f"Đọc và kiểm tra quá {seconds:g} giây nên đã dừng; hãy tách nhỏ văn bản.",
                f"reading and checking was stopped after {seconds:g} seconds; split the document.",
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _told(answer: bytes, name: str) -> bytes:
    head, newline, body = answer.partition(b"\n")
    if not newline:
        raise UnreadableError(
            "tệp cần quá nhiều bộ nhớ để đọc; hãy tách nhỏ hoặc lưu lại.",
            "reading the file would take too much memory; split it or save it again.",
            where=name,
        )
    if (error := json.loads(head).get("error")) is not None:
        code, vi, en, where = error
        raise _ERRORS.get(code, UnreadableError)(vi, en, where=where)
    return body
