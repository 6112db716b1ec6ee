"""Web pages (.html) → lines: blocks as paragraphs with list numbers, tables by row, scripts and styles left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree
from lxml import html as lxml_html

from cancu.read.footnotes import is_unit
from cancu.read.grid import Cell, table_lines
from cancu.read.numbering import roman
from cancu.vietnamese import squeeze

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav"),
        *("ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    ]
)
_NESTING = re.compile(rb"<(/?)(?:div|span|table|ul|ol|section|blockquote|font|b|i|center)\b", re.IGNORECASE)
_DEEPEST = 200
_SILENT = frozenset(["script", "style", "head", "template", "noscript", "svg", "iframe", "object"])
_FURNITURE = frozenset(["header", "footer"])
"""Titles by which LibreOffice marks what is printed on every page."""
_LABELLED = re.compile(r"[-–+•*]\s|\d{1,3}[.)/]\s|[IVXLC]{1,6}[.)]\s|[a-zđ][.)]\s")
"""Words that bring their own number or dash: the list they stand in is one of the page's making."""
_CALL = re.compile(r"\W{0,3}\d{1,3}\W{0,3}")
_MOST_SPANNED = 100


def html_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a page. Raises RecursionError where it is nested deeper than libxml2 keeps words."""
    if _depth(data) > _DEEPEST:
        raise RecursionError
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, encoding=_encoding(data))
    root = etree.fromstring(data, parser)
    if _levels(root) > _DEEPEST:
        raise RecursionError
    yield from _lines(root)


def _lines(root: etree._Element | None) -> Iterator[str]:
    words: list[str] = []
    label = ""
    for event in chain(_events(root), [None]):
        if isinstance(event, str):
            words.append(event)
            continue
        line = squeeze("".join(words))
        words.clear()
        if line:
            yield line if _LABELLED.match(line) else label + line
            label = ""
        if isinstance(event, _Label):
            label = event.words
        elif event is not None:
            yield ""
            yield from table_lines(_rows(event))
            yield ""


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for match in _NESTING.finditer(data):
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    return deepest


def _levels(root: etree._Element | None) -> int:
    """Return how deep the tree became: other tags nest as well, and below 256 libxml2 loses words."""
    deepest = depth = 0
    for action, _ in () if root is None else etree.iterwalk(root, events=("start", "end")):
        depth += 1 if action == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _encoding(data: bytes) -> str | None:
    """Return UTF-8 where the bytes are; pages often do not declare it, and lxml would take them for Latin-1."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


@dataclass(frozen=True, slots=True)
class _Label:
    """What a browser prints before the item of a list that begins here."""

    words: str


@dataclass(slots=True)
class _Lists:
    """Counts the items of the lists that are open: the kind of number of each, and its next one."""

    open: list[tuple[str, int]] = field(default_factory=list)

    def enter(self, node: etree._Element) -> None:
        kind = "-" if node.tag == "ul" else node.get("type", "1")
        self.open.append((kind, _integer(node.get("start"), 1)))

    def leave(self) -> None:
        if self.open:
            self.open.pop()

    def item(self, node: etree._Element) -> _Label:
        if not self.open:
            return _Label("- ")
        kind, count = self.open.pop()
        count = _integer(node.get("value"), count)
        self.open.append((kind, count + 1))
        return _Label(f"{_number(kind, count)} ")


def _number(kind: str, count: int) -> str:
    if kind == "-" or not 0 < count < 4000:
        return "-"
    if kind in {"a", "A"}:
        return f"{chr(ord(kind) + (count - 1) % 26)}."
    if kind in {"i", "I"}:
        return f"{roman(count) if kind == 'I' else roman(count).lower()}."
    return f"{count}."


def _integer(digits: str | None, default: int) -> int:
    return int(digits) if digits is not None and re.fullmatch(r"\d{1,4}", digits.strip()) else default


def _events(root: etree._Element | None) -> Iterator[str | etree._Element | _Label | None]:
    """Yield words, ``None`` where a block begins or ends, labels of lists, and each outermost table."""
    skip: etree._Element | None = None
    lists = _Lists()
    if root is None:
        return
    for action, node in etree.iterwalk(root, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if skip is not None:
            if action == "end" and node is skip:
                skip = None
                yield node.tail or ""
            continue
        if action == "start" and (
            _is_silent(node) or (tag == "table" and next(node.iterdescendants("table"), None) is None)
        ):
            skip = node
            if tag == "table":
                yield node
            continue
        yield from _boundary(action, node, tag, lists)
        yield (node.text if action == "start" else node.tail) or ""


def _boundary(action: str, node: etree._Element, tag: str, lists: _Lists) -> Iterator[_Label | None]:
    """Yield what a tag means for the words around it."""
    if tag in _BLOCKS:
        yield None
    if tag in {"ol", "ul"}:
        if action == "start":
            lists.enter(node)
        else:
            lists.leave()
    elif tag == "li" and action == "start":
        yield lists.item(node)


def _is_silent(node: etree._Element) -> bool:
    """Is nothing of a node read: what is no text, what stands on every page, the call of a footnote?"""
    if node.tag == "sup" and _CALL.fullmatch("".join(node.itertext())):
        before = node.getprevious()
        parent = node.getparent()
        words = before.tail if before is not None else parent.text if parent is not None else ""
        return not is_unit(words or "")
    return node.tag in _SILENT or (node.tag == "div" and node.get("title") in _FURNITURE)


def _rows(table: etree._Element) -> list[list[Cell | None]]:
    """Return the cells of each row, in their columns where some are merged."""
    rows: list[list[Cell | None]] = []
    reaching: dict[int, tuple[int, Cell]] = {}
    for tr in table.iter("tr"):
        row: list[Cell | None] = []
        for node in tr.xpath("./td|./th"):
            _fill(row, reaching)
            cell = Cell("\n".join(_lines(node)))
            if _spanned(node, "rowspan") > 1:
                reaching[len(row)] = (_spanned(node, "rowspan") - 1, cell)
            row += [cell, *[None] * (_spanned(node, "colspan") - 1)]
        _fill(row, reaching)
        rows.append(row)
    return rows


def _fill(row: list[Cell | None], reaching: dict[int, tuple[int, Cell]]) -> None:
    """Say again, from the next column on, the cells of rows above that reach down into ``row``."""
    while len(row) in reaching:
        left, cell = reaching.pop(len(row))
        if left > 1:
            reaching[len(row)] = (left - 1, cell)
        row.append(cell._replace(is_above=True))


def _spanned(node: etree._Element, name: str) -> int:
    return min(max(_integer(node.get(name), 1), 1), _MOST_SPANNED)
