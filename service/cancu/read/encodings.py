"""Vietnamese as it was typed before Unicode: TCVN3 (fonts “.Vn…”), VNI (fonts “VNI-…”), VISCII.

These write Vietnamese letters with the characters of Windows-1252, so that “ủy ban” is stored as “ñy ban” (TCVN3) or
“uûy ban” (VNI). The tables are ``data/encodings/*.tsv``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from cancu import resources

_FIRST_OF_TCVN3 = 0xA1
_BEYOND = re.compile(r"[\xa1-\xff]")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
"""What a PDF puts before the name of a font of which it holds a part."""


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """How letters are written: ``letters`` maps one character, or a letter and a mark, to the letter that is meant."""

    name: str
    letters: Mapping[str, str]
    _written: re.Pattern[str]

    def decode(self, text: str) -> str:
        """Return the words that ``text`` means; what the encoding does not know stays."""
        return self._written.sub(lambda match: self.letters[match[0]], text)

    def by_character(self, text: str) -> list[str]:
        """Return for each character of ``text`` what it means: nothing for the mark of the letter before it."""
        parts: list[str] = []
        for match in re.finditer(rf"{self._written.pattern}|[\s\S]", text):
            parts += [self.letters.get(match[0], match[0]), *[""] * (len(match[0]) - 1)]
        return parts


@dataclass(frozen=True, slots=True)
class Face:
    """What a font makes of characters: their encoding, and whether small letters look like capitals."""

    encoding: str
    is_capital: bool

    def by_character(self, text: str) -> list[str]:
        """Return for each character what it shows in this font; words typed in Unicode stay as they are."""
        if not is_legacy(text):
            return list(text)
        letters = encoding(self.encoding).by_character(text)
        return [letter.upper() for letter in letters] if self.is_capital else letters


def is_legacy(text: str) -> bool:
    """Can ``text`` be of an encoding before Unicode? Letters beyond Windows-1252 tell that it is not."""
    return all(char in _windows() for char in text)


@cache
def _windows() -> frozenset[str]:
    return frozenset(chr(code) for code in range(256)) | frozenset(_shown(bytes([code]))[-1] for code in range(256))


@cache
def encoding(name: str) -> Encoding:
    """Return ``tcvn3``, ``tcvn5712`` (with the capitals that TCVN3 leaves to fonts), ``vni`` or ``viscii``."""
    table = "tcvn5712" if name == "tcvn3" else name
    letters: dict[str, str] = {}
    for row in resources.table("data", "encodings", f"{table}.tsv"):
        code = bytes.fromhex(row["bytes"])
        if name != "tcvn3" or code[0] >= _FIRST_OF_TCVN3:
            letters.update(dict.fromkeys(_ways(code), row["letter"]))
    alternatives = sorted(map(re.escape, letters), key=len, reverse=True)
    return Encoding(name, letters, re.compile("|".join(alternatives)))


def _ways(code: bytes) -> list[str]:
    """Return how software shows the bytes of one letter; a mark may be of the other case than its letter."""
    first, *rest = (_shown(bytes([byte])) for byte in code)
    marks = [{form for char in shown for form in (char.lower(), char.upper())} for shown in rest]
    return ["".join(way) for way in product(first, *marks)]


def _shown(byte: bytes) -> tuple[str, ...]:
    """Return the character of a byte in Latin-1 and in Windows-1252."""
    try:
        return (byte.decode("latin-1"), byte.decode("windows-1252"))
    except UnicodeDecodeError:
        return (byte.decode("latin-1"),)


@cache
def face(font: str) -> Face | None:
    """Return what a font of this name makes of its characters; None where they are Unicode's."""
    name = _SUBSET.sub("", font)
    for row in resources.table("data", "encodings", "fonts.tsv"):
        if name.startswith(row["begins"]):
            capitals = row["capitals"]
            return Face(row["encoding"], is_capital=bool(capitals) and name.split(",")[0].endswith(capitals))
    return None


@dataclass(frozen=True, slots=True)
class Faces:
    """The encodings that a document's fonts really stand for, and the reading of its words by font."""

    encodings: frozenset[str]

    def by_character(self, font: str, text: str) -> list[str]:
        """Return for each character of ``text`` what it shows in ``font``: nothing for a mark of the letter before."""
        found = face(font) if self.encodings else None
        return list(text) if found is None or found.encoding not in self.encodings else found.by_character(text)

    def decode(self, font: str, text: str) -> str:
        """Return the words that ``text`` shows in ``font``."""
        return "".join(self.by_character(font, text))

    @property
    def name(self) -> str | None:
        """The encodings found, None where all is Unicode."""
        return ", ".join(sorted(self.encodings)) or None


def faces(runs: Iterable[tuple[str, str]]) -> Faces:
    """Judge the fonts of (font, words): many type Unicode in a font whose name says otherwise, and mean Unicode."""
    weights: Counter[str] = Counter()
    for font, text in runs:
        found = face(font)
        if found is not None:
            beyond = sum(char.isalpha() for char in text if char not in _windows())
            weights[found.encoding] += -beyond if beyond else len(_BEYOND.findall(text))
    return Faces(frozenset(name for name, weight in weights.items() if weight > 0))
