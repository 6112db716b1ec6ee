"""Answers in the formats people ask for: a table to read, JSON, CSV and TSV, a workbook, Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cancu.errors import ParameterError
from cancu.query.question import NamedQuery, Words
from cancu.query.table import Cell, Table

_WIDEST = 60
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
        Output("tsv", "text/tab-separated-values"),
        Output("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Output("turtle", "text/turtle", is_graph=True),
    )
}


def write(
    table: Table, name: str, *, question: NamedQuery | None = None, sparql: str = "", language: str = "vi"
) -> bytes:
    """Return ``table`` in the format ``name``; ``sparql`` is the text that was asked, kept beside the answer.

    Raises ParameterError for an unknown format, and for Turtle, which only graphs have.
    """
    writers: dict[str, Callable[[Table, NamedQuery | None, str, str], bytes]] = {
        "table": _text,
        "json": _json,
        "csv": _csv,
        "tsv": _tsv,
        "xlsx": _xlsx,
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
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(table.columns)
    writer.writerows([cell.value if cell else "" for cell in row] for row in table.rows)
    return output.getvalue().encode("utf-8-sig")


def _tsv(table: Table, _question: NamedQuery | None, _sparql: str, _language: str) -> bytes:
    rows = [
        list(table.columns),
        *([" ".join(cell.value.split()) if cell else "" for cell in row] for row in table.rows),
    ]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _xlsx(table: Table, question: NamedQuery | None, sparql: str, language: str) -> bytes:
    book = Workbook(write_only=True)
    answer = book.create_sheet("answer" if language == "en" else "Trả lời")
    answer.append(headings(table, question, language))
    for row in table.rows:
        answer.append([_spreadsheet(cell.plain) if cell else None for cell in row])
    asked = book.create_sheet("query" if language == "en" else "Câu hỏi")
    if question:
        asked.append([question.title.say(language)])
        asked.append([question.description.say(language)])
    for line in (sparql or (question.sparql if question else "")).splitlines():
        asked.append([_spreadsheet(line)])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _spreadsheet(value: str | int | bool) -> str | int | bool:  # noqa: FBT001
    """Keep texts texts: no control characters, and nothing a spreadsheet would take for a formula."""
    if not isinstance(value, str):
        return value
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{clean}" if clean[:1] in {"=", "@"} else clean
