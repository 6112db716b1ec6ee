"""Every entry of the word lists of tasks, reports and events fires on its example and not on its decoy."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cancu import resources
from cancu.extract.agencies import bodies_at, bodies_in, printed
from cancu.extract.duties import assignment, is_formula
from cancu.extract.events import events
from cancu.extract.labels import labelled
from cancu.extract.layout import Context, Heading, Zones
from cancu.extract.reports import reports
from cancu.extract.scopes import aims, heading_bodies
from cancu.extract.strangers import is_strange_name
from cancu.extract.table_heads import column_kind
from cancu.extract.tasks import tasks
from cancu.extract.times import is_time
from cancu.model import Clarity, Event, Report, Span, Task
from cancu.read import read_bytes

FILES = (
    "after-names",
    "agency-heads",
    "assigning-words",
    "effect-words",
    "event-heads",
    "formula-words",
    "holding-verbs",
    "inseparable",
    "name-stops",
    "place-modifiers",
    "product-words",
    "report-frequencies",
    "report-manners",
    "report-nouns",
    "responsibility-words",
    "sector-names",
    "table-columns",
    "task-labels",
    "time-words",
    "topic-words",
)
HERE = Context(year=2026)


def rows(name: str) -> tuple[dict[str, str], ...]:
    return resources.table("data", "lexicon", f"{name}.tsv")


def entries(name: str, kind: str | None = None) -> Sequence[object]:
    chosen = [row for row in rows(name) if kind is None or row["kind"] == kind]
    return [pytest.param(row, id=f"{next(iter(row.values()))}") for row in chosen]


def whole(words: str) -> tuple[str, ...]:
    return printed(words, bodies_in(words, 0, len(words)))


def reports_of(sentence: str) -> tuple[Report, ...]:
    text = read_bytes(sentence.encode(), "a.txt")
    parts = bare(len(text.flow))
    return reports(text, parts, (), tasks(text, parts, (), HERE), HERE)


def events_of(sentence: str) -> tuple[Event, ...]:
    text = read_bytes(sentence.encode(), "a.txt")
    return events(text, bare(len(text.flow)), HERE)


def bare(length: int) -> Zones:
    nothing, end = Span(0, 0), Span(length, length)
    return Zones(head=nothing, basis=nothing, body=Span(0, length), recipients=end, signature=end)


@pytest.mark.parametrize("name", FILES)
def test_a_word_list_is_sorted_and_says_nothing_twice(name: str) -> None:
    keys = [tuple(row.values())[:2] for row in rows(name)]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("row", entries("agency-heads"))
def test_a_head_begins_a_name_and_its_decoy_none(row: dict[str, str]) -> None:
    assert whole(row["example"])
    assert not whole(row["decoy"])


@pytest.mark.parametrize("row", entries("name-stops"))
def test_a_stop_ends_a_name_unless_it_is_part_of_it(row: dict[str, str]) -> None:
    found = bodies_at(row["example"], 0, len(row["example"]))
    assert found is not None
    assert row["example"][found.end :].startswith(row["word"])
    assert whole(row["decoy"]) == (row["decoy"],)


@pytest.mark.parametrize("row", entries("sector-names"))
def test_a_verb_that_no_list_knows_follows_a_whole_name(row: dict[str, str]) -> None:
    for words, rest in ((row["example"], "rào quanh kho"), (row["decoy"], "")):
        found = bodies_at(words, 0, len(words))
        assert found is not None
        assert words[found.end :].strip() == rest


@pytest.mark.parametrize("row", entries("topic-words"))
def test_a_matter_is_no_body_that_no_list_knows(row: dict[str, str]) -> None:
    assert not is_strange_name(row["example"], 0, len(row["example"]))
    assert is_strange_name(row["decoy"], 0, len(row["decoy"]))


@pytest.mark.parametrize("row", entries("after-names"))
def test_words_that_are_no_verb_give_no_work(row: dict[str, str]) -> None:
    assert assignment(row["example"], 0, len(row["example"])) is None
    assert assignment(row["decoy"], 0, len(row["decoy"])) is not None


@pytest.mark.parametrize("row", entries("place-modifiers"))
def test_few_words_go_on_with_a_name_after_its_place(row: dict[str, str]) -> None:
    for words, expected in ((row["example"], False), (row["decoy"], True)):
        found = bodies_at(words, 0, len(words))
        assert found is not None
        assert (printed(words, found.spans) == ("các xã",) and " sơn" in words) is expected


@pytest.mark.parametrize("row", entries("inseparable"))
def test_an_inseparable_phrase_stays_one_name(row: dict[str, str]) -> None:
    assert whole(row["example"]) == (row["example"],)
    assert len(whole(row["decoy"])) == 2


@pytest.mark.parametrize("row", [*entries("assigning-words", "opener"), *entries("assigning-words", "lead-in")])
def test_words_of_assigning_give_work_to_the_body_after_them(row: dict[str, str]) -> None:
    duty = assignment(row["example"], 0, len(row["example"]))
    assert duty is not None
    assert printed(row["example"], duty.leads) == ("Sở Y tế",)
    assert assignment(row["decoy"], 0, len(row["decoy"])) is None


@pytest.mark.parametrize("row", entries("assigning-words", "appeal"))
def test_what_a_body_says_or_has_received_is_no_work(row: dict[str, str]) -> None:
    assert assignment(row["example"], 0, len(row["example"])) is None
    duty = assignment(row["decoy"], 0, len(row["decoy"]))
    assert duty is not None
    assert printed(row["decoy"], duty.leads) == ("Sở Y tế",)


def test_each_word_of_assigning_is_proved() -> None:
    kinds = {row["kind"] for row in rows("assigning-words")}
    assert kinds == {"opener", "lead-in", "heading", "aims", "appeal"}


@pytest.mark.parametrize("row", entries("assigning-words", "heading"))
def test_words_of_headings_leave_the_body_that_they_name(row: dict[str, str]) -> None:
    assert printed(row["example"], heading_bodies(row["example"], 0, len(row["example"]))) == ("Sở Y tế",)
    assert heading_bodies(row["decoy"], 0, len(row["decoy"])) == ()


@pytest.mark.parametrize("row", entries("assigning-words", "aims"))
def test_a_heading_of_aims_gives_no_work(row: dict[str, str]) -> None:
    for words, expected in ((row["example"], True), (row["decoy"], False)):
        heading = Heading("I", words, 0, 0, len(words), len(words), 1)
        assert aims(words, (heading,), 0) is expected


@pytest.mark.parametrize("row", entries("formula-words"))
def test_a_formula_assigns_nothing_of_its_own(row: dict[str, str]) -> None:
    for sentence, expected in ((row["example"], True), (row["decoy"], False)):
        duty = assignment(sentence, 0, len(sentence))
        assert duty is not None
        assert is_formula(sentence, duty.verb, len(sentence)) is expected


@pytest.mark.parametrize("row", entries("time-words"))
def test_words_of_time_make_a_cell_of_time(row: dict[str, str]) -> None:
    assert is_time(row["example"])
    assert not is_time(row["decoy"])


@pytest.mark.parametrize("row", entries("task-labels"))
def test_a_label_stands_before_a_colon_at_the_start(row: dict[str, str]) -> None:
    start = len("* ")
    assert [label.kind for label in labelled(row["example"], start, len(row["example"]))] == [row["kind"]]
    assert labelled(row["decoy"], 0, len(row["decoy"])) == ()


@pytest.mark.parametrize("row", entries("table-columns"))
def test_the_head_of_a_column_tells_its_kind(row: dict[str, str]) -> None:
    assert column_kind(row["example"]) == row["kind"]
    assert column_kind(row["decoy"]) == ""


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Người/bộ phận phụ trách", "lead"),
        ("Tổ / nhóm / cơ quan phụ trách", "lead"),
        ("Khối/đơn vị phối hợp", "partner"),
        ("Số/ký hiệu", ""),
        ("Người/xe", ""),
        ("/", ""),
    ],
)
def test_what_stands_after_a_stroke_decides(head: str, kind: str) -> None:
    assert column_kind(head) == kind


@pytest.mark.parametrize("row", entries("report-frequencies"))
def test_words_of_frequency_say_how_often(row: dict[str, str]) -> None:
    assert [item.frequency for item in reports_of(row["example"])] == [row["frequency"]]
    assert row["frequency"] not in [item.frequency for item in reports_of(row["decoy"])]


@pytest.mark.parametrize("row", entries("report-nouns"))
def test_a_report_as_a_thing_is_no_duty_to_report(row: dict[str, str]) -> None:
    assert len(reports_of(row["example"])) == 1
    assert reports_of(row["decoy"]) == ()


@pytest.mark.parametrize("row", entries("report-manners"))
def test_a_word_of_manner_stands_before_who_is_told(row: dict[str, str]) -> None:
    assert [item.addressee for item in reports_of(row["example"])] == ["UBND xã"]
    assert "UBND xã" not in [item.addressee for item in reports_of(row["decoy"])]


@pytest.mark.parametrize("row", entries("event-heads"))
def test_a_happening_is_found_by_its_head(row: dict[str, str]) -> None:
    assert any(row["head"].lower() in event.text.lower() for event in events_of(row["example"]))
    assert not any(row["head"].lower() in event.text.lower() for event in events_of(row["decoy"]))


@pytest.mark.parametrize("row", entries("holding-verbs"))
def test_a_programme_is_a_happening_after_a_verb_of_holding(row: dict[str, str]) -> None:
    assert [event.name for event in events_of(row["example"])] == ["Chương trình “Chào xuân Vân Hải”"]
    assert events_of(row["decoy"]) == ()


def work(sentence: str) -> Task:
    text = read_bytes(sentence.encode(), "a.txt")
    (task,) = tasks(text, bare(len(text.flow)), (), HERE)
    return task


@pytest.mark.parametrize("row", entries("product-words"))
def test_a_thing_after_a_verb_of_making_is_the_product(row: dict[str, str]) -> None:
    assert work(row["example"]).product is not None
    assert work(row["decoy"]).product is None


@pytest.mark.parametrize("row", entries("responsibility-words"))
def test_who_answers_or_inspects_makes_responsibility_clear(row: dict[str, str]) -> None:
    assert Clarity.RESPONSIBILITY in work(row["example"]).clear
    assert Clarity.RESPONSIBILITY not in work(row["decoy"]).clear


@pytest.mark.parametrize("row", entries("effect-words"))
def test_an_amount_that_can_be_counted_makes_the_effect_clear(row: dict[str, str]) -> None:
    assert Clarity.EFFECT in work(row["example"]).clear
    assert Clarity.EFFECT not in work(row["decoy"]).clear
