"""The documents and bodies of the index as lookups ask for them: few are fetched, and the rules judge those."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from cancu.linked import KnownDocument
from cancu.namespaces import CCV
from cancu.query.index.database import Database, Row
from cancu.query.index.things import BODY, DOCUMENT, LAST_DOCUMENT, READ, SERIAL, days, name_of, unpacked
from cancu.query.known import Known
from cancu.query.typed import Asked, Types, long_form, type_words
from cancu.vietnamese import fold

_CLOSE = 300
"""Documents that are weighed as near misses, those with the rarest words first."""
_MOST = 400
_Body = tuple[Row, frozenset[str]]
_LATER = (
    "select former.text, later.text from facts join terms former on former.id = facts.thing"
    " join terms later on later.id = facts.value where fact = 'later'"
    " and not exists (select 1 from facts other where other.thing = facts.thing and other.fact = 'kind')"
)
"""Former and later identifiers; bodies go into others, too, but one that went is not the same as its successor."""
_GIVEN = "(select value from json_each(?))"
_KNOWN = "select data from things where sort = 'document'"
_BODIES = (
    "select iri, label, day, data from words join things on place = words.rowid where words match ? and words.rowid > ?"
)
_NAMED = "select data from things where sort = 'document' and id in (select thing from names where name = ?)"


class IndexedDocuments:
    """The documents of the index, a ``Pool``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_iri(self, iri: str) -> KnownDocument | None:
        """See ``Pool``."""
        return next((one.document for one in self._ask(f"{_KNOWN} and iri = ?", iri)), None)

    def by_key(self, key: str) -> Sequence[KnownDocument]:
        """See ``Pool``."""
        return [one.document for one in self._ask(f"{_KNOWN} and key = ?", key)]

    def named(self, words: AbstractSet[str]) -> Iterable[Known]:
        """See ``Pool``."""
        return self._ask(_NAMED, name_of(words))

    def possible(self, wanted: Asked, most: int) -> Iterable[Known]:
        """See ``Pool``."""
        terms = [*map(_either, sorted(wanted.words)), *map(_quoted, sorted(wanted.ordinals | wanted.years))]
        terms += (f'("{figure}" OR "{SERIAL}{figure}")' for figure in sorted(wanted.figures))
        terms += [f'"{SERIAL}{wanted.serial}"'] if wanted.serial else []
        low, high = 0, LAST_DOCUMENT
        if wanted.day:
            try:
                low, high = days(day := dt.date(*wanted.day), day)
            except ValueError:
                return ()
        types = f"type in ({_marks(wanted.types)})" if wanted.types else "1"
        source = "words join things on place = words.rowid where words match ?" if terms else "things where 1"
        place = "words.rowid" if terms else "place"
        return self._ask(
            f"select data from {source} and {place} between ? and ? and {types} order by {place} limit ?",  # noqa: S608
            *((_known(" AND ".join(terms)),) if terms else ()), low, high, *sorted(wanted.types), most,
        )  # fmt: skip

    def close(self, wanted: Asked) -> Iterable[Known]:
        """See ``Pool``."""
        figures = wanted.figures | wanted.years | ({wanted.serial} if wanted.serial else set())
        serials = sorted(figures | set(_slips(wanted.serial or "")))
        found = {one.document.iri: one for one in self._ask(f"{_KNOWN} and serial in ({_marks(serials)})", *serials)}
        if terms := sorted(map(_quoted, wanted.words | wanted.ordinals | wanted.years | wanted.figures)):
            text = (
                "select data from words join things on place = words.rowid where words match ?"
                " and words.rowid <= ? order by rank limit ?"
            )
            close = self._ask(text, _known(" OR ".join(terms)), LAST_DOCUMENT, _CLOSE)
            found |= {one.document.iri: one for one in close}
        return found.values()

    def later(self, iris: Iterable[str]) -> Mapping[str, str]:
        """See ``Pool``."""
        asked = f"{_LATER} and former.text in {_GIVEN} order by later.text"
        return {str(former): str(later) for former, later in self._database.all(asked, (_listed(iris),))}

    def same(self, iri: str) -> tuple[str, ...]:
        """Return the other identifiers of a document: those that took its place, and those whose place it took."""
        rows = self._database.all(
            f"{_LATER} and former.text = ?1 union {_LATER} and later.text = ?1 order by 1, 2", (iri,)
        )
        return tuple(dict.fromkeys(str(other) for row in rows for other in row if other != iri))

    def read(self, iris: Iterable[str]) -> frozenset[str]:
        """Return those of these documents that are themselves in the store."""
        rows = self._database.all(f"select iri from things where iri in {_GIVEN} and is_read", (_listed(iris),))  # noqa: S608
        return frozenset(str(iri) for (iri,) in rows)

    def count_read(self) -> int:
        """Return how many documents themselves are in the store."""
        row = self._database.one(
            "select count(distinct thing) from facts where fact = 'status'"
            " and value = (select id from terms where text = ?)",
            (READ,),
        )
        return int(row[0] or 0) if row else 0

    def types(self) -> Types:
        """Return how words and short forms of types are read."""
        rows = self._database.all(
            "select name.text, short.text from terms join facts n on n.thing = terms.id and n.fact = 'name'"
            " join terms name on name.id = n.value left join facts s on s.thing = terms.id and s.fact = 'short'"
            " left join terms short on short.id = s.value where terms.text >= ?1 and terms.text < ?1 || char(0x10ffff)",
            (str(CCV["type/"]),),
        )
        return type_words((str(name), (str(short or ""),)) for name, short in rows)

    def _ask(self, text: str, *values: str | int) -> list[Known]:
        return [unpacked(str(row[0])) for row in self._database.all(text, values)]


