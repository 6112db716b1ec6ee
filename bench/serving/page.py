"""What a run found, as tables and charts of docs/benchmarks.md."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import report
from bench.serving.chart import bars
from bench.serving.figures import Load
from bench.serving.run import CLIENTS, Told

SIZES = {100_000: "serving", 1_000_000: "serving-1m", 10_000_000: "serving-10m"}
"""The parts of the page by the quads that they are about, and the names of their charts."""
CHARTS = report.PAGE.parent / "benchmarks"


def part_of(size: int) -> str:
    """Return the part of the page that so many quads belong to: that of the size next to theirs, in proportion."""
    return SIZES[min(SIZES, key=lambda known: abs(math.log(max(size, 1) / known)))]


def words(found: Sequence[Told], head: str, part: str = "serving") -> str:
    """Return ``part`` of the page; the first of ``found`` is cancu."""
    parts = [
        head,
        f"![Median of one question, one client](benchmarks/{part}-alone.svg)",
        f"![Answers a second under a mixed load](benchmarks/{part}-mixed.svg)",
        f"#### Loading, start, memory, replacing one document\n\n{_holding(found)}",
        f"#### One question, one client: median / 95th percentile, ms\n\n{_alone(found, is_own=False)}",
        f"#### Mixed load\n\n{_mixed(found, is_own=False)}",
        f"#### The service's own questions, one client: median / 95th percentile, ms\n\n{_alone(found, is_own=True)}",
        f"#### The service's own questions, mixed\n\n{_mixed(found, is_own=True)}",
        f"#### Goals\n\n{goals(found)}",
        f"#### Answers that differ\n\n{_wrong(found)}",
    ]
    return "\n\n".join(parts)


def write(
    found: Sequence[Told], head: str, part: str = "serving", page: Path = report.PAGE, charts: Path = CHARTS
) -> None:
    """Write ``part`` between its marks, and its charts."""
    report.write(part, f"\n{words(found, head, part)}\n", page)
    charts.mkdir(exist_ok=True)
    alone = {one.name: {name: load.median for name, load in one.alone.items()} for one in found}
    rates = {
        one.name: {f"{clients} client{'s' if clients > 1 else ''}": one.mixed[clients].rate for clients in one.mixed}
        for one in found
        if one.mixed
    }
    (charts / f"{part}-alone.svg").write_text(bars("Median, one client (ms, logarithmic)", alone, is_log=True), "utf-8")
    (charts / f"{part}-mixed.svg").write_text(bars("Good answers a second, mixed load", rates), "utf-8")


def _holding(found: Sequence[Told]) -> str:
    heads = ("engine", "load, s", "first answer after start, s", "memory, MB", "replace a document, ms")
    rows = [
        (
            f"{one.name} {one.version}",
            f"{one.load:.1f}",
            "" if one.start is None else f"{one.start:.2f}",
            f"{one.memory / 2**20:,.0f}",
            "" if one.replace is None else f"{1000 * one.replace:.0f}",
        )
        for one in found
    ]
    return report.table(heads, rows)


def _alone(found: Sequence[Told], *, is_own: bool) -> str:
    able = [one for one in found if (one.own_alone if is_own else one.alone)]
    rows = []
    for name in able[0].own_alone if is_own else able[0].alone:
        loads = [(one.own_alone if is_own else one.alone).get(name) for one in able]
        marks = [" ✗" if name in one.wrong else "" for one in able]
        cells = [_time(load) + mark for load, mark in zip(loads, marks, strict=True)]
        rows.append((name, *cells, *(_ratio(able, loads, name, other) for other in able[1:2])))
    heads = ["question", *(one.name for one in able), *(f"cancu ÷ {one.name}, median" for one in able[1:2])]
    return report.table(heads, rows)


def _time(load: Load | None) -> str:
    if load is None:
        return ""
    failed = f" ({load.failed} failed)" if load.failed else ""
    return f"{load.median:.1f} / {load.ninety_five:.1f}{failed}"


def _ratio(able: Sequence[Told], loads: Sequence[Load | None], name: str, other: Told) -> str:
    mine, theirs = loads[0], loads[able.index(other)]
    is_fair = mine and theirs and name not in other.wrong and not mine.failed and not theirs.failed
    return f"{mine.median / theirs.median:.2f}" if is_fair and mine and theirs else "–"


def _mixed(found: Sequence[Told], *, is_own: bool) -> str:
    heads = (
        "engine",
        "clients",
        "answers/s",
        "÷ cancu",
        "p50, ms",
        "p95, ms",
        "server's processor, ms a request",
        "failed",
    )
    able = [one for one in found if (one.own if is_own else one.mixed)]
    rows = []
    for clients in CLIENTS:
        for one in able:
            load, mine = ((it.own if is_own else it.mixed)[clients] for it in (one, able[0]))
            asked = one.own_alone if is_own else one.alone
            mark = " ✗" if any(name in one.wrong for name in asked) else ""
            rows.append((
                one.name + mark, str(clients), f"{load.rate:.0f}", f"{load.rate / mine.rate:.2f}" if mine.rate else "–",
                f"{load.median:.1f}", f"{load.ninety_five:.1f}", f"{load.cost:.1f}", f"{load.failed:,}",
            ))  # fmt: skip
    return report.table(heads, rows)


_PAGE = {
    "counts": "/queries/counts",
    "documents": "/queries/documents (by issuer)",
    "search": "/api/v1/search (text)",
    "duties": "/api/v1/duties (due)",
}
"""The questions of the start page, which are to be answered before anybody notices."""


def goals(found: Sequence[Told]) -> str:
    """Return what was wanted and what was found, for the engines that were there."""
    by_name: Mapping[str, Told] = {one.name: one for one in found}
    rows: list[tuple[str, str, str]] = []
    mine, theirs, endpoint = found[0], by_name.get("oxigraph serve"), by_name.get("rdflib-endpoint")

    def add(goal: str, value: float, bound: float, *, is_most: bool, unit: str = "") -> None:
        is_met = value <= bound if is_most else value >= bound
        rows.append((goal, f"{value:.2f}{unit}", "yes" if is_met else "**no**"))

    if theirs:
        fair = [name for name in mine.alone if name not in theirs.wrong]
        worst = max(fair, key=lambda name: mine.alone[name].median / theirs.alone[name].median)
        add(
            "one client, mixed: p50 at most 1.2 × oxigraph serve",
            mine.mixed[1].median / theirs.mixed[1].median,
            1.2,
            is_most=True,
        )
        add(
            f"one client, worst question ({worst}): p50 at most 1.2 × oxigraph serve",
            mine.alone[worst].median / theirs.alone[worst].median,
            1.2,
            is_most=True,
        )
        add(
            "32 clients, own questions: throughput at least that of oxigraph serve",
            mine.own[32].rate / theirs.own[32].rate,
            1,
            is_most=False,
        )
        add(
            "32 clients, own questions: p95 at most half",
            mine.own[32].ninety_five / theirs.own[32].ninety_five,
            0.5,
            is_most=True,
        )
        add(
            "32 clients, strangers' SPARQL: throughput at least 0.8 ×",
            mine.mixed[32].rate / theirs.mixed[32].rate,
            0.8,
            is_most=False,
        )
        add(
            "32 clients, strangers' SPARQL: p95 at most half",
            mine.mixed[32].ninety_five / theirs.mixed[32].ninety_five,
            0.5,
            is_most=True,
        )
    if endpoint:
        add(
            "32 clients: at least 10 × rdflib-endpoint's throughput",
            mine.mixed[32].rate / max(endpoint.mixed[32].rate, 0.01),
            10,
            is_most=False,
        )
    if mine.start is not None:
        add("first answer after start under 2 s", mine.start, 2, is_most=True, unit=" s")
    add("memory under 1 GiB", mine.memory / 2**30, 1, is_most=True, unit=" GiB")
    for name, words in _PAGE.items():
        if name in mine.own_alone:
            add(f"{words}: p95 under 20 ms", mine.own_alone[name].ninety_five, 20, is_most=True, unit=" ms")
    return report.table(("goal", "found", "met"), rows)


def _wrong(found: Sequence[Told]) -> str:
    rows = [(one.name, name, how) for one in found[1:] for name, how in one.wrong.items()]
    return report.table(("engine", "question", "how"), rows) if rows else "None."
