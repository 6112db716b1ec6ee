"""Which things of another registry may be ours: proposals for people to confirm, exact and close ones apart.

Exact: one identifier with more (a code and the name, a number and its date), or one whole name of one kind, borne by no
other thing. Close: one name among others, an alias, or a name that differs in few words. Nothing is asserted here; see
``confirming``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError

from SPARQLWrapper import JSON, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from cancu import namespaces, resources
from cancu.errors import StoreError
from cancu.link import Registry
from cancu.link.numbers import plain
from cancu.link.titles import similarity
from cancu.vietnamese import fold, squeeze

_PAGE = 2000
_MOST = 200_000
"""Rows that are asked for at most: a registry, not the whole of somebody's web."""
_SECONDS = 60
_NEARLY = 0.85


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with names: ``name`` is the main one; ``kind`` is body, unit or document, empty where not told."""

    iri: str
    name: str
    others: frozenset[str]
    identifiers: frozenset[str]
    kind: str
    date: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A thing of theirs that may be one of ours: ``relation`` is exact or close, ``reason`` says why in Vietnamese."""

    theirs: str
    ours: str
    relation: str
    label: str
    reason: str


def remote_things(endpoint: str) -> tuple[Thing, ...]:
    """Return what a SPARQL endpoint holds with names. Raises StoreError where it does not answer."""
    rows: list[Mapping[str, Any]] = []
    lines = resources.text("queries", "remote", "labelled-things.rq").splitlines(keepends=True)
    question = "".join(line for line in lines if not line.startswith("#"))  # SPARQLWrapper reads verbs in comments
    while len(rows) < _MOST:
        page = _ask(endpoint, f"{question}LIMIT {_PAGE} OFFSET {len(rows)}")
        rows += page
        if len(page) < _PAGE:
            break
    return _things(rows)


def own_things(registry: Registry, base: str) -> tuple[Thing, ...]:
    """Return the bodies, places and documents of the registry as things with names."""
    bodies = (
        Thing(
            iri=namespaces.body_iri(base, body.slug),
            name=body.label,
            others=frozenset((*body.aliases, *body.abbreviations)),
            identifiers=frozenset(code for _, code in body.codes),
            kind="body",
        )
        for body in registry.rows.bodies
    )
    units = (
        Thing(
            iri=namespaces.unit_iri(base, unit.epoch, unit.code),
            name=f"{unit.kind} {unit.name}",
            others=frozenset((unit.name, *unit.aliases)),
            identifiers=frozenset({unit.code}),
            kind="unit",
        )
        for unit in registry.units.values()
    )
    documents = (
        Thing(
            iri=namespaces.document_iri(base, known.key),
            name=f"{known.type} {known.title}",
            others=frozenset((known.title, *known.aliases)),
            identifiers=frozenset({plain(known.number)} if known.number else ()),
            kind="document",
            date=known.date.isoformat() if known.date else None,
        )
        for known in registry.rows.instruments
    )
    return (*bodies, *units, *documents)


def proposals(ours: Sequence[Thing], theirs: Iterable[Thing]) -> tuple[Proposal, ...]:
    """Return which of their things may be which of ours, sorted; kinds that are told must agree."""
    names, identifiers = _by_name(ours), _by_identifier(ours)
    there = tuple(theirs)
    borne = _by_name(there)
    words: dict[str, list[Thing]] = defaultdict(list)
    for one in ours:
        for word in set(_key(one.name).split()) if one.kind != "unit" else ():
            words[word].append(one)
    found = {
        (proposal.theirs, proposal.ours): proposal
        for thing in there
        for proposal in (*_alike(thing, names, borne), *_close(thing, words), *_identified(thing, identifiers))
    }
    return tuple(sorted(found.values()))


def _identified(thing: Thing, known: Mapping[str, list[Thing]]) -> Iterator[Proposal]:
    """One identifier is exact only with more: the date of a document, a word of the name in common."""
    for identifier in sorted(thing.identifiers):
        same = [one for one in known.get(fold(identifier), ()) if _may_be(thing, one)]
        for one in same:
            if one.kind == "document" and one.date and one.date == thing.date:
                yield _proposal(thing, one, "exact", f"cùng số {identifier} và ngày {one.date}")
            elif one.kind != "document" and _key(thing.name) in {_key(name) for name in (one.name, *one.others)}:
                yield _proposal(thing, one, "exact", f"cùng mã {identifier} và tên")
            elif one.kind == "document" and (thing.date is None or one.date is None):
                yield _proposal(thing, one, "close", f"cùng số {identifier}, không đủ ngày")


