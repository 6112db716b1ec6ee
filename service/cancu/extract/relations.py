"""What the words say that one cited document does to another: “… thực hiện Kết luận số 57-KL/TW”."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from cancu import resources
from cancu.extract.cite_draft import parents
from cancu.extract.cite_page import Page, page, type_named, type_pattern
from cancu.extract.words import any_of, level
from cancu.model import Citation, Relation, RelationKind
from cancu.text import Text
from cancu.vietnamese import squeeze

_ISSUED_WITH = re.compile(
    r"[\s,]{0,9}\(?\s?(?:(?:được|do)\s+(?:[^;,.\n()]{0,70}?\s)?)?ban hành\s+(?:kèm theo|tại|theo)\s+"
)
_APPROVED_BY = re.compile(
    r"[\s,]{0,9}\(?\s?(?:đã\s+)?(?:(?:được|do)\s+(?:[^;.\n()]{0,70}?\s)?)?phê duyệt\s+(?:tại|theo)\s+"
)
_AMENDED_BY = re.compile(
    r"[\s,(]*(?:đã\s+)?được\s+sửa đổi(?:,?\s+bổ sung)?(?:\s+một số (?:điều|nội dung))?\s+(?:bởi|theo|tại)\s+(?:các\s+)?"
)
_IN_FORCE = r"(?:,?\s*có hiệu lực (?:thi hành )?(?:kể )?từ ngày [^;:\n]{4,60}?)?"
_LIST_OPENS = re.compile(
    _IN_FORCE + r"[\s,(]*(?:đã\s+)?được\s+sửa đổi(?:,?\s+bổ sung)?(?:\s+một số (?:điều|nội dung))?\s+(?:bởi|theo|tại)"
    r"(?:\s+(?:các\s+)?(?:văn bản|thông tư|nghị định|quyết định|luật)(?: sau(?: đây)?)?)?"
    r"\s*:\s*(?:[-+•]|\d{1,2}[.)])?\s*"
)
_LIST_GOES_ON = re.compile(_IN_FORCE + r"\s*[;,.]?\s*(?:và\s*)?\n\s*(?:[-+•]|\d{1,2}[.)])\s*")
_REPLACED_BY = re.compile(
    r"[\s,(]*(?:đã\s+)?(?:được|bị)\s+(?:thay thế|bãi bỏ|hủy bỏ|thay thế, bãi bỏ)\s+(?:bởi|bằng|theo|tại)\s+"
)
_ALSO_BY = re.compile(r"\s*(?:,|và|;)\s*(?:(?:và|số)\s+)?")
_THEN_ISSUED = re.compile(r"[;,]\s+[^;\n]{3,120}?\s(?:đã\s+)?ban hành\s+")
_CARRYING_OUT = re.compile(r"\s*[-–]?\s*(?:để\s+)?(?:thực hiện|triển khai|triển khai thực hiện)\s*$")
_DRAFTED = re.compile(r"(?:một số (?:điều|nội dung)\s+)?(?:của\s+)?(?:các\s+)?[“\"]?$")

_ENACTS = re.compile(r"(?:^|[;.:]\s)(?:(?!trình|xây dựng|tham mưu|soạn thảo)[^;.:\n])+\sban hành\s+$", re.MULTILINE)
"""“Bộ trưởng … ban hành Thông tư sửa đổi …”: the document itself, which is no new act."""
_BRINGS = re.compile(r"(?<!này )ban hành\s+(?:kèm theo\s+)?[“\"]?$")
"""“Nghị quyết số … ban hành Chương trình tổng thể …”: the programme is issued with the resolution."""
_CARRIES_OUT = re.compile(r"(?:triển khai|thực hiện|cụ thể hóa)\s+")
_PLURAL = re.compile(r"(?:các|những|một số)\s+$")
_NO_NAME = re.compile(r"\s+(?:trên|tại|này|nêu|của)(?!\w)")
_NEAREST = 20
_FAR = 160
_TOLD = 4000
"""What the name of an act says of another stands within so many characters; names are no longer."""


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation with its range in ``flow``."""

    citation: Citation
    start: int
    end: int
    name: str
    """The number, or the words in composed letters: a name is no quotation."""


def _cited(text: Text, citation: Citation) -> _Cited:
    start, end = bisect_left(text.origin, citation.start), bisect_left(text.origin, citation.end)
    return _Cited(citation, start, end, citation.number or unicodedata.normalize("NFC", citation.text))


