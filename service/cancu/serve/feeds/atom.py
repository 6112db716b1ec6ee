"""Atom feeds (RFC 4287) in pages (RFC 5005 §3), with what was removed (RFC 6721)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from cancu.namespaces import ATOM, FEED_HISTORY, TOMBSTONES
from cancu.serve.http.xml import Tree

MEDIA = "application/atom+xml"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """One document in a feed; ``links`` are (relation, media type, address)."""

    iri: str
    title: str
    updated: datetime
    published: datetime | None = None
    author: str | None = None
    summary: str | None = None
    category: tuple[str, str] | None = None
    links: tuple[tuple[str, str, str], ...] = ()
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands at the head of a feed; ``links`` are (relation, address)."""

    iri: str
    title: str
    links: tuple[tuple[str, str], ...]
    is_whole: bool


def written(feed: Feed, items: Iterable[Item]) -> bytes:
    """Return the feed as a document."""
    items = tuple(items)
    tree = Tree("feed", ATOM, {"at": TOMBSTONES, "fh": FEED_HISTORY})
    tree.add(tree.root, "id", feed.iri)
    tree.add(tree.root, "title", feed.title)
    tree.add(tree.root, "updated", _moment(max((item.updated for item in items), default=_EPOCH)))
    tree.add(tree.add(tree.root, "author"), "name", "cancu")
    for relation, address in feed.links:
        kind = "text/html" if relation == "alternate" else MEDIA
        tree.add(tree.root, "link", rel=relation, type=kind, href=address)
    if feed.is_whole:
        tree.add(tree.root, "complete", within=FEED_HISTORY)
    for item in items:
        (_removed if item.is_removed else _entry)(tree, item)
    return tree.written()


def _entry(tree: Tree, item: Item) -> None:
    entry = tree.add(tree.root, "entry")
    tree.add(entry, "id", item.iri)
    tree.add(entry, "title", item.title)
    tree.add(entry, "updated", _moment(item.updated))
    if item.published is not None:
        tree.add(entry, "published", _moment(item.published))
    if item.author:
        tree.add(tree.add(entry, "author"), "name", item.author)
    if item.category is not None:
        term, label = item.category
        tree.add(entry, "category", term=term, label=label)
    for relation, media, address in item.links:
        tree.add(entry, "link", rel=relation, type=media, href=address)
    if item.summary:
        tree.add(entry, "summary", item.summary)


def _removed(tree: Tree, item: Item) -> None:
    gone = tree.add(tree.root, "deleted-entry", within=TOMBSTONES, ref=item.iri, when=_moment(item.updated))
    tree.add(gone, "comment", item.title, within=TOMBSTONES)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
