"""Results of commands: to stdout, or to a file that appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cancu.errors import ParameterError


@contextlib.contextmanager
def output(out: Path | None) -> Iterator[IO[bytes]]:
    """Yield stdout where ``out`` is None, else a file that takes its name when all is written.

    Raises ParameterError where the file cannot be written.
    """
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            part = Path(file.name)
            try:
                yield file
                file.flush()
                part.chmod(0o666 & ~_umask())
                part.replace(out)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise ParameterError(
            f"không ghi được tệp này ({error.strerror}).",
            f"this file cannot be written ({error.strerror}).",
            where=str(out),
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
