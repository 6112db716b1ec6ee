"""What one more document costs in a small store and in a large one: ``make bench BENCHES=incremental``.

The stores hold generated plans of wards that do not exist. Each rests on one of up to a hundred plans of the city; so
does the one that is put in and judged.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from pathlib import Path

from bench import report
from cancu.link import Registry
from cancu.model import Citation, Header, Record, Report, Role, Task
from cancu.namespaces import BASE
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.filling import fill, put
from cancu.pipeline.judging import judged
from cancu.pipeline.known import known
from cancu.pipeline.reading import Reading
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.views import view
from cancu.pipeline.waiting import upset
from cancu.store import EmbeddedStore, open_store

SIZES = (10, 100, 1_000)
_DAY = dt.date(2026, 3, 2)
_TASKS = 10


_CITY = "Ủy ban nhân dân thành phố Hải Phòng"


def plan(number: int, *, is_city: bool = False, title: str = "phát triển thư viện năm 2026") -> Reading:
    """Return a plan of a commune, or of the city, with ten tasks and a report."""
    issuer = _CITY if is_city else f"Ủy ban nhân dân phường Thí Dụ {number}"
    city_number = f"{number % 100 + 1}/KH-UBND"
    above = Citation(
        text=f"Kế hoạch số {city_number} ngày 01/02/2026 của {_CITY}",
        start=10,
        end=80,
        numbered=True,
        type="Kế hoạch",
        number=city_number,
        date=dt.date(2026, 2, 1),
        issuer=_CITY,
        title="phát triển thư viện năm 2026",
        role=Role.BASIS,
    )
    tasks = tuple(
        Task(
            text=f"Việc {number}-{turn}: mở điểm đọc sách",
            start=turn * 90,
            end=turn * 90 + 40,
            section=None,
            leads=(f"Phòng {turn}",),
        )
        for turn in range(2, _TASKS + 2)
    )
    record = Record(
        source=f"{number}.txt",
        document=Header(
            type="Kế hoạch",
            number=city_number if is_city else "15/KH-UBND",
            date=dt.date(2026, 2, 1) if is_city else _DAY,
            issuer=issuer,
            title=title,
            period="2026",
            place="Hải Phòng",
        ),
        citations=() if is_city else (above,),
        tasks=tasks,
        reports=(Report(text="Báo cáo kết quả", start=5_000, end=5_020, sender=None, addressee=None, due="11-20"),),
    )
    return Reading(Path(f"{number}.txt"), f"{number}{'p' if is_city else 'c'}".rjust(64, "0"), record)


def described(*readings: Reading) -> tuple[Described, ...]:
    """Return plans as they go to the store, not judged."""
    return describe(readings, base=BASE, registry=Registry.load())


def measured(store: EmbeddedStore, size: int) -> dict[str, float]:
    """Return the medians, in milliseconds, of what one more document of each kind costs."""
    registry = Registry.load()
    beforehand = known(registry, BASE)
    times: dict[str, list[float]] = {"view": [], "findings": [], "upset": [], "put": []}
    for turn in range(5):
        (document,) = described(plan(size + 1 + turn))
        changed = {document.key: document.quads}
        for name, work in (
            ("view", lambda: view(document.key, Shelf(store, changed, base=BASE), beforehand)),  # noqa: B023
            ("findings", lambda: judged([document.key], Shelf(store, changed, base=BASE), registry)),  # noqa: B023
            ("upset", lambda: upset(store, changed, base=BASE)),  # noqa: B023
            ("put", lambda: put(store, (document,), {}, base=BASE, registry=registry)),  # noqa: B023
        ):
            started = time.perf_counter()
            work()
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def main() -> None:
    """Measure stores of all sizes, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="not needed here; other benches take it")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    given = parser.parse_args()
    rows = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(Path(folder))
            try:
                for first in range(0, size, 500):
                    batch = range(first, min(first + 500, size))
                    city = [plan(one, is_city=True) for one in batch if one < 100]
                    fill(store, described(*city, *map(plan, batch)), base=BASE)
                found = measured(store, size)
            finally:
                store.close()
        rows.append((f"{size:,}", *(f"{value:.0f}" for value in found.values())))
        print(*rows[-1], sep="\t", flush=True)
    heads = ("documents", "view, ms", "view and findings, ms", "who else is concerned, ms", "put, ms")
    words = f"Measured {dt.datetime.now(dt.UTC).date()}; medians of 5.\n\n{report.table(heads, rows)}"
    if not given.dry:
        report.write("incremental", f"\n{words}\n")


if __name__ == "__main__":
    main()
