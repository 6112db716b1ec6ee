"""What every route needs: the store, the questions, the finder, and how identifiers map to this server's paths."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cancu.access import Tokens
from cancu.namespaces import BASE, CC_BY
from cancu.query import Catalogue, Finder, Index, NamedQuery, Table
from cancu.serve.http.answers import Answers
from cancu.serve.http.kept import Kept
from cancu.serve.http.written import Shelf
from cancu.store import Answer, Format, Store

DRAFT = "draft-"
"""With this begin the names of folders of the store in which drafts are read."""


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of the service; ``base`` is that of the identifiers in the store.

    Who publishes the data, on which page they tell of themselves, and how they are reached (a mail address or a page).
    """

    base: str = BASE
    page: int = 100
    page_limit: int = 1000
    body_limit: int = 1_000_000
    tokens: Path = Path("var/tokens.json")
    update_limit: int = 3_000_000
    """Bytes of a request to /update; form encoding may triple the text that the store's own limit is for."""
    upload_limit: int = 64_000_000
    """Bytes of a graph sent to /graph-store, and of a document."""
    url_limit: int = 32_768
    delivery_limit: int = 256_000_000
    rate: int = 0
    token_rate: int = 60_000
    changes_page: int = 50
    feed_page: int = 50
    sitemap_page: int = 50_000
    publisher: str = "cancu"
    publisher_page: str = ""
    contact: str = ""
    license: str = CC_BY
    registry: Path = Path("var/registry")
    store: Path | None = None
    """Folder of the store, beside whose documents drafts are checked; without it they are checked alone."""
    office: bool = False
    keep_texts: bool = True
    """Keep the words of documents that are sent to stay, and show them beside the facts."""
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
    index: Index
    finder: Finder
    options: Options
    tokens: Tokens
    kept: Kept
    answers: Answers
    written: Shelf
    turn: threading.Lock = field(default_factory=threading.Lock)
    """Held by who reads what is stored in order to write it anew: one after another, by whichever route they come."""
    room: threading.BoundedSemaphore = field(init=False)
    """Held by each document that is being read or checked."""

    def __post_init__(self) -> None:
        """Make as much room as the options give."""
        object.__setattr__(self, "room", threading.BoundedSemaphore(self.options.drafts))

    @classmethod
    def over(cls, store: Store, catalogue: Catalogue, options: Options) -> Service:
        """Return the service over ``store``; what it keeps ready goes when the store changes."""

        def version() -> int:
            return store.version

        index = Index(store)
        return cls(
            store, catalogue, index, Finder(index), options, Tokens(options.tokens),
            Kept(version), Answers(version), Shelf(version),
        )  # fmt: skip

    def table(self, name: str, values: Mapping[str, str] | None = None) -> Table:
        """Ask the question ``name`` and return its rows. Raises what ``answer`` raises."""
        return Table.read(self.answer(self.catalogue[name], values or {}).body)

    def answer(self, question: NamedQuery, values: Mapping[str, str], accept: Format | None = None) -> Answer:
        """Ask ``question`` with ``values`` bound. Raises ParameterError, NotFoundError, LimitError, StoreError."""
        return self.run(question.bind(values, self.finder.resolve), accept)

    def run(self, text: str, accept: Format | None = None, *, timeout: float | None = None) -> Answer:
        """Answer a question of our own that is bound already. Raises LimitError, StoreError."""
        return self.answers.get(text, accept, lambda: self.store.run(text, accept=accept, timeout=timeout))

    def iri(self, path: str) -> str:
        """Return the identifier that ``/id/{path}`` stands for."""
        return f"{self.options.base}id/{path}"

    def path(self, iri: str) -> str | None:
        """Return the part after ``id/`` of one of our identifiers; None for other IRIs."""
        head = f"{self.options.base}id/"
        return iri.removeprefix(head) if iri.startswith(head) else None
