"""Somebody else's list as rows of our fields: CSV, a workbook, RDF, or a message of edXML, as the mapping says."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from cancu.errors import ParameterError, UnreadableError
from cancu.pipeline import edxml
from cancu.pipeline.imports.mapping import ListMapping
from cancu.vietnamese import squeeze

FORMATS = {".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".ttl": "turtle", ".nt": "nt", ".rdf": "xml"}
FORMATS |= {".edxml": "edxml", ".xml": "edxml"}
FORMATS |= {".jsonld": "json-ld", ".trig": "trig", ".nq": "nquads"}

Row = dict[str, str]
"""Our field → their value, in our words where the mapping has some; fields without a value are left out."""


def rows(path: Path, mapping: ListMapping) -> tuple[Row, ...]:
    """Return the rows of the list. Raises UnreadableError, ParameterError where a mapped column is not there."""
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise ParameterError(f"chỉ đọc {', '.join(FORMATS)}.", f"only {', '.join(FORMATS)} are read.", where=str(path))
    try:
        if form == "csv":
            found = _csv(path, mapping)
        elif form == "xlsx":
            found = _xlsx(path, mapping)
        elif form == "edxml":
            found = _edxml(path, mapping)
        else:
            found = _rdf(path, form, mapping)
        return tuple(_ours(row, mapping) for row in found if any(row.values()))
    except (OSError, UnicodeDecodeError, BadZipFile, csv.Error, SyntaxError, ValueError) as error:
        raise UnreadableError(
            f"không đọc được danh mục này ({error}).", f"this list cannot be read ({error}).", where=str(path)
        ) from error


def _csv(path: Path, mapping: ListMapping) -> Iterator[Row]:
    text = path.read_bytes().decode("utf-8-sig")
    delimiter = "\t" if path.suffix.lower() == ".tsv" else mapping.delimiter
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    _all_there(reader.fieldnames or (), mapping, path)
    for row in reader:
        yield {ours: row.get(theirs) or "" for ours, theirs in mapping.columns.items()}


def _xlsx(path: Path, mapping: ListMapping) -> Iterator[Row]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book[mapping.sheet] if mapping.sheet else book.worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        head = [_cell(value, mapping) for value in next(lines, ())]
        _all_there(head, mapping, path)
        for line in lines:
            cells = dict(zip(head, (_cell(value, mapping) for value in line), strict=False))
            yield {ours: cells.get(theirs, "") for ours, theirs in mapping.columns.items()}
    except KeyError as error:
        raise ParameterError("sổ tính không có trang này.", "no such sheet.", where=mapping.sheet) from error
    finally:
        book.close()


def _cell(value: object, mapping: ListMapping) -> str:
    if isinstance(value, dt.date):  # a datetime is one too
        return value.strftime(mapping.date_format)
    return "" if value is None else str(value)


def _edxml(path: Path, mapping: ListMapping) -> Iterator[Row]:
    for row in edxml.rows([(path.name, path.read_bytes())]):
        yield {ours: row.get(theirs, "") for ours, theirs in mapping.columns.items()}


def _rdf(path: Path, form: str, mapping: ListMapping) -> Iterator[Row]:
    graph = Graph().parse(path, format=form)
    kind = _iri(mapping.rdf_class, mapping)
    for subject in sorted(graph.subjects(RDF.type, kind), key=str):
        row = {}
        for ours, theirs in mapping.columns.items():
            if theirs == "@id":
                row[ours] = str(subject)
                continue
            row[ours] = "|".join(sorted(str(value) for value in graph.objects(subject, _iri(theirs, mapping))))
        yield row


def _iri(name: str, mapping: ListMapping) -> URIRef:
    prefix, colon, local = name.partition(":")
    if colon and prefix in mapping.prefixes:
        return URIRef(mapping.prefixes[prefix] + local)
    if colon and local.startswith("//"):
        return URIRef(name)
    raise ParameterError("tiền tố này chưa khai báo.", "this prefix is not declared.", where=name)


def _all_there(head: object, mapping: ListMapping, path: Path) -> None:
    there = set(head)  # type: ignore[call-overload]
    for theirs in mapping.columns.values():
        if theirs not in there:
            raise ParameterError(
                f"danh mục không có cột “{theirs}”.", f"the list has no column “{theirs}”.", where=str(path)
            )


def _ours(row: Row, mapping: ListMapping) -> Row:
    told = {**mapping.constants, **{ours: squeeze(value) for ours, value in row.items() if squeeze(value)}}
    return {ours: mapping.values.get(ours, {}).get(value, value) for ours, value in told.items()}
