"""The tables of ``data/registry``: canonical, closed, and true to the rules of identity. Messages say the fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cancu import resources
from cancu.link.bodies import Bodies
from cancu.link.cells import TABLES as TABLES_KNOWN
from cancu.link.cells import FolderTable, shipped
from cancu.link.identity import Identity
from cancu.link.numbers import parse
from cancu.link.registry import Registry, build
from cancu.link.soundness import FORMAT, faults, mended
from cancu.link.tables import Symbol, Template, rows_of
from cancu.linked import Body, BodyKind, Unit
from cancu.registered import Change, Post
from cancu.vietnamese import fold

TABLES = sorted(path.name for path in (Path(resources.folder("data")) / "registry").glob("*.tsv"))
LOCAL = [body for body in Registry.load().rows.bodies if body.place and body.aliases == ()]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def rows(name: str) -> tuple[dict[str, str], ...]:
    return FolderTable.read(shipped() / name).records()


def test_the_tables_are_sound(registry: Registry) -> None:
    tables = [FolderTable.read(path) for path in sorted(shipped().glob("*.tsv"))]
    assert {table.name for table in tables} == set(TABLES_KNOWN)
    assert "\n".join(map(str, faults(tables, registry))) == ""


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_its_canonical_form(name: str) -> None:
    table = FolderTable.read(shipped() / name)
    assert mended(table).text() == (shipped() / name).read_text("utf-8"), "run: cancu registry format"


GOOD = {
    "bodies.tsv": ["so-gia-huyen\tpublic\tSở Giả Huyễn\t\t\tcp\t\t\t\t\tM"],
    "units.tsv": ["mo-may\t99\t2025-07-01\tMơ Mây\ttỉnh\t\t\t\tM"],
    "changes.tsv": ["doi-2026\trenaming\t2026-01-01\tbody:so-gia-huyen\tbody:cp\tĐổi tên\tM"],
    "instruments.tsv": [
        "cp/qppl-2026/nd/1\tNghị định\t01/2026/NĐ-CP\t2026-01-05\tcp\tthư viện xã\t\t\tin force\t2026-11-01\tM",
        "cp/qppl-2026/nd/2\tNghị định\t02/2026/NĐ-CP\t2026-01-06\tcp\tbảo tàng xã\t\tamends:cp/qppl-2026/nd/1\t\t\tM",
    ],
    "terms.tsv": [
        "cp/k20\tcp\tk20\tXX\t2040-01-01\t2045-01-01\tM",
        "cp/k21\tcp\tk21\tXXI\t2045-01-01\t\tM",
    ],
    "validity.tsv": ["cp/qppl-2026/nd/1\treplaced\t2026-07-01\t02/2026/NĐ-CP\tthay thế\t2026-11-01\tM"],
    "posts.tsv": ["truong\tTrưởng giả\t\t=so-gia-huyen\thead\tM"],
}
WRONG = [
    ("bodies.tsv", "", "", "zzz\tpublic\tA\t\t\tcp\t\t\t\t\tM\naaa\tpublic\tB\t\t\tcp\t\t\t\t\tM", FORMAT),
    ("bodies.tsv", "Sở Giả Huyễn", " Sở Giả Huyễn", "", FORMAT),
    ("bodies.tsv", "\tSở Giả Huyễn\t\t", "\tSở Giả Huyễn\tA||B\t", "", FORMAT),
    ("posts.tsv", "", "", "truong\tTrưởng giả\t\t=so-gia-huyen\thead\tM", FORMAT),
    ("posts.tsv", "", "", "truong\tTrưởng khác\t\t=so-gia-huyen\thead\tM", "make one row"),
    ("bodies.tsv", "\tM", "\t", "", "say where the fact was read"),
    ("bodies.tsv", "\tcp\t", "\tnobody\t", "", "add a row nobody"),
    ("bodies.tsv", "\tcp\t", "\tso-gia-huyen\t", "", "correct a parent"),
    ("bodies.tsv", "\tcp\t\t", "\tcp\tnowhere\t", "", "add it to units.tsv"),
    ("units.tsv", "\t99\t", "\t01\t", "", "correct a code"),
    ("units.tsv", "mo-may", "may-mo", "", "write mo-may"),
    ("units.tsv", "\ttỉnh\t\t\t\t", "\ttỉnh\t\t\tnowhere\t", "", "add a row nowhere"),
    ("changes.tsv", "body:cp", "body:nobody", "", "correct the name"),
    ("instruments.tsv", "cp/qppl-2026/nd/1\t", "cp/qppl-2026/nd/9\t", "", "write cp/qppl-2026/nd/1"),
    ("instruments.tsv", "\tcp\tthư viện", "\tnobody\tthư viện", "", "add it to bodies.tsv"),
    ("instruments.tsv", "Nghị định\t01", "Lá thư\t01", "", "type.ttl"),
    ("instruments.tsv", "in force\t2026-11-01", "in force\t", "", "fill as_of"),
    ("instruments.tsv", "amends:cp/qppl-2026/nd/1", "amends:cp/qppl-2026/nd/7", "", "add a row cp/qppl-2026/nd/7"),
    ("instruments.tsv", "amends:", "adores:", "", "add a row"),
    ("terms.tsv", "\t2045-01-01\t\t", "\t2045-02-01\t\t", "", "mend a day"),
    ("posts.tsv", "=so-gia-huyen", "=nobody", "", "templates.tsv"),
    ("validity.tsv", "\treplaced\t", "\tforgotten\t", "", "write one of"),
    ("validity.tsv", "cp/qppl-2026/nd/1\t", "cp/qppl-2026/nd/9\t", "", "add it to instruments.tsv"),
]


def planted(table: str = "", wrong: str = "", by: str = "", more: str = "") -> str:
    """What is found in the shipped tables with good rows added, and one fault planted."""
    tables, made = [], {}
    for name in TABLES_KNOWN:
        known = FolderTable.read(shipped() / name)
        lines = list(GOOD.get(name, []))
        if name == table:
            assert not wrong or any(wrong in line for line in lines)
            lines = [line.replace(wrong, by, 1) for line in lines] + (more.split("\n") if more else [])
        rows = tuple(tuple(line.split("\t")) for line in lines)
        ordered = rows if name == table else tuple(sorted(rows))
        tables.append(replace(known, rows=ordered))
        made[name] = replace(known, rows=tuple(sorted({row[0]: row for row in (*known.rows, *rows)}.values())))
    return "\n".join(map(str, faults(tables, build(rows_of(made)))))


def test_good_rows_have_no_fault() -> None:
    assert planted() == ""


@pytest.mark.parametrize(("table", "wrong", "by", "more", "mend"), WRONG, ids=[f"{c[0]} {c[4]}" for c in WRONG])
def test_a_planted_fault_is_found_with_what_mends_it(table: str, wrong: str, by: str, more: str, mend: str) -> None:
    found = planted(table, wrong, by, more)
    assert any(line.startswith(table) and mend in line.partition(" → ")[2] for line in found.splitlines()), found


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_names_each_table_with_its_columns(name: str) -> None:
    told = resources.text("data", "registry", "README.md")
    line = next((line for line in told.splitlines() if f"`{name}`" in line), "")
    missing = [column for column in TABLES_KNOWN[name] if column not in line]
    assert not missing, f"add {missing} to the line of {name} in data/registry/README.md"


def test_all_34_provinces_are_there(registry: Registry) -> None:
    by_list = Counter(unit.epoch for unit in registry.rows.units if unit.parent is None)
    assert by_list == {"2025-07-01": 34, "2004-07-08": 29}
    assert all(unit.successor for unit in registry.rows.units if unit.epoch == "2004-07-08")


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


@pytest.mark.parametrize("change", Registry.load().rows.changes, ids=lambda change: change.slug)
def test_what_a_merger_ended_has_a_successor(change: Change, registry: Registry) -> None:
    tables: dict[str, Mapping[str, Body | Unit]] = {"body": registry.bodies, "unit": registry.units}
    for table, name in set(change.before) - set(change.after):
        assert tables[table][name].successor in {after for _, after in change.after}


def test_every_successor_is_told_by_a_change(registry: Registry) -> None:
    ended = {body.slug for body in registry.rows.bodies if body.successor}
    ended |= {unit.slug for unit in registry.rows.units if unit.successor}
    assert ended == {name for c in registry.rows.changes for _, name in set(c.before) - set(c.after)}


@pytest.mark.parametrize("post", Registry.load().rows.posts, ids=lambda post: post.slug)
def test_a_post_is_head_deputy_or_member(post: Post) -> None:
    assert post.rank in {"head", "deputy", "member"}
    assert (post.rank == "deputy") == post.label.startswith(("Phó ", "Thứ "))


def test_the_offices_of_the_plans_signers_are_posts(registry: Registry) -> None:
    known = {fold(name) for post in registry.rows.posts for name in (post.label, *post.aliases)}
    printed = {row["position"] for row in resources.table("data", "lexicon", "positions.tsv")}
    of_the_plans = {"Phó Bí thư", "Phó Bí thư Thường trực", "Phó Chủ tịch", "Trưởng ban"}
    assert of_the_plans <= printed
    assert {fold(name) for name in of_the_plans} <= known
    assert not {fold(name) for name in ("Người mẫu", "Phó Giáo sư")} & known


TEMPLATES = [row for row in Registry.load().templates if row.kind is not BodyKind.GROUP and "*" not in row.label]


@pytest.mark.parametrize("template", TEMPLATES, ids=[row.key for row in TEMPLATES])
def test_a_template_fires_in_its_place_and_in_no_other(template: Template, registry: Registry) -> None:
    place = "hung-dao-ha-noi" if template.level == "commune" else "hai-phong"
    here, there = registry.units[place], registry.units["do-son-hai-phong" if template.level == "commune" else "hue"]
    label = template.label.replace("{tu}", "Thành ủy")
    if template.level != "commune":  # a commune's name is another's too
        full = f"{label} {here.name}" if "{tu}" in template.label else f"{label} {here.kind} {here.name}"
        assert Bodies(registry, ()).sure(full) == (f"{template.slug}-{place}",)
    inside = Bodies(registry, registry.chain(place)).sure(label)
    assert inside == (f"{template.slug}-{place}",)
    assert Bodies(registry, registry.chain(there.slug)).sure(label) != inside


@pytest.mark.parametrize("symbol", Registry.load().symbols.values(), ids=lambda symbol: symbol.symbol)
def test_a_symbol_is_read_out_of_a_number_and_of_no_longer_one(symbol: Symbol, registry: Registry) -> None:
    bodies = Bodies(registry, registry.chain("ha-noi"))
    identity = Identity(registry, bodies)

    def owner(organ: str) -> str:
        number = parse(
            f"1/2026/NQ-{organ}" if symbol.order == "state" else f"01-KH/{organ}", registry.types.abbreviations
        )
        return identity.owner(number, None).slug

    meant = symbol.body.removeprefix("=") if symbol.body.startswith("=") else bodies.of_template(symbol.body)
    assert owner(symbol.symbol) == (meant or "_")
    assert owner(f"{symbol.symbol}XX") not in registry.bodies
