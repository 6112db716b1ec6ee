"""Every entry of the word lists of marks fires on its example and not on its decoy."""

from __future__ import annotations

import pytest

from cancu import resources
from cancu.extract.marks_doubled import doubled
from cancu.extract.marks_misread import misread
from cancu.extract.marks_phrases import broken
from cancu.model import Span

FILES = ("body-verbs", "broken-phrases", "doubled-words", "fixed-pairs", "repeated-pairs")


def entries(name: str) -> list[object]:
    return [pytest.param(row, id=next(iter(row.values()))) for row in resources.table("data", "lexicon", f"{name}.tsv")]


def whole(words: str) -> tuple[Span, ...]:
    return (Span(0, len(words)),)


@pytest.mark.parametrize("name", FILES)
def test_lists_are_sorted_and_name_nothing_twice(name: str) -> None:
    keys = [next(iter(row.values())) for row in resources.table("data", "lexicon", f"{name}.tsv")]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("row", entries("doubled-words"))
def test_words_written_twice(row: dict[str, str]) -> None:
    assert [note.suggestion for note in doubled(row["example"], whole(row["example"]))] == [row["word"]]
    assert not list(doubled(row["decoy"], whole(row["decoy"])))


@pytest.mark.parametrize("row", entries("repeated-pairs"))
def test_pairs_that_may_be_repeated(row: dict[str, str]) -> None:
    assert not list(doubled(row["example"], whole(row["example"])))
    assert list(doubled(row["decoy"], whole(row["decoy"])))


@pytest.mark.parametrize("row", entries("fixed-pairs"))
def test_pairs_that_are_misread(row: dict[str, str]) -> None:
    assert [str(note.suggestion).lower() for note in misread(row["example"])] == [row["pair"]]
    assert not list(misread(row["decoy"]))


@pytest.mark.parametrize("row", entries("broken-phrases"))
def test_phrases_that_lack_a_word(row: dict[str, str]) -> None:
    (note,) = broken(row["example"], whole(row["example"]), ())
    assert str(note.suggestion).lower() == f"{row['stub']} {row['word']}"
    assert not list(broken(row["decoy"], whole(row["decoy"]), ()))


@pytest.mark.parametrize("row", entries("body-verbs"))
def test_verbs_after_a_body(row: dict[str, str]) -> None:
    assert [note.suggestion for note in broken(row["example"], (), whole(row["example"]))] == ["UBND Thành phố"]
    assert not list(broken(row["decoy"], (), whole(row["decoy"])))
