"""Headings of a table's columns, in whatever words an office uses for them."""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.words import level, lexicon, words

_SPACES = re.compile(r"\s+")
REMARKS = ("other", "product", "target", "charge")
"""Kinds of columns that say something of the work beside who, with whom and when; a table may have several of each."""
_STRANGE_MOST = 14
"""The head of a table has at most so many words that name no known column."""


@cache
def _kinds() -> dict[str, str]:
    return {level(row["words"]): row["kind"] for row in resources.table("data", "lexicon", "table-columns.tsv")}


def column_kind(words_of_head: str) -> str:
    """Return the kind of a column from the words of its heading; empty where they are unknown.

    Of “Người/bộ phận phụ trách” what stands after the stroke decides where the whole is unknown.
    """
    key = level(_SPACES.sub(" ", words_of_head).strip(" .:*|\\"))
    if key in _kinds():
        return _kinds()[key]
    match = lexicon("table-columns", "words").match(key)
    if match and match.end() > len(key) // 2:
        return _kinds()[_SPACES.sub(" ", match.group())]
    return _kinds().get(key.rpartition("/")[2].strip(), "")


def columns_in(text: str) -> tuple[str, ...]:
    """Return the kinds of the columns whose headings ``text`` holds one after another; empty where it is no head.

    A head has a column of work and one of those who lead it, and hardly any other words.
    """
    key = level(_SPACES.sub(" ", text))
    kinds = []
    known = 0
    for match in lexicon("table-columns", "words").finditer(key):
        known += len(match.group().split())
        kinds.append(_kinds()[match.group()])
    if not {"work", "lead"} <= set(kinds) or sum(1 for _ in words(key, 0, len(key))) - known > _STRANGE_MOST:
        return ()
    return tuple(kind for i, kind in enumerate(kinds) if kind not in kinds[:i] or kind in REMARKS)
