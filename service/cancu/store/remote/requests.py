"""How questions and updates are written as HTTP requests (SPARQL 1.1 Protocol §2): SPARQLWrapper's part.

It writes them, and does not send them: ``connection`` tells why. Its guess of what kind a text is looks into comments
and strings, too; here the kind is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from SPARQLWrapper import CONSTRUCT, INSERT, JSON, POST, RDFXML, SELECT, SPARQLWrapper

from cancu.errors import QueryError

_AGENT = "cancu"


@dataclass(frozen=True, slots=True)
class Request:
    """A POST: where to, its headers and its body."""

    url: str
    headers: Mapping[str, str]
    content: bytes


class _Writer(SPARQLWrapper):
    """SPARQLWrapper as far as it writes requests."""

    def tell(self, text: str, kind: str) -> None:
        """Set the text and its kind."""
        self.queryString = text
        self.queryType = kind

    def written(self) -> Request:
        """Return the request. Raises QueryError where the text cannot be written in UTF-8."""
        try:
            made = self._createRequest()
        except UnicodeEncodeError as error:
            raise QueryError("Câu hỏi có ký tự hỏng.", "the query has broken characters.") from error
        return Request(made.full_url, dict(made.header_items()), made.data if isinstance(made.data, bytes) else b"")


def question(url: str, text: str, *, media: str, is_graph: bool, parameters: Mapping[str, Sequence[str]]) -> Request:
    """Return how ``text`` is asked at ``url``, to be answered as ``media``. Raises QueryError."""
    writer = _Writer(url, agent=_AGENT)
    writer.setMethod(POST)
    writer.setOnlyConneg(True)  # else formats are told in three parameters as well, which some engines refuse
    writer.setReturnFormat(RDFXML if is_graph else JSON)  # fit for the kind; what is wanted comes below
    writer.tell(text, CONSTRUCT if is_graph else SELECT)
    writer.addCustomHttpHeader("Accept", media)  # it knows no N-Triples, and none of the types of a graph as JSON
    for name, values in parameters.items():
        for value in values:
            writer.addParameter(name, value)
    return writer.written()


def update(url: str, text: str) -> Request:
    """Return how the update ``text`` is sent to ``url``. Raises QueryError."""
    writer = _Writer(url, agent=_AGENT)
    writer.setMethod(POST)
    writer.setOnlyConneg(True)
    writer.tell(text, INSERT)
    return writer.written()
