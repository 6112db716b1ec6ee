"""What tools answer with: small, typed, bounded; what is left out is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from cancu.query import Match

Value = str | int | float | bool
Limit = Annotated[int, Field(ge=1, le=200, description="Số dòng nhiều nhất / most rows to return")]
Offset = Annotated[int, Field(ge=0, le=1_000_000, description="Bỏ qua bấy nhiêu dòng / rows to pass over")]
Language = Annotated[Literal["vi", "en"], Field(description="Ngôn ngữ của nhãn / language of labels")]
Body = Annotated[str, Field(max_length=1000, description="Cơ quan: tên như người gõ, hoặc IRI / body: name or IRI")]
Reference = Annotated[
    str, Field(max_length=1000, description="Văn bản: số, tên, hoặc IRI / document: number, name or IRI")
]
Sort = Annotated[Literal["any", "document", "body"], Field(description="Tìm văn bản, cơ quan hay cả hai / look for")]
Day = Annotated[str, Field(max_length=20, description="Ngày, 2026-06-30 hoặc 30/6/2026 / a day")]
ROWS = 30
"""Rows of an answer unless more are asked for."""


class Thing(BaseModel):
    """A document or a body."""

    iri: str
    label: str
    date: str | None = None


class Meaning(BaseModel):
    """What a typed name means; ``several`` is never narrowed by guess."""

    name: str
    meaning: Literal["one", "several", "none"]
    total: int
    is_cut: bool = Field(description="true: more things are meant than are listed")
    things: list[Thing]
    near: list[Thing] = Field(description="where nothing is meant: names that come close")


class Rows(BaseModel):
    """A part of a table: ``total`` rows there are, those from ``offset`` on are here."""

    total: int
    offset: int
    is_cut: bool = Field(description="true: rows follow that are not here; ask with a larger offset")
    rows: list[dict[str, Value]]
    meant: list[Thing] = Field(default_factory=list, description="the things that the typed name was taken for")


class Table(Rows):
    """Rows of a SPARQL or catalogue answer, or a graph as Turtle; ``sparql`` is the text that was asked."""

    columns: list[str]
    graph: str | None = None
    sparql: str


class Facts(BaseModel):
    """All that is known of one document; lists may be cut, ``totals`` tell their true lengths."""

    iri: str
    document: dict[str, Value]
    facts: dict[str, list[dict[str, Value]]]
    totals: dict[str, int]
    is_cut: bool


class Due(BaseModel):
    """A report on a day; ``is_exact`` is false where only the period is printed and the day is its last."""

    day: str
    is_exact: bool
    summary: str
    words: list[str]
    report: str
    document: str


class Calendar(BaseModel):
    """Reports by day; ``undated`` counts those that name no day."""

    meant: list[Thing] = Field(default_factory=list, description="the bodies that the typed name was taken for")
    since: str
    until: str
    total: int
    is_cut: bool
    reports: list[Due]
    undated: int


class Fault(BaseModel):
    """One finding of a check, with its legal source, the words at fault and their place."""

    rule: str
    severity: Literal["violation", "warning", "info"]
    message_vi: str
    message_en: str
    source: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    replacement: str | None = None


class Verdict(BaseModel):
    """What the rules find in a text; nothing of the text is kept."""

    is_fit: bool = Field(description="true: no violation")
    total: int
    counts: dict[str, int]
    is_cut: bool
    findings: list[Fault]


class Parameter(BaseModel):
    """A parameter of a question; ``type`` is reference, body, iri, string, date or integer."""

    name: str
    type: str
    is_required: bool
    default: str | None
    description: str
    example: str | None = None


class Question(BaseModel):
    """A question that can be asked by name."""

    name: str
    title: str
    description: str
    is_graph: bool
    parameters: list[Parameter]
    columns: list[str]


class Questions(BaseModel):
    """Questions of the catalogue."""

    total: int
    questions: list[Question]


def things(found: Sequence[Match], limit: int | None = None) -> list[Thing]:
    """Return matches as results."""
    return [Thing(iri=match.iri, label=match.label, date=match.date) for match in found[:limit]]


def rows_of(records: Sequence[Any], limit: int, offset: int) -> dict[str, Any]:
    """Return the fields of ``Rows`` for a part of ``records``."""
    part = [dict(record) for record in records[offset : offset + limit]]
    return {"total": len(records), "offset": offset, "is_cut": offset + len(part) < len(records), "rows": part}
