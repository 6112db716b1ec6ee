"""The bench measures the same texts everywhere, of the size and density it says, and writes a page that renders."""

from __future__ import annotations

import pytest

from bench import report
from bench.files import blocks, docx_alone, docx_bytes
from bench.texts import DENSE, DENSITY, KINDS, english, vietnamese
from cancu.extract import extract
from cancu.read import read_bytes
from cancu.read.docx import docx_lines


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_gives_one_text(kind: str) -> None:
    assert vietnamese(kind, 6_000, seed=3) == vietnamese(kind, 6_000, seed=3)
    assert vietnamese(kind, 6_000, seed=3) != vietnamese(kind, 6_000, seed=4)
    assert len(vietnamese(kind, 20_000)) == pytest.approx(20_000, rel=0.1)


@pytest.mark.parametrize("density", [DENSITY, DENSE])
def test_both_languages_cite_as_often_as_asked(density: float) -> None:
    text = read_bytes(vietnamese("prose", 30_000, density).encode(), "text.txt")
    assert len(extract(text).citations) == pytest.approx(30 * density, rel=0.15)
    assert english(30_000, density).count(", ") >= 30 * density
    assert english(30_000, seed=1) == english(30_000, seed=1)


@pytest.mark.parametrize("kind", ["plan", "typed table", "broken table"])
def test_every_row_of_a_table_is_work(kind: str) -> None:
    """A bench of tables that are not read as tables would measure nothing."""
    words = vietnamese(kind, 12_000)
    rows = [task for task in extract(read_bytes(words.encode(), "text.txt")).tasks if task.row]
    assert len(rows) >= 14
    assert all(task.leads and task.coordinators and task.time for task in rows)


def test_a_word_file_holds_the_text_with_its_table() -> None:
    words = vietnamese("typed table", 4_000)
    data = docx_bytes(words)
    assert docx_alone(data) == pytest.approx(len(words), rel=0.1)
    lines, _ = docx_lines(data)
    assert sum(line.startswith("|") for line in lines) == sum(len(b) for b in blocks(words) if isinstance(b, list))


def test_results_are_written_between_their_marks() -> None:
    table = report.table(("text", "kchar/s"), [("plan, 30 kB", report.rate(30_000, 0.05))])
    assert table.splitlines() == ["| text | kchar/s |", "| --- | --: |", "| plan, 30 kB | 600 |"]
    page = "before\n<!-- x -->\nold\n<!-- /x -->\nafter"
    assert report.replaced(page, "x", "new") == "before\n<!-- x -->\nnew\n<!-- /x -->\nafter"
    with pytest.raises(ValueError, match="no marks"):
        report.replaced("nothing here", "x", "new")
    assert "<!-- /extraction -->" in report.PAGE.read_text("utf-8")
