"""The calendar of the store, chosen by the index: which entries stand when; what is shown is described by the store.

So a page costs what its own entries cost, however many there are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from cancu import resources
from cancu.errors import LimitError
from cancu.query import Catalogue, Kind, Table
from cancu.query.falling import KINDS, Row
from cancu.query.index import entries
from cancu.query.index.entries import Scope, Standing, Words
from cancu.serve.calendar.agenda import Entry, agenda
from cancu.serve.service import Service
from cancu.serve.words import say
from cancu.vietnamese import fold

_CHUNK = 500
"""Items that are asked for at a time."""
_PATIENCE = 60.0
_FAR = 10
"""Years in which a recurring entry is looked for where no last day is given."""
_ORDER = ("document", "kind", "item", "due")


class Calendar:
    """Answers what stands when. May be used from any thread. Raises LimitError, StoreError."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))

    def scope(self, values: Mapping[str, str], kinds: Collection[str] = KINDS) -> Scope:
        """Return what ``body``, ``document`` and ``topic`` choose, of these kinds. Raises NotFoundError."""
        given = {name: values[name] for name in ("body", "document") if values.get(name)}
        resolve = self._service.finder.resolve
        bodies = frozenset(resolve(Kind.BODY, given["body"])) if "body" in given else None
        documents = frozenset(resolve(Kind.REFERENCE, given["document"])) if "document" in given else None
        if frozenset() in {bodies, documents}:
            self._service.catalogue["calendar"].bind(given, resolve)  # which says what is not known
        topic = tuple(sorted(set(fold(values.get("topic", "")).split())))
        return Scope(tuple(number for number, kind in enumerate(KINDS) if kind in kinds), documents, bodies, topic)

    def counted(self, scope: Scope, since: dt.date, until: dt.date) -> Mapping[dt.date, Mapping[str, int]]:
        """Return on which days between two entries stand, and how many of each kind."""
        found = entries.counted(self._service.index.complete(), scope, since, until)
        return {day: {KINDS[kind]: count for kind, count in counts.items()} for day, counts in found.items()}

    def on(
        self, scope: Scope, language: str, days: Collection[dt.date], *, most: int, skip: int = 0, whole: bool = False
    ) -> Mapping[dt.date, Sequence[Entry]]:
        """Return the entries of each of these days after the first ``skip``, at most ``most``, in their order.

        With ``whole`` an anniversary has the words of all documents that name it, else of the first.
        """
        words = self._words(language)
        found = entries.some(self._service.index.complete(), scope, days, words, most=most, skip=skip)
        by_uid = self._described(scope, language, {one.number for one in found}, whole=whole)
        shown: dict[dt.date, list[Entry]] = {}
        for one in found:
            if one.uid in by_uid:  # else it is gone with a commit since it was chosen
                shown.setdefault(one.day, []).append(by_uid[one.uid])
        return shown

    def falling(
        self, scope: Scope, language: str, since: dt.date, until: dt.date, most: int
    ) -> tuple[Sequence[tuple[dt.date, Entry]], int]:
        """Return the first entries between two days, by day and identifier, and how many there are."""
        found, total = self.first(scope, since, until, most)
        by_uid = self._described(scope, language, {one.number for one in found}, whole=True)
        return [(one.day, by_uid[one.uid]) for one in found if one.uid in by_uid], total

    def first(self, scope: Scope, since: dt.date, until: dt.date, most: int) -> tuple[tuple[Standing, ...], int]:
        """Return what ``falling`` returns, without what the store says of it."""
        return entries.falling(self._service.index.complete(), scope, since, until, most)

    def lasting(
        self, scope: Scope, language: str, since: dt.date | None, until: dt.date | None, most: int
    ) -> tuple[Entry, ...]:
        """Return the entries that stand on some day between two, whole: their other days stay.

        Raises LimitError where there are more than ``most``.
        """
        database, begin, end = self._service.index.complete(), since or dt.date.min, until or dt.date.max
        found: list[entries.Lasting] = []
        if (count := entries.single(database, scope, begin, end)) <= most:
            listed = entries.lasting(database, scope, begin, end)
            found = [one for one in listed if (since or until) is None or _stands(one, begin, until)]
        if max(count, len(found)) > most:
            raise LimitError(
                f"Lịch có hơn {most} mục; hãy chọn cơ quan (body), chủ đề (topic) hoặc khoảng ngày (from, to).",
                f"the calendar has more than {most} entries; choose a body, a topic or a range of days (from, to).",
            )
        by_uid = self._described(scope, language, {one.number for one in found}, whole=True)
        shown = (by_uid[one.uid] for one in found if one.uid in by_uid)
        return tuple(sorted(shown, key=lambda entry: (entry.series.first, entry.uid)))

    def undated(self, scope: Scope) -> Mapping[str, int]:
        """Return how many things of each kind have no day."""
        found = entries.undated(self._service.index.complete(), scope)
        return {KINDS[kind]: count for kind, count in found.items()}

    def loose(self, scope: Scope, language: str, *, most: int, skip: int) -> tuple[Row, ...]:
        """Return what has no day, by document, at most ``most`` after the first ``skip``."""
        items = entries.loose(self._service.index.complete(), scope, most, skip)
        return agenda(self.rows(scope, items, language), language).loose

    def rows(self, scope: Scope, items: Sequence[str], language: str, patience: float = _PATIENCE) -> list[Row]:
        """Return what the question ``calendar`` has for these items; some hundreds may take ``patience`` seconds."""
        kinds, found = {KINDS[kind] for kind in scope.kinds}, list[Row]()
        for first in range(0, len(items), _CHUNK):
            asked = self._own["entries"].bind({"language": language}, only={"item": items[first : first + _CHUNK]})
            found += Table.read(self._service.run(asked, timeout=patience).body).records
        chosen = (row for row in found if row["kind"] in kinds)
        if scope.documents is not None:
            chosen = (row for row in chosen if row["document"] in (scope.documents or ()))
        return sorted(chosen, key=lambda row: tuple(str(row.get(name, "")) for name in _ORDER))

    def _described(self, scope: Scope, language: str, numbers: Iterable[int], *, whole: bool) -> Mapping[str, Entry]:
        items = entries.beside(self._service.index.complete(), scope, numbers, mentions=whole)
        return {entry.uid: entry for entry in agenda(self.rows(scope, items, language), language).entries}

    def _words(self, language: str) -> Words:
        labels = {}
        if iris := entries.frequencies(self._service.index.complete()):
            asked = self._own["names"].bind({"language": language}, only={"thing": iris})
            found = Table.read(self._service.run(asked).body).records
            labels = {str(row["thing"]): str(row["label"]) for row in found if row.get("label")}
        report, task, end = (say(f"calendar.{name}", language) for name in ("report", "task", "periodEnd"))
        return Words(report, f"{task}: ", f" ({end})", json.dumps(labels))


def _stands(one: entries.Lasting, since: dt.date, until: dt.date | None) -> bool:
    far = max(since, one.series.first).year + _FAR
    last = until or dt.date(min(far, dt.MAXYEAR), 12, 31)
    first = since - one.stretch if since > dt.date.min + one.stretch else since
    return next(iter(one.series.days(first, last)), None) is not None
