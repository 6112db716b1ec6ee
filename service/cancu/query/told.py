"""What is told of an answer beside its rows, where a format has room for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """How an answer came about: the values given, the address that gives it again, the moment of asking."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    address: str | None = None
    moment: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the question: title, description, name; the SPARQL text that was asked."""

    lines: Sequence[str]
    name: str | None
    sparql: str
