"""Plans of communes: the same again, each of a body of its own, resting on the plan of its province."""

from __future__ import annotations

from pathlib import Path

from bench import communes
from bench.ingestion import Run
from cancu.pipeline.reading import read_one


def test_plans_are_the_same_again_and_rest_on_that_of_their_province(tmp_path: Path) -> None:
    paths = communes.write(tmp_path, 12)
    assert [path.read_text("utf-8") for path in paths] == [communes.text(number) for number in range(12)]
    records = [read_one(path).record for path in paths[:1] + paths[8:]]
    assert len({record.document.issuer for record in records}) == len(records)
    province, *below = records
    assert (province.document.number, province.document.issuer) == ("101/KH-UBND", "Ủy ban nhân dân tỉnh Lào Cai")
    assert below[0].citations[0].number == province.document.number
    assert all(10 <= len(record.tasks) <= 40 and 4 <= len(record.citations) <= 12 for record in below)


def test_the_pace_counts_whole_commits() -> None:
    run = Run(seconds=4.0, processor=4.0, megabytes=1.0, moments=(1.0, 1.0, 2.0, 2.0, 4.0, 4.0))
    assert (run.pace(0, 2), run.pace(2, 4), run.pace(4, 6)) == (2.0, 2.0, 1.0)
