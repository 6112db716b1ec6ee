"""What is true of a document before a word of it is written; the manifest tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bench.corpus.words import padded


class Role(StrEnum):
    """Who speaks to whom: from the centre down, the State's line and the Party's."""

    MINISTRY = "ministry"
    COMMITTEE = "committee"
    PROVINCE = "province"
    GUIDANCE = "guidance"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    PARTY = "party"

    @property
    def is_party(self) -> bool:
        """Tell whether the Party's form holds (Quy định 66-QĐ/TW), not the State's (Nghị định 30/2020/NĐ-CP)."""
        return self in (Role.COMMITTEE, Role.GUIDANCE, Role.PARTY)

    @property
    def is_local(self) -> bool:
        """Tell whether a commune issues it."""
        return self in (Role.COMMUNE, Role.PARTY)


class Copy(StrEnum):
    """How a document is another one over again."""

    DUPLICATE = "duplicate"
    RESCAN = "rescan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit by its slug in the registry, its code, kind and name; of a commune the province beside it."""

    slug: str
    code: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One document. ``index`` is its place in the corpus, ``series`` its key up to the type, ``superiors`` are indexes.

    ``number`` counts in its series; None where it is blank. ``copy_of`` is the index of the document that a duplicate
    or re-scan shows again; all but ``index``, ``copy`` and ``copy_of`` are then those of that document. ``error`` is
    the rule that finds what is wrong with it.
    """

    index: int
    role: Role
    theme: int
    subject: str
    period: str
    year: int
    issuer: str
    place: Place | None
    province: Place | None
    type: str
    symbol: str
    series: str
    number: int | None
    date: dt.date
    superiors: tuple[int, ...] = ()
    error: str | None = None
    copy: Copy | None = None
    copy_of: int | None = None

    @property
    def key(self) -> str | None:
        """The document's part of its identifier, None while the number is blank."""
        return None if self.number is None else f"{self.series}/{self.number}"

    @property
    def printed_number(self) -> str | None:
        """The number as printed: 07-KH/ĐU, 95/KH-UBND; None while it is blank."""
        return None if self.number is None else f"{self.number:02d}{self.mark}{self.symbol}"

    @property
    def mark(self) -> str:
        """What stands between the number and the symbol."""
        return "-" if self.role.is_party else "/"

    @property
    def title(self) -> str:
        """What the document is about, as its head and all who cite it say."""
        return f"Triển khai {self.subject}{self.where} {self.period}"

    @property
    def where(self) -> str:
        """The words that tell for which place it holds, with a blank before them."""
        return f" trên địa bàn {self.place}" if self.place else ""

    @property
    def long_date(self) -> str:
        """The day as it stands in the head of a document."""
        return f"ngày {self.date.day:02d} tháng {padded(self.date.month)} năm {self.date.year}"
