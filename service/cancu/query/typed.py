"""What somebody typed as the name of a document, taken apart: “NĐ 72-2015”, “Luật Thủ đô 2024”.

Words that change how a name is read stand in ``data/interface/lookup-words.tsv``, short forms beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.vietnamese import fold

_DAY = re.compile(
    r"(?:ng[aà]y\s+)?(?<!\d)(?P<day>\d{1,2})\s*(?:[/.-]|\s+tháng\s+|\s+thang\s+)\s*(?P<month>\d{1,2})\s*"
    r"(?:[/.-]|\s+năm\s+|\s+nam\s+)\s*(?P<year>(?:19|20)\d\d)(?![\d/])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

Types = Mapping[str, frozenset[str]]
"""Folded words or short forms of types → the folded types that they may mean."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A typed name. ``serial`` is a number that stands where serials stand; ``figures`` are the other numbers.

    ``types`` is empty where no type is typed; ``ordinals`` count congresses, terms, sittings.
    """

    types: frozenset[str]
    serial: str | None
    figures: frozenset[str]
    years: frozenset[str]
    ordinals: frozenset[str]
    words: frozenset[str]
    day: tuple[int, int, int] | None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was asked for."""
        return not (self.types or self.serial or self.figures or self.years or self.ordinals or self.words or self.day)


def asked(text: str, types: Types) -> Asked:
    """Take a typed name apart; a type is read off the front, the longest that ``types`` knows."""
    text = unicodedata.normalize("NFC", text)
    day = _DAY.search(text)
    rest = _DAY.sub(" ", text) if day else text
    tokens = words(rest)
    kinds, tokens = _without_type(tokens, types)
    plain, years, ordinals = _counted(tokens)
    figures = [word for word in plain if word.isdigit()]
    front = plain[0] if plain and plain[0].isdigit() and not (_YEAR.match(plain[0]) and len(figures) == 1) else None
    return Asked(
        types=kinds,
        serial=front,
        figures=frozenset(figures[1:] if front else figures),
        years=frozenset(years),
        ordinals=frozenset(ordinals),
        words=frozenset(word for word in plain if not word.isdigit()),
        day=(int(day["year"]), int(day["month"]), int(day["day"])) if day else None,
    )


def words(text: str) -> list[str]:
    """Split into folded words; digits stand apart from letters and lose leading zeros (NQ59, 09); empty words go."""
    parts, empty = re.findall(r"\d+|[a-z]+", fold(text)), special("empty")
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in parts if part not in empty]


def told(text: str) -> frozenset[str]:
    """Return the words of a known name, its ordinals in Arabic figures: “lần thứ XIV” has ``#14``."""
    plain, years, ordinals = _counted(words(text))
    return frozenset((*plain, *years, *ordinals))


def is_year(word: str) -> bool:
    """Tell whether a word is a year, 1900 to 2099."""
    return _YEAR.match(word) is not None


def fits(wanted: Iterable[str], known: AbstractSet[str]) -> bool:
    """Tell whether each word is known, as it stands or as the words that it is short for."""
    long = _long_forms()
    return all(word in known or (word in long and long[word] <= known) for word in wanted)


def is_short(word: str) -> bool:
    """Tell whether a word may stand for others, so that a name need not have it."""
    return word in _long_forms()


def long_form(word: str) -> frozenset[str]:
    """Return the words that a word is short for; none where it is no short form."""
    return _long_forms().get(word, frozenset())


def type_words(types: Iterable[tuple[str, Iterable[str]]]) -> Types:
    """Return how types are read: each folded word and short form with the types that it may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, short_forms in types:
        for form in (name, *short_forms):
            if key := fold(form):
                found[key].add(fold(name))
    return {form: frozenset(names) for form, names in found.items()}


@cache
def special(kind: str) -> frozenset[str]:
    """Return the words of one kind in the table."""
    rows = resources.table("data", "interface", "lookup-words.tsv")
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


@cache
def _long_forms() -> Mapping[str, frozenset[str]]:
    rows = resources.table("data", "interface", "lookup-short-forms.tsv")
    return {row["short"]: frozenset(row["words"].split()) for row in rows}


def _without_type(tokens: list[str], types: Types) -> tuple[frozenset[str], list[str]]:
    for length in range(min(5, len(tokens)), 0, -1):
        if found := types.get(" ".join(tokens[:length])):
            return found, tokens[length:]
    return frozenset(), tokens


def _counted(tokens: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Part the words into plain ones, years after “năm” and ordinals; days and months of no date say nothing."""
    plain: list[str] = []
    years: list[str] = []
    ordinals: list[str] = []
    before = ""
    for word in tokens:
        if before in special("ordinal") | special("congress") and (count := _count(word)):
            ordinals.append(f"#{count}")
        elif before in special("year") and _YEAR.match(word):
            years.append(word)
        elif not (before in special("counted") and word.isdigit()):
            plain.append(word)
            before = word
            continue
        if before not in special("congress"):
            plain.pop()
        before = ""
    return plain, years, ordinals


def _count(word: str) -> int | None:
    if word.isdigit() and not _YEAR.match(word):
        return int(word)
    if not set(word) <= set(_ROMAN):
        return None
    values = [_ROMAN[letter] for letter in word]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
