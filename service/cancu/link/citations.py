"""Which documents the citations of a record mean, by the order of evidence, and why.

Full number and date; “khóa …”; a year in the words; a title that one candidate alone bears; an earlier full citation in
the same document. Nothing is resolved by guess: several candidates stay several, none becomes a stub.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cancu.link import labels, titles
from cancu.link.bodies import Bodies
from cancu.link.compared import Compared
from cancu.link.congress import congress
from cancu.link.identity import (
    UNKNOWN,
    Identity,
    Owner,
    blank_key,
    name_key,
    numbered_key,
    unplaced_key,
    year_of,
)
from cancu.link.numbers import Number, parse, parse_symbol, plain
from cancu.link.registry import Registry
from cancu.linked import DocumentFacts, Instrument, LinkedCitation, Resolution, Unit
from cancu.model import Citation
from cancu.vietnamese import fold, squeeze

_TERM = re.compile(r"[Kk]h(?:óa|oá|oa)\s+([IVXL]+)(?!\w)")
_ORDINAL = re.compile(r"(?<!\w)[IVXL]+(?!\w)")
_LAWS = frozenset({"luật", "bộ luật", "hiến pháp", "pháp lệnh"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    keys: tuple[str, ...]
    reason: str
    certain: bool = True


class Citations:
    """Resolves the citations of one document, in order. ``stubs`` are the documents that had to be minted."""

    def __init__(self, registry: Registry, bodies: Bodies, chain: tuple[Unit, ...], citing: str) -> None:
        """``citing`` is the key of the document."""
        self._registry = registry
        self._bodies = bodies
        self._chain = chain
        self._scope = chain[-1].slug if chain else citing
        self._identity = Identity(registry, bodies)
        self._compared = Compared(registry, bodies, self._identity)
        self._done: list[LinkedCitation] = []
        self._stubs: dict[str, DocumentFacts] = {}

    @property
    def stubs(self) -> tuple[DocumentFacts, ...]:
        """The cited documents that the registry lacks, sorted."""
        return tuple(self._stubs[key] for key in sorted(self._stubs))

    def resolve(self, citations: Iterable[Citation]) -> tuple[LinkedCitation, ...]:
        """Return the citations with what they mean."""
        for citation in citations:
            self._done.append(self._compared.with_evidence(self._linked(citation)))
        return tuple(self._done)

    def _linked(self, citation: Citation) -> LinkedCitation:
        number = parse(citation.number, self._registry.types.abbreviations) if citation.number else None
        answer = self._numbered(citation, number) if number else self._named(citation)
        if len(answer.keys) == 1 and answer.certain:
            key = answer.keys[0]
            known = key in self._registry.instruments
            if not known:
                self._keep(key, citation, number)
            resolution = Resolution.RESOLVED if known else Resolution.STUB
            return LinkedCitation(
                citation=citation,
                resolution=resolution,
                target=key,
                candidates=self._told_apart(citation, number),
                reason=answer.reason,
            )
        for key in answer.keys:
            if key not in self._registry.instruments:
                self._keep(key, citation, number)
        return LinkedCitation(
            citation=citation,
            resolution=Resolution.AMBIGUOUS,
            target=None,
            candidates=tuple(sorted(answer.keys)),
            reason=answer.reason,
        )

    def _told_apart(self, citation: Citation, number: Number | None) -> tuple[str, ...]:
        """Return the known documents of an undated number, which other evidence than the number told apart."""
        if number is None or citation.date or number.year or number.legislature is not None:
            return ()
        owner = self._identity.owner(number, self._bodies.issuer(citation.issuer))
        same = sorted(known.key for known in self._same_number(citation, owner))
        return tuple(same) if len(same) > 1 else ()

    def _same_number(self, citation: Citation, owner: Owner) -> list[Instrument]:
        numbered = self._registry.by_number.get(plain(citation.number or ""), ())
        return [known for known in numbered if self._owned(known, owner)]

    def _numbered(self, citation: Citation, number: Number) -> _Answer:
        issuer = self._bodies.issuer(citation.issuer)
        owner = self._identity.owner(number, issuer)
        segment = self._identity.type_segment(citation.type, number)
        series, reason = self._series(citation, number, owner)
        if series and owner.is_certain:
            keys = tuple(numbered_key(owner, one, segment, number) for one in series)
            return _Answer(keys=keys, reason=reason)
        same = self._same_number(citation, owner)
        return (
            self._by_title(citation, same)
            or self._earlier(citation, owner)
            or self._undated(citation, number, owner, segment, same)
        )

    def _series(self, citation: Citation, number: Number, owner: Owner) -> tuple[tuple[str, ...], str]:
        """Return the series that the words put the number in, and the reason."""
        found = self._identity.series(owner, number, citation.date, None)
        if found and number.year:
            return found, "Số có năm hoặc khóa, tự xác định văn bản."
        if found and citation.date:
            several = "; ngày trùng ngày bế mạc đại hội nên thuộc được cả hai nhiệm kỳ" if len(found) > 1 else ""
            return found, f"Đủ số, ngày {labels.day(citation.date)} và cơ quan ban hành{several}."
        if found:
            return found, "Số mang khóa của cơ quan ban hành."
        before = _before_title(citation)
        ordinal = next(iter(_ORDINAL.findall(citation.term or "") or _TERM.findall(before)), None)
        if ordinal and (found := self._identity.term_series(owner, ordinal)):
            return found, f"Không in ngày; “khóa {ordinal}” cho biết nhiệm kỳ."
        year = year_of(before.replace(citation.number or "", " "))
        if year and (found := self._identity.series(owner, number, None, year)):
            return found, f"Không in ngày; lời văn ghi năm {year}."
        return (), ""

    def _owned(self, known: Instrument, owner: Owner) -> bool:
        return owner.slug in {UNKNOWN, self._registry.owner(known.issuer)} or known.key.startswith(f"{owner.slug}/")

    def _by_title(self, citation: Citation, same: list[Instrument]) -> _Answer | None:
        """One candidate alone bears the title."""
        fits = [known for known in same if _likeness(citation.title, known) >= titles.SAME]
        if len(fits) != 1:
            return None
        reason = "Không in ngày; trong các văn bản đã biết cùng số, chỉ một văn bản có trích yếu này."
        return _Answer(keys=(fits[0].key,), reason=reason)

    def _earlier(self, citation: Citation, owner: Owner) -> _Answer | None:
        """An earlier citation in the same document gave the number in full."""
        keys = {
            done.target
            for done in self._done
            if done.target
            and plain(done.citation.number or "") == plain(citation.number or "")
            and done.target.startswith(f"{owner.slug}/")
            and not _title_differs(citation, done.citation)
        }
        if len(keys) != 1:
            return None
        return _Answer(keys=tuple(filter(None, keys)), reason="Đã viện dẫn đầy đủ trước đó trong cùng văn bản.")

    def _undated(
        self, citation: Citation, number: Number, owner: Owner, segment: str, same: list[Instrument]
    ) -> _Answer:
        if same:
            count = f"{len(same)} văn bản đã biết mang số này" if len(same) > 1 else "một văn bản đã biết mang số này"
            return _Answer(
                keys=tuple(known.key for known in same),
                reason=f"Không in ngày; {count}, số không đủ để xác định.",
                certain=False,
            )
        words = citation.title or citation.text
        key = unplaced_key(owner, segment, number, words if owner.is_certain else f"{words} {self._scope}")
        if not owner.is_certain:
            return _Answer(keys=(key,), reason="Lời văn không xác định được một cơ quan ban hành.")
        if citation.date:
            why = "Có ngày, nhưng năm đó cơ quan đánh số lại từ đầu (đại hội, sắp xếp đơn vị): không rõ dãy số nào."
            return _Answer(keys=(key,), reason=why)
        return _Answer(keys=(key,), reason="Không in ngày và chưa biết văn bản nào mang số này.")

    def _named(self, citation: Citation) -> _Answer:
        found = congress(citation, self._bodies, self._identity)
        if found:
            how = "Nêu rõ đại hội và nhiệm kỳ." if found.term else "Nêu đại hội, chưa biết nhiệm kỳ."
            return _Answer(keys=(found.key,), reason=how)
        if citation.symbol and not citation.number:
            return self._blank(citation)
        return self._known_by_name(citation) or self._same_name(citation) or self._stub(citation)

    def _blank(self, citation: Citation) -> _Answer:
        number = parse_symbol(citation.symbol or "", self._registry.types.abbreviations)
        owner = self._identity.owner(number, self._bodies.issuer(citation.issuer))
        segment = self._identity.type_segment(citation.type, number)
        when = citation.date or year_of(citation.title)
        series = self._identity.series(owner, None, citation.date, None if citation.date else year_of(citation.title))
        one = series[0] if len(series) == 1 else UNKNOWN
        key = blank_key(owner, one, segment, citation.date or str(when or ""), citation.title or citation.text)
        return _Answer(keys=(key,), reason="Số để trống trong viện dẫn.")

    def _known_by_name(self, citation: Citation) -> _Answer | None:
        """Known documents of that type and title; a law needs its year, because its name outlives it."""
        kind = self._registry.types.named(citation.type)
        year = citation.date.year if citation.date else year_of(_before_title(citation))
        fits = [
            known
            for known in self._registry.rows.instruments
            if kind
            and self._registry.types.named(known.type) == kind
            and self._may_issue(citation, known)
            and _likeness(_title(citation), known) >= (titles.SAME if not _is_law(citation) else 1.0)
            and _date_fits(citation, known, year)
            and not (_is_law(citation) and year is None and known.date)
        ]
        if not fits:
            return None
        if len(fits) == 1:
            return _Answer(keys=(fits[0].key,), reason="Chỉ một văn bản đã biết mang tên này.")
        return _Answer(
            keys=tuple(known.key for known in fits), reason="Nhiều văn bản đã biết mang tên này.", certain=False
        )

    def _may_issue(self, citation: Citation, known: Instrument) -> bool:
        """The printed issuer must agree; without one, a known document of another place is not meant."""
        issuer = self._bodies.issuer(citation.issuer)
        if issuer:
            return self._bodies.owner(issuer) == self._registry.owner(known.issuer)
        body = self._registry.bodies[known.issuer]
        return body.place is None or body.place in {unit.slug for unit in self._chain}

    def _same_name(self, citation: Citation) -> _Answer | None:
        """An earlier citation of the same type bears the same title, in other words perhaps."""
        keys = {
            done.target: None
            for done in self._done
            if done.target
            and fold(done.citation.type or "") == fold(citation.type or "")
            and (citation.date is None or citation.date == done.citation.date)
            and titles.similarity(_title(citation), _title(done.citation)) >= _needed(citation)
        }
        if len(keys) != 1:
            return None
        return _Answer(keys=tuple(filter(None, keys)), reason="Cùng tên với văn bản đã nêu trước đó.")

    def _stub(self, citation: Citation) -> _Answer:
        issuer = self._bodies.issuer(citation.issuer)
        owner = self._bodies.owner(issuer) if issuer else self._unnamed_owner(citation)
        when = citation.date.year if citation.date else None
        key = name_key(owner, f"{citation.type or ''} {_title(citation)}", when)
        return _Answer(keys=(key,), reason="Chỉ biết tên qua viện dẫn này.")

    def _unnamed_owner(self, citation: Citation) -> str:
        """Laws are of the National Assembly; what else has no printed issuer is known within the province only."""
        if _is_law(citation):
            return "qh"
        return f"{UNKNOWN}{self._chain[-1].slug}" if self._chain else UNKNOWN

    def _keep(self, key: str, citation: Citation, number: Number | None) -> None:
        """Describe a cited document by the first citation that tells most of it."""
        known = self._stubs.get(key)
        if known and (known.title or not citation.title):
            return
        issuer = self._bodies.issuer(citation.issuer)
        owner = self._identity.owner(number, issuer)
        kind = self._registry.types.named(citation.type)
        body = self._bodies.get(issuer or key.split("/", maxsplit=1)[0])
        name = body.label if body else citation.issuer
        self._stubs[key] = DocumentFacts(
            key=key,
            family=self._identity.family(number, citation.type, owner),
            label=labels.label(citation.type, citation.number, citation.date, name, citation.title or _title(citation)),
            type=citation.type,
            type_code=kind.code if kind else None,
            number=citation.number,
            date=citation.date,
            issuer=body.slug if body else None,
            issuer_name=name,
            title=citation.title,
            same_as=self._near(key, citation),
        )

    def _near(self, key: str, citation: Citation) -> tuple[str, ...]:
        """Return known documents that a stub known by name may be."""
        if citation.number or not citation.title:
            return ()
        near = (
            known.key
            for known in self._registry.rows.instruments
            if self._may_issue(citation, known)
            and (_is_law(citation) is (fold(known.type) in {fold(law) for law in _LAWS}))
            and _likeness(citation.title, known) >= (1.0 if _is_law(citation) else titles.NEAR)
        )
        return tuple(sorted(set(near) - {key}))


def _before_title(citation: Citation) -> str:
    """Return the words of a citation up to its title, which may cite other documents."""
    return citation.text.split(citation.title)[0] if citation.title else citation.text


def _title(citation: Citation) -> str:
    """Return the title, or the words after the type where none was told apart."""
    if citation.title:
        return citation.title
    text = squeeze(citation.text)
    kind = citation.type or ""
    return text[len(kind) :].strip() if text.lower().startswith(kind.lower()) else text


def _likeness(title: str | None, known: Instrument) -> float:
    return max(titles.similarity(title, name) for name in (known.title, *known.aliases))


def _title_differs(one: Citation, other: Citation) -> bool:
    return bool(one.title and other.title) and titles.similarity(one.title, other.title) < titles.NEAR


def _is_law(citation: Citation) -> bool:
    return (citation.type or "").lower() in _LAWS


def _needed(citation: Citation) -> float:
    return 1.0 if _is_law(citation) else titles.SAME


def _date_fits(citation: Citation, known: Instrument, year: int | None) -> bool:
    if citation.date:
        return known.date == citation.date
    return year is None or known.date is None or known.date.year == year
