"""Which known documents people mean by what they type: “nghi quyet 59”, “NĐ 72-2015”, “Luật Thủ đô”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cancu.linked import Candidate, KnownDocument
from cancu.vietnamese import fold

_ENOUGH = 0.6
_SMALL_WORDS = frozenset({"so", "ngay", "thang", "nam", "cua", "ve", "viec", "khoa", "va", "thi"})
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)(?!\d)")
_TERM = re.compile(r"\bkhoa ([ivxl]+)\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(frozen=True, slots=True)
class _Known:
    """A known document as words: the serial and other parts of its number, its type, year and day, and the rest."""

    document: KnownDocument
    serial: str
    organs: frozenset[str]
    types: tuple[tuple[str, ...], ...]
    years: frozenset[str]
    titles: tuple[frozenset[str], ...]
    issuer: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    words: tuple[str, ...]
    day: tuple[int, int, int] | None
    term: int | None


def lookup(registry_documents: Sequence[KnownDocument], text: str) -> tuple[Candidate, ...]:
    """Return the documents that ``text`` may mean, the best first; equals have equal scores.

    Every figure, type and organ that is typed must fit; of the other words most must. An empty text means nothing.
    """
    asked = _asked(text)
    known = [_known(document) for document in registry_documents]
    kinds = {kind for one in known for kind in one.types}
    found = [(score, one.document) for one in known if (score := _score(asked, one, kinds)) >= _ENOUGH]
    found.sort(key=lambda pair: (-pair[0], -(pair[1].date.toordinal() if pair[1].date else 0), pair[1].iri))
    return tuple(
        Candidate(iri=document.iri, score=round(score, 3), reason=_name(document)) for score, document in found
    )


def _asked(text: str) -> _Asked:
    day = _DAY.search(text)
    rest = _DAY.sub(" ", text) if day else text
    folded = fold(rest)
    term = _TERM.search(folded)
    folded = _TERM.sub(" ", folded)
    words = tuple(word.lstrip("0") or "0" for word in folded.split() if word not in _SMALL_WORDS)
    when = (int(day[3]), int(day[2]), int(day[1])) if day else None
    return _Asked(words, when, _number(term[1]) if term else None)


def _number(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _known(document: KnownDocument) -> _Known:
    parts = fold(document.number or "").split()
    serial = parts.pop(0).lstrip("0") if parts else ""
    years = {part for part in parts if _YEAR.match(part)}
    if document.date:
        years.add(str(document.date.year))
    kind = tuple(fold(document.type or "").split())
    short = tuple(part for part in parts if not _YEAR.match(part))
    return _Known(
        document=document,
        serial=serial,
        organs=frozenset(short),
        types=tuple(filter(None, (kind, short[:1] if kind and document.number else ()))),
        years=frozenset(years),
        titles=tuple(
            frozenset(word.lstrip("0") for word in fold(name).split())
            for name in (document.title, *document.aliases)
            if name
        ),
        issuer=frozenset(fold(document.issuer or "").split()),
    )


def _score(asked: _Asked, known: _Known, kinds: set[tuple[str, ...]]) -> float:
    """Return 0 where a figure, the type or the day contradicts, else the share of words that fit."""
    if not asked.words and asked.day is None:
        return 0.0
    if asked.day and (known.document.date is None or known.document.date.timetuple()[:3] != asked.day):
        return 0.0
    if asked.term is not None and f"/k{asked.term:02}/" not in known.document.iri:
        return 0.0
    words, typed = _without_type(asked.words, kinds)
    if typed and typed not in known.types:
        return 0.0
    return _words_score(words, known, typed=bool(typed), dated=asked.day is not None)


def _without_type(words: tuple[str, ...], kinds: set[tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take a type off the front, the longest that fits: ``nghi quyet 59`` → ``59``."""
    for length in range(min(4, len(words)), 0, -1):
        if words[:length] in kinds:
            return words[length:], words[:length]
    return words, ()


def _words_score(words: tuple[str, ...], known: _Known, *, typed: bool, dated: bool) -> float:
    undated = tuple(word for word in words if word not in known.years)
    by_title = max((_share(undated, title | known.issuer, title) for title in known.titles), default=0.0)
    figures = [word for word in words if word.isdigit()]
    if not figures or not known.serial:
        return by_title if words else float(dated and typed)
    years = [word for word in figures if _YEAR.match(word) and word in known.years]
    serials = [word for word in figures if word == known.serial and (word not in years or figures.count(word) > 1)]
    if len(years) + len(serials) < len(figures) or not serials:
        return by_title
    rest = [word for word in words if not word.isdigit()]
    organs = known.organs | known.issuer
    loose = organs | frozenset().union(*known.titles)
    fits = sum(word in loose for word in rest)
    return max(by_title, (len(figures) + fits) / len(words)) if len(figures) + fits == len(words) else by_title


def _share(words: tuple[str, ...], wide: frozenset[str], title: frozenset[str]) -> float:
    """Return how well words fit a title: all must occur in it (or in the issuer), and they should cover it."""
    asked = set(words)
    if not asked or not asked <= wide:
        return 0.0
    covered = 2 * len(asked & title) / (len(asked) + len(title))
    return max(covered, _ENOUGH) if len(asked & title) >= min(2, len(title)) else 0.0


def _name(document: KnownDocument) -> str:
    parts = [document.type or "Văn bản"]
    if document.number:
        parts.append(f"số {document.number}")
    if document.date:
        parts.append(f"ngày {document.date:%d/%m/%Y}")
    if document.issuer:
        parts.append(f"của {document.issuer}")
    if not document.number and document.title:
        parts.append(document.title)
    return " ".join(parts)
