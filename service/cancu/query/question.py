"""One question: a SPARQL text whose header says in two languages what it asks, with what, and what comes out.

Header lines are comments: ``title@vi``, ``title@en``, ``description@vi``, ``description@en``, then any number of

    # parameter: NAME TYPE required|optional|DEFAULT | lời giải thích | explanation
    # example: NAME=VALUE
    # column: NAME | tên cột | name of the column

A parameter NAME is bound wherever the text says ``VALUES ?NAME { … }``; as it stands there the text is a valid query.
What follows ``# with NAME:`` on a line is part of the text where NAME is given: so a question for one thing begins with
that thing, and its cost does not grow with the store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cancu.errors import NotFoundError, ParameterError, ResourceError
from cancu.query.terms import written_date, written_integer, written_iri, written_string


class Kind(StrEnum):
    """What a parameter is; the last two are names that a resolver turns into IRIs."""

    IRI = "iri"
    STRING = "string"
    DATE = "date"
    INTEGER = "integer"
    REFERENCE = "reference"
    BODY = "body"


Resolver = Callable[[Kind, str], Sequence[str]]
"""Returns the IRIs that a name or an IRI may mean: one, several (all are asked for), or none."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in two languages."""

    vi: str
    en: str

    def say(self, language: str) -> str:
        """Return the words in ``language`` (``en``, otherwise Vietnamese)."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Parameter:
    """One blank of a question; ``default`` is None where it may be left open or must be given."""

    name: str
    kind: Kind
    is_required: bool
    default: str | None
    explanation: Words


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    heading: Words


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question of the catalogue."""

    name: str
    title: Words
    description: Words
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    examples: tuple[tuple[str, str], ...]
    sparql: str

    @property
    def is_graph(self) -> bool:
        """Tell whether the answer is a graph (CONSTRUCT): such a question has no columns."""
        return not self.columns

    def bind(
        self,
        values: Mapping[str, str],
        resolve: Resolver | None = None,
        *,
        only: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> str:
        """Return the SPARQL text with ``values`` bound as terms; an empty value counts as not given.

        ``only`` names several IRIs for a parameter at once, instead of its value.
        Raises ParameterError (unknown, missing or malformed) and NotFoundError (a name that means nothing).
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                raise _unknown(self.name, name, ", ".join(known) or "–")
        terms: dict[str, Sequence[str]] = {}
        for parameter in self.parameters:
            iris = only.get(parameter.name)
            if iris is None:
                terms[parameter.name] = _terms(parameter, values.get(parameter.name, "").strip(), resolve)
            else:
                terms[parameter.name] = tuple(written_iri(parameter.name, iri) for iri in iris)
        return _fill(self.sparql, terms)


def _unknown(question: str, name: str, known: str) -> ParameterError:
    return ParameterError(
        f"Câu hỏi “{question}” không có tham số này; các tham số: {known}.",
        f"the question “{question}” has no such parameter; its parameters: {known}.",
        where=name,
    )


def _terms(parameter: Parameter, value: str, resolve: Resolver | None) -> tuple[str, ...]:
    value = value or parameter.default or ""
    if not value:
        if parameter.is_required:
            raise ParameterError(
                f"Thiếu tham số: {parameter.explanation.vi}.",
                f"a parameter is missing: {parameter.explanation.en}.",
                where=parameter.name,
            )
        return _OPEN
    if parameter.kind in {Kind.REFERENCE, Kind.BODY}:
        return _resolved(parameter, value, resolve)
    writers: dict[Kind, Callable[[str, str], str]] = {
        Kind.IRI: written_iri,
        Kind.STRING: written_string,
        Kind.DATE: written_date,
        Kind.INTEGER: written_integer,
    }
    return (writers[parameter.kind](parameter.name, value),)


def _resolved(parameter: Parameter, value: str, resolve: Resolver | None) -> tuple[str, ...]:
    if resolve is None:
        return (written_iri(parameter.name, value),)
    found = resolve(parameter.kind, value)
    if not found:
        raise NotFoundError(
            f"Không biết “{value}” là gì ({parameter.explanation.vi}).",
            f"“{value}” is not known ({parameter.explanation.en}).",
            where=parameter.name,
        )
    return tuple(written_iri(parameter.name, iri) for iri in found)


_BLOCK = re.compile(r"VALUES \?(\w+) \{[^{}]*\}")
_WITH = re.compile(r"# with (\w+): ")
_OPEN = ("UNDEF",)
"""The term of a parameter that is not given."""


def _fill(text: str, terms: Mapping[str, Sequence[str]]) -> str:
    """Put the terms into the blocks of their names, in one pass: what a value says is never taken for a block."""

    def filled(block: re.Match[str]) -> str:
        return f"VALUES ?{block[1]} {{ {' '.join(terms[block[1]])} }}" if block[1] in terms else block[0]

    given = {name for name, written in terms.items() if tuple(written) != _OPEN}
    return _BLOCK.sub(filled, _WITH.sub(lambda mark: "" if mark[1] in given else mark[0], text))


def parse(name: str, text: str) -> NamedQuery:
    """Read a .rq file. Raises ResourceError where the header is incomplete or a parameter is not in the text."""
    head: dict[str, list[str]] = {}
    for line in text.splitlines():
        match = re.match(r"# ([a-z@]+): (.+)", line)
        if match:
            head.setdefault(match[1], []).append(match[2].strip())
    try:
        query = NamedQuery(
            name=name,
            title=Words(head["title@vi"][0], head["title@en"][0]),
            description=Words(head["description@vi"][0], head["description@en"][0]),
            parameters=tuple(_parameter(line) for line in head.get("parameter", ())),
            columns=tuple(_column(line) for line in head.get("column", ())),
            examples=tuple(_pair(line) for line in head.get("example", ())),
            sparql=text,
        )
    except (KeyError, ValueError) as error:
        raise _malformed(name, str(error)) from error
    for given in set(_WITH.findall(text)) - {parameter.name for parameter in query.parameters}:
        raise _malformed(name, f"# with {given}: …")
    blocks = set(_BLOCK.findall(text))
    for parameter in query.parameters:
        if parameter.name not in blocks:
            raise _malformed(name, f"VALUES ?{parameter.name} {{ … }}")
    return query


def _malformed(name: str, what: str) -> ResourceError:
    return ResourceError(
        f"Phần đầu của câu hỏi thiếu hoặc sai: {what}.",
        f"the header is incomplete or wrong: {what}.",
        where=f"{name}.rq",
    )


def _parameter(line: str) -> Parameter:
    head, vi, en = (part.strip() for part in line.split(" | "))
    name, kind, default = head.split(" ", 2)
    is_word = default in {"required", "optional"}
    return Parameter(name, Kind(kind), default == "required", None if is_word else default, Words(vi, en))


def _column(line: str) -> Column:
    name, vi, en = (part.strip() for part in line.split(" | "))
    return Column(name, Words(vi, en))


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name, value
