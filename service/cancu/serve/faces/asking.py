"""The questions of pages: those of ``queries/pages``, kept for pages alone, and the public ones by the same call.

A page asks first which rows there are, without labels, and then for the words of the few rows that it shows: so it
stays fast where a document is cited by thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.serve.service import Service
from cancu.serve.views import Row

_NOTHING: Mapping[str, str] = MappingProxyType({})
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})


class Asking:
    """Asks questions by name, in one language."""

    def __init__(self, service: Service, own: Catalogue, language: str) -> None:
        self.service = service
        self.language = language
        self._own = own

    def bound(self, name: str, values: Mapping[str, str] = _NOTHING, only: Mapping[str, Sequence[str]] = _NONE) -> str:
        """Return the SPARQL of a question with its values; ``language`` is set where the question knows it.

        Raises ParameterError, NotFoundError.
        """
        question = self._own[name] if name in self._own else self.service.catalogue[name]
        if any(parameter.name == "language" for parameter in question.parameters):
            values = {"language": self.language, **values}
        return question.bind(values, self.service.finder.resolve, only=only)

    def rows(
        self, name: str, values: Mapping[str, str] = _NOTHING, only: Mapping[str, Sequence[str]] = _NONE
    ) -> tuple[Row, ...]:
        """Return the rows of the answer. Raises what ``bound`` raises, LimitError, StoreError."""
        return Table.read(self.service.run(self.bound(name, values, only)).body).records

    def chosen(self, name: str, column: str, iris: Iterable[str]) -> dict[str, Row]:
        """Return the rows of a question that is asked of several things at once, by thing; nothing asked, nothing told.

        Where a thing has several rows, the first.
        """
        wanted = tuple(dict.fromkeys(iris))
        found: dict[str, Row] = {}
        for row in self.rows(name, only={column: wanted}) if wanted else ():
            found.setdefault(str(row[column]), row)
        return found

    def names(self, iris: Iterable[str]) -> dict[str, str]:
        """Return the names of things; those that have none are left out."""
        found = self.chosen("names", "thing", iris)
        return {iri: str(row["label"]) for iri, row in found.items() if "label" in row}


def page_questions() -> Catalogue:
    """Return the questions that only pages ask."""
    return Catalogue.load(resources.folder("queries") / "pages")
