""".doc, .odt and .rtf → .docx by LibreOffice, where the operator allows it (``CANCU_OFFICE``).

LibreOffice opens a stranger's file, therefore: a process group of its own with bounds of memory, time and file size; a
profile in a folder of its own that is thrown away, with macros, linked files and live content switched off; no network.
Run as ``python -m cancu.read.office PROGRAM FOLDER FILE``, this module gives up what must be given up and becomes
LibreOffice.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from cancu import confine, resources
from cancu.read.refusals import unreadable

SUFFIXES = frozenset({".doc", ".odt", ".rtf"})
_ENDINGS = {"old-word": "doc", "open-document": "odt", "rich-text": "rtf"}
_PROGRAMS = ("soffice", "libreoffice")
_MEMORY = 2_000_000_000
_SECONDS = 90
_MOST_BYTES = 100 * 1024 * 1024


def is_office(kind: str) -> bool:
    """Is a kind of file one that only LibreOffice opens?"""
    return kind in _ENDINGS


def converted(data: bytes, kind: str, name: str) -> bytes:
    """Return ``data`` as .docx. Raises UnreadableError: no LibreOffice here, too slow, or not converted."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise unreadable("no-office", name)
    with tempfile.TemporaryDirectory(prefix="cancu-") as made:
        folder = Path(made)
        source = folder / f"source.{_ENDINGS[kind]}"
        source.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(resources.text("data", "office-profile.xml"), "utf-8")
        _run([sys.executable, "-I", "-m", "cancu.read.office", program, str(folder), str(source)], name)
        result = folder / "out" / "source.docx"
        if not result.is_file() or result.stat().st_size > _MOST_BYTES:
            raise unreadable("broken", name)
        return result.read_bytes()


def _run(command: list[str], name: str) -> None:
    with subprocess.Popen(  # noqa: S603  our own module, a program of the system, files of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise unreadable("too-slow", name) from error
        finally:
            # the program starts others: all of them are in the group of the first
            _end_group(process.pid)


def _end_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def main(program: str, folder: str, source: str) -> None:
    """Become LibreOffice, bounded, writing ``FOLDER/out``."""
    confine.refuse_sockets(local=True)
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    profile = Path(folder, "profile").as_uri()
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "docx"]
    call = [program, f"-env:UserInstallation={profile}", *options, "--outdir", f"{folder}/out", source]
    os.execve(program, call, {"PATH": os.environ.get("PATH", os.defpath), "HOME": folder, "TMPDIR": folder})  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:4])
