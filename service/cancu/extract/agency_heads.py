"""What a name of a body begins with, and what ends it in running text: the word lists as functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from cancu import resources
from cancu.extract.words import any_of, level, words
from cancu.vietnamese import UPPER

DETERMINER = re.compile(r"(?:tất cả các|toàn thể các|một số|các|những|mọi)\s+")
_CAPITAL = re.compile(rf"\s+[{UPPER}]")
_NEXT = re.compile(r"[\s,]*([^\W_]+)")
_LAST = re.compile(r"([^\W_]+|[,;:/])\s*$")
COLLECTIVE = frozenset("ABCD")


@dataclass(frozen=True, slots=True)
class Head:
    """First words of a name: ``kind`` is ``proper``, ``person`` or the class A to D of a collective noun."""

    kind: str
    start: int
    end: int
    plural: bool

    @property
    def is_collective(self) -> bool:
        """Whether this is a noun for many bodies (“cơ quan”, “ngành”) and not the beginning of one name."""
        return self.kind in COLLECTIVE


@dataclass(frozen=True, slots=True)
class _Entry:
    kinds: tuple[str, ...]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Stop:
    kind: str
    before: frozenset[str]
    after: frozenset[str]


@cache
def _entries() -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for row in resources.table("data", "lexicon", "agency-heads.tsv"):
        key = level(row["head"])
        before = found.get(key, _Entry((), frozenset()))
        found[key] = _Entry((*before.kinds, row["kind"]), before.unless | frozenset(level(row["unless"]).split()))
    return found


@cache
def _head_pattern() -> re.Pattern[str]:
    return any_of(_entries())


@cache
def _stops() -> dict[str, _Stop]:
    rows = resources.table("data", "lexicon", "name-stops.tsv")
    return {
        level(row["word"]): _Stop(
            row["kind"], frozenset(level(row["before"]).split()), frozenset(level(row["after"]).split())
        )
        for row in rows
    }


@cache
def _stop_pattern() -> re.Pattern[str]:
    return any_of(_stops())


@cache
def inseparable() -> re.Pattern[str]:
    """Return the pattern of phrases whose comma or “và” parts nothing."""
    return any_of(row["phrase"] for row in resources.table("data", "lexicon", "inseparable.tsv"))


@lru_cache(maxsize=8192)
def head_at(flow: str, start: int) -> Head | None:
    """Return the head of a name that begins at ``start``, its determiner (“các”, “những”) included."""
    key = level(flow)
    determiner = DETERMINER.match(key, start)
    match = _head_pattern().match(key, determiner.end() if determiner else start)
    if match is None:
        return None
    entry = _entries()[" ".join(match.group().split())]
    following = _NEXT.match(key, match.end())
    if following and following.group(1) in entry.unless:
        return None
    kind = _kind(flow, match, entry.kinds, plural=determiner is not None)
    return Head(kind, start, match.end(), determiner is not None) if kind else None


def _kind(flow: str, match: re.Match[str], kinds: tuple[str, ...], *, plural: bool) -> str:
    """“Bộ” begins one name before a name (“Bộ Y tế”) and is a collective noun alone (“các bộ, ngành”)."""
    collective = next((kind for kind in kinds if kind in COLLECTIVE), "")
    proper = next((kind for kind in kinds if kind not in COLLECTIVE), "")
    if not collective or not proper:
        return collective or proper
    capital_follows = _CAPITAL.match(flow, match.end(), match.end() + 3) is not None
    if flow[match.start()].isupper():
        return (
            proper
            if capital_follows or not (plural or flow[match.end() : match.end() + 1] in {",", ""})
            else collective
        )
    return proper if capital_follows and not plural else collective


def stops_at(flow: str, start: int) -> bool:
    """Does the word at ``start`` end a name? Capitalised words never do: they are part of it."""
    return flow[start].islower() and bool(stop_kind(flow, start)) and not ends_capitalised(flow, start)


def ends_capitalised(flow: str, start: int) -> bool:
    """Is the word at ``start`` the second half of a capitalised one (“Ban Soạn | thảo”)?"""
    before = flow.rfind(" ", max(0, start - 12), max(0, start - 1)) + 1
    if not 0 < before < start or not flow[before].isupper():
        return False
    match = _stop_pattern().match(level(flow), before)
    return match is not None and match.end() > start


@lru_cache(maxsize=8192)
def stop_kind(flow: str, start: int) -> str:
    """Return what the word at ``start`` is: ``verb``, ``auxiliary``, ``function``; empty where it ends no name."""
    key = level(flow)
    match = _stop_pattern().match(key, start)
    if match is None:
        return ""
    stop = _stops()[" ".join(match.group().split())]
    last = _LAST.search(key, max(0, start - 20), start)
    following = _NEXT.match(key, match.end())
    if (last and last.group(1) in stop.before) or (following and following.group(1) in stop.after):
        return ""
    return stop.kind


def word_count(flow: str, start: int, end: int) -> int:
    """Return the number of words in ``flow[start:end]``."""
    return sum(1 for _ in words(flow, start, end))
