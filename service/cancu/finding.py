"""A finding: one thing that a rule says is wrong with a document, where it stands and what to do about it.

Rules are the SHACL shapes of ``ontology/shapes/``; a finding keeps a rule's id and legal source, so that a reader can
judge it without the machine.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is, as in SHACL (W3C Recommendation 20 July 2017, 2.1.4)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Position in a list that begins with the worst: 0, 1 or 2."""
        return list(type(self)).index(self)


class Opinion(StrEnum):
    """What a person holds of a finding: true, but the paper stays as it is; or the rule is wrong here."""

    ACCEPTED = "accepted"
    FALSE_ALARM = "false-alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of a finding: who, when and why; ``review`` is the IRI of what they said."""

    opinion: Opinion
    reviewer: str
    moment: dt.datetime
    note: str | None = None
    review: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of a check.

    ``focus`` is the IRI of the item at fault (a task, a citation …), or of the document where no item is; ``document``
    is the document it belongs to. ``quote`` are the words at fault, ``start``, ``end`` where they stand in the text and
    ``page`` the page of the source file that they begin on; where something is missing, ``start`` equals ``end`` and is
    where it should stand. All four are None where no place is known. ``path`` is the IRI of the property that the rule
    looks at, ``value`` what stands there. ``replacement`` is text that may stand instead of [start, end),
    where a machine can surely tell it. ``verdict`` is what a person said of the finding; None while nobody did.
    """

    rule: str
    severity: Severity
    focus: str
    document: str
    shape: str
    message_vi: str
    message_en: str
    source: str
    path: str | None = None
    value: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    replacement: str | None = None
    verdict: Judgement | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it or called it a false alarm; only such findings make a paper unfit."""
        return self.verdict is None

    @property
    def order(self) -> tuple[str, int, int, str, str, str, str]:
        """Sorting key: by document, the worst first, then along the text."""
        start = -1 if self.start is None else self.start
        return (self.document, self.severity.rank, start, self.rule, self.shape, self.focus, self.value or "")
