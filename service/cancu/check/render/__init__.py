"""Findings for people and tools: text, JSON, Turtle, HTML, SARIF and a workbook. One module a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from cancu.check.render import data, html, plain, sarif, workbook
from cancu.check.render.carried import packed, unpacked
from cancu.check.render.paper import LANGUAGES, Paper
from cancu.errors import ParameterError

FORMATS: Mapping[str, Callable[[Sequence[Paper], str], bytes]] = MappingProxyType(
    {
        "text": plain.text,
        "json": data.rows,
        "turtle": data.turtle,
        "html": html.page,
        "sarif": sarif.log,
        "xlsx": workbook.book,
    }
)
"""Renderers by the name that ``--format`` takes."""
BINARY = frozenset({"xlsx"})
"""Formats that are no text and belong in a file."""


def render(papers: Sequence[Paper], form: str, *, language: str = "vi", is_coloured: bool = False) -> bytes:
    """Return the papers in one of FORMATS, as one report.

    ``language`` is “vi” or “en” and chooses the words of text, HTML and workbook; the others carry both.
    ``is_coloured`` colours text for a terminal. Raises ParameterError for another format or language.
    """
    if form not in FORMATS or language not in LANGUAGES:
        raise ParameterError(
            f"Không có dạng “{form}” hay ngôn ngữ “{language}”; các dạng: {', '.join(FORMATS)}; vi, en.",
            f"there is no format “{form}” or language “{language}”; formats: {', '.join(FORMATS)}; vi, en.",
        )
    if form == "text":
        return plain.text(papers, language, is_coloured=is_coloured)
    return FORMATS[form](papers, language)


__all__ = ["BINARY", "FORMATS", "Paper", "packed", "render", "unpacked"]
