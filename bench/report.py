"""Tables of results in Markdown, each between marks of its own in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.measuring import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; the first column is words, the others numbers."""
    rule = ["---", *("--:" for _ in heads[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))


def rate(characters: int, seconds: float) -> str:
    """Return thousands of characters a second."""
    return f"{characters / seconds / 1000:,.0f}"


def size(characters: int) -> str:
    """Return a size as words: 30 kB, 5 MB."""
    return f"{characters / 1e6:g} MB" if characters >= 1_000_000 else f"{characters / 1000:g} kB"


def replaced(page: str, name: str, words: str) -> str:
    """Return ``page`` with what stands between the marks of ``name`` replaced. Raises ValueError without marks."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, mark, rest = page.partition(begin)
    _, closing, after = rest.partition(end)
    if not (mark and closing):
        raise ValueError(f"{PAGE.name} has no marks {begin} … {end}")
    return f"{before}{begin}\n{words}\n{end}{after}"


def write(name: str, words: str, page: Path = PAGE) -> None:
    """Put the words of one bench into the page."""
    page.write_text(replaced(page.read_text("utf-8"), name, words), "utf-8")
