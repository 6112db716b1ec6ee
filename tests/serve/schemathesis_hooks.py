"""Bodies that schemathesis cannot write by itself."""

from __future__ import annotations

from typing import Any

import schemathesis

_AS_THEY_ARE = (
    "application/n-quads",
    "application/n-triples",
    "application/pdf",
    "application/sparql-query",
    "application/sparql-update",
    "application/trig",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)


@schemathesis.serializer(*_AS_THEY_ARE)
def as_it_is(_context: Any, value: Any) -> Any:
    """Send texts and bytes as they are."""
    return value if isinstance(value, bytes) else str(getattr(value, "data", value)).encode("utf-8", "replace")