def relations(text: Text, cited: tuple[Citation, ...]) -> tuple[Relation, ...]:
    """Return the relations between cited documents, each once, in the order of the text."""
    sheet = page(text.flow)
    items = tuple(_cited(text, citation) for citation in cited)
    found: dict[tuple[str, RelationKind, str], Relation] = {}
    for source, kind, target, start, end in _all(sheet, items):
        if source != target and (source, kind, target) not in found:
            span = text.span(start, end)
            relation = Relation(
                text=text.quote(span), start=span.start, end=span.end,
                source=source, relation=kind, target=target,
            )  # fmt: skip
            found[source, kind, target] = relation
    return tuple(sorted(found.values(), key=lambda r: (r.start, r.end, r.source, r.target)))


_Found = tuple[str, RelationKind, str, int, int]


def _all(sheet: Page, items: tuple[_Cited, ...]) -> Iterator[_Found]:
    inside = parents((item.start, item.end) for item in items)
    last: tuple[int, _Cited, RelationKind] | None = None
    for index, (item, parent) in enumerate(zip(items, inside, strict=True)):
        if parent is None:
            yield from _drafted(sheet, item)
        elif kind := _told(sheet, items[parent], item, last if last and last[0] == parent else None):
            last = (parent, item, kind)
            yield (*_directed(kind, items[parent].name, item.name), items[parent].start, item.end)
        yield from _anaphoric(sheet, items, index)
    outer = tuple(item for item, parent in zip(items, inside, strict=True) if parent is None)
    yield from _between(sheet, outer)
    yield from _listed(sheet, outer)


def _told(
    sheet: Page, outer: _Cited, item: _Cited, last: tuple[int, _Cited, RelationKind] | None
) -> RelationKind | None:
    """Return what ``outer`` does to ``item``; a member of a list shares the verb of the member before."""
    if item.end - outer.start > _TOLD:
        return None
    kind = _inside(sheet, outer, item)
    if kind is None and last and _ALSO_BY.fullmatch(sheet.key, last[1].end, item.start):
        return last[2]
    return kind


def _directed(kind: RelationKind, outer: str, inner: str) -> tuple[str, RelationKind, str]:
    """What an act issues is issued with it; else the outer document acts on the inner one."""
    return (inner, kind, outer) if kind is RelationKind.ISSUED_WITH else (outer, kind, inner)


@cache
def _kinds() -> dict[str, RelationKind]:
    rows = resources.table("data", "lexicon", "relation-verbs.tsv")
    return {level(row["verb"]): RelationKind(row["relation"]) for row in rows}


@cache
def _any_verb() -> re.Pattern[str]:
    return any_of(_kinds())


@cache
def _fillers() -> re.Pattern[str]:
    rows = resources.table("data", "lexicon", "citation-words.tsv")
    return any_of(row["word"] for row in rows if row["kind"] in {"bridge", "amend-bridge"})


def _inside(sheet: Page, outer: _Cited, inner: _Cited) -> RelationKind | None:
    """Return what a title says of the document it names: the last verb before it, with nothing but fillers between."""
    start = max(outer.start, inner.start - 160)
    words = sheet.key[start : inner.start]
    if inner.citation.number is None and _BRINGS.search(words):
        return RelationKind.ISSUED_WITH
    last = None
    for match in _any_verb().finditer(words):
        last = match
    if last is None or _of_other_acts(words[: last.start()]):
        return None
    rest = words[last.end() :].strip(' ,“"(')
    while rest:
        filler = _fillers().match(rest) or re.compile(r"(?:điểm|khoản|điều|mục)\s+[\w,]+").match(rest)
        if filler is None:
            return None
        rest = rest[filler.end() :].strip(' ,“"')
    return _kinds()[" ".join(last.group().split())]


def _of_other_acts(before: str) -> bool:
    """“các nghị định quy định chi tiết Luật …”: the verb is that of acts without a name, not of the outer one."""
    kinds = list(type_pattern().finditer(before))
    return (
        bool(kinds)
        and not before[kinds[-1].end() :].strip()
        and _PLURAL.search(before[: kinds[-1].start()]) is not None
    )


