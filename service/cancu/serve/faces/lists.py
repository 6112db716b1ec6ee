"""Lists by pages: what is cited, the most cited first, and the bodies, both searched as they are typed by hand.

Which rows there are is asked once for each state of the store; only the rows of a page are told in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.serve.faces.asking import Asking
from cancu.serve.faces.body import KINDS
from cancu.serve.views import Row
from cancu.vietnamese import fold, sort_key

SIZE = 50
LAST = 100_000
"""The highest number of a page that may be asked for."""
ALL_KINDS = (*KINDS, "Body")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, its number, how many pages and rows there are."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: words, a kind, the number of the page."""

    q: str
    kind: str
    page: int


def wanted(request: Request, known: Iterable[str]) -> Wanted:
    """Read the parameters. Raises ParameterError for one that is unknown, repeated or wrong."""
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in {"lang", *known}:
            told = ", ".join(known)
            raise ParameterError(f"Không có tham số này; có: {told}.", f"there is only: {told}.", where=name)
    if len(set(names)) != len(names):
        raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.")
    kind = request.query_params.get("kind", "")
    if kind not in {"", *ALL_KINDS}:
        told = ", ".join(ALL_KINDS)
        raise ParameterError(f"Phải là một trong: {told}.", f"must be one of: {told}.", where="kind")
    number = request.query_params.get("page", "") or "1"
    if not (number.isascii() and number.isdigit() and len(number) <= len(str(LAST)) and 1 <= int(number) <= LAST):
        raise ParameterError("Phải là số nguyên từ 1.", "must be a whole number from 1 on.", where="page")
    return Wanted(request.query_params.get("q", "").strip(), kind, int(number))


def references(asking: Asking, asked: Wanted) -> Page:
    """Return cited documents, the most cited first; with words, also documents of that name that nobody cites."""
    service = asking.service
    counted = service.kept.get("pages cited-most", lambda: service.table("cited-most").records)
    iris = [str(row["cited"]) for row in counted]
    if asked.q:
        found = [*service.finder.documents(asked.q), *service.finder.search(asked.q)]
        places = {iri: place for place, iri in enumerate(iris)}
        named = dict.fromkeys(one.iri for one in found if (service.path(one.iri) or "").startswith("doc/"))
        iris = sorted(named, key=lambda iri: places.get(iri, len(places)))
    page = _page(iris, asked.page)
    told = asking.chosen("documents-told", "document", page[0])
    rows = tuple(told.get(iri, {"document": iri}) for iri in page[0])
    return Page(rows, *page[1:], len(iris))


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    words: frozenset[str]
    kind: str


def bodies(asking: Asking, asked: Wanted) -> tuple[Page, dict[str, int]]:
    """Return bodies in the order of their names, and how many there are of each kind under the words asked for."""
    service = asking.service
    entries = service.kept.get("pages bodies", lambda: _entries(asking.rows("bodies-known")))
    parts = fold(asked.q).split()
    if asked.q:
        entries = [one for one in entries if parts and all(any(w.startswith(p) for w in one.words) for p in parts)]
    kinds = Counter(one.kind for one in entries)
    kept = [one.row for one in entries if asked.kind in {"", one.kind}]
    shown, number, pages = _page([str(row["body"]) for row in kept], asked.page)
    told, counts = (asking.chosen(name, "body", shown) for name in ("organisations", "body-counts"))
    by_iri = {str(row["body"]): row for row in kept}
    rows = tuple({**told.get(iri, {}), **by_iri[iri], **counts.get(iri, {})} for iri in shown)
    return Page(rows, number, pages, len(kept)), {kind: kinds[kind] for kind in ALL_KINDS if kinds[kind]}


def _entries(rows: Iterable[Row]) -> list[_Entry]:
    found = []
    for row in sorted(rows, key=lambda row: sort_key(str(row.get("bodyLabel", row["body"])))):
        names = " ".join(str(row.get(name, "")) for name in ("bodyLabel", "otherNames"))
        kind = str(row.get("kind", "")).rpartition("#")[2]
        found.append(_Entry({**row, "kind": kind}, frozenset(fold(names).split()), kind))
    return found


def _page(iris: Sequence[str], number: int) -> tuple[tuple[str, ...], int, int]:
    """Return what stands on a page, its number, and how many pages there are; behind the last stands the last."""
    pages = max(1, -(-len(iris) // SIZE))
    number = min(number, pages)
    return tuple(iris[(number - 1) * SIZE : number * SIZE]), number, pages
