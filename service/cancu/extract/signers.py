"""The signature: authority, post, name (Nghị định 30/2020/NĐ-CP Phụ lục I, II.7; Party: Hướng dẫn 36-HD/VPTW)."""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.capitals import names_office, with_capitals
from cancu.extract.closings import AUTHORITY, person, posts
from cancu.extract.layout import Zones
from cancu.extract.words import level
from cancu.model import Signer
from cancu.text import Text
from cancu.vietnamese import squeeze

_STAMP = re.compile(r"\(?\s*(?:đã ký|ký tên|ký bởi|ký số)\b.*", re.IGNORECASE)


@cache
def _posts() -> dict[str, str]:
    return {level(row["position"]): row["position"] for row in resources.table("data", "lexicon", "positions.tsv")}


def signer(text: Text, zones: Zones) -> Signer | None:
    """Return who signed; None where the document shows no signature."""
    authority: list[str] = []
    position: str | None = None
    for line in text.lines:
        if not zones.signature.start <= line.start < zones.signature.end:
            continue
        words = squeeze(_STAMP.sub("", text.flow[line.start : line.end])).strip(" []()_-*|")
        if not words:
            continue
        if words.isupper():
            authority, position = _line(words, authority, position)
        elif (authority or position) and (name := person(words)) is not None:
            return Signer(name=name, position=position, signed_for=tuple(authority))
    return Signer(name=None, position=position, signed_for=tuple(authority)) if authority or position else None


def _line(words: str, authority: list[str], position: str | None) -> tuple[list[str], str | None]:
    """Take in a line in capitals: authority, post, or the rest of the line above."""
    if AUTHORITY.match(words):
        return [*authority, words], position
    if posts().match(level(words)):
        return authority, _post(words)
    if position is None and authority:
        return [*authority[:-1], f"{authority[-1]} {words}"], position
    return authority, position


def _post(words: str) -> str:
    return " - ".join(_single_post(part) for part in words.split(" - "))


def _single_post(words: str) -> str:
    key = level(words)
    known = _posts().get(key)
    if known is not None:
        return known
    match = posts().match(key)
    head = _posts().get(squeeze(match.group()), "") if match else ""
    rest = words[match.end() :].strip() if match else ""
    if rest:
        head += " " + (with_capitals(rest) if names_office(rest) else rest.lower())
    return head or words.capitalize()
