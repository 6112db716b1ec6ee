"""How a document closes: the list after “Nơi nhận”, the signature beside, before or after it, the appendices.

Nghị định 30/2020/NĐ-CP Phụ lục I, II.7 and II.9; Hướng dẫn 36-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import UPPER

AUTHORITY = re.compile(rf"(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ)[./\s]+|Q\s*\.\s*)(?=[{UPPER}]{{2}})")
_NAME_WORD = rf"[{UPPER}][^\W\d_{UPPER}]*(?:[’'ʼ‘][{UPPER}]?[^\W\d_{UPPER}]+)?"
PERSON = re.compile(rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{1,5}}")
"""The name of a person: two to six words, each with a capital and small letters after it (“Rơ Ma H’Linh”)."""
_RECIPIENTS = re.compile(r"\W*nơi\s+nhận\W*(?:\s|$)")
_APPENDIX = re.compile(r"\W*(?:phụ\s+lục|phụ\s+biểu|biểu\s+(?:mẫu|số))\b[^.;]{0,90}$")
_APPENDIX_NUMBER = re.compile(r"\W*phụ\s+(?:lục|biểu)(?:\s+(?:số\s+)?(?:\d{1,2}|[ivx]{1,6}|[a-h]))?\s*(?:$|[:.–-]\s)")
_BULLET = re.compile(r"\s*[-–+•*]")
_KEPT_COPY = re.compile(r"\W*lưu\b")
_LONGEST_SIGNATURE = 12
"""Paragraphs from the line of authority to the name under it, at most."""
_MOST_RECIPIENTS = 60
_MOST_APPENDICES = 200


def closing(text: Text, parts: Sequence[Span], keys: Sequence[str]) -> tuple[Span, Span]:
    """Return signature and recipients, in whichever order they are printed; empty ranges where they are missing."""
    signs = [i for i in range(len(parts)) if _signs(text, parts, keys, i)]
    list_at = next((i for i, key in enumerate(keys) if _RECIPIENTS.match(key)), None)
    if list_at is None:
        return _signature(text, parts, _alone(signs)), Span(len(text.flow), len(text.flow))
    after = next((i for i in signs if i > list_at), None)
    before = [i for i in signs if list_at - _LONGEST_SIGNATURE < i < list_at]
    start = after if not before and after is not None and after - list_at <= _MOST_RECIPIENTS else None
    if start is None and before:
        start = _first_of_run(before)
    signature = _signature(text, parts, start)
    stop = signature.start if start is not None and start > list_at else len(text.flow)
    return signature, _recipients(text, parts, keys, list_at, stop)


def appendices(text: Text, parts: Sequence[Span], keys: Sequence[str], closed: int) -> tuple[Span, ...]:
    """Return the appendices that follow ``closed``, the end of recipients and signature (0 where there are none)."""
    least = closed or parts[len(parts) // 3].start if parts else 0
    heads = ((part, key) for part, key in zip(parts, keys, strict=True) if part.start >= least)
    starts = [part.start for part, key in heads if _heads(text, part, key)][:_MOST_APPENDICES]
    ends = [*starts[1:], len(text.flow)]
    return tuple(Span(start, end) for start, end in zip(starts, ends, strict=False))


@cache
def posts() -> re.Pattern[str]:
    """Pattern (over ``level`` keys) of the posts under which documents are signed."""
    return any_of(row["position"] for row in resources.table("data", "lexicon", "positions.tsv"))


@cache
def _titles() -> re.Pattern[str]:
    words = "|".join(re.escape(row["title"]) for row in resources.table("data", "lexicon", "name-titles.tsv"))
    return re.compile(rf"(?:(?:{words})(?:\s*[./,]\s*|\s+))+")


def person(words: str) -> str | None:
    """Return the name in a line that is nothing but a name, ranks and degrees before it left out; else None."""
    titles = _titles().match(words)
    name = words[titles.end() :] if titles else words
    return name if PERSON.fullmatch(name) else None


def _heads(text: Text, part: Span, key: str) -> bool:
    """Does a paragraph head an appendix (“PHỤ LỤC”, “Phụ lục II”, “PHỤ LỤC 1: NHIỆM VỤ”), not merely mention one?"""
    if _APPENDIX.match(key) is None:
        return False
    return text.flow[part.start : part.end].isupper() or _APPENDIX_NUMBER.match(key) is not None


def _signs(text: Text, parts: Sequence[Span], keys: Sequence[str], index: int) -> bool:
    """Is this a line of authority (“TM. …”), or a post in capitals (“TRƯỞNG BAN”) with a name under it?"""
    words = text.flow[parts[index].start : parts[index].end].strip(" |")
    if AUTHORITY.match(words):
        return True
    if not words.isupper() or posts().match(keys[index].strip(" |")) is None:
        return False
    below = parts[index + 1 : index + 5]
    return any(person(text.flow[p.start : p.end].strip(" []()_-*|")) for p in below)


def _alone(signs: Sequence[int]) -> int | None:
    """Return where the first signature begins: papers issued with this one may be signed again."""
    return signs[0] if signs else None


def _first_of_run(signs: Sequence[int]) -> int:
    """Return the first of the lines that make up the last signature."""
    first = signs[-1]
    for index in reversed(signs[:-1]):
        if first - index > 2:
            break
        first = index
    return first


def _signature(text: Text, parts: Sequence[Span], start: int | None) -> Span:
    if start is None:
        return Span(len(text.flow), len(text.flow))
    end = parts[start].end
    for part in parts[start : start + _LONGEST_SIGNATURE]:
        words = text.flow[part.start : part.end].strip(" []()_-*|")
        if _RECIPIENTS.match(level(words)) or _heads(text, part, level(words)):
            break
        end = part.end
        if person(words) is not None:
            break
    return Span(parts[start].start, end)


def _recipients(text: Text, parts: Sequence[Span], keys: Sequence[str], list_at: int, stop: int) -> Span:
    end = parts[list_at].end
    for index in _entries(text, parts, keys, list_at):
        if parts[index].start >= stop:
            break
        end = parts[index].end
    return Span(parts[list_at].start, end)


def _entries(text: Text, parts: Sequence[Span], keys: Sequence[str], list_at: int) -> Iterator[int]:
    """Yield the paragraphs of the list; after the copy that is kept (“Lưu: VT”) only a line of the list's own kind."""
    kept = False
    for index in range(list_at + 1, min(list_at + 1 + _MOST_RECIPIENTS, len(parts))):
        words = text.flow[parts[index].start : parts[index].end]
        is_bullet = _BULLET.match(words) is not None
        if AUTHORITY.match(words.strip()) or _heads(text, parts[index], keys[index]):
            return
        if not is_bullet and (kept or (words.isupper() and " " in words and not words.endswith((",", ";")))):
            return
        yield index
        kept = kept or _KEPT_COPY.match(keys[index]) is not None
