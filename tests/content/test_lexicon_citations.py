"""Every entry of the word lists of citations fires on its example and not on its decoy."""

from __future__ import annotations

import itertools

import pytest

from cancu import resources
from cancu.extract.citations import citations
from cancu.extract.layout import Context, Zones
from cancu.extract.relations import relations
from cancu.model import Citation, Header, RelationKind, Role, Span
from cancu.read import read_bytes
from cancu.text import Text

FILES = (
    "citation-words",
    "cited-types",
    "congress-bodies",
    "issuer-heads",
    "issuer-names",
    "law-names",
    "organs",
    "relation-verbs",
)
MADE = "chợ quê"
ROLES = {"implements": Role.IMPLEMENTS, "amends": Role.AMENDS, "bridge": Role.IMPLEMENTS, "amend-bridge": Role.AMENDS}


def _read(words: str) -> Text:
    return read_bytes(f"Các việc đã làm trong năm của xã Suối Mơ như sau\n\n{words}\n".encode(), "a.txt")


def _cited(words: str) -> tuple[Citation, ...]:
    text = _read(words)
    whole = len(text.flow)
    parts = Zones(Span(0, 0), Span(0, 0), Span(0, whole), Span(whole, whole), Span(whole, whole))
    return citations(text, parts, Header(), Context())


def _rows(name: str) -> tuple[dict[str, str], ...]:
    return resources.table("data", "lexicon", f"{name}.tsv")


