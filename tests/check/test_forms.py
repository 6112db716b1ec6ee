"""A document is judged by the law of form of its family and day, and by no other."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from cancu.check import forms, rules
from cancu.check.shapes import shapes
from cancu.linked import Family
from cancu.namespaces import CC, CCR, CCV, PREFIXES

CLASSES = {
    Family.ADMINISTRATIVE: CC.AdministrativeDocument,
    Family.NORMATIVE: CC.NormativeDocument,
    Family.PARTY: CC.PartyDocument,
    Family.UNKNOWN: CC.Document,
}
PAPER = URIRef("https://thi-du.example/paper")


def targets(
    family: Family, *, date: dt.date | None = None, period: str | None = None, told: dt.date | None = None
) -> set[str]:
    """Names of the node shapes that judge such a document."""
    graph = Graph()
    graph.add((PAPER, RDF.type, CLASSES[family]))
    graph.add((PAPER, CC.recordStatus, CCV["status/extracted"]))
    if date:
        graph.add((PAPER, CC.dateIssued, Literal(date)))
    if period:
        graph.add((PAPER, CC.period, Literal(period)))
    if told:
        graph.add((PAPER, CC.learntFrom, PAPER + "#c"))
        graph.add((PAPER + "#c", CC.citedDate, Literal(told)))
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found = set()
    for shape, target in shapes().subject_objects(SH.target):
        query = str(shapes().value(target, SH.select))
        answer = list(store.query(query, prefixes={name: str(namespace) for name, namespace in PREFIXES.items()}))
        if answer:
            assert {solution["this"].value for solution in answer} == {str(PAPER)}
            found.add(str(shape).removeprefix(str(CCR)))
    return found


DATED = {form.target.removeprefix(str(CCR)): form for form in forms()}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(Family)), st.dates(dt.date(2000, 1, 1), dt.date(2031, 1, 1)))
def test_at_most_one_form_holds_for_a_day(family, date):
    judged = targets(family, date=date)
    right = {
        name
        for name, form in DATED.items()
        if form.family is family and form.valid_from <= date <= (form.valid_to or dt.date.max)
    }
    assert judged & DATED.keys() == right
    # logic judges every document, form only where a law of form held
    assert "document" in judged
    if family is not Family.UNKNOWN:
        assert ("formDocument" in judged) == bool(right)


@pytest.mark.parametrize(("name", "form"), DATED.items(), ids=DATED)
def test_a_form_holds_from_its_first_day_to_its_last(name, form):
    day = dt.timedelta(days=1)
    assert name in targets(form.family, date=form.valid_from)
    assert name not in targets(form.family, date=form.valid_from - day)
    if form.valid_to:
        assert name in targets(form.family, date=form.valid_to)
        assert name not in targets(form.family, date=form.valid_to + day)


def test_forms_of_a_family_follow_one_another_without_a_gap():
    assert [form.family for form in forms()].count(Family.PARTY) == 2
    for one, after in pairwise(forms()):
        if one.family is after.family:
            assert one.valid_to == after.valid_from - dt.timedelta(days=1)
        else:
            assert one.valid_to is None
    assert all(form.source and form.name_vi != form.name_en for form in forms())


@pytest.mark.parametrize(
    ("known", "judge"),
    [
        ({"date": dt.date(2019, 12, 31), "period": "2020"}, "administrative2011"),
        # the day that others cite it with goes before the year that it plans for
        ({"told": dt.date(2019, 12, 31), "period": "2020"}, "administrative2011"),
        ({"period": "2020"}, "administrative2020"),
        ({"period": "2016-2020"}, "administrative2011"),
        ({"period": "quý I"}, "administrative2020"),
        ({}, "administrative2020"),
    ],
)
def test_an_undated_paper_is_judged_by_what_is_known_of_its_time(known, judge):
    assert targets(Family.ADMINISTRATIVE, **known) & DATED.keys() == {judge}


def test_old_papers_are_judged_by_logic_alone():
    judged = targets(Family.ADMINISTRATIVE, date=dt.date(2005, 3, 2))
    assert judged == {"document"}


def test_every_rule_of_one_form_alone_is_told():
    alone = {name.removeprefix(str(CCR)) for form in forms() for name in form.rules}
    assert alone == {"F08", "F21", "F21-unit"}
    assert {name for form in forms() for name in form.rules} <= rules().keys()
