"""Errors keep their facts, and every kind has a name and a status of its own branch."""

from __future__ import annotations

import pickle

import pytest

from cancu.errors import AmbiguousError, CancuError, NotFoundError, QueryError, UnreadableError

ERRORS = [
    UnreadableError("tệp trống.", "the file is empty.", where="a.txt"),
    QueryError("Câu hỏi sai.", "the query is wrong.", line=3, column=15),
    NotFoundError("Không có.", "there is none.", near=("a", "b")),
    AmbiguousError("Có nhiều.", "there are several.", candidates=("x",)),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_crosses_process_borders_with_its_facts(error: CancuError) -> None:
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert type(back) is type(error)
    assert vars(back) == vars(error)
    assert (str(back), back.args) == (str(error), error.args)


def test_the_sentence_tells_where_and_what_in_both_languages() -> None:
    assert str(ERRORS[0]) == "a.txt: tệp trống. / the file is empty."
    assert str(ERRORS[1]) == "3:15: Câu hỏi sai. / the query is wrong."


def kinds(root: type[CancuError]) -> set[type[CancuError]]:
    return {root}.union(*(kinds(child) for child in root.__subclasses__()))


def test_each_kind_tells_clients_a_name_and_a_status() -> None:
    named = [kind for kind in kinds(CancuError) if kind.__module__ == "cancu.errors"]
    assert len(named) == 13
    assert all(300 <= kind.status < 600 for kind in named)
    assert len({kind.code for kind in named}) == len(named)
