"""What a machine mends: exactly what has one right writing, and nothing beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from cancu.check import Change, apply, changes, rules
from cancu.check import mended as mended_by
from cancu.check.engine.facts import Facts
from cancu.check.mending import MENDERS, written
from cancu.finding import Finding, Judgement, Opinion, Severity
from cancu.namespaces import CC, CCR, CCV

DOCUMENT = "https://x.example/doc"
ITEM = "https://x.example/item"
NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)


def finding(rule: str, words: str, *, start: int | None = 0, value: str | None = None, focus: str = ITEM) -> Finding:
    return Finding(
        rule=rule.split("-", maxsplit=1)[0],
        severity=Severity.WARNING,
        focus=focus,
        document=DOCUMENT,
        shape=str(CCR[rule]),
        message_vi="",
        message_en="",
        source="",
        value=value,
        quote=words if start is not None else None,
        start=start,
        end=None if start is None else start + len(words),
    )


def facts(*pairs: tuple[str, object]) -> Graph:
    graph = Graph()
    for name, value in pairs:
        graph.add((URIRef(ITEM), CC[name], value if isinstance(value, URIRef) else Literal(value)))
    return graph


def mended(findings: list[Finding], data: Graph, text: str | None = None) -> tuple[Finding, ...]:
    return mended_by(findings, Facts(data), {} if text is None else {DOCUMENT: text})


def mend(one: Finding, data: Graph | None = None, text: str | None = None) -> str | None:
    [done] = mended([one], data or Graph(), text)
    return done.replacement


NUMBERS = {
    "a zero before 5": ("F05", "5/KH-UBND", "05/KH-UBND"),
    "15 needs no zero": ("F05", "15/KH-UBND", None),
    "a State number with the Party's marks": ("F03", "15-KH/UBND", "15/KH-UBND"),
    "a State number with two hyphens": ("F03", "15-KH-UBND", "15/KH-UBND"),
    "groups of the body stay": ("F03", "15-KH/UBND-VX", "15/KH-UBND-VX"),
    "a letter behind the number stays": ("F03", "15a-KH/UBND", "15a/KH-UBND"),
    "a year may be meant": ("F03", "08-2021/QĐ-UBND", None),
    "two slashes behind the type may be two bodies": ("F03", "15/KH/SVHTT/QLDS", None),
    "no type": ("F03", "15-UBND", None),
    "a Party number with the State's marks": ("F04", "15/KH-ĐU", "15-KH/ĐU"),
    "a Party number with two hyphens": ("F04", "15-KH-ĐU", "15-KH/ĐU"),
    "marks swapped in a citation": ("C11-separators", "59/NQ-TW", "59-NQ/TW"),
    "and the other way": ("C11-separators", "72-NĐ/CP", "72/NĐ-CP"),
    "another fault of a cited number": ("C11", "59/NQ-TW", None),
}


@pytest.mark.parametrize(("rule", "number", "new"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_are_mended_where_one_writing_is_right(rule: str, number: str, new: str | None) -> None:
    words = f"Số: {number} "
    expected = None if new is None else f"Số: {new} "
    assert mend(finding(rule, words, value=number)) == expected
    assert mend(finding(rule, words), facts(("citedNumber", number))) == expected


def test_a_number_broken_over_lines_keeps_its_break_and_one_found_twice_is_left() -> None:
    text = "… 59/NQ-\nTW …"
    one = dataclasses.replace(finding("C11-separators", "59/NQ- TW", value="59/NQ-TW"), start=2, end=11)
    assert mend(one, text=text) == "59-NQ/\nTW"
    assert mend(finding("F05", "5/KH-X và 5/KH-X", value="5/KH-X")) is None
    assert mend(finding("F05", "15/KH-X", value="5/KH-X")) is None, "15/KH-X is another number"


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("TM.ỦY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
        ("KT.CHỦ TỊCH", "KT. CHỦ TỊCH"),
        ("TM. ỦY BAN NHÂN DÂN", None),
    ],
)
def test_the_blank_behind_the_authority(line: str, new: str | None) -> None:
    block = f"{line}\nCHỦ TỊCH\n"
    one = finding("F18", block, value=line)
    assert mend(one, text=block) == (None if new is None else f"{new}\nCHỦ TỊCH\n")


TARGET = URIRef("https://x.example/other")
CITED = (("citedNumber", "36-NQ/TW"), ("cited", TARGET), ("resolution", CCV["resolution/resolved"]))
WORDS = "Nghị quyết 36-NQ/TW của Bộ Chính trị"


def known(*days: dt.date, status: str = "registered", cited: tuple[tuple[str, object], ...] = CITED) -> Graph:
    graph = facts(*cited)
    graph.add((TARGET, CC.recordStatus, CCV[f"status/{status}"]))
    for day in days:
        graph.add((TARGET, CC.dateIssued, Literal(day)))
    return graph


def test_a_date_comes_from_what_is_surely_meant() -> None:
    day = dt.date(2004, 3, 26)
    assert mend(finding("C01", WORDS), known(day)) == "Nghị quyết 36-NQ/TW ngày 26/3/2004 của Bộ Chính trị"
    assert mend(finding("C01", WORDS), known(day, status="extracted")) is not None


DECOYS = {
    "no date is known": known(),
    "two dates are known": known(dt.date(2004, 3, 26), dt.date(2004, 6, 23)),
    "only another citation tells it": known(dt.date(2004, 3, 26), status="cited"),
    "several may be meant": known(
        dt.date(2004, 3, 26), cited=(*CITED[:2], ("resolution", CCV["resolution/ambiguous"]))
    ),
}


@pytest.mark.parametrize("data", DECOYS.values(), ids=DECOYS)
def test_a_date_that_is_not_sure_is_left_to_people(data: Graph) -> None:
    assert mend(finding("C01", WORDS), data) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 2, 5), "05/02/2026"),
        (dt.date(2026, 3, 11), "11/3/2026"),
        (dt.date(2025, 1, 24), "24/01/2025"),
        (dt.date(2025, 12, 9), "09/12/2025"),
    ],
)
def test_dates_are_written_by_the_form(day: dt.date, words: str) -> None:
    assert written(day) == words


@pytest.mark.parametrize(
    ("rule", "kind", "words", "suggestion", "new"),
    [
        ("Q04", "doubled-word", "về về", "về", "về"),
        ("F11", "date-padding", "5/7/2018", "05/7/2018", "05/7/2018"),
        ("Q01", "not-composed", unicodedata.normalize("NFD", "kế"), "kế", "kế"),
        ("Q04", "misreading", "du luận", "dư luận", None),
        ("Q02", "doubled-word", "về về", "về", None),
    ],
)
def test_only_suggestions_that_are_sure_are_taken(
    rule: str, kind: str, words: str, suggestion: str, new: str | None
) -> None:
    data = facts(("markKind", CCV[f"mark/{kind}"]), ("suggestion", suggestion))
    assert mend(finding(rule, words), data) == new


def test_a_finding_about_a_value_gets_its_place_where_it_stands_once() -> None:
    text = "TM. ỦY BAN\nTM.ỦY BAN"
    [placed] = mended([finding("F18", "", start=None, value="TM.ỦY BAN")], Graph(), text)
    assert (placed.start, placed.end, placed.quote) == (11, 20, "TM.ỦY BAN")
    [nowhere] = mended([finding("F18", "", start=None, value="TM.ỦY BAN")], Graph(), f"{text}\nTM.ỦY BAN")
    assert (nowhere.start, nowhere.replacement) == (None, None)


def test_words_that_are_quoted_in_part_are_not_mended_without_the_text() -> None:
    data = known(dt.date(2004, 3, 26))
    assert mend(finding("C01", f"{WORDS} …"), data) is None


def test_every_rule_that_is_mended_is_on_the_list_of_rules(shared) -> None:
    listed = {line.split("\t")[0] for line in shared("rules.tsv").read_text("utf-8").splitlines()}
    assert set(MENDERS) <= listed
    assert {"F05", "F18", "C01"} <= {rule.id for rule in rules().values()} & set(MENDERS)


spans = st.integers(0, 9).flatmap(lambda start: st.tuples(st.just(start), st.integers(start, 10)))
wishes = st.lists(st.tuples(spans, st.text("xyz", max_size=3)), max_size=5)


@given(st.text("abc\n", min_size=10, max_size=10), wishes)
def test_only_wanted_places_change_and_the_changes_tell_them_all(
    text: str, wanted: list[tuple[tuple[int, int], str]]
) -> None:
    found = [dataclasses.replace(finding("F05", text[s:e], start=s), end=e, replacement=new) for (s, e), new in wanted]
    new = apply(text, found)
    touched = {i for (s, e), _ in wanted for i in range(s, e)}
    kept = "".join(c for i, c in enumerate(text) if i not in touched)
    rest = iter(new)
    assert all(c in rest for c in kept), "what nobody wants changed stays, in order"
    assert (changes(text, found) == ()) is (new == text)
    for change in changes(text, found):
        assert change.before in text
        assert change.after in new


def test_nothing_to_mend_changes_nothing_and_what_people_judged_is_left_alone() -> None:
    text = "Số: 5/KH-UBND\n"
    one = dataclasses.replace(finding("F05", "5/KH-UBND", start=4), replacement="05/KH-UBND")
    assert apply(text, []) == text
    assert apply(text, [one]) == "Số: 05/KH-UBND\n"
    assert changes(text, [one]) == (Change(1, "Số: 5/KH-UBND", "Số: 05/KH-UBND", ("F05",)),)
    for opinion in Opinion:
        judged = dataclasses.replace(one, verdict=Judgement(opinion=opinion, reviewer="A", moment=NOON))
        assert apply(text, [judged]) == text
