"""What every route needs: the store, the questions, the finder, and how identifiers map to this server's paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cancu.access import Tokens
from cancu.namespaces import BASE
from cancu.query import Catalogue, Finder, NamedQuery, Table
from cancu.store import Answer, Format, Store


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the service; ``base`` is that of the identifiers in the store."""

    base: str = BASE
    page: int = 100
    page_limit: int = 1000
    body_limit: int = 1_000_000
    tokens: Path = Path("var/tokens.json")
    registry: Path = Path("var/registry")
    store: Path | None = None
    """Folder of the store, beside whose documents drafts are checked; without it they are checked alone."""
    office: bool = False
    document_limit: int = 20_000_000
    drafts: int = 2
    """Documents read or checked at a time."""
    draft_seconds: float = 120.0
    calendar_limit: int = 5000
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running service."""

    store: Store
    catalogue: Catalogue
    finder: Finder
    options: Options
    tokens: Tokens

    def table(self, name: str, values: Mapping[str, str] | None = None) -> Table:
        """Ask the question ``name`` and return its rows. Raises what ``answer`` raises."""
        return Table.read(self.answer(self.catalogue[name], values or {}).body)

    def answer(self, question: NamedQuery, values: Mapping[str, str], accept: Format | None = None) -> Answer:
        """Ask ``question`` with ``values`` bound. Raises ParameterError, NotFoundError, LimitError, StoreError."""
        return self.store.run(question.bind(values, self.finder.resolve), accept=accept)

    def iri(self, path: str) -> str:
        """Return the identifier that ``/id/{path}`` stands for."""
        return f"{self.options.base}id/{path}"

    def path(self, iri: str) -> str | None:
        """Return the part after ``id/`` of one of our identifiers; None for other IRIs."""
        head = f"{self.options.base}id/"
        return iri.removeprefix(head) if iri.startswith(head) else None