def bodies_with(database: Database, wanted: Iterable[str], most: int) -> list[_Body]:
    """Return bodies that may have all of these words, or what they are short for, and the words they have."""
    terms = " AND ".join(map(_either, sorted(wanted)))
    return sorted(_bodies(database, terms, "words.rowid", most), key=lambda one: one[0][1::-1]) if terms else []


def bodies_near(database: Database, wanted: Iterable[str]) -> list[_Body]:
    """Return the bodies that have most of these words in common, and the words they have."""
    terms = " OR ".join(map(_quoted, sorted(wanted)))
    return _bodies(database, terms, "rank", _CLOSE) if terms else []


def named(database: Database, text: str) -> list[Row]:
    """Return the bodies of that very name or IRI: IRI, label, day."""
    return database.all(
        "select iri, label, day from things where sort = ?1"
        " and (iri = ?2 or id in (select thing from names where name = ?3)) order by label, iri",
        (BODY, text, fold(text)),
    )


def beginning(database: Database, wanted: Sequence[str]) -> list[Row]:
    """Return documents and bodies in whose words each of these begins one, the youngest first.

    Of each: IRI, label, day, and whether it is a document that is itself in the store.
    """
    if not wanted:
        return []
    terms = " AND ".join(f'"{word}"*' for word in wanted)
    return database.all(
        "select iri, label, day, is_read"
        " from (select rowid as place from words where words match ?1 order by rowid limit ?3)"
        " join things using (place) order by sort <> ?2, day desc, label, iri",
        (f"said : ({terms})", DOCUMENT, _MOST),
    )


def _bodies(database: Database, terms: str, order: str, most: int) -> list[_Body]:
    rows = database.all(f"{_BODIES} order by {order} limit ?", (_known(terms), LAST_DOCUMENT, most))
    return [(row[:3], frozenset(json.loads(str(row[3])))) for row in rows]


def _known(terms: str) -> str:
    return f"known : ({terms})"


def _quoted(word: str) -> str:
    return '"{}"'.format(word.replace('"', '""'))


def _either(word: str) -> str:
    """Return what finds a word, or the words that it is short for."""
    long = long_form(word)
    return f"({_quoted(word)} OR ({' AND '.join(map(_quoted, sorted(long)))}))" if long else _quoted(word)


def _slips(serial: str) -> Iterable[str]:
    """Return the serials that differ in one digit."""
    return (serial[:place] + digit + serial[place + 1 :] for place in range(len(serial)) for digit in "0123456789")


def _listed(iris: Iterable[str]) -> str:
    return json.dumps(list(iris))


def _marks(values: Iterable[str]) -> str:
    return ", ".join("?" for _ in values)
