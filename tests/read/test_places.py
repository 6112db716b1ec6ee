"""Every item of a record leads back to its page and its paragraph."""

from __future__ import annotations

from reportlab.platypus import PageBreak, Spacer

from cancu.extract import extract
from cancu.model import Item, Record
from cancu.read import read_bytes
from tests.read import plan
from tests.read.samples import printed, styled

OPENING = ("KẾ HOẠCH", "Phát triển văn hóa đọc xã Suối Mơ năm 2026", "Căn cứ Luật Thư viện số 46/2019/QH14;")
SECOND = ("I. NỘI DUNG", "Thực hiện Nghị quyết số 33-NQ/TW ngày 09/6/2014 của Ban Chấp hành Trung ương.")
LAST = ("II. TỔ CHỨC THỰC HIỆN", "Thực hiện Nghị quyết số 29-NQ/TW ngày 04/11/2013 của Ban Chấp hành Trung ương.")


def items(record: Record) -> list[Item]:
    kinds = ("citations", "relations", "sections", "tasks", "events", "reports", "recipients")
    return [item for kind in kinds for item in getattr(record, kind)]


def test_each_item_of_a_three_page_file_knows_its_page_and_paragraph() -> None:
    first, second, last = ([styled(words) for words in part] for part in (OPENING, SECOND, LAST))
    text = read_bytes(printed([*first, PageBreak(), *second, PageBreak(), *last]), "a.pdf")
    cited = {c.number: (c.page, c.paragraph) for c in extract(text).citations}
    assert cited == {"46/2019/QH14": (1, 3), "33-NQ/TW": (2, 5), "29-NQ/TW": (3, 7)}
    assert [text.page(text.content.index(words[0])) for words in (OPENING, SECOND, LAST)] == [1, 2, 3]


def test_a_page_without_words_counts() -> None:
    first, last = ([styled(words) for words in part] for part in (OPENING, LAST))
    text = read_bytes(printed([*first, PageBreak(), Spacer(1, 1), PageBreak(), *last]), "a.pdf")
    assert {c.number: c.page for c in extract(text).citations} == {"46/2019/QH14": 1, "29-NQ/TW": 3}


def test_a_sentence_over_two_pages_begins_on_the_first() -> None:
    sentence = "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của Ủy ban nhân dân thành phố Vân Hải về phát triển"
    rest = "văn hóa đọc và Nghị quyết số 29-NQ/TW ngày 04/11/2013 của Ban Chấp hành Trung ương, xã làm như sau:"
    text = read_bytes(printed([*map(styled, OPENING[:2]), styled(sentence), PageBreak(), styled(rest)]), "a.pdf")
    found = {c.number: (c.page, c.paragraph) for c in extract(text).citations}
    assert found == {"12/KH-UBND": (1, 3), "29-NQ/TW": (2, 3)}


def test_rows_of_a_table_over_pages_stand_on_their_own_pages() -> None:
    record = extract(read_bytes(plan.paper(), "a.pdf"))
    assert all(item.page and item.paragraph for item in items(record))
    pages = [task.page or 0 for task in record.tasks if task.row]
    assert pages == sorted(pages)
    assert len(set(pages)) >= 3
    paragraphs = [task.paragraph or 0 for task in record.tasks if task.row]
    assert paragraphs == sorted(set(paragraphs))


def test_a_typed_file_has_paragraphs_and_no_pages() -> None:
    text = read_bytes(plan.typed(), "a.md")
    lines = text.flow.split("\n")
    found = items(extract(text))
    assert {item.page for item in found} == {None}
    for item in found:
        assert item.paragraph is not None
        assert item.text[:12] in lines[item.paragraph - 1]


def test_offsets_in_two_columns_lead_to_the_paragraph_of_their_own_column() -> None:
    content = "Nơi nhận:                      TM. ỦY BAN NHÂN DÂN\n- Các thôn trong xã;           KT. CHỦ TỊCH\n"
    text = read_bytes(content.encode(), "a.txt")
    numbers = dict(text.numbered_lines())
    lines = text.flow.split("\n")
    for words in ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "- Các thôn trong xã;", "KT. CHỦ TỊCH"):
        assert lines[numbers[content.index(words)] - 1] == words
