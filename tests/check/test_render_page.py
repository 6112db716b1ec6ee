"""The page: text with the words at fault marked, each finding linked to its words and back, nothing let out."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.check import Paper, render
from cancu.check.render.marked import pieces
from cancu.finding import Finding, Severity
from cancu.namespaces import CCR
from tests.check.test_render import BARE, FALSE, WORDS

TEXT = "Kỷ niệm 58 năm thành lập <script>alert(1)</script> & 40 năm\nHẾT"


class Page(HTMLParser):
    """What a reader sees and follows."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.marked: list[tuple[str | None, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" else []
        if tag == "mark":
            self.marked.append((found["class"], ""))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words += data
        opened = [tag for tag in self.tags if tag in ("mark", "/mark")]
        if opened and opened[-1] == "mark":
            severity, words = self.marked.pop()
            self.marked.append((severity, words + data))


def found(start: int, end: int, severity: Severity = Severity.VIOLATION) -> Finding:
    return dataclasses.replace(WORDS, start=start, end=end, severity=severity, quote=TEXT[start:end] or None)


def page(*findings: Finding, text: str | None = TEXT, name: str = "mau.txt", language: str = "vi") -> Page:
    return Page(render([Paper(name=name, findings=findings, text=text)], "html", language=language).decode())


def test_every_finding_leads_to_its_words_and_back() -> None:
    shown = page(found(8, 24), found(10, 14, Severity.WARNING), found(60, 60, Severity.INFO))
    assert len(shown.ids) == len(set(shown.ids))
    assert {link.removeprefix("#") for link in shown.links} <= set(shown.ids)
    for number in (1, 2, 3):
        assert {f"#w1-{number}", f"#f1-{number}"} <= set(shown.links)


def test_a_place_outside_of_the_text_is_no_link() -> None:
    shown = page(found(8, 24), dataclasses.replace(WORDS, start=500, end=510))
    assert "#w1-2" not in shown.links
    assert "f1-2" in shown.ids


def test_overlapping_words_are_shown_once_with_the_worst_severity() -> None:
    shown = page(found(8, 24, Severity.WARNING), found(11, 14))
    assert shown.marked == [("warning", "58 "), ("violation", "năm"), ("warning", " thành lập")]


def test_severity_is_told_by_shape_and_word() -> None:
    shown = page(found(8, 24), found(10, 14, Severity.WARNING), found(60, 60, Severity.INFO))
    for words in ("■ Vi phạm (1)", "▲ Cảnh báo (1)", "○ Lưu ý (1)", "Có vi phạm, chưa nên ký."):
        assert words in shown.words
    assert "‸3" in shown.words, "a caret where something is missing"
    assert "■1" in shown.words
    assert "▲2" in shown.words, "its own shape, though worse words are around"


def test_what_people_judged_does_not_make_a_paper_unfit() -> None:
    shown = page(dataclasses.replace(WORDS, verdict=FALSE))
    assert "[báo nhầm (Văn phòng, 01/04/2026): =đúng rồi]" in shown.words
    assert "Không có vi phạm." in shown.words


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("field", ["message_vi", "quote", "source", "replacement", "rule"])
def test_nothing_that_comes_from_a_paper_becomes_markup(field: str) -> None:
    html = render(
        [Paper(name=HOSTILE, findings=(dataclasses.replace(WORDS, **{field: HOSTILE}),), text=HOSTILE)], "html"
    )
    shown = Page(html.decode())
    assert not {"script", "img", "link", "iframe", "object"} & set(shown.tags)
    assert not [name for name, _ in shown.attributes if name.startswith("on")]
    assert shown.words.count(HOSTILE) >= 3


def test_the_page_asks_no_other_host_and_prints_on_a4() -> None:
    html = render([Paper(name="x", findings=(WORDS, BARE), text=TEXT)], "html").decode()
    assert "//" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert "size: A4" in html


def test_a_paper_of_the_store_shows_words_only() -> None:
    shown = page(WORDS, BARE, text=None)
    assert "Kho không giữ bản văn" in shown.words
    assert "58 năm thành lập" in shown.words
    assert not [link for link in shown.links if link.startswith("#w")]
    assert "Nothing to mend." in page(text=None, language="en").words
    assert "58 years" in page(WORDS, language="en").words


places = st.integers(0, 12).flatmap(lambda start: st.tuples(st.just(start), st.integers(start, 14)))


@given(st.text("ab\n", max_size=12), st.lists(st.tuples(places, st.sampled_from(Severity)), max_size=6))
def test_the_pieces_are_the_text_and_each_finding_inside_it_stands_there_once(
    text: str, wanted: list[tuple[tuple[int, int], Severity]]
) -> None:
    numbered = [(n, found(*place, severity)) for n, (place, severity) in enumerate(wanted, 1)]
    cut = list(pieces(text, numbered))
    assert "".join(piece.words for piece in cut) == text
    told = sorted(number for piece in cut for number in (*piece.begun, *piece.missing))
    assert told == [number for number, one in numbered if (one.end or 0) <= len(text)]
    position = 0
    for piece in cut:
        inside = [f for _, f in numbered if (f.end or 0) <= len(text) and (f.start or 0) <= position < (f.end or 0)]
        if piece.words:
            assert piece.severity == min((f.severity for f in inside), key=lambda one: one.rank, default=None)
        position += len(piece.words)


def test_rules_named_here_exist() -> None:
    assert str(CCR.E01) == WORDS.shape
