"""The table of work at the end of a plan: with bars, or with its cells one below the other as they come off a page."""

from __future__ import annotations

from bench.corpus.sentences import Sentences
from bench.corpus.staff import Staff
from bench.corpus.words import short
from bench.texts import WIDTHS, wrapped

_TYPED = 0.5
"""Share of the tables that keep their bars."""
_WORK = 58


def annex(said: Sentences, staff: Staff, size: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of the table, until the document has ``size`` characters, and the words of its rows' work."""
    facts = said.facts
    named = f"{facts.type} số {facts.printed_number or facts.mark + facts.symbol} ngày {short(facts.date)}"
    lines = ["PHỤ LỤC", "NHIỆM VỤ THỰC HIỆN KẾ HOẠCH", f"(Kèm theo {named} của {facts.issuer})", ""]
    columns, is_typed = said.words["columns"], said.rng.random() < _TYPED
    lines += [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"] if is_typed else [*columns, ""]
    duties: list[str] = []
    while said.written < size or len(duties) < 5:
        lead, partners = staff.pair()
        work = said.work(said.task())
        duties.append(work)
        cells = (work, said.time(), lead, partners)
        row = _typed(len(duties), cells) if is_typed else _broken(len(duties), cells)
        lines.append(said.counted(row))
    return tuple(lines), tuple(duties)


def _typed(number: int, cells: tuple[str, ...]) -> str:
    return f"| {number} | {' | '.join(cells)} |"


def _broken(number: int, cells: tuple[str, ...]) -> str:
    """Return a row as a page gives it; every eighth is followed by the number of the page."""
    widths = (_WORK, *(width for _, width in WIDTHS))
    words = "\n".join(wrapped(cell, width) for cell, width in zip(cells, widths, strict=True))
    page = f"\n{number // 8}\n" if number % 8 == 0 else ""
    return f"{number}\n{words}\n{page}"
