"""Names of bodies as keys: short forms written out, tones and case folded, lists taken apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from cancu.vietnamese import fold, squeeze

_CAPITAL = r"(?=[A-ZÀ-ÝĂĐƠƯẠ-Ỹ])(?![a-zà-ýăđơư])[^\W\d_]+"
_OFFICES = r"(?!(?:Bí|Phó|Chủ|Trưởng|Ủy|Uỷ|Giám|Chánh|Thường|Đại|Lãnh)\s)"
_PRIVATE = re.compile(
    r"((?<![Cc]ác )(?<!\w)[Đđ]/c\.?|(?<![Cc]ác )(?<!\w)[Đđ]ồng chí|^[Ôô]ng|^[Bb]à)\s+"
    rf"{_OFFICES}{_CAPITAL}(?:\s+{_CAPITAL})*"
)
_PLURAL = re.compile(r"^(?:cac|nhung)\s+")


@cache
def _short_forms(pairs: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    words = "|".join(re.escape(short) for short, _ in pairs)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)"), dict(pairs)


def expand(name: str, abbreviations: tuple[tuple[str, str], ...]) -> str:
    """Write out the short forms of ``name``: ``VP UBND`` → ``Văn phòng Ủy ban nhân dân``."""
    pattern, meaning = _short_forms(abbreviations)
    text = squeeze(unicodedata.normalize("NFC", name)).replace("TT.", "TT. ")
    return squeeze(pattern.sub(lambda found: meaning[found[0]] + " ", text))


def key(name: str) -> str:
    """Fold a written-out name; “các” at the start and “có” before “liên quan” do not count."""
    return _PLURAL.sub("", fold(name)).replace("co lien quan", "lien quan")


def is_plural(name: str) -> bool:
    """Tell whether a name speaks of several bodies at once by its first word."""
    return _PLURAL.match(fold(name)) is not None


def without_private_names(line: str) -> str:
    """Leave out the names of persons on a distribution list: ``Đ/c Liên (TT-TH)`` → ``Đ/c … (TT-TH)``."""
    return _PRIVATE.sub(lambda found: f"{found[1]} …", line)


def splits(name: str) -> Sequence[tuple[str, str]]:
    """Return the ways to cut a list in two at a comma, “;”, “và” or “/”, the longest first part first."""
    cuts = [*re.finditer(r"\s*[,;/]\s*(?:và\s+)?|\s+và\s+", name)]
    return [(name[: cut.start()], name[cut.end() :]) for cut in reversed(cuts) if cut.start() and cut.end() < len(name)]
