"""The whole dataset as one file, packed once for each version of the store."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
import weakref
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from cancu.serve.http.caching import REVALIDATE, is_held
from cancu.serve.http.openapi import shown
from cancu.serve.service import Service

_HELD = 2
"""Files that stay: the newest, and the one before, which somebody may be about to read."""
_LEVEL = 6
"""Of compression: 9 takes three times as long and saves a few hundredths."""
DESCRIBED = '</catalog>; rel="describedby", </.well-known/void>; rel="describedby"'


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed dump, as of one moment; ``digest`` is the SHA-256 of its bytes."""

    path: Path
    digest: str
    size: int


class Dumps:
    """Makes the files, in a folder that goes with the process; same data, same bytes (no name, no time in them)."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder: str | None = None
        self._files: deque[Path] = deque()

    def newest(self) -> Packed:
        """Return the dump of the store as it is now. Raises StoreError."""
        return self._service.kept.get("dump", self._pack)

    def _pack(self) -> Packed:
        if self._folder is None:
            self._folder = tempfile.mkdtemp(prefix="cancu-dump-")
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".nq.gz", delete=False) as file:
            output = _Digesting(file)
            target = cast("IO[bytes]", output)
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=target, mtime=0) as packed:
                self._service.store.dump(cast("IO[bytes]", packed))
        self._files.append(Path(file.name))
        while len(self._files) > _HELD:
            self._files.popleft().unlink(missing_ok=True)
        return Packed(self._files[-1], output.digest.hexdigest(), output.size)


class _Digesting:
    """A file that reckons the digest of what is written to it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["linked data"])
    dumps = Dumps(service)

    @routes.get(
        "/dump.nq.gz",
        summary="The whole dataset as N-Quads, as of one moment",
        description="Parts may be asked for (Range), so that an interrupted download goes on; If-None-Match spares it.",
        response_class=FileResponse,
        responses={
            200: shown({"application/gzip": "(bytes)"}, "All graphs"),
            206: {"description": "A part of it"},
            304: {"description": "The client has it"},
        },
    )
    def dump(request: Request) -> Response:
        packed = dumps.newest()
        headers = {"ETag": f'"{packed.digest[:32]}"', "Cache-Control": REVALIDATE, "Link": DESCRIBED}
        if is_held(request.headers.get("if-none-match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return FileResponse(packed.path, media_type="application/gzip", filename="dump.nq.gz", headers=headers)

    return routes
