"""What a run found, as tables and charts of docs/benchmarks.md."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import report
from bench.serving.chart import bars
from bench.serving.figures import Load
from bench.serving.run import CLIENTS, Told
from bench.serving.servers import AGAIN

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
        if one.name != AGAIN
    ]
    return report.table(heads, rows)


def _alone(found: Sequence[Told], *, is_own: bool) -> str:
    able = [one for one in found if (one.own_alone if is_own else one.alone)]
    rows = []
    for name in able[0].own_alone if is_own else able[0].alone:
        loads = [(one.own_alone if is_own else one.alone).get(name) for one in able]
        marks = [" ✗" if name in one.wrong else "" for one in able]
        cells = [_time(load) + mark for load, mark in zip(loads, marks, strict=True)]
        ratios = [_ratio(one, other, name, is_own=is_own) for one, other in _beside(able)]
        rows.append((name, *cells, *ratios))
    pairs = [f"{one.name} ÷ {other.name}, median" for one, other in _beside(able)]
    return report.table(["question", *(one.name for one in able), *pairs], rows)


def _beside(able: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Return cancu, and cancu asked again, each beside the first of the others."""
    mine = [one for one in able if one.name in {able[0].name, AGAIN}]
    others = [one for one in able if one not in mine]
    return [(one, other) for other in others[:1] for one in mine]


def _time(load: Load | None) -> str:
    if load is None:
        return ""
    failed = f" ({load.failed} failed)" if load.failed else ""
    return f"{load.median:.1f} / {load.ninety_five:.1f}{failed}"


def _ratio(one: Told, other: Told, name: str, *, is_own: bool) -> str:
    mine, theirs = ((it.own_alone if is_own else it.alone).get(name) for it in (one, other))
    if mine is None or theirs is None or name in other.wrong or mine.failed or theirs.failed:
        return "–"
    return f"{mine.median / theirs.median:.2f}"


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


@dataclass(frozen=True, slots=True)
class _Goal:
    """What was wanted: ``found`` is to be at most ``bound``, or at least."""

    words: str
    found: float
    bound: float
    is_most: bool = True
    unit: str = ""

    @property
    def row(self) -> tuple[str, str, str]:
        is_met = self.found <= self.bound if self.is_most else self.found >= self.bound
        return self.words, f"{self.found:.2f}{self.unit}", "yes" if is_met else "**no**"


def goals(found: Sequence[Told]) -> str:
    """Return what was wanted and what was found, for the engines that were there."""
    by_name: Mapping[str, Told] = {one.name: one for one in found}
    mine, theirs, endpoint = found[0], by_name.get("oxigraph serve"), by_name.get("rdflib-endpoint")
    askings = {"evaluated": mine} | ({"asked again": by_name[AGAIN]} if AGAIN in by_name else {})
    goals: list[_Goal] = []
    if theirs:
        goals += [goal for how, one in askings.items() for goal in _strangers(how, one, theirs)]
        goals += _own(mine, theirs)
    if endpoint:
        goals += [_endpoint(how, one, endpoint) for how, one in askings.items()]
    return report.table(("goal", "found", "met"), [goal.row for goal in (*goals, *_page(mine))])


def _strangers(how: str, mine: Told, theirs: Told) -> Iterator[_Goal]:
    fair = [name for name in mine.alone if name not in theirs.wrong]
    worst = max(fair, key=lambda name: mine.alone[name].median / theirs.alone[name].median)
    alone, others = mine.alone[worst], theirs.alone[worst]
    one, other, many, most = mine.mixed[1], theirs.mixed[1], mine.mixed[32], theirs.mixed[32]
    yield _Goal(f"{how}, one client, mixed: p50 at most 1.2 × oxigraph serve", one.median / other.median, 1.2)
    yield _Goal(f"{how}, one client, worst question ({worst}): the same", alone.median / others.median, 1.2)
    yield _Goal(f"{how}, 32 clients: throughput at least 0.8 ×", many.rate / most.rate, 0.8, is_most=False)
    yield _Goal(f"{how}, 32 clients: p95 at most half", many.ninety_five / most.ninety_five, 0.5)


def _own(mine: Told, theirs: Told) -> Iterator[_Goal]:
    many, most = mine.own[32], theirs.own[32]
    yield _Goal(
        "32 clients, own questions: throughput at least that of oxigraph serve",
        many.rate / most.rate,
        1,
        is_most=False,
    )
    yield _Goal("32 clients, own questions: p95 at most half", many.ninety_five / most.ninety_five, 0.5)


def _endpoint(how: str, mine: Told, endpoint: Told) -> _Goal:
    ratio = mine.mixed[32].rate / max(endpoint.mixed[32].rate, 0.01)
    return _Goal(f"{how}, 32 clients: at least 10 × rdflib-endpoint's throughput", ratio, 10, is_most=False)


def _page(mine: Told) -> Iterator[_Goal]:
    if mine.start is not None:
        yield _Goal("first answer after start under 2 s", mine.start, 2, unit=" s")
    yield _Goal("memory under 1 GiB", mine.memory / 2**30, 1, unit=" GiB")
    for name, words in _PAGE.items():
        if name in mine.own_alone:
            yield _Goal(f"{words}: p95 under 20 ms", mine.own_alone[name].ninety_five, 20, unit=" ms")


def _wrong(found: Sequence[Told]) -> str:
    rows = [(one.name, name, how) for one in found[1:] for name, how in one.wrong.items()]
    return report.table(("engine", "question", "how"), rows) if rows else "None."