def _alike(thing: Thing, names: Mapping[str, list[Thing]], borne: Mapping[str, list[Thing]]) -> Iterator[Proposal]:
    key = _key(thing.name)
    same = [one for one in names.get(key, ()) if _may_be(thing, one) and _dates_agree(thing, one)]
    for one in same:
        is_whole = _key(one.name) == key and one.kind != "document"
        is_single = len(same) == 1 and len({other.iri for other in borne[key]}) == 1
        if is_whole and is_single and thing.kind:
            yield _proposal(thing, one, "exact", "cùng tên đầy đủ và cùng loại, không ai khác mang tên này")
        else:
            yield _proposal(thing, one, "close", "cùng tên" if is_single else "cùng tên, nhiều đối tượng mang tên này")


def _close(thing: Thing, words: Mapping[str, list[Thing]]) -> Iterator[Proposal]:
    """Names of bodies and documents that differ in few words; places go by their very names."""
    own = set(_key(thing.name).split())
    shared = Counter(one for word in own for one in words.get(word, ()))
    for one, count in shared.items():
        is_near = 2 * count >= len(own) and _key(one.name) != _key(thing.name)
        if is_near and _may_be(thing, one) and _dates_agree(thing, one):
            likeness = similarity(thing.name, one.name)
            if likeness >= _NEARLY:
                yield _proposal(thing, one, "close", f"tên giống {likeness:.2f}")


def _proposal(thing: Thing, one: Thing, relation: str, reason: str) -> Proposal:
    return Proposal(thing.iri, one.iri, relation, squeeze(thing.name), reason)


def _may_be(thing: Thing, one: Thing) -> bool:
    return thing.kind in ("", one.kind)


def _dates_agree(thing: Thing, one: Thing) -> bool:
    return thing.date is None or one.date is None or thing.date == one.date


def _by_name(things: Iterable[Thing]) -> Mapping[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        for key in {_key(name) for name in (thing.name, *thing.others)}:
            found[key].append(thing)
    return found


def _by_identifier(things: Iterable[Thing]) -> Mapping[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        for identifier in thing.identifiers:
            found[fold(identifier)].append(thing)
    return found


def _key(name: str) -> str:
    return fold(name)


def _things(rows: Iterable[Mapping[str, Any]]) -> tuple[Thing, ...]:
    gathered: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        for name, cell in row.items():
            if name != "thing":
                gathered[row["thing"]["value"]][name][cell["value"]] = None
    return tuple(_thing(iri, {name: tuple(cells) for name, cells in told.items()}) for iri, told in gathered.items())


def _thing(iri: str, told: Mapping[str, tuple[str, ...]]) -> Thing:
    labels = sorted(told["label"], key=len, reverse=True)
    kinds = {kind for name in told.get("class", ()) if (kind := _kind(name))}
    date = next((date for date in told.get("date", ()) if _is_date(date)), None)
    return Thing(
        iri=iri,
        name=labels[0],
        others=frozenset(labels[1:]),
        identifiers=frozenset(plain(identifier) for identifier in told.get("identifier", ())),
        kind=next(iter(kinds)) if len(kinds) == 1 else "",
        date=date,
    )


def _kind(name: str) -> str:
    """Return what a class of theirs is among ours, by the table; empty where it is none of them."""
    local = re.split(r"[#/]", name)[-1]
    rows = resources.table("data", "interface", "remote-classes.tsv")
    return next((row["kind"] for row in rows if row["class"] == local), "")


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _ask(endpoint: str, sparql: str) -> list[Mapping[str, Any]]:
    asking = SPARQLWrapper(endpoint)
    asking.setQuery(sparql)
    asking.setReturnFormat(JSON)
    asking.setTimeout(_SECONDS)
    try:
        answer: Any = asking.queryAndConvert()
        return list(answer["results"]["bindings"])
    except (OSError, URLError, SPARQLWrapperException, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"địa chỉ SPARQL này không trả lời ({error}).",
            f"this SPARQL endpoint does not answer ({error}).",
            where=endpoint,
        ) from error
