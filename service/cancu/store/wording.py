"""What a reader is told of a question: its words, the form of the answer, and how large that may be."""

from __future__ import annotations

import json
import select
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from cancu.engine.formats import GRAPHS, SOLUTIONS, Format
from cancu.engine.topk import TopK
from cancu.store.guard import Form, Limits
from cancu.store.interface import Dataset


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader is told: the ``text`` that is asked, and ``line``, that and all else as one line of JSON.

    ``cap`` bounds the bytes of the answer, ``rows`` its rows. ``whole`` is the graph whose triples are all that is
    asked for, which a reader then tells from what that holds now; ``topk`` goes with the line.
    """

    text: str
    cap: int
    rows: int
    line: bytes
    whole: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        media: Mapping[str, str],
        dataset: Dataset | None = None,
        *,
        base: str | None,
        cap: int,
        rows: int,
        prefixes: Mapping[str, str] = MappingProxyType({}),
        whole: str | None = None,
        topk: TopK | None = None,
    ) -> Request:
        """Return the request for the answer to ``text`` in the types of ``media``."""
        told = {
            "query": text,
            "media": dict(media),
            "dataset": [dataset.default, dataset.named] if dataset else None,
            "prefixes": dict(prefixes),
            "base": base,
            "cap": cap,
            "rows": rows,
            "whole": whole,
            "topk": asdict(topk) if topk else None,
        }
        return cls(text, cap, rows, _line(told), whole)

    def evaluated(self) -> Request:
        """Return the request for the same answer by evaluation, on a state that was committed."""
        return replace(self, line=_line({**json.loads(self.line), "whole": None}), whole=None)

    @property
    def is_small(self) -> bool:
        """Tell whether it can be sent to a reader that waits for one without waiting for anything."""
        return len(self.line) <= select.PIPE_BUF


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
    chosen: Format,
    dataset: Dataset | None,
    *,
    prefixes: Mapping[str, str],
    base: str | None,
    limits: Limits,
    room: int | None = None,
    whole: str | None = None,
    topk: TopK | None = None,
) -> Request:
    """Return what a reader is told; the prefixes are for graphs, which alone are written with them."""
    return Request.of(
        text,
        media(chosen),
        dataset,
        base=base,
        cap=min(room or limits.answer, limits.answer),
        rows=limits.rows,
        prefixes=prefixes if chosen in GRAPHS else {},
        whole=whole,
        topk=topk,
    )


def _line(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode() + b"\n"
