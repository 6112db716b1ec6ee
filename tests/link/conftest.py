"""The shipped registry, and records made of little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cancu.link import Registry, link
from cancu.linked import LinkedCitation, LinkedRecord
from cancu.model import Citation, Header, Record

BASE = "https://w3id.org/cancu/"
Linker = Callable[..., LinkedRecord]


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry.load()


@pytest.fixture
def linked(registry: Registry) -> Linker:
    """Link a record: a header's fields by name, and citations."""

    def make(
        *citations: Citation, sha256: str = "ab" * 32, record: Record | None = None, **head: object
    ) -> LinkedRecord:
        made = record or Record(
            source="x.txt",
            document=Header(**{"type": "Kế hoạch", "issuer": "Ủy ban nhân dân thành phố Hà Nội", **head}),  # type: ignore[arg-type]
            citations=citations,
        )
        return link(made, registry, base=BASE, sha256=sha256)

    return make


@pytest.fixture
def cited(linked: Linker) -> Callable[..., LinkedCitation]:
    """Link one citation, the last of those given, in a document of ``issuer``."""

    def make(*citations: Citation, issuer: str = "Ủy ban nhân dân thành phố Hà Nội") -> LinkedCitation:
        return linked(*citations, issuer=issuer, period="2026", title="Thử").citations[-1]

    return make


@pytest.fixture(scope="session")
def citation() -> Callable[..., Citation]:
    """Make a citation: its words, and what was read from them."""

    def make(text: str, *, date: str | None = None, **fields: object) -> Citation:
        values: dict[str, object] = {"type": text.partition(" số")[0] if " số" in text else "Nghị quyết", **fields}
        return Citation(
            text=text,
            start=0,
            end=len(text),
            numbered=bool(fields.get("number")),
            date=dt.date.fromisoformat(date) if date else None,
            **values,  # type: ignore[arg-type]
        )

    return make
