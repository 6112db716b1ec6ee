"""What a registry knows beside bodies, places and documents: posts, changes of organisation, wrong identifiers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list of others that was imported: its name here, what it is, its day, the file's name and digest, and the
    digest of the mapping by which it was read."""

    name: str
    title: str
    as_of: dt.date
    file: str
    sha256: str
    mapping: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that people hold in a sort of body (``body``: key of a template, or ``=slug`` of one body).

    ``aliases`` are the shorter names printed below signatures; ``rank`` is head, deputy or member.
    """

    slug: str
    label: str
    aliases: tuple[str, ...]
    body: str
    rank: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A merger, renaming or founding that holds from ``date`` on; ends are pairs of a table (body, unit) and a slug."""

    slug: str
    kind: str
    date: dt.date
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]
    label: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A thing of ours and one of another registry that people took for one (exact), alike (close) or the same."""

    theirs: str
    ours: str
    relation: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """That a document is no longer simply in force: ``state`` is a code of ontology/vocab/validity.ttl, ``since`` the
    first day it holds, ``by`` what ended or changed it, ``as_of`` the day on which that was looked up."""

    key: str
    state: str
    since: dt.date
    by: str
    reason: str
    as_of: dt.date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A document's key that was given wrongly, the right one, and why; the wrong one is never used again."""

    key: str
    by: str
    date: dt.date
    reason: str
    source: str
