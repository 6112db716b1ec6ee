"""Content negotiation by ``Accept`` (RFC 9110 §12.5.1): quality first, then specificity, then our own order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from starlette.requests import Request

from cancu.serve.http.problems import NotAcceptableError
from cancu.store import Format, by_name

_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)
_LONG = 500
"""Characters of a header that is not remembered: programs send a few short ones."""
_T = TypeVar("_T")

HTML = Format("html", "text/html", ("application/xhtml+xml",))
"""Pages for people, beside the formats of the store."""
RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
"""What rdflib calls the formats of graphs."""


class _Range(NamedTuple):
    type: str
    quality: float

    def precision(self, media_type: str) -> int:
        """Return 3 for the type itself, 2 for its family, 1 for anything, 0 where it does not fit."""
        if self.type == media_type:
            return 3
        family, _, sub = self.type.partition("/")
        if sub == "*" and family == media_type.partition("/")[0]:
            return 2
        return int(self.type == "*/*")


def _ranges(accept: str) -> Iterator[_Range]:
    for item in accept.split(","):
        name, *parameters = item.split(";")
        qualities = [float(match[1]) for part in parameters if (match := _QUALITY.fullmatch(part))]
        if name.strip():
            yield _Range(name.strip().lower(), qualities[0] if qualities else 1.0)


def choose(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Return the offer that ``accept`` likes best, or None where it takes none of them; no header takes the first."""
    if accept is not None and len(accept) > _LONG:
        return _best(accept, tuple(offers))
    return _remembered(accept, tuple(offers))


@lru_cache(maxsize=500)
def _remembered(accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    return _best(accept, offers)


def _best(accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    ranges = list(_ranges(accept or "*/*")) or [_Range("*/*", 1.0)]

    def liking(offer: Format) -> float:
        names = (offer.media_type, *(alias for alias in offer.aliases if "/" in alias))
        fits = [(item.precision(name), item.quality) for item in ranges for name in names]
        best = max(fits)
        return best[1] if best[0] else 0.0

    liked = max(offers, key=liking)
    return liked if liking(liked) > 0 else None


def agreed(request: Request, named: Format | None, offers: tuple[Format, ...]) -> Format:
    """Return the format that an extension names, else the one asked for; ``?format=`` is looked at in any case.

    Raises NotAcceptableError.
    """
    asked = request.query_params.get("format")
    if named is not None and asked is None:
        return named
    chosen = pick(request, asked, offers)
    return named or chosen


def split(path: str, offers: tuple[Format, ...]) -> tuple[str, Format | None]:
    """Part the extension of an offer from a path: ``doc/x.ttl`` → ``doc/x`` and Turtle; ``section/II.1`` has none."""
    suffix = PurePosixPath(f"x{path}").suffix
    known = by_name(offers, suffix[1:]) if suffix else None
    return (path.removesuffix(suffix), known) if known else (path, None)


def pick(request: Request, name: str | None, offers: tuple[Format, ...]) -> Format:
    """Return the format asked for by ``?format=``, else by ``Accept``. Raises NotAcceptableError.

    SPARQLWrapper names one format in several ways at once (``format=json-ld&format=application/ld+json,…``): the first
    that is known holds.
    """
    # a plus that was not encoded has become a blank: ?format=application/rdf+xml
    named = (by_name(offers, part.strip().replace(" ", "+")) for part in (name or "").split(","))
    chosen = next(filter(None, named), None) if name else choose(request.headers.get("accept"), offers)
    if chosen is None:
        names = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptableError(f"Chỉ có các dạng: {names}.", f"there is only: {names}.")
    return chosen
