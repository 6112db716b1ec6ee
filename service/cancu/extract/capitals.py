"""Names printed in capitals, as running text writes them (Nghị định 30/2020/NĐ-CP Phụ lục II)."""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level
from cancu.vietnamese import squeeze, unmarked

_PLACES = frozenset({"xã", "phường", "tỉnh", "phố", "khu", "trấn"})
_OFFICES = frozenset({"bộ", "sở", "ban", "cục", "vụ", "phòng", "hội", "tâm", "trường", "đoàn"})
"""Last words of what a body is called before the field it works in: “Bộ Y tế”, “Trung tâm Văn hóa”."""
_VOWEL = re.compile("[aeiouy]|[^a-z]")
_NOT_PLACES = frozenset({"hội", "ủy", "uỷ", "đoàn"})


def in_running_case(name: str, flow: str) -> str:
    """Return a name in capitals as the text writes it elsewhere, or else with the capitals that its kind asks for."""
    if not name.isupper():
        return name
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in level(name).split()) + r"(?!\w)")
    for match in pattern.finditer(level(flow)):
        printed = flow[match.start() : match.end()]
        if not printed.isupper() and printed[:1].isupper():
            return squeeze(printed)
    return with_capitals(name)


def with_capitals(name: str) -> str:
    """Write a name in small letters but for what a name needs: ``ĐẢNG ỦY XÃ SUỐI MƠ`` → ``Đảng ủy xã Suối Mơ``."""
    words = level(name).split()
    result: list[str] = []
    proper = False
    for index, word in enumerate(words):
        before, after = words[index - 1] if index else "", words[index + 1] if index + 1 < len(words) else ""
        if word in _PLACES and after and after not in _NOT_PLACES:
            proper = True
            result.append(word)
        elif _is_abbreviation(word, before, last=index + 1 == len(words)):
            result.append(word.upper())
            proper = proper or before == "trường"
        elif _is_capital(words, index, before) or proper:
            result.append(word[:1].upper() + word[1:])
        else:
            result.append(word)
        proper = proper or (word in {"ủy", "uỷ", "đoàn"} and before in {"thành", "tỉnh"})
    whole = " ".join(result)
    return _known(whole[:1].upper() + whole[1:])


def names_office(words: str) -> bool:
    """Do words in capitals begin like the name of an office: “VỤ PHÁP CHẾ”, “UBND XÃ”, but not “THƯỜNG TRỰC”?"""
    first = words.split(" ", 1)[0]
    return first in _abbreviations() or first.lower() in _OFFICES | {"ủy", "uỷ", "công", "văn", "trung"}


def _is_abbreviation(word: str, before: str, *, last: bool) -> bool:
    """“TƯ” is “Trung ương” where it ends a name (“BAN TỔ CHỨC TƯ”), but not in “BỘ TƯ PHÁP” nor in “ĐẦU TƯ”."""
    if word == "tư":
        return last and before != "đầu"
    return word.upper() in _abbreviations() or not _VOWEL.search(unmarked(word))


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(row["short"] for row in resources.table("data", "lexicon", "abbreviations.tsv"))


def _is_capital(words: list[str], index: int, before: str) -> bool:
    """The field an office works in has a capital in each of its parts: “Văn hóa, Thể thao và Du lịch”."""
    if words[:2] == ["hội", "đồng"]:
        return index in {0, 2}
    if index == 0 or (before in _OFFICES and index <= 2):
        return True
    in_field = words[0] in _OFFICES or words[1:2] in (["tâm"], ["phòng"], ["cục"])
    in_field = in_field and words[1:3] != ["chỉ", "đạo"]
    return in_field and (before.endswith(",") or before in {"và", "-", "–"})


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = resources.table("data", "lexicon", "proper-words.tsv")
    return any_of(row["phrase"] for row in rows), {level(row["phrase"]): row["phrase"] for row in rows}


def _known(name: str) -> str:
    """Write the proper words inside a name (“Chính phủ”, “Mặt trận Tổ quốc Việt Nam”) as they are always written."""
    pattern, known = _phrases()
    for match in pattern.finditer(level(name)):
        name = name[: match.start()] + known[match.group()] + name[match.end() :]
    return name
