"""How well texts fit the words that are sought: BM25 (Robertson and Zaragoza 2009), reckoned as FTS5 reckons it.

FTS5's own ``bm25`` goes through all texts that have a word, each time, to know how rare the word is. Here this is
written down as texts come and go, so that a search looks at those texts only that it weighs.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cancu.query.index.database import Database

_SATURATION, _BY_LENGTH = 1.2, 0.75
"""How much more a word counts that is said again; how much less in a text that is longer than others."""
_LEAST = 1e-6
"""What a word counts that more than half of all texts have."""
_LONGEST = 16
"""Letters of the longest beginnings of words that are counted."""
_ALL, _WORDS = "*", ""
"""Terms under which the texts and their words are counted: each text has a word that begins with nothing."""
_ASKED = "select term, texts from frequencies where term in (select value from json_each(?))"
_BEGINNING = "select term from frequencies where term >= ?1 and term < ?1 || '{' and instr(term, '*') = 0 limit ?2"
_INDEXED, _MANY = 3, 30
"""Letters of the beginnings that FTS5 keeps lists for; and how many words with a longer one are sought one by one."""
_ADD = "insert into frequencies values (?, ?) on conflict (term) do update set texts = texts + excluded.texts"
_DROP = "delete from frequencies where term = ? and texts <= 0"


def tell(rows: sqlite3.Connection, come: Iterable[str], gone: Iterable[str]) -> None:
    """Write down how many texts have which words, now that some, folded, have come and others gone."""
    change = _counted(come)
    change.subtract(_counted(gone))
    rows.executemany(_ADD, sorted((term, count) for term, count in change.items() if count))
    rows.executemany(_DROP, ((term,) for term, count in change.items() if count < 0))


def match(database: Database, terms: Iterable[str]) -> str:
    """Return what finds texts with all of these terms, as FTS5 reads it; a term that ends in ``*`` begins words.

    FTS5 would put the lists of all words with a long beginning together before it gives the first text.
    """
    return " AND ".join(_sought(database, term) for term in terms)


def weights(database: Database, terms: Sequence[str], texts: Sequence[str]) -> Iterator[float]:
    """Yield the weight of each of these folded texts, which have all of ``terms``: the less, the better it fits."""
    asked = json.dumps([_ALL, _WORDS, *terms])
    known = {str(term): int(count or 0) for term, count in database.all(_ASKED, (asked,))}
    total = known.get(_ALL, len(texts))
    average = known.get(_WORDS, 0) / total or 1 if total else 1
    sought = [(_mark(term), _rarity(known.get(term, len(texts)), total)) for term in terms]
    for text in texts:
        marked = f" {text.replace(' ', '  ')} "
        length = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * (text.count(" ") + 1) / average)
        weight = 0.0
        for mark, rarity in sought:
            said = marked.count(mark)
            weight -= rarity * (said * (_SATURATION + 1) / (said + length))
        yield weight


def _sought(database: Database, term: str) -> str:
    if not term.endswith("*"):
        return f'"{term}"'
    beginning = term[:-1]
    if len(beginning) > _INDEXED:
        words = [str(word) for (word,) in database.all(_BEGINNING, (beginning, _MANY + 1))]
        if words and len(words) <= _MANY:
            return "({})".format(" OR ".join(f'"{word}"' for word in words))
    return f'"{beginning}"*'


def _mark(term: str) -> str:
    """Return what stands in a text, two blanks between any words, as often as the term is said."""
    return f" {term[:-1]}" if term.endswith("*") else f" {term} "


def _rarity(count: int, total: int) -> float:
    """Return how much a term counts that so many of all texts have."""
    return max(math.log((max(total - count, 0) + 0.5) / (count + 0.5)), _LEAST)


def _counted(texts: Iterable[str]) -> Counter[str]:
    """Return how many texts have each word and each beginning of words, and how many words there are."""
    found: Counter[str] = Counter()
    words = 0
    for text in texts:
        said = text.split()
        words += len(said)
        found.update({term for word in set(said) for term in _terms(word)})
    found[_WORDS] = words
    return found


@lru_cache(maxsize=1 << 14)
def _terms(word: str) -> tuple[str, ...]:
    """Return a word and its beginnings as terms."""
    return (word, *(f"{word[:end]}*" for end in range(min(len(word), _LONGEST) + 1)))
