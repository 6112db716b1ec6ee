"""The entries of the calendar for pages: kept for the last filters asked for, until the store changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cancu.errors import ParameterError
from cancu.query import Table
from cancu.query.falling import Row
from cancu.serve.calendar.agenda import KINDS, Agenda, agenda, text_of
from cancu.serve.http.kept import Kept
from cancu.serve.service import Service
from cancu.serve.work.duties import PATIENCE
from cancu.vietnamese import fold

_KEPT = 4
"""Choices kept; of a large store each is large."""


@dataclass(frozen=True, slots=True)
class _Choice:
    rows: tuple[Row, ...]
    agenda: Agenda


class Agendas:
    """Answers what the page of the calendar asks. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._kept = Kept(lambda: service.store.version, most=_KEPT)

    def choose(self, values: Mapping[str, str], kinds: tuple[str, ...], language: str) -> Agenda:
        """Return what the question ``calendar`` has for ``body`` and ``document``, of these kinds and ``topic``.

        Raises ParameterError, NotFoundError, LimitError, StoreError.
        """
        asked = {name: values[name] for name in ("body", "document") if name in values} | {"language": language}
        choice = self._kept.get(repr(sorted(asked.items())), lambda: self._read(asked, language))
        found = choice.agenda
        if topic := set(fold(values.get("topic", "")).split()):
            found = agenda([row for row in choice.rows if topic <= set(fold(text_of(row)).split())], language)
        if kinds == KINDS:
            return found
        return Agenda(
            tuple(entry for entry in found.entries if entry.kind in kinds),
            tuple(row for row in found.loose if row["kind"] in kinds),
        )

    def _read(self, asked: Mapping[str, str], language: str) -> _Choice:
        question = self._service.catalogue["calendar"].bind(asked, self._service.finder.resolve)
        rows = Table.read(self._service.run(question, timeout=PATIENCE).body).records
        return _Choice(rows, agenda(rows, language))


def kinds_in(values: list[str]) -> tuple[str, ...]:
    """Return the kinds named, all where none is. Raises ParameterError."""
    named = [part.strip() for value in values for part in value.split(",") if part.strip()]
    for kind in named:
        if kind not in KINDS:
            names = ", ".join(KINDS)
            raise ParameterError(f"“{kind}” không phải một trong: {names}.", f"not one of: {names}.", where="kind")
    return tuple(kind for kind in KINDS if kind in named) or KINDS
