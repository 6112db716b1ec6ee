"""Numbers that a blank document learns from another document's citation of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cancu import namespaces
from cancu.link import labels, titles
from cancu.link.identity import year_of
from cancu.linked import LearntNumber, LinkedCitation, LinkedRecord

_BLANK = "_"
_MOST = 0.95
"""Two bodies may copy a title; without the signed paper nothing is quite sure."""


def learn(linked_records: Sequence[LinkedRecord]) -> tuple[LearntNumber, ...]:
    """Return the numbers that blank documents of ``linked_records`` turn out to have, sorted by key.

    A number is learnt where exactly one document is cited that has the same numbering body, type and year and whose
    title is the same, and where no other blank document claims that number.
    """
    found: dict[str, dict[str, LearntNumber]] = {}
    for blank in sorted(linked_records, key=lambda record: record.key):
        if blank.document.number is None:
            for learnt in _claims(blank, linked_records):
                known = found.setdefault(blank.key, {}).get(learnt.new_key)
                if known is None or learnt.confidence > known.confidence:
                    found[blank.key][learnt.new_key] = learnt
    single = [claims for claims in found.values() if len(claims) == 1]
    answers = [learnt for claims in single for learnt in claims.values()]
    wanted = [learnt.new_key for learnt in answers]
    return tuple(learnt for learnt in answers if wanted.count(learnt.new_key) == 1)


def _claims(blank: LinkedRecord, records: Sequence[LinkedRecord]) -> Iterator[LearntNumber]:
    for other in sorted(records, key=lambda record: record.key):
        if other.key == blank.key:
            continue
        for order, done in enumerate(other.citations, 1):
            likeness = titles.similarity(blank.document.title, done.citation.title)
            if done.target and done.citation.number and likeness >= titles.SAME and _same_paper(blank, done):
                yield _learnt(blank, other, order, done, likeness)


def _same_paper(blank: LinkedRecord, done: LinkedCitation) -> bool:
    """Same numbering body, series and type by the keys, same year, and a date that the header does not gainsay."""
    place = blank.key.split("/")[:3]
    head = blank.record.document
    year = head.date.year if head.date else year_of(head.period) or year_of(head.title)
    cited = done.citation.date
    if (done.target or "").split("/")[:3] != place or _BLANK not in blank.key.split("/"):
        return False
    if head.date and cited and head.date != cited:
        return False
    return cited is None or year is None or cited.year == year


def _learnt(
    blank: LinkedRecord, other: LinkedRecord, order: int, done: LinkedCitation, likeness: float
) -> LearntNumber:
    cited = done.citation
    when = f" ngày {labels.day(cited.date)}" if cited.date else ""
    reason = (
        f"{other.document.label} viện dẫn số {cited.number}{when}; trích yếu giống {likeness:.2f} "
        "khi không kể các từ mở đầu, cùng cơ quan ban hành, tên loại và năm; "
        "bản này để trống số và không văn bản nào khác nhận số đó."
    )
    return LearntNumber(
        key=blank.key,
        new_key=done.target or "",
        number=cited.number or "",
        date=cited.date,
        learnt_from=namespaces.item_iri(other.base, "citation", other.key, order, cited.text),
        citing=other.key,
        reason=reason,
        confidence=round(_MOST * likeness, 2),
    )
