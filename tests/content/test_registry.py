"""The tables of ``data/registry``: canonical, closed, and true to the rules of identity. Messages say the fix."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from cancu import resources
from cancu.link.bodies import Bodies
from cancu.link.known import key_of
from cancu.link.registry import Registry
from cancu.linked import BodyKind, Instrument
from cancu.model import RelationKind
from cancu.vietnamese import fold, slug

TABLES = sorted(path.name for path in (Path(resources.folder("data")) / "registry").glob("*.tsv"))
LOCAL = [body for body in Registry.load().rows.bodies if body.place and body.aliases == ()]
INSTRUMENTS = Registry.load().rows.instruments


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def rows(name: str) -> tuple[dict[str, str], ...]:
    return resources.table("data", "registry", name)


@pytest.mark.parametrize("name", TABLES)
def test_rows_are_sorted_and_unique_by_their_first_column(name: str) -> None:
    keys = [next(iter(row.values())) for row in rows(name)]
    assert keys == sorted(set(keys)), f"sort {name} by its first column (LC_ALL=C) and merge rows of one key"


@pytest.mark.parametrize("name", TABLES)
def test_cells_have_no_blanks_at_their_ends(name: str) -> None:
    wrong = [cell for row in rows(name) for cell in row.values() for part in cell.split("|") if part != part.strip()]
    assert not wrong, f"strip these cells of {name}"


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_names_each_table_with_its_columns(name: str) -> None:
    told = resources.text("data", "registry", "README.md")
    line = next((line for line in told.splitlines() if f"`{name}`" in line), "")
    missing = [column for column in rows(name)[0] if column not in line]
    assert not missing, f"add {missing} to the line of {name} in data/registry/README.md"


def test_bodies_refer_to_rows_that_are_there(registry: Registry) -> None:
    for body in registry.rows.bodies:
        for other in filter(None, (body.parent, body.owner, body.successor)):
            assert other in registry.bodies, f"bodies.tsv: add a row {other}, which {body.slug} names"
        assert body.place is None or body.place in registry.units, f"units.tsv: add {body.place} for {body.slug}"


def test_every_body_hangs_on_a_top_without_a_circle(registry: Registry) -> None:
    for body in registry.rows.bodies:
        seen = [body.slug]
        while parent := registry.bodies[seen[-1]].parent:
            assert parent not in seen, f"bodies.tsv: break the circle {' → '.join([*seen, parent])}"
            seen.append(parent)


def test_units_lie_in_units_and_codes_are_used_once(registry: Registry) -> None:
    codes = Counter((unit.epoch, unit.code) for unit in registry.rows.units)
    assert max(codes.values()) == 1, "units.tsv: one code of one list means one place"
    for unit in registry.rows.units:
        assert unit.parent is None or unit.parent in registry.units, f"units.tsv: add {unit.parent}"
        assert unit.slug == "-".join(filter(None, (slug(unit.name), unit.parent))), "slug is name, then parent"


def test_all_34_provinces_are_there(registry: Registry) -> None:
    assert sum(unit.parent is None for unit in registry.rows.units) == 34


def test_terms_follow_each_other_without_gap(registry: Registry) -> None:
    for body, terms in registry.terms.items():
        assert body in registry.bodies, f"bodies.tsv: add {body}"
        for one, after in pairwise(terms):
            assert one.closes == after.opens, f"terms.tsv: {body} {one.slug} closes when {after.slug} opens"


def test_symbols_and_templates_lead_to_known_bodies(registry: Registry) -> None:
    keys = {template.key for template in registry.templates}
    cells = [symbol.body for symbol in registry.symbols.values()]
    cells += [
        part
        for template in registry.templates
        for cell in (template.parent, template.owner)
        for part in cell.split("/")
        if part
    ]
    for cell in cells:
        where = registry.bodies if cell.startswith("=") else keys
        assert cell.lstrip("=^") in where, f"{cell}: name a row of bodies.tsv (=slug) or of templates.tsv"


@pytest.mark.parametrize("known", INSTRUMENTS, ids=[known.key for known in INSTRUMENTS])
def test_an_instrument_has_the_key_of_its_identity(known: Instrument, registry: Registry) -> None:
    assert known.issuer in registry.bodies, f"bodies.tsv: add {known.issuer}"
    assert registry.types.named(known.type), f"ontology/vocab/type.ttl has no type {known.type}"
    if known.number:
        assert known.key == key_of(known, registry), "instruments.tsv: put this key into the first column"
    else:
        assert known.key.split("/")[:2] == [registry.owner(known.issuer), "name"], "a nameless number goes by name"


def test_relations_of_instruments_are_closed(registry: Registry) -> None:
    for known in registry.rows.instruments:
        for kind, key in known.relations:
            assert RelationKind(kind)
            assert key in registry.instruments, f"instruments.tsv: add {key}, which {known.key} {kind}"


def test_validity_is_told_only_as_of_a_day(registry: Registry) -> None:
    loose = [known.key for known in registry.rows.instruments if bool(known.status) != bool(known.as_of)]
    assert not loose, "instruments.tsv: give the day in as_of, or leave status empty"


def test_colliding_numbers_are_kept_apart(registry: Registry) -> None:
    assert {known.key for known in registry.by_number["59-nq-tw"]} == {"tw/k12/nq/59", "tw/k13/nq/59"}
    assert {known.key for known in registry.by_number["36-nq-tw"]} == {
        "tw/k09/nq/36",
        "tw/k12/nq/36",
        "tw/k13/nq/36",
    }


@pytest.mark.parametrize("body", LOCAL, ids=[body.slug for body in LOCAL])
def test_a_local_body_is_found_by_its_name_in_its_place(body: object, registry: Registry) -> None:
    found = Bodies(registry, registry.chain(body.place)).agency(body.label)  # type: ignore[attr-defined]
    assert found.bodies == (body.slug,), (  # type: ignore[attr-defined]
        "bodies.tsv: the slug is what templates.tsv makes of name and place; else give the body an alias"
    )


def test_groups_are_plural_and_others_not(registry: Registry) -> None:
    for template in registry.templates:
        assert (template.kind is BodyKind.GROUP) == template.slug.startswith("cac-"), template.key


def test_each_event_is_found_by_each_of_its_names(registry: Registry) -> None:
    for event in registry.rows.events:
        assert event.aliases, f"events.tsv: give {event.slug} the words that documents use"
        assert all(len(fold(alias).split()) > 1 for alias in event.aliases), f"{event.slug}: one word says too little"
