"""The questions of the catalogue as texts to start from, by theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cancu import resources
from cancu.errors import NotFoundError, ParameterError
from cancu.query import Catalogue, NamedQuery
from cancu.serve.service import Service


@dataclass(frozen=True, slots=True)
class Example:
    """One question: its name in the catalogue, what it asks, and more of it."""

    name: str
    title: str
    description: str


def by_theme(catalogue: Catalogue, language: str) -> Mapping[str, tuple[Example, ...]]:
    """Return the questions by theme (``data/interface/question-themes.tsv``), both in the order of the tables."""
    rows = resources.table("data", "interface", "question-themes.tsv")
    found: dict[str, list[Example]] = {row["theme"]: [] for row in rows}
    for question in catalogue.values():
        theme = next(row["theme"] for row in rows if fnmatchcase(question.name, row["pattern"]))
        about = Example(question.name, question.title.say(language), question.description.say(language))
        found[theme].append(about)
    return {theme: tuple(examples) for theme, examples in found.items() if examples}


def written(service: Service, name: str, language: str) -> str:
    """Return the text of a question, its example values bound where they mean something here.

    Raises NotFoundError, with near names, for an unknown question.
    """
    question = service.catalogue[name]
    return f"# {question.title.say(language)}\n{_body(_bound(service, question))}"


def _bound(service: Service, question: NamedQuery) -> str:
    try:
        return question.bind(dict(question.examples), service.finder.resolve)
    except (NotFoundError, ParameterError):
        return question.sparql


def _body(sparql: str) -> str:
    """Return the text without the header, which tells of parameters that a text alone has not."""
    lines = sparql.splitlines()
    first = next((number for number, line in enumerate(lines) if line and not line.startswith("#")), 0)
    return "\n".join(lines[first:]).strip() + "\n"