@pytest.mark.parametrize("name", FILES)
def test_rows_are_sorted_and_unique(name: str) -> None:
    rows = _rows(name)
    columns = list(rows[0])
    by_kind = "kind" in columns and name == "citation-words"
    keys = [(row["kind"] if by_kind else "", row[columns[0]]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(row["example"] and row["decoy"] and row["example"] != row["decoy"] for row in rows)


def _words(kind: str) -> list[dict[str, str]]:
    return [row for row in _rows("citation-words") if row["kind"] == kind]


def _title(words: str) -> str | None:
    return next((c.title for c in _cited(words)), None)


@pytest.mark.parametrize("row", [*_words("opener"), *_words("late")], ids=lambda row: f"{row['kind']}: {row['word']}")
def test_an_opener_begins_a_title(row: dict[str, str]) -> None:
    assert (_title(row["example"]) or "").lower().startswith(row["word"].lower())
    assert _title(row["decoy"]) is None


@pytest.mark.parametrize("row", _words("about"), ids=lambda row: row["word"])
def test_about_is_no_part_of_the_title(row: dict[str, str]) -> None:
    assert _title(row["example"]) == "họp chợ quê"
    assert _title(row["decoy"]) is None


ENDS = [row for kind in ("comma", "end", "gloss", "main-verb") for row in _words(kind)]


@pytest.mark.parametrize("row", ENDS, ids=lambda row: f"{row['kind']}: {row['word']}")
def test_words_after_which_no_title_goes_on(row: dict[str, str]) -> None:
    assert _title(row["example"]) == MADE
    assert _title(row["decoy"]) != MADE


@pytest.mark.parametrize("row", _words("comma-on"), ids=lambda row: row["word"])
def test_words_with_which_a_title_goes_on_after_a_comma(row: dict[str, str]) -> None:
    assert _title(row["example"]) == f"{MADE}, {row['word']} ở xã"
    assert row["word"] not in (_title(row["decoy"]) or "")


@pytest.mark.parametrize("row", _words("semi-on"), ids=lambda row: row["word"])
def test_matters_with_which_a_title_goes_on_after_a_semicolon(row: dict[str, str]) -> None:
    assert _title(row["example"]) == f"{MADE}; {row['word']} ở chợ"
    assert _title(row["decoy"]) == MADE


@pytest.mark.parametrize("row", _words("onward"), ids=lambda row: row["word"])
def test_a_title_goes_on_after_its_years(row: dict[str, str]) -> None:
    assert row["word"] in (_title(row["example"]) or "")
    assert row["word"] not in (_title(row["decoy"]) or "")


@pytest.mark.parametrize(
    "row", [*_words("plan-end"), *_words("law-end")], ids=lambda row: f"{row['kind']}: {row['word']}"
)
def test_words_that_end_a_name(row: dict[str, str]) -> None:
    word = row["word"].lower()
    (example,) = _cited(row["example"])
    assert f" {word} " not in f" {example.text.lower()} "
    decoy = _cited(row["decoy"])
    assert decoy
    assert row["kind"] == "law-end" or f" {word} " in f" {decoy[0].text.lower()} "


@pytest.mark.parametrize("row", _words("issuer-end"), ids=lambda row: row["word"])
def test_words_that_end_the_name_of_an_issuer(row: dict[str, str]) -> None:
    (example,) = _cited(row["example"])
    assert example.issuer == "Hội đồng nhân dân xã Suối Mơ"
    assert _cited(row["decoy"])[0].issuer == "Hội đồng nhân dân xã Suối Mơ"


SILENT = [row for kind in ("draft", "plural", "generic") for row in _words(kind)]


@pytest.mark.parametrize("row", SILENT, ids=lambda row: f"{row['kind']}: {row['word']}")
def test_words_with_which_no_document_is_cited(row: dict[str, str]) -> None:
    assert _cited(row["example"]) == ()
    assert _cited(row["decoy"]) != ()


GOVERNING = [row for kind in ROLES for row in _words(kind)]


@pytest.mark.parametrize("row", GOVERNING, ids=lambda row: f"{row['kind']}: {row['word']}")
def test_verbs_that_give_the_role(row: dict[str, str]) -> None:
    assert [c.role for c in _cited(row["example"])] == [ROLES[row["kind"]]]
    assert [c.role for c in _cited(row["decoy"])] == [Role.MENTIONS]


@pytest.mark.parametrize("row", _words("noun"), ids=lambda row: row["word"])
def test_what_is_told_of_is_not_ordered(row: dict[str, str]) -> None:
    assert [c.role for c in _cited(row["example"])] == [Role.MENTIONS]
    assert [c.role for c in _cited(row["decoy"])] == [Role.IMPLEMENTS]


@pytest.mark.parametrize("row", _words("serial-end"), ids=lambda row: row["word"])
def test_a_serial_alone_names_a_document_before_these_words(row: dict[str, str]) -> None:
    assert [c.number for c in _cited(row["example"])] == ["06"]
    assert _cited(row["decoy"]) == ()


def test_every_kind_of_word_is_tested() -> None:
    tested = {"opener", "late", "about", "comma", "end", "gloss", "main-verb", "onward", "plan-end", "law-end"}
    tested |= {"comma-on", "semi-on", "issuer-end", "draft", "plural", "generic", "noun", "serial-end", *ROLES}
    assert {row["kind"] for row in _rows("citation-words")} == tested


@pytest.mark.parametrize("row", _rows("cited-types"), ids=lambda row: row["word"])
def test_kinds_of_documents(row: dict[str, str]) -> None:
    assert [c.type for c in _cited(f"Thực hiện {row['example']}.")][:1] == [row["type"]]
    assert _cited(f"Xã bàn {row['decoy']}.") == ()


@pytest.mark.parametrize("row", _rows("organs"), ids=lambda row: row["organ"])
def test_organs_in_numbers_lose_a_footnote_mark(row: dict[str, str]) -> None:
    def number(printed: str) -> str | None:
        return _cited(f"Thực hiện Quyết định số {printed} của cấp trên.")[0].number

    assert number(row["example"]) == row["example"].removesuffix("1")
    assert number(row["decoy"]) == row["decoy"]
    if row["order"]:
        other = f"12/QĐ-{row['organ']}" if row["order"] == "party" else f"12-QĐ/{row['organ']}"
        assert number(other) == row["example"].removesuffix("1")


@pytest.mark.parametrize("row", _rows("issuer-heads"), ids=lambda row: row["head"])
def test_heads_of_issuers(row: dict[str, str]) -> None:
    (example,) = _cited(row["example"])
    assert example.title == MADE
    assert example.issuer is not None
    assert _cited(row["decoy"])[0].issuer is None


@pytest.mark.parametrize("row", _rows("issuer-names"), ids=lambda row: row["printed"])
def test_national_bodies_have_one_name(row: dict[str, str]) -> None:
    assert [c.issuer for c in _cited(row["example"])] == [row["canonical"]]
    assert [c.issuer for c in _cited(row["decoy"])] != [row["canonical"]]


@pytest.mark.parametrize("row", _rows("law-names"), ids=lambda row: row["name"])
def test_names_of_laws_end_where_they_end(row: dict[str, str]) -> None:
    assert [c.text for c in _cited(row["example"])] == [f"Luật {row['name']}"]
    assert _cited(row["decoy"]) == ()


@pytest.mark.parametrize("row", _rows("relation-verbs"), ids=lambda row: row["verb"])
def test_verbs_between_cited_documents(row: dict[str, str]) -> None:
    found = [{r.relation for r in relations(_read(words), _cited(words))} for words in (row["example"], row["decoy"])]
    assert found == [{RelationKind(row["relation"])}, set()]


def test_relation_verbs_name_every_kind_but_what_is_issued() -> None:
    named = {RelationKind(row["relation"]) for row in _rows("relation-verbs")}
    assert named == set(RelationKind) - {RelationKind.ISSUED_WITH}
    assert all(a != b for a, b in itertools.pairwise(row["verb"] for row in _rows("relation-verbs")))


@pytest.mark.parametrize("row", _rows("congress-bodies"), ids=lambda row: row["body"])
def test_a_resolution_is_cited_by_the_congress_of_a_mass_organisation(row: dict[str, str]) -> None:
    assert [c.issuer for c in _cited(row["example"])] == [f"Đại hội đại biểu {row['body']} tỉnh lần thứ I"]
    assert _cited(row["decoy"]) == ()
