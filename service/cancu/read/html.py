"""Web pages (.html) → lines: blocks as paragraphs, tables by row, scripts and styles left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from cancu.read.grid import table_lines
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


def html_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a page. Raises RecursionError where it is nested deeper than libxml2 keeps words."""
    if _depth(data) > _DEEPEST:
        raise RecursionError
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, encoding=_encoding(data))
    root = etree.fromstring(data, parser)
    if _levels(root) > _DEEPEST:
        raise RecursionError
    words: list[str] = []
    for event in _events(root):
        if isinstance(event, str):
            words.append(event)
            continue
        line = squeeze("".join(words))
        words.clear()
        if line:
            yield line
        if event is not None:
            yield ""
            yield from table_lines(_rows(event))
            yield ""
    if squeeze("".join(words)):
        yield squeeze("".join(words))


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


def _events(root: etree._Element | None) -> Iterator[str | etree._Element | None]:
    """Yield words, ``None`` where a block begins or ends, and each outermost table."""
    skip: etree._Element | None = None
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
            tag in _SILENT or (tag == "table" and next(node.iterdescendants("table"), None) is None)
        ):
            skip = node
            if tag == "table":
                yield node
            continue
        if tag in _BLOCKS:
            yield None
        yield (node.text if action == "start" else node.tail) or ""


def _rows(table: etree._Element) -> list[list[str]]:
    return [[_cell(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr")]


def _cell(cell: etree._Element) -> str:
    lines: list[str] = []
    words: list[str] = []
    for action, node in etree.iterwalk(cell, events=("start", "end")):
        if node is not cell and node.tag in _BLOCKS:
            lines.append(squeeze("".join(words)))
            words.clear()
        if action == "start":
            words.append(node.text or "")
        elif node is not cell:
            words.append(node.tail or "")
    lines.append(squeeze("".join(words)))
    return "\n".join(line for line in lines if line)
