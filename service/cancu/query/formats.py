"""Answers in the formats people ask for: a table to read, JSON, CSV and TSV, a workbook, Turtle.

CSV is twofold. ``csv`` is for spreadsheets: a byte order mark, and an apostrophe before a text that they would take for
a formula (“- Sở Du lịch”, “=1+1”). ``csv-plain`` is for programs: neither, every value as it stands.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from cancu.errors import ParameterError
from cancu.query.question import NamedQuery, Words
from cancu.query.table import NUMBERS, Cell, Table
from cancu.query.told import Source, Told

_WIDEST = 60
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What spreadsheets take for the begin of a formula (OWASP, CSV Injection)."""
_Writer = Callable[[Table, NamedQuery | None, str, str], bytes]
_FOR_MACHINES = frozenset({"addressees", "from", "order", "senders", "to"})
"""Columns that a table for the screen leaves out: offsets, places in a list, several IRIs in one cell."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format of answers: media type, and whether it is for tables or for graphs."""

    name: str
    media_type: str
    is_graph: bool = False


OUTPUTS: dict[str, Output] = {
    item.name: item
    for item in (
        Output("table", "text/plain"),
        Output("json", "application/json"),
        Output("csv", "text/csv"),
        Output("csv-plain", "text/csv"),
        Output("tsv", "text/tab-separated-values"),
        Output("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Output("turtle", "text/turtle", is_graph=True),
    )
}


def write(
    table: Table,
    name: str,
    *,
    question: NamedQuery | None = None,
    sparql: str = "",
    language: str = "vi",
    source: Source | None = None,
) -> bytes:
    """Return ``table`` in the format ``name``; ``sparql`` is the text that was asked, kept beside the answer.

    ``source`` is what a workbook tells besides: with which values, when and where the question was asked.

    Raises ParameterError for an unknown format, and for Turtle, which only graphs have.
    """
    writers: dict[str, _Writer] = {
        "table": _text,
        "json": _json,
        "csv": _csv,
        "csv-plain": _plain_csv,
        "tsv": _tsv,
        "xlsx": partial(_xlsx, source or Source()),
    }
    if name not in writers:
        raise ParameterError(
            f"Không có dạng “{name}” cho câu trả lời này; có: {', '.join(writers)}.",
            f"this answer has no format “{name}”; it has: {', '.join(writers)}.",
            where="format",
        )
    return writers[name](table, question, sparql, language)


def headings(table: Table, question: NamedQuery | None, language: str) -> list[str]:
    """Return the names of the columns for readers; the variable's name where the question tells none."""
    known: dict[str, Words] = {column.name: column.heading for column in question.columns} if question else {}
    return [known[name].say(language) if name in known else name for name in table.columns]


def readable(table: Table) -> Table:
    """Leave out columns of IRIs that a column of names stands beside (``document``, ``documentLabel``)."""
    return table.ordered(tuple(name for name in table.columns if f"{name}Label" not in table.columns))


def _without_bare_iris(table: Table) -> Table:
    """Leave out what a reader of a screen does not read, unless nothing else is left; other formats keep it."""
    kept = tuple(
        name
        for place, name in enumerate(table.columns)
        if name not in _FOR_MACHINES and not all(row[place] is None or _is_iri(row[place]) for row in table.rows)
    )
    return table.ordered(kept) if kept else table


def _is_iri(cell: Cell | None) -> bool:
    return cell is not None and cell.is_iri


def _text(table: Table, question: NamedQuery | None, _sparql: str, language: str) -> bytes:
    shown = _without_bare_iris(readable(table))
    head = headings(shown, question, language)
    rows = [[_clip(cell.value) if cell else "" for cell in row] for row in shown.rows]
    widths = [max(len(line[index]) for line in [head, *rows]) for index in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in [head, *rows]
    ]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return ("\n".join(lines) + "\n").encode()


def _clip(value: str) -> str:
    value = " ".join(value.split())
    return value if len(value) <= _WIDEST else value[: _WIDEST - 1] + "…"


def _json(table: Table, question: NamedQuery | None, sparql: str, language: str) -> bytes:
    body = {
        "query": question.name if question else None,
        "title": question.title.say(language) if question else None,
        "columns": list(table.columns),
        "rows": list(table.records),
        "total": len(table),
        "sparql": sparql,
    }
    return (json.dumps({k: v for k, v in body.items() if v is not None}, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(table: Table, _question: NamedQuery | None, _sparql: str, _language: str) -> bytes:
    """RFC 4180 with a byte order mark, without which spreadsheets misread Vietnamese."""
    return _rfc4180(table, _guarded).encode("utf-8-sig")


def _plain_csv(table: Table, _question: NamedQuery | None, _sparql: str, _language: str) -> bytes:
    """RFC 4180, every value as it stands."""
    return _rfc4180(table, lambda cell: cell.value).encode()


def _rfc4180(table: Table, shown: Callable[[Cell], str]) -> str:
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(table.columns)
    writer.writerows([shown(cell) if cell else "" for cell in row] for row in table.rows)
    return output.getvalue()


def _guarded(cell: Cell) -> str:
    """Return the text so that no spreadsheet computes it; numbers may keep their sign."""
    is_number = not isinstance(cell.plain, str) or cell.datatype in NUMBERS
    return cell.value if is_number or not cell.value.startswith(_FORMULA) else f"'{cell.value}"


def _tsv(table: Table, _question: NamedQuery | None, _sparql: str, _language: str) -> bytes:
    rows = [
        list(table.columns),
        *([" ".join(cell.value.split()) if cell else "" for cell in row] for row in table.rows),
    ]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _xlsx(source: Source, table: Table, question: NamedQuery | None, sparql: str, language: str) -> bytes:
    from cancu.query.workbook import workbook  # noqa: PLC0415 (few ask for one, and openpyxl takes long to load)

    lines = (question.title.say(language), question.description.say(language)) if question else ()
    told = Told(lines, question.name if question else None, sparql or (question.sparql if question else ""))
    known = dict(zip(table.columns, headings(table, question, language), strict=True))
    return workbook(table, known, told, source, language)
