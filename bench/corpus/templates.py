"""Graphs of documents made out of those of others like them: what tells one from another is marked, and filled.

A copy says of its own issuer, place, number, day, title, superiors and signer what the original says of its own. Days
of work keep their order between the day of issue and the end of the year; days of feasts and reports stay. Offsets and
the digests within identifiers of items are those of the original.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.corpus.country import EPOCH
from bench.corpus.facts import Facts
from bench.corpus.words import bodies, raised, short, themes
from cancu.vietnamese import slug

_LATER = "later "
"""First letters of a mark that stands for a day so many days after the issue."""
_MARGIN = 20
"""Days after the issue in which no work is due (``bench.corpus.sentences``)."""
_FIXED = frozenset(
    {(15, 6), (15, 12), (20, 12), (10, 12), (5, 12), (1, 4), (30, 6), (1, 7), (30, 9), (1, 10), (31, 12)}
)
"""Days of reports, and the ends of quarters: they do not move with the day of issue."""
_WORD = r"(?<![\w]){}(?![\w])"
_SLUG = r"(?<![a-z0-9]){}(?![a-z0-9])"


@dataclass(frozen=True, slots=True)
class Named:
    """A document with what names it: its superiors, the digest of its file, the one who signed."""

    facts: Facts
    superiors: tuple[Facts, ...]
    digest: str
    signer: str


def named(facts: Facts, superiors: tuple[Facts, ...]) -> Named:
    """Return a document that was not written, with a digest and a signer of its own."""
    rng = random.Random(f"{facts.index}/{facts.key}")
    people = bodies()["people"]
    signer = " ".join(rng.choice(people[part]) for part in ("family", "middle", "given"))
    return Named(facts, superiors, hashlib.sha256(f"{facts.index}/{facts.key}".encode()).hexdigest(), signer)


class Template:
    """The graphs of one document, cut where a copy says something else."""

    def __init__(self, quads: str, original: Named) -> None:
        self._first = original.facts.date
        self._parts: list[str] = []
        self._marks: list[str] = []
        interned: dict[str, str] = {}
        end = 0
        for first, last, mark in self._found(quads, original):
            if first >= end:
                part = quads[end:first]
                self._parts.append(interned.setdefault(part, part))
                self._marks.append(mark)
                end = last
        self._rest = quads[end:]

    def _found(self, quads: str, original: Named) -> list[tuple[int, int, str]]:
        """Return where marks stand, by place; of those at one place the longest first."""
        found: list[tuple[int, int, str]] = []
        for mark, (pattern, _) in _values(original).items():
            found += ((one.start(), one.end(), mark) for one in re.finditer(pattern, quads))
        feasts, marks = _feasts(original.facts), dict[str, str | None]()
        for one in re.finditer(_DAYS, quads):
            if one[0] not in marks:
                marks[one[0]] = self._later(one[0], feasts)
            if later := marks[one[0]]:
                found.append((one.start(), one.end(), later))
        return sorted(found, key=lambda place: (place[0], -place[1]))

    def filled(self, document: Named) -> str:
        """Return the graphs of another document."""
        known = {mark: value for mark, (_, value) in _values(document).items()}
        day = _calendar(self._first, document.facts.date)
        words: list[str] = []
        for part, mark in zip(self._parts, self._marks, strict=True):
            value = known.get(mark)
            if value is None:
                value = known[mark] = _shown(day(int(mark.rpartition(" ")[2])), mark)
            words += (part, value)
        return "".join((*words, self._rest))

    def _later(self, printed: str, feasts: frozenset[tuple[int, int]]) -> str | None:
        """Return the mark of a day of work, None for other days and what is no day."""
        is_iso = "-" in printed
        try:
            day = dt.date.fromisoformat(printed) if is_iso else dt.date(*map(int, reversed(printed.split("/"))))
        except ValueError:
            return None
        after = (day - self._first).days
        last = _last(self._first)
        is_work = after >= _MARGIN and day <= last and (day.day, day.month) not in feasts
        return f"{_LATER}{'iso' if is_iso else 'short'} {after}" if is_work else None


_DAYS = r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<![\d/])\d\d/\d\d?/\d{4}(?!\d)"


def can_stand_for_others(document: Named) -> bool:
    """Tell whether all that names a document can be told apart in its graphs."""
    facts = document.facts
    if facts.error or facts.number is None or facts.place is None or facts.province is None:
        return False
    if facts.role.is_local and facts.place.name == facts.province.name:
        return False
    printed = [value for mark, (_, value) in _values(document).items() if mark not in _ALIKE]
    return len(printed) == len(set(printed)) and _is_telling(facts)


def _is_telling(facts: Facts) -> bool:
    """Tell whether the name of the place is no word that means something else, too."""
    return facts.place is not None and (" " in facts.place.name or not facts.role.is_local)


_ALIKE = frozenset({"subject", "taking part", "taking"})
"""Marks of the same words, which what stands beside them tells apart."""


def _values(document: Named) -> Mapping[str, tuple[str, str]]:
    """Return by mark the pattern of its words and the words; the longer ones come first."""
    found: dict[str, tuple[str, str]] = {}
    for who, facts in (("", document.facts), *((f"above {n} ", one) for n, one in enumerate(document.superiors))):
        key = facts.key or ""
        found[f"{who}key"] = (re.escape(key) + r"(?!\d)", key)
        at = f"{facts.series}/number/{facts.number}"
        found[f"{who}at"] = (re.escape(at) + r"(?!\d)", at)
        number = facts.printed_number or ""
        found[f"{who}number"] = (r"(?<!\d)" + re.escape(number), number)
        for name, words in _days(facts).items():
            found[f"{who}{name}"] = (rf"(?<!\d){re.escape(words)}(?!\d)", words)
    facts, digest = document.facts, document.digest
    for name, words in (("file", digest), ("text", digest[:12])):
        found[name] = (re.escape(words), words)
    found["run"] = (r"(?<=id/run/)[0-9a-f]{16}", _run(digest))
    found["name"] = (rf"(?<!\d){facts.index:06d}\.txt", f"{facts.index:06d}.txt")
    found["signer"] = (re.escape(document.signer), document.signer)
    found["subject"] = (rf"{re.escape(facts.subject)}(?= trên địa bàn)", facts.subject)
    found["taking part"] = (rf"(?<=cùng tham gia ){re.escape(facts.subject)}", facts.subject)
    found["taking"] = (rf"{re.escape(raised(facts.subject))}(?= trên địa bàn)", raised(facts.subject))
    return found | _places(facts)


def _places(facts: Facts) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for who, place in (("place", facts.place), ("province", facts.province)):
        if place is None or (who == "place" and not facts.role.is_local):
            continue
        code = f"{EPOCH}/{place.code}"
        found[f"{who} code"] = (re.escape(code) + r"(?!\d)", code)
        found[f"{who} bare code"] = (f'(?<="){place.code}(?=")', place.code)
        found[f"{who} slug"] = (_SLUG.format(re.escape(place.slug)), place.slug)
        found[f"{who} upper"] = (_WORD.format(re.escape(place.name.upper())), place.name.upper())
        found[who] = (_WORD.format(re.escape(place.name)), place.name)
        if who == "place":
            found["name slug"] = (_SLUG.format(re.escape(slug(place.name))), slug(place.name))
    return found


def _days(facts: Facts) -> dict[str, str]:
    return {"iso": facts.date.isoformat(), "short": short(facts.date), "long": facts.long_date.removeprefix("ngày ")}


def _run(digest: str) -> str:
    return hashlib.sha256(digest.encode()).hexdigest()[:16]


def _feasts(facts: Facts) -> frozenset[tuple[int, int]]:
    days = [day for _, day, _ in themes()[facts.theme].events if day]
    return _FIXED | {(int(day.split("/")[0]), int(day.split("/")[1])) for day in days}


def _last(first: dt.date) -> dt.date:
    """Return the last day on which work of a plan of ``first`` is due (``bench.corpus.sentences``)."""
    return max(dt.date(first.year, 12, 20), first + dt.timedelta(_MARGIN + 30))


def _calendar(first: dt.date, other: dt.date) -> Callable[[int], dt.date]:
    """Return what turns days after ``first`` into days after ``other``, in order and before the end of its year."""
    width = (_last(first) - first).days - _MARGIN
    others = (_last(other) - other).days - _MARGIN
    return lambda after: other + dt.timedelta(_MARGIN + (after - _MARGIN) * others // width)


def _shown(day: dt.date, mark: str) -> str:
    return day.isoformat() if mark.startswith(f"{_LATER}iso") else short(day)