def _drafted(sheet: Page, item: _Cited) -> Iterator[_Found]:
    """“Xây dựng Nghị định sửa đổi, bổ sung Nghị định số 72”: the new act has no name but this."""
    start = max(sheet.line(item.start)[0], item.start - 90)
    for match in type_pattern().finditer(sheet.key, start, item.start):
        words = sheet.key[match.end() : item.start]
        verb = _any_verb().match(words.lstrip())
        if not sheet.is_capital(match.start()) or verb is None or type_named(match.group()).kind != "act":
            continue
        if _ENACTS.search(sheet.key, sheet.line(item.start)[0], match.start()):
            continue
        kind = _kinds()[" ".join(verb.group().split())]
        if kind is RelationKind.AMENDS and _DRAFTED.fullmatch(words.lstrip()[verb.end() :].lstrip()):
            number = sheet.work.find(item.citation.number or "\n", item.start)
            end = number + len(item.citation.number or "") if 0 < number < item.end else item.end
            yield squeeze(sheet.work[match.start() : end]), kind, item.name, match.start(), item.end


def _anaphoric(sheet: Page, items: tuple[_Cited, ...], index: int) -> Iterator[_Found]:
    """“Kế hoạch số 112 … triển khai thực hiện Đề án trên địa bàn”: the scheme named last in this paragraph."""
    item = items[index]
    if item.citation.title is None or item.citation.number is None:
        return
    for match in _CARRIES_OUT.finditer(sheet.key, item.start, item.end):
        kind = type_pattern().match(sheet.key, match.end(), item.end)
        if kind is None or not sheet.is_capital(kind.start()):
            continue
        if sheet.key[kind.end() : item.end].strip() and not _NO_NAME.match(sheet.key, kind.end(), item.end):
            return
        name = type_named(kind.group()).name
        line = sheet.line(item.start)[0]
        for before in reversed(items[max(0, index - _NEAREST) : index]):
            if before.start >= line and before.citation.type == name:
                yield item.name, RelationKind.IMPLEMENTS, before.name, before.start, item.end
                return


def _between(sheet: Page, items: tuple[_Cited, ...]) -> Iterator[_Found]:
    """Relations told by the words between two citations that follow each other."""
    passive: tuple[_Cited, RelationKind] | None = None
    for one, other in pairwise(items):
        words = sheet.key[one.end : other.start] if other.start - one.end <= _FAR else "\n"
        if "\n" in words:
            passive = None
            continue
        if _ISSUED_WITH.fullmatch(words):
            yield one.name, RelationKind.ISSUED_WITH, other.name, one.start, other.end
        elif _APPROVED_BY.fullmatch(words):
            yield other.name, RelationKind.APPROVES, one.name, one.start, other.end
        elif _THEN_ISSUED.fullmatch(words) and _CARRYING_OUT.search(
            sheet.key, max(sheet.line(one.start)[0], one.start - 40), one.start
        ):
            yield other.name, RelationKind.IMPLEMENTS, one.name, one.start, other.end
        passive = _passive(words, one, passive)
        goes_on = passive is not None and passive[0] is not one
        if goes_on and (other.citation.title or _AMENDED_BY.match(sheet.key, other.end)):
            passive = None
        if passive:
            yield other.name, passive[1], passive[0].name, passive[0].start, other.end


def _listed(sheet: Page, items: tuple[_Cited, ...]) -> Iterator[_Found]:
    """“A được sửa đổi, bổ sung bởi:” and a list, an act a line: each amends A."""
    base: _Cited | None = None
    for one, other in pairwise(items):
        words = sheet.key[one.end : other.start] if other.start - one.end <= _FAR else ""
        if _LIST_OPENS.fullmatch(words):
            base = one
        elif not _LIST_GOES_ON.fullmatch(words):
            base = None
        if base:
            yield other.name, RelationKind.AMENDS, base.name, base.start, other.end


def _passive(words: str, one: _Cited, before: tuple[_Cited, RelationKind] | None) -> tuple[_Cited, RelationKind] | None:
    """“A được sửa đổi bởi B, C và D”: all of them act on A."""
    if _AMENDED_BY.fullmatch(words):
        return one, RelationKind.AMENDS
    if _REPLACED_BY.fullmatch(words):
        return one, RelationKind.REPLACES
    is_plain = one.citation.title is None
    return before if before and is_plain and _ALSO_BY.fullmatch(words) else None
