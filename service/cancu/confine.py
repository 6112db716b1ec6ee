"""What a process gives up before it reads a stranger's text (Linux; elsewhere only what the system has).

Memory: ``RLIMIT_AS``. Life: ``PR_SET_PDEATHSIG``, without which a reader in mid-query outlives a killed parent.
Network: a seccomp filter under which ``socket()`` fails, so that nothing in the process can reach another machine.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from functools import lru_cache
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_MODE_FILTER = 2

_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""Audit architecture and the number of ``socket()`` by machine (linux/audit.h, the system call tables)."""

_AF_UNIX = 1


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent(parent: int) -> None:
    """Ask the kernel for SIGKILL when the parent thread ends; leave at once if it already has."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def bound_memory(extra: int) -> None:
    """Let the process grow by ``extra`` bytes of address space from what it has now."""
    status = Path("/proc/self/statm")
    if status.exists():
        size = int(status.read_text().split()[0]) * resource.getpagesize() + extra
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def leave_no_core() -> None:
    """Write no image of the process where it fails: it would be large, and hold what others asked."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def resident() -> int:
    """Return the bytes of memory that the process holds now, 0 where the system does not tell."""
    file = _status(os.getpid())
    return 0 if file is None else int(os.pread(file, 200, 0).split()[1]) * resource.getpagesize()


@lru_cache(maxsize=1)
def _status(process: int) -> int | None:
    """Open what tells of the memory of this process, once: who answers small questions asks after each."""
    try:
        return os.open(f"/proc/{process}/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def refuse_sockets(*, local: bool = False) -> bool:
    """Make ``socket()`` fail from now on, also after exec; tell whether this machine could.

    ``local`` allows those inside the machine (AF_UNIX), without which some programs do not start.
    """
    call = _SOCKET_CALLS.get(platform.machine())
    if sys.platform != "linux" or call is None:
        return False
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    code = _filter(*call, local=local)
    program = _Program(len(code) // 8, code)
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(architecture: int, number: int, *, local: bool) -> bytes:
    """Return the classic BPF program: right architecture and ``socket()`` → EACCES, all else allowed."""
    load, equal, answer = 0x20, 0x15, 0x06
    family = ((load, 0, 0, 16), (equal, 1, 0, _AF_UNIX)) if local else ()
    more = len(family)
    steps = (
        (load, 0, 0, 4),
        (equal, 0, 3 + more, architecture),
        (load, 0, 0, 0),
        (equal, 0, 1 + more, number),
        *family,
        (answer, 0, 0, 0x00050000 | 13),
        (answer, 0, 0, 0x7FFF0000),
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)
