"""Answers of a remote database as callers get them: whole, canonical, in the format asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pyoxigraph as ox

from cancu.engine.capped import Capped, TooLargeError
from cancu.engine.formats import GRAPHS, SOLUTIONS, Format
from cancu.store.guard import Form
from cancu.store.interface import Answer, Dataset
from cancu.store.reader import refusal
from cancu.store.remote.connection import Call
from cancu.store.remote.engine import Engine

_SWELL = 4
"""An answer may take so many times the room on its way: it travels in a wordier format."""
_LEAST = 1024**2


def answer(
    engine: Engine,
    sparql: str,
    form: Form,
    accept: Format | None,
    call: Call,
    *,
    prefixes: Mapping[str, str],
    dataset: Dataset | None = None,
    room: int | None = None,
    rows: int | None = None,
) -> Answer:
    """Ask and return the answer. Raises LimitError where it has more than ``room`` bytes or ``rows`` triples, and
    what the engine's refusal means."""
    cap = 1024**3 if room is None else _SWELL * room + _LEAST
    formats = GRAPHS if form.is_graph else SOLUTIONS
    chosen = accept if accept in formats else formats[0]
    output = io.BytesIO() if room is None else Capped(room)
    try:
        if form.is_graph:
            lines = engine.graph(sparql, call, dataset=dataset, cap=cap)
            if rows is not None and lines.count(b"\n") > rows:
                raise refusal({"error": "rows"}, rows=rows)
            _write_graph(lines, chosen, prefixes, output)
        else:
            _write_solutions(engine.solutions(sparql, call, dataset=dataset, cap=cap), chosen, output)
    except TooLargeError as error:
        raise refusal({"error": "large"}, cap=room) from error
    return Answer(form, chosen, output.getvalue())


def _write_graph(lines: bytes, chosen: Format, prefixes: Mapping[str, str], output: io.BytesIO) -> None:
    found = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    ox.serialize(found, output, ox.RdfFormat.from_media_type(chosen.media_type), prefixes=dict(prefixes))


def _write_solutions(told: Mapping[str, object], chosen: Format, output: io.BytesIO) -> None:
    kind = ox.QueryResultsFormat.from_media_type(chosen.media_type)
    found = ox.parse_query_results(json.dumps(told).encode(), format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean) and kind in {ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV}:
        output.write(b"true\n" if found else b"false\n")
    else:
        found.serialize(output, kind)
