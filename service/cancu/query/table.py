"""An answer as a table of terms, read from SPARQL 1.1 Query Results JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rdflib import XSD

_WHOLE = {str(XSD.integer), str(XSD.int), str(XSD.long), str(XSD.nonNegativeInteger)}
_BOOLEAN = str(XSD.boolean)
NUMBERS = frozenset({str(XSD.decimal), str(XSD.double), str(XSD.float)})
"""Datatypes of numbers with a fraction."""
_DIGITS = re.compile(r"[+-]?[0-9]{1,4000}")
"""A whole number as XSD writes it; what is typed as one and is none stays text."""


class Cell(NamedTuple):
    """One RDF term; ``is_iri`` tells IRIs from literals. Answers have thousands, so that what one costs is felt."""

    value: str
    is_iri: bool = False
    datatype: str | None = None
    language: str | None = None

    @property
    def plain(self) -> str | int | bool:
        """The value as JSON and spreadsheets write it: numbers and truth values as such, the rest as text."""
        if self.datatype is None:
            return self.value
        if self.datatype in _WHOLE and _DIGITS.fullmatch(self.value):
            return int(self.value)
        if self.datatype == _BOOLEAN:
            return self.value in {"true", "1"}
        return self.value


@dataclass(frozen=True)
class Table:
    """Named columns and rows of cells; None where a variable is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    @classmethod
    def read(cls, body: bytes) -> Table:
        """Read a SELECT or ASK answer; ASK gives one column ``boolean``."""
        data = json.loads(body)
        if "boolean" in data:
            return cls(("boolean",), ((Cell(str(data["boolean"]).lower(), datatype=_BOOLEAN),),))
        columns = tuple(data["head"]["vars"])
        rows = tuple(
            tuple(_cell(binding[name]) if name in binding else None for name in columns)
            for binding in data["results"]["bindings"]
        )
        return cls(columns, rows)

    def ordered(self, columns: tuple[str, ...]) -> Table:
        """Return the same rows with the columns in that order; columns not named are left out."""
        places = [self.columns.index(name) for name in columns if name in self.columns]
        return Table(
            tuple(self.columns[place] for place in places),
            tuple(tuple(row[place] for place in places) for row in self.rows),
        )

    def part(self, offset: int, limit: int) -> Table:
        """Return ``limit`` rows from ``offset``."""
        return Table(self.columns, self.rows[offset : offset + limit])

    @cached_property
    def records(self) -> tuple[dict[str, str | int | bool], ...]:
        """The rows as dictionaries of plain values, unbound ones left out."""
        return tuple(
            {
                name: cell.plain
                for name, cell in zip(self.columns, row, strict=True)
                if cell is not None and cell.value != ""
            }
            for row in self.rows
        )

    def __iter__(self) -> Iterator[dict[str, str | int | bool]]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.rows)


def _cell(binding: dict[str, str]) -> Cell:
    return Cell(
        binding["value"],
        is_iri=binding["type"] == "uri",
        datatype=binding.get("datatype"),
        language=binding.get("xml:lang"),
    )
