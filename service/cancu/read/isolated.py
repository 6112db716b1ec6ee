"""Files with a structure → lines, opened in a child process with bounds, after a look at their outside."""

from __future__ import annotations

import io
import json
import lzma
import signal
import subprocess
import sys
import zipfile
import zlib

from cancu.read.refusals import unreadable

_SECONDS = {"docx": 30, "html": 30, "pdf": 120, "picture": 90}
_MOST_FILES = 2_000
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_RATIO = 100
_XML_MAGIC = (b"<!DOCTYPE", b"<!ENTITY")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile answers broken packages with; bzip2 answers with OSError, names of other code pages with ValueError."""


def structured_lines(data: bytes, kind: str, name: str) -> tuple[list[tuple[int, str]], str | None]:
    """Return (page, line) of a .docx, .html, .pdf or picture; page 0 where the format has none.

    With it goes the name of the encoding before Unicode that the fonts stood for, None where there was none.

    Raises UnreadableError, with one sentence, for whatever keeps the file from being read.
    """
    if kind == "docx":
        look_at_package(data, name)
    try:
        done = subprocess.run(  # noqa: S603  our own module, fixed arguments
            [sys.executable, "-I", "-m", "cancu.read.worker", kind, str(_SECONDS[kind])],
            input=data,
            capture_output=True,
            timeout=_SECONDS[kind] + 10,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable("too-slow", name) from error
    if done.returncode:
        raise unreadable(_reason(done), name)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise unreadable(answer["error"], name)
    return [(page, line) for page, line in answer["lines"]], answer["encoding"]


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """Say what ended a child without an answer: the bound of time, the bound of memory, or something in the file."""
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "too-slow"
    is_memory = done.returncode == -signal.SIGABRT or b"MemoryError" in done.stderr[-200:]
    return "too-large" if is_memory else "broken"


def look_at_package(data: bytes, name: str) -> None:
    """Refuse bombs, names that lead outside and XML with entities before any library opens the package.

    Raises UnreadableError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            total = sum(info.file_size for info in infos)
            overlap = sum(info.compress_size for info in infos) > len(data)
            if (
                overlap
                or len(infos) > _MOST_FILES
                or total > _MOST_UNPACKED
                or total > _MOST_RATIO * max(len(data), 10_000)
            ):
                raise unreadable("bomb", name)
            if any(info.filename.startswith("/") or ".." in info.filename.split("/") for info in infos):
                raise unreadable("broken", name)
            if any(info.flag_bits & 1 for info in infos):
                raise unreadable("encrypted", name)
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with package.open(info) as part:
                        words = part.read().replace(b"\0", b"")  # UTF-16 without what sets its letters apart
                        if any(magic in words for magic in _XML_MAGIC):
                            raise unreadable("entities", name)
    except _BROKEN as error:
        raise unreadable("broken", name) from error
