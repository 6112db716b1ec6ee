"""Header fields as ASGI has them, pairs of bytes with names in small letters: what is looked up and added every time.

The framework's views of them decode, encode and search for each field that is set; with a dozen fields on every answer
that is a good part of what a small answer costs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from starlette.types import Message, Scope

Pairs = tuple[tuple[bytes, bytes], ...]


def pairs(fields: Mapping[str, str]) -> Pairs:
    """Return fields as pairs."""
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields.items())


def value_of(holder: Scope | Message, name: bytes) -> str | None:
    """Return the first value of a field of a request or of the start of an answer."""
    return next((value.decode("latin-1") for own, value in holder["headers"] if own == name), None)


def put(start: Message, fields: Pairs) -> None:
    """Put fields on an answer in the place of those of the same names."""
    names = {name for name, _ in fields}
    start["headers"] = [*(pair for pair in start["headers"] if pair[0] not in names), *fields]


def offer(start: Message, fields: Pairs) -> None:
    """Put those fields on an answer that it has not."""
    held = {name for name, _ in start["headers"]}
    start["headers"] = [*start["headers"], *(pair for pair in fields if pair[0] not in held)]


def without(fields: Iterable[tuple[bytes, bytes]], names: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    """Return the fields of other names."""
    return [pair for pair in fields if pair[0] not in names]
