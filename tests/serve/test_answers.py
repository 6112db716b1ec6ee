"""Answers that are kept: those of the store as it is, in bounded room, each asked for once."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.serve.http.answers import Answers
from cancu.store import GRAPHS, SOLUTIONS, Answer, Form

JSON = SOLUTIONS[0]
ROOM = 80


class Source:
    """A store whose answers tell its version; it counts how often it is asked."""

    def __init__(self, length: int = 0) -> None:
        self.version = self.asked = 0
        self.length = length
        self.answers = Answers(lambda: self.version, ROOM)

    def ask(self, text: str, length: int | None = None) -> bytes:
        def run() -> Answer:
            self.asked += 1
            return Answer(Form.SELECT, JSON, self.say(text).ljust(self.length if length is None else length))

        return self.answers.get(text, JSON, run).body

    def say(self, text: str) -> bytes:
        return f"{text}@{self.version}".encode()


def test_an_answer_is_kept_until_the_store_changes() -> None:
    source = Source()
    assert [source.ask("a"), source.ask("a"), source.asked] == [b"a@0", b"a@0", 1]
    source.version += 1
    assert [source.ask("a"), source.ask("a"), source.asked] == [b"a@1", b"a@1", 2]


def test_another_format_is_another_answer() -> None:
    answers = Answers(lambda: 1)
    made = [
        answers.get("a", form, lambda form=form: Answer(Form.SELECT, form, form.name.encode()))  # type: ignore[misc]
        for form in (JSON, GRAPHS[0], JSON)
    ]
    assert [one.format for one in made] == [JSON, GRAPHS[0], JSON]


def test_a_question_that_failed_is_asked_again() -> None:
    source = Source()

    def fail() -> Answer:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        source.answers.get("a", JSON, fail)
    assert source.ask("a") == b"a@0"


def test_what_comes_while_the_store_changes_does_not_outlive_the_change() -> None:
    source = Source()

    def overtaken() -> Answer:
        before = source.say("a")
        source.version += 1
        return Answer(Form.SELECT, JSON, before)

    assert source.answers.get("a", JSON, overtaken).body == b"a@0"
    assert source.ask("a") == b"a@1"


def test_a_large_answer_is_given_but_not_kept() -> None:
    source = Source()
    assert [len(source.ask("a", ROOM)) for _ in range(2)] == [ROOM, ROOM]
    assert source.asked == 2


def test_those_not_asked_for_longest_go() -> None:
    source = Source(length=7)  # with its text each takes 8 bytes of 80
    for text in "abcdefghij":
        source.ask(text)
    source.ask("a")
    source.ask("k")
    assert source.asked == 11
    source.ask("a")
    assert source.asked == 11
    source.ask("b")
    assert source.asked == 12


def test_who_asks_meanwhile_waits_for_the_same_answer() -> None:
    source, is_begun, may_end = Source(), threading.Event(), threading.Event()

    def slow() -> Answer:
        source.asked += 1
        is_begun.set()
        assert may_end.wait(30)
        return Answer(Form.SELECT, JSON, b"slow")

    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(source.answers.get("a", JSON, slow).body)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    assert is_begun.wait(30)
    may_end.set()
    for thread in threads:
        thread.join(30)
    assert (found, source.asked) == ([b"slow"] * 4, 1)


@given(st.lists(st.one_of(st.just(""), st.text("abcd", min_size=1, max_size=3)), max_size=60), st.integers(0, 20))
def test_whatever_is_asked_in_whatever_order_the_answer_is_that_of_the_store(steps: list[str], length: int) -> None:
    source = Source(length)
    for text in steps:
        if text:
            assert source.ask(text).strip() == source.say(text)
        else:
            source.version += 1
