"""Graphs as they are sent in: one body of one type, or several files of a form (RFC 7578)."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.serve.http.bodies import bare_type
from cancu.serve.http.problems import MediaTypeError
from cancu.store import UPLOADS, Format, Upload

_MULTIPART = "multipart/form-data"
_FILES = 100


async def uploads(request: Request, body: bytes, base: str | None) -> tuple[Upload, ...]:
    """Return the graphs in ``body``. Raises ParameterError, MediaTypeError."""
    declared = request.headers.get("content-type", "")
    if bare_type(declared) != _MULTIPART:
        return (Upload(body, _format(declared), base),)

    async def stream() -> AsyncIterator[bytes]:
        yield body

    parser = MultiPartParser(request.headers, stream(), max_files=_FILES, max_fields=_FILES)  # type: ignore[arg-type]
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise ParameterError(f"Biểu mẫu sai: {error}.", f"the form is malformed: {error}.") from error
    try:
        return tuple([await _part(name, part, base) for name, part in form.multi_items()])
    finally:
        await form.close()


async def _part(name: str, part: UploadFile | str, base: str | None) -> Upload:
    if not isinstance(part, UploadFile):
        raise ParameterError("Mỗi phần của biểu mẫu phải là một tệp.", "each part must be a file.", where=name)
    return Upload(await part.read(), _format(part.content_type or ""), base)


def _format(declared: str) -> Format:
    media = bare_type(declared)
    known = next((item for item in UPLOADS if "/" in media and item.is_called(media) and media != "text/plain"), None)
    if known is None:
        names = ", ".join(item.media_type for item in UPLOADS)
        raise MediaTypeError(
            f"Chỉ đọc các dạng: {names}, {_MULTIPART}.", f"only these are read: {names}, {_MULTIPART}."
        )
    return known
