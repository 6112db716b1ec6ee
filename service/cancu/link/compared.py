"""What the words of a citation can be compared with: printed issuer, symbol, known title, known documents alike."""

from __future__ import annotations

import dataclasses
import re

from cancu.link import titles
from cancu.link.bodies import Bodies
from cancu.link.identity import Identity, year_of
from cancu.link.numbers import parse, plain
from cancu.link.registry import Registry
from cancu.link.symbols import symbol_bodies
from cancu.linked import Instrument, LinkedCitation, Resolution
from cancu.model import Citation
from cancu.vietnamese import fold

_LAWS = frozenset({"luat", "bo luat", "phap lenh"})
_REVISED = re.compile(r"\s*\bsua doi(?: bo sung)?\b.*$")


class Compared:
    """Adds to resolved citations what checks compare; resolves nothing."""

    def __init__(self, registry: Registry, bodies: Bodies, identity: Identity) -> None:
        """All three are those of the document that cites."""
        self._registry = registry
        self._bodies = bodies
        self._identity = identity

    def with_evidence(self, linked: LinkedCitation) -> LinkedCitation:
        """Return the citation with its evidence."""
        citation = linked.citation
        number = parse(citation.number, self._registry.types.abbreviations) if citation.number else None
        issuer = self._issuer(citation)
        known = self._registry.instruments.get(linked.target or "")
        return dataclasses.replace(
            linked,
            issuer=issuer,
            symbol_bodies=symbol_bodies(number, issuer, self._registry, self._bodies),
            agreement=titles.agreement(citation.title, known.title, *known.aliases) if known else None,
            candidates=self._alike(linked) if linked.resolution is Resolution.STUB else linked.candidates,
        )

    def _issuer(self, citation: Citation) -> str | None:
        """Return the one body that the printed issuer means for certain."""
        if not citation.issuer or ";" in citation.issuer:
            return None
        found = self._bodies.issuer(citation.issuer)
        return found if found and self._identity.is_one_body(found) else None

    def _alike(self, linked: LinkedCitation) -> tuple[str, ...]:
        """Return the known documents that a stub may be."""
        citation = linked.citation
        found = self._other_date(linked) if citation.number else self._versions(citation)
        return tuple(sorted(known.key for known in found)) or linked.candidates

    def _other_date(self, linked: LinkedCitation) -> list[Instrument]:
        """Return known documents of the same numbers and title under another date."""
        citation, owner = linked.citation, (linked.target or "").split("/")[0]
        return [
            known
            for known in self._registry.by_number.get(plain(citation.number or ""), ())
            if citation.date
            and known.date
            and known.date != citation.date
            and known.key.split("/")[0] == owner
            and titles.similarity(citation.title, known.title) >= titles.SAME
        ]

    def _versions(self, citation: Citation) -> list[Instrument]:
        """Return the known laws of one name, where the words tell no year and there are several."""
        kind = fold(citation.type or "")
        if kind not in _LAWS or citation.date or year_of(citation.text):
            return []
        name = _law_name(citation.title or citation.text, kind)
        same = [
            known
            for known in self._registry.rows.instruments
            if fold(known.type) == kind and _law_name(known.title, kind) == name
        ]
        return same if len(same) > 1 else []


def _law_name(words: str, kind: str) -> str:
    """Return the folded name of a law without its type and without “(sửa đổi)”."""
    return _REVISED.sub("", fold(words).removeprefix(kind).strip())
