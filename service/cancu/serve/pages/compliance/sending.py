"""What the forms of these pages send: fields, and at most one file. Nothing of it is logged or written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from cancu.errors import AccessError, ParameterError
from cancu.serve.http.problems import TooLongError
from cancu.serve.rest.submission import Sent, file_name

_FIELDS = 12
_PASTED = "van-ban.txt"
"""What reports call a text that came without a file."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it was sent; ``file`` is None where none was chosen."""

    fields: Mapping[str, str]
    file: Sent | None = None

    def get(self, name: str) -> str:
        """Return a field without blanks around it, empty where it was not sent."""
        return self.fields.get(name, "").strip()

    def draft(self) -> Sent:
        """Return the document: the file, else the text. Raises ParameterError without either, or with both."""
        text = self.fields.get("text", "")
        if self.file is not None and text.strip():
            told = "Có cả tệp và lời văn: hãy chỉ để lại một."
            raise ParameterError(told, "there is a file and a text: leave one of them.", where="text")
        if self.file is not None:
            return self.file
        if not text.strip():
            raise ParameterError(
                "Hãy chọn một tệp hoặc dán lời văn vào ô.", "choose a file, or paste the text.", where="file"
            )
        return Sent(text.encode("utf-8", "replace"), _PASTED)


async def form(request: Request, limit: int) -> Form:
    """Return what was sent. Raises TooLongError, ParameterError."""
    data = await _whole(request, limit)

    async def again() -> Message:
        return {"type": "http.request", "body": data, "more_body": False}

    try:
        async with Request(request.scope, again).form(max_files=1, max_fields=_FIELDS, max_part_size=limit) as found:
            fields = {name: value for name, value in found.multi_items() if isinstance(value, str)}
            file = found.get("file")
            if not isinstance(file, UploadFile) or not file.filename:  # browsers send an empty part for no file
                return Form(fields)
            return Form(fields, Sent(await file.read(), file_name(file.filename, "")))
    except HTTPException as error:
        raise ParameterError(
            "Biểu mẫu gửi đến bị hỏng; hãy tải lại trang.", "the form is malformed; load the page again."
        ) from error


async def _whole(request: Request, limit: int) -> bytes:
    """Return the body; what is too long is taken in to its end, so that the browser comes to read the answer."""
    body, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
        else:
            body.clear()
    if size > limit:
        most = f"{limit / 1_000_000:g} MB"
        raise TooLongError(f"Tệp lớn hơn {most}; hãy tách nhỏ.", f"the file is larger than {most}; split it.")
    return bytes(body)


def refused(error: AccessError) -> AccessError:
    """Return what a form says instead of what a program is told."""
    return type(error)(
        "Cần mã truy cập còn hiệu lực; quản trị viên cấp mã bằng lệnh cancu token new.",
        "a valid token is needed; an administrator makes one with cancu token new.",
    )
