"""What a reader is told of a question: its words, the form of the answer, and how large that may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cancu.engine.formats import GRAPHS, SOLUTIONS, Format
from cancu.store.guard import Form, Inspection, Limits
from cancu.store.interface import Dataset


def choice(form: Form | None, accept: Format | None) -> tuple[Form, Format]:
    """Return form and format; a format of the other family gives way to the preferred one."""
    form = form or Form.SELECT
    formats = GRAPHS if form.is_graph else SOLUTIONS
    return form, accept if accept in formats else formats[0]


def media(chosen: Format) -> dict[str, str]:
    """Return the media types of a graph and of solutions."""
    is_graph = chosen in GRAPHS
    return {
        "graph": (chosen if is_graph else GRAPHS[0]).media_type,
        "solutions": (SOLUTIONS[0] if is_graph else chosen).media_type,
    }


def request(
    text: str,
    seen: Inspection,
    chosen: Format,
    dataset: Dataset | None,
    *,
    prefixes: Mapping[str, str],
    base: str | None,
    limits: Limits,
    room: int | None = None,
) -> dict[str, Any]:
    """Return what a reader is told; the prefixes are for graphs, which alone are written with them."""
    over = dataset or (Dataset(seen.default, seen.named) if seen.default or seen.named else None)
    return {
        "query": text,
        "media": media(chosen),
        "dataset": [over.default, over.named] if over else None,
        "prefixes": dict(prefixes) if seen.form is None or seen.form.is_graph else {},
        "base": base,
        "cap": min(room or limits.answer, limits.answer),
        "rows": limits.rows,
    }
