"""The fields of a request, from its address or its form.

The form is read here and not by the framework, so that its size is bounded and every mistake becomes a problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.serve.http.problems import MediaTypeError, TooLongError

FORM = "application/x-www-form-urlencoded"
_FIELDS = 100


def from_address(request: Request) -> dict[str, str]:
    """Return the fields of the query string. Raises ParameterError."""
    return _fields(request.scope["query_string"])


async def from_form(request: Request, limit: int) -> dict[str, str]:
    """Return the fields of a form. Raises ParameterError, MediaTypeError, TooLongError."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise MediaTypeError(f"Hãy gửi biểu mẫu dạng {FORM}.", f"send a form as {FORM}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLongError(f"Nội dung gửi dài quá {limit} byte.", f"the body is longer than {limit} bytes.")
    return _fields(bytes(body))


def whole(fields: Mapping[str, str], name: str) -> int | None:
    """Return a field that is a whole number, None where it is missing or empty. Raises ParameterError."""
    text = fields.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ParameterError("Phải là số nguyên không âm.", "must be a whole number, not negative.", where=name)
    return int(text)


def _fields(encoded: bytes) -> dict[str, str]:
    """Decode once, as UTF-8; of a name that is sent twice the last value counts."""
    try:
        pairs = parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except ValueError as error:
        raise ParameterError("Tham số mã hóa sai.", "the parameters are wrongly encoded.") from error
    return dict(pairs)
