"""The fields of a request, from its address or its form.

The form is read here and not by the framework, so that its size is bounded and every mistake becomes a problem.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.serve.http.bodies import FORM, fields, media_type, received
from cancu.serve.http.problems import MediaTypeError


def from_address(request: Request) -> dict[str, str]:
    """Return the fields of the query string. Raises ParameterError."""
    return _last(request.scope["query_string"])


async def from_form(request: Request, limit: int) -> dict[str, str]:
    """Return the fields of a form. Raises ParameterError, MediaTypeError, TooLongError."""
    if media_type(request) != FORM:
        raise MediaTypeError(f"Hãy gửi biểu mẫu dạng {FORM}.", f"send a form as {FORM}.")
    return _last(await received(request, limit))


def whole(given: Mapping[str, str], name: str) -> int | None:
    """Return a field that is a whole number, None where it is missing or empty. Raises ParameterError."""
    text = given.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ParameterError("Phải là số nguyên không âm.", "must be a whole number, not negative.", where=name)
    return int(text)


def _last(encoded: bytes) -> dict[str, str]:
    """Of a name that is sent twice the last value counts."""
    return {name: values[-1] for name, values in fields(encoded, "queries").items()}
