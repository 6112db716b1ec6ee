"""The documents and bodies of the index as lookups ask for them: few are fetched, and the rules judge those."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from cancu.linked import KnownDocument
from cancu.namespaces import CCV
from cancu.query.index.database import Database, Row
from cancu.query.index.things import BODY, DOCUMENT, READ, SERIAL, unpacked
from cancu.query.known import Known
from cancu.query.typed import Asked, Types, long_form, type_words
from cancu.vietnamese import fold

_CLOSE = 300
"""Documents that are weighed as near misses, those with the rarest words first."""
_MOST = 400
_POSSIBLE = 2000
"""Documents that a name is held against: who types “kế hoạch” alone is shown the youngest."""
_Body = tuple[Row, frozenset[str]]
_LATER = (
    "select former.text, later.text from told join terms former on former.id = told.thing"
    " join terms later on later.id = told.value where fact = 'later'"
    " and not exists (select 1 from told other where other.thing = told.thing and other.fact = 'kind')"
)
"""Former and later identifiers; bodies go into others, too, but one that went is not the same as its successor."""
_KNOWN = "select data from things where sort = 'document'"


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

    def possible(self, wanted: Asked) -> Iterable[Known]:
        """See ``Pool``."""
        conditions, values = [_KNOWN], list[str]()
        if wanted.serial:
            conditions.append("serial = ?")
            values.append(wanted.serial)
        if wanted.types:
            conditions.append(f"type in ({_marks(wanted.types)})")
            values.extend(sorted(wanted.types))
        if wanted.day:
            conditions.append("day = ?")
            values.append("{:04}-{:02}-{:02}".format(*wanted.day))
        terms = [*map(_either, sorted(wanted.words)), *map(_quoted, sorted(wanted.ordinals | wanted.years))]
        terms += (f'("{figure}" OR "{SERIAL}{figure}")' for figure in sorted(wanted.figures))
        if terms:
            conditions.append("id in (select rowid from words where words match ?)")
            values.append(_known(" AND ".join(terms)))
        return self._ask(f"{' and '.join(conditions)} order by day desc, iri limit {_POSSIBLE}", *values)

    def close(self, wanted: Asked) -> Iterable[Known]:
        """See ``Pool``."""
        figures = wanted.figures | wanted.years | ({wanted.serial} if wanted.serial else set())
        serials = sorted(figures | set(_slips(wanted.serial or "")))
        found = {one.document.iri: one for one in self._ask(f"{_KNOWN} and serial in ({_marks(serials)})", *serials)}
        if terms := sorted(map(_quoted, wanted.words | wanted.ordinals | wanted.years | wanted.figures)):
            text = (
                "select data from things join words on words.rowid = things.id where words match ?"
                " and sort = 'document' order by rank limit ?"
            )
            found |= {one.document.iri: one for one in self._ask(text, _known(" OR ".join(terms)), _CLOSE)}
        return found.values()

    def later(self, iri: str) -> str | None:
        """See ``Pool``."""
        rows = self._database.all(f"{_LATER} and former.text = ? order by later.text desc", (iri,))
        return str(rows[0][1]) if rows else None

    def same(self, iri: str) -> tuple[str, ...]:
        """Return the other identifiers of a document: those that took its place, and those whose place it took."""
        rows = self._database.all(
            f"{_LATER} and former.text = ?1 union {_LATER} and later.text = ?1 order by 1, 2", (iri,)
        )
        return tuple(dict.fromkeys(str(other) for row in rows for other in row if other != iri))

    def is_read(self, iri: str) -> bool:
        """Tell whether the document itself is in the store."""
        return self._database.one("select 1 from things where iri = ? and is_read", (iri,)) is not None

    def count_read(self) -> int:
        """Return how many documents themselves are in the store."""
        row = self._database.one(
            "select count(distinct thing) from told where fact = 'status'"
            " and value = (select id from terms where text = ?)",
            (READ,),
        )
        return int(row[0] or 0) if row else 0

    def types(self) -> Types:
        """Return how words and short forms of types are read."""
        rows = self._database.all(
            "select name.text, short.text from terms join told n on n.thing = terms.id and n.fact = 'name'"
            " join terms name on name.id = n.value left join told s on s.thing = terms.id and s.fact = 'short'"
            " left join terms short on short.id = s.value where terms.text >= ?1 and terms.text < ?1 || char(0x10ffff)",
            (str(CCV["type/"]),),
        )
        return type_words((str(name), (str(short or ""),)) for name, short in rows)

    def _ask(self, text: str, *values: str | int) -> list[Known]:
        return [unpacked(str(row[0])) for row in self._database.all(text, values)]


def bodies_with(database: Database, wanted: Iterable[str]) -> list[_Body]:
    """Return the bodies that may have all of these words, or what they are short for, and the words they have."""
    terms = " AND ".join(map(_either, sorted(wanted)))
    return sorted(_bodies(database, terms, -1), key=lambda body: (str(body[0][1]), str(body[0][0]))) if terms else []


def bodies_near(database: Database, wanted: Iterable[str]) -> list[_Body]:
    """Return the bodies that have most of these words in common, and the words they have."""
    terms = " OR ".join(map(_quoted, sorted(wanted)))
    return _bodies(database, terms, _CLOSE) if terms else []


def named(database: Database, text: str) -> list[Row]:
    """Return the bodies of that very name or IRI: IRI, label, day."""
    return database.all(
        "select iri, label, day from things where sort = ?1"
        " and (iri = ?2 or id in (select thing from names where name = ?3)) order by label, iri",
        (BODY, text, fold(text)),
    )


def beginning(database: Database, wanted: Sequence[str]) -> list[Row]:
    """Return documents and bodies in whose words each of these begins one: IRI, label, day; the youngest first."""
    if not wanted:
        return []
    terms = " AND ".join(f'"{word}"*' for word in wanted)
    return database.all(
        "select iri, label, day from things where id in (select rowid from words where words match ?1)"
        " order by sort <> ?2, day desc, label, iri limit ?3",
        (f"said : ({terms})", DOCUMENT, _MOST),
    )


def _bodies(database: Database, terms: str, most: int) -> list[_Body]:
    rows = database.all(
        "select iri, label, day, data from things join words on words.rowid = things.id"
        " where words match ? and sort = ? order by rank limit ?",
        (_known(terms), BODY, most),
    )
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


def _marks(values: Iterable[str]) -> str:
    return ", ".join("?" for _ in values)
