"""Names of bodies written out: abbreviations expanded, relative places named (“UBND Thành phố” → … Hà Nội)."""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.layout import Context
from cancu.extract.words import level
from cancu.vietnamese import squeeze

_WORD = re.compile(r"[A-Za-zĐƯ][\w-]*|TT\.")
_RELATIVE = re.compile(r"(?:^|(?<=\s))(thành phố|tỉnh|phường|xã|đặc khu|thị trấn)$")
_COMMITTEE = re.compile(r"(?:^|(?<=\s))(thành ủy|tỉnh ủy|đảng ủy|quận ủy|huyện ủy)$")
_KIND = re.compile(r"^(?:thành phố|tỉnh)\s+")
_PROVINCIAL = re.compile(r"TU\b")
"""The committee of a province or of a city: “BTGDVTU”, “Ban Tổ chức TU”."""


@cache
def _long_forms() -> dict[str, str]:
    rows = resources.table("data", "lexicon", "abbreviations.tsv")
    return {row["short"]: row["long"] for row in rows}


def write_out(name: str) -> str:
    """Replace abbreviations that stand as whole words: ``UBND xã`` → ``Ủy ban nhân dân xã``."""
    long = _long_forms()
    glued = re.sub(r"\bTT\.(?=\S)", "TT. ", name)
    words = re.sub(r"\bTT\.\s+", "Thường trực ", glued)
    return squeeze(_WORD.sub(lambda m: long.get(m.group(), m.group()), words))


def expand(name: str, here: Context) -> str:
    """Return the full canonical name of a body as it is meant in this document.

    What cannot be known (no place is known) stays as printed, written out.
    """
    full = write_out(name)
    if _PROVINCIAL.search(name) and (here.province or "").startswith("tỉnh"):
        full = full.replace("Thành ủy", "Tỉnh ủy")
    key = level(full)
    if (match := _RELATIVE.search(key)) is not None:
        is_top = match[1] in {"thành phố", "tỉnh"}
        place = here.province if is_top else here.commune
        if place and level(place).startswith(match[1]):
            full = full[: match.start()] + place
    elif (match := _COMMITTEE.search(key)) is not None:
        local = match[1] in {"đảng ủy", "quận ủy", "huyện ủy"}
        place = here.commune if local else here.province and _KIND.sub("", here.province)
        if place:
            full = f"{full} {place}"
    return full[:1].upper() + full[1:]
