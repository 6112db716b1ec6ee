"""Numbers that a blank document learns: from another document's citation of it, or from a numbered copy of itself.

What teaches is a value of its own, so that documents read today and those that a store holds teach each other alike.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cancu import namespaces
from cancu.link import labels, titles
from cancu.link.identity import year_of
from cancu.linked import LearntNumber, LinkedRecord

_BLANK = "_"
_MOST = 0.95
"""Two bodies may copy a title; without the signed paper nothing is quite sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A document that was read and bears no number: its key, title, date and the year it speaks of."""

    key: str
    title: str | None
    date: dt.date | None
    year: int | None

    @property
    def may_learn(self) -> bool:
        """Tell whether a number has a place in the key."""
        return _BLANK in self.key.split("/")


def run_of(key: str) -> str:
    """Return the part of a key within which numbers are given: body, year and type."""
    return "/".join(key.split("/")[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What some document says of a numbered one (``target``): it cites it, or is its numbered copy.

    ``source`` is the IRI of the citation, empty for a copy; ``teller`` the key of the document, ``name`` its label.
    """

    target: str
    number: str
    date: dt.date | None
    title: str | None
    teller: str
    name: str
    source: str = ""

    @property
    def is_copy(self) -> bool:
        """Tell whether the document speaks of itself."""
        return self.target == self.teller


def learn(linked_records: Sequence[LinkedRecord]) -> tuple[LearntNumber, ...]:
    """Return the numbers that blank documents of ``linked_records`` turn out to have, sorted by key."""
    return learnt(blanks(linked_records), tellings(linked_records))


def blanks(records: Iterable[LinkedRecord]) -> tuple[Blank, ...]:
    """Return the documents whose own number is blank."""
    found = []
    for record in records:
        head = record.record.document
        if record.document.number is None:
            year = head.date.year if head.date else year_of(head.period) or year_of(head.title)
            found.append(Blank(key=record.key, title=head.title, date=head.date, year=year))
    return tuple(found)


def tellings(records: Iterable[LinkedRecord]) -> tuple[Telling, ...]:
    """Return what the documents say of numbered ones."""
    return tuple(telling for record in records for telling in _tellings(record))


def _tellings(record: LinkedRecord) -> Iterator[Telling]:
    name, head = record.document.label, record.record.document
    if record.document.number and head.title:
        yield Telling(
            target=record.key,
            number=record.document.number,
            date=head.date,
            title=head.title,
            teller=record.key,
            name=name,
        )
    for order, done in enumerate(record.citations, 1):
        cited = done.citation
        if done.target and cited.number and cited.title:
            yield Telling(
                target=done.target,
                number=cited.number,
                date=cited.date,
                title=cited.title,
                teller=record.key,
                name=name,
                source=namespaces.item_iri(record.base, "citation", record.key, order, cited.text),
            )


def learnt(blank_documents: Iterable[Blank], told: Iterable[Telling]) -> tuple[LearntNumber, ...]:
    """Return the numbers that blank documents turn out to have, sorted by key.

    A number is learnt where all that is told of documents of the same numbering body, type and year with the same title
    gives one number, and where no other blank document claims it.
    """
    by_run: dict[str, list[Telling]] = defaultdict(list)
    for telling in sorted(told, key=lambda one: (one.is_copy, one.teller, one.source)):
        by_run[run_of(telling.target)].append(telling)
    found: dict[str, dict[str, LearntNumber]] = {}
    for blank in sorted(blank_documents, key=lambda one: one.key):
        if blank.may_learn:
            for claim in _claims(blank, by_run[run_of(blank.key)]):
                known = found.setdefault(blank.key, {}).get(claim.new_key)
                if known is None or (bool(claim.learnt_from), claim.confidence) > (
                    bool(known.learnt_from),
                    known.confidence,
                ):
                    found[blank.key][claim.new_key] = claim
    single = [claims for claims in found.values() if len(claims) == 1]
    answers = [claim for claims in single for claim in claims.values()]
    wanted = [claim.new_key for claim in answers]
    return tuple(claim for claim in answers if wanted.count(claim.new_key) == 1)


def _claims(blank: Blank, told: Iterable[Telling]) -> Iterator[LearntNumber]:
    for telling in told:
        if telling.teller == blank.key or not _same_paper(blank, telling):
            continue
        likeness = titles.similarity(blank.title, telling.title)
        if likeness >= titles.SAME:
            yield _learnt(blank, telling, likeness)


def _same_paper(blank: Blank, telling: Telling) -> bool:
    """Same year, and a date that the header does not gainsay; body, series and type are those of the run."""
    if _BLANK in telling.target.split("/"):
        return False
    if blank.date and telling.date and blank.date != telling.date:
        return False
    return telling.date is None or blank.year is None or telling.date.year == blank.year


def _learnt(blank: Blank, telling: Telling, likeness: float) -> LearntNumber:
    when = f" ngày {labels.day(telling.date)}" if telling.date else ""
    told = "là bản có số" if telling.is_copy else f"viện dẫn số {telling.number}{when}"
    reason = (
        f"{telling.name} {told}; trích yếu giống {likeness:.2f} "
        "khi không kể các từ mở đầu, cùng cơ quan ban hành, tên loại và năm; "
        "bản này để trống số và không văn bản nào khác nhận số đó."
    )
    return LearntNumber(
        key=blank.key,
        new_key=telling.target,
        number=telling.number,
        date=telling.date,
        learnt_from=telling.source,
        citing=telling.teller,
        reason=reason,
        confidence=round(_MOST * likeness, 2),
    )
