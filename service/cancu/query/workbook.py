"""A table as an Excel workbook: the answer with names and IRIs, and a second sheet that tells how it came about.

Cells are what they are: days are days, numbers numbers, and texts stay texts, whatever sign they begin with.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rdflib import XSD

from cancu.errors import LimitError
from cancu.namespaces import CC_BY
from cancu.query.table import NUMBERS, Table
from cancu.query.table import Cell as Term
from cancu.query.told import Source, Told

_ROWS = 1_048_575
"""Rows that a sheet holds below its headings; the length of a cell and the number of links are bounded as well."""
_LENGTH = 32_767
_LINKS = 65_000
_LINK_LENGTH = 2_000
_DIGITS = 15
"""Excel keeps no more digits of a number."""
_WIDTHS = (8, 60)
_FIRST_DAY = dt.date(1900, 3, 1)
"""Excel counts earlier days wrongly (it knows a 29 February 1900): they stay text."""
_WORDS = {
    "answer": ("Trả lời", "answer"),
    "asked": ("Câu hỏi", "query"),
    "name": ("Tên câu hỏi", "Question"),
    "moment": ("Hỏi lúc", "Asked at"),
    "address": ("Địa chỉ", "Address"),
    "rows": ("Số dòng", "Rows"),
    "licence": ("Giấy phép dữ liệu", "Licence of the data"),
    "sparql": ("Câu hỏi SPARQL:", "SPARQL query:"),
}


def workbook(table: Table, headings: Mapping[str, str], told: Told, source: Source, language: str) -> bytes:
    """Return the workbook; ``headings`` are the words for readers by column. Raises LimitError where it has no room."""
    if len(table) > _ROWS:
        raise LimitError(
            f"Bảng tính chỉ chứa {_ROWS} dòng; hãy lấy dạng csv, hoặc hỏi hẹp hơn.",
            f"a sheet holds {_ROWS} rows; take csv, or ask for less.",
        )
    book = Workbook(write_only=True)
    words = {key: pair[language == "en"] for key, pair in _WORDS.items()}
    _answer(book, words["answer"], table.ordered(_order(table.columns)), headings)
    sheet = book.create_sheet(words["asked"])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 100
    for row in _about(words, told, source, len(table)):
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _order(columns: Sequence[str]) -> tuple[str, ...]:
    """Put the name of a thing before its IRI; all else stays in its place."""
    names = {f"{name}Label": name for name in columns if f"{name}Label" in columns}
    pairs = {name: (label, name) for label, name in names.items()}
    return tuple(one for name in columns if name not in names for one in pairs.get(name, (name,)))


def _answer(book: Workbook, title: str, table: Table, headings: Mapping[str, str]) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(table.columns)))}{len(table) + 1}"
    head = [headings.get(name, name) for name in table.columns]
    for place, name in enumerate(head):
        longest = max((len(row[place].value) for row in table.rows[:500] if row[place] is not None), default=0)  # type: ignore[union-attr]
        width = min(_WIDTHS[1], max(_WIDTHS[0], len(name) + 4, longest + 2))
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    titles = [_text(sheet, name) for name in head]
    for cell in titles:
        cell.font, cell.alignment = bold, top
    sheet.append(titles)
    links = 0
    for row in table.rows:
        cells = [_cell(sheet, term, is_linked=links < _LINKS) for term in row]
        links += sum(cell is not None and cell.hyperlink is not None for cell in cells)
        sheet.append(cells)


def _cell(sheet: object, term: Term | None, *, is_linked: bool) -> Cell | None:
    if term is None:
        return None
    value = _value(term)
    if isinstance(value, str):
        cell = _text(sheet, value)
        if term.is_iri and is_linked and value.startswith(("http:", "https:")) and len(value) <= _LINK_LENGTH:
            cell.hyperlink = value
            cell.style = "Hyperlink"
        return cell
    cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, dt.datetime):
        cell.number_format = "dd/mm/yyyy hh:mm:ss"
    elif isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _value(term: Term) -> str | int | float | bool | dt.date:
    """Return what Excel can hold exactly, else the text as it stands."""
    value = term.plain
    if isinstance(value, int):
        return value if isinstance(value, bool) or len(str(abs(value))) <= _DIGITS else term.value
    if term.datatype in NUMBERS:
        return _number(value)
    if term.datatype == str(XSD.date):
        return _date(value)
    if term.datatype == str(XSD.dateTime):
        return _moment(value)
    return value


def _number(text: str) -> str | float:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _date(text: str) -> str | dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= _FIRST_DAY else text


def _moment(text: str) -> str | dt.datetime:
    """Excel knows no time zones: only a moment without one is a moment there."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo is not None or moment.date() < _FIRST_DAY else moment


def _text(sheet: object, value: str) -> Cell:
    """Return a cell that holds text and nothing else: what begins like a formula is none, also after editing."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)
    if len(clean) > _LENGTH:
        clean = clean[: _LENGTH - 2] + " …"
    cell = WriteOnlyCell(sheet, clean)  # type: ignore[arg-type]
    cell.data_type = "s"
    cell.quotePrefix = clean[:1] in {"=", "+", "-", "@", "'"}
    return cell


def _about(words: Mapping[str, str], told: Told, source: Source, count: int) -> Iterator[Sequence[str | int]]:
    for line in told.lines:
        yield (line,)
    if told.name:
        yield (words["name"], told.name)
    yield from source.parameters.items()
    if source.moment:
        yield (words["moment"], source.moment.isoformat(timespec="seconds"))
    if source.address:
        yield (words["address"], source.address)
    yield (words["rows"], count)
    yield (words["licence"], CC_BY)
    yield (words["sparql"],)
    for line in told.sparql.splitlines():
        yield (line,)
