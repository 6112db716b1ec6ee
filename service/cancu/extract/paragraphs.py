"""Paragraphs of the prose in which work is given: their marks, the heading they stand under, their own numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.extract.layout import Heading, Zones
from cancu.extract.words import Covered
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import UPPER

_MARK = re.compile(
    r"\s*\\?(?:(?P<dash>[-–•*](?=\s|[^\W\d_]))|(?P<plus>\+)|(?P<letter>[a-zđ]{1,2})\s*\)|Điều\s+(?P<article>\d{1,3})[.:]"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)/]|[-–](?=\s)|\\\.|(?=\s+["
    + UPPER
    + r"]))|(?P<roman>[IVX]{1,5})[.\-)])\s*"
)
_FURNITURE = re.compile(
    r"CÔNG BÁO/|Ký bởi:|Cơ quan: VĂN PHÒNG|Ngày ký: \d|\(?Phụ lục[^.;]{0,60}kèm theo|\d{1,3}$|\||-{3,}"
)
_NO_WORK = re.compile(r"\W*(?:PHỤ LỤC(?: [IVX\d]{1,4})?\s*)?(?:DANH SÁCH|MẪU|BIỂU MẪU|SƠ ĐỒ)\b")
"""Lists of names and blank forms that are issued with a document assign nothing."""
_SIGNATURE_MOST = 600
"""A block of signature has at most so many characters."""
_RANKS = {"roman": 0, "article": 0, "number": 1, "letter": 2, "dash": 3, "plus": 4, "": 5}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose: ``words`` without its mark, the kind of ``mark``, ``path`` of its own numbers.

    ``heading`` is the index of the deepest heading it stands under, -1 for none; ``is_heading`` says it is one.
    """

    words: Span
    start: int
    mark: str
    heading: int
    path: str
    is_heading: bool

    @property
    def rank(self) -> int:
        """Order of the kinds of marks: articles, numbers, letters, dashes, plus signs, none."""
        return _RANKS[self.mark]


def prose(text: Text, parts: Zones, tree: Sequence[Heading], skipped: Sequence[Span]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the body and the appendices, tables (``skipped``) and page furniture left out."""
    found: list[Paragraph] = []
    zones = zones_of_work(text, parts)
    siblings = _Siblings(tree)
    left_out = Covered(skipped)
    numbers = _Numbers()
    starts = [heading.start for heading in tree]
    for span in _of_work(text, zones):
        if left_out.holds(span.start):
            continue
        index = siblings.owner(text.flow, span, _deepest(tree, starts, span.start))
        found.append(_paragraph(text.flow, span, tree, index, numbers))
    return tuple(found)


def words_of_work(text: Text, parts: Zones) -> Iterator[Span]:
    """Yield the words of those paragraphs without their marks, the rows of tables among them."""
    for span in _of_work(text, zones_of_work(text, parts)):
        yield _words(span, _MARK.match(text.flow, span.start, span.end))


def _of_work(text: Text, zones: Sequence[Span]) -> Iterator[Span]:
    covered = Covered(zones)
    for span in text.paragraphs():
        if covered.holds(span.start) and not _FURNITURE.match(text.flow, span.start, span.end):
            yield span


def _words(span: Span, mark: re.Match[str] | None) -> Span:
    return Span(mark.end() if mark and mark.end() < span.end else span.start, span.end)


def parent(tree: Sequence[Heading], index: int) -> int:
    """Return the index of the heading above ``tree[index]``, -1 for none."""
    return tree[index].above


class _Siblings:
    """“3. Sở X chủ trì …” after the heading “2. Sở Y” stands beside it, not below; so does all that follows it."""

    def __init__(self, tree: Sequence[Heading]) -> None:
        self.tree = tree
        self.moved: dict[int, int] = {}
        self.listed: set[int] = set()

    def owner(self, flow: str, span: Span, index: int) -> int:
        """Return the index of the heading under which a paragraph really stands."""
        if index in self.moved:
            return self.moved[index]
        mark = _MARK.match(flow, span.start, span.end)
        if index < 0 or not mark or not mark.lastgroup or span.start <= self.tree[index].start:
            return index
        found = self._beside(flow, mark, index)
        if found != index:
            self.moved[index] = found
        return found

    def _beside(self, flow: str, mark: re.Match[str], index: int) -> int:
        first, kind = index, mark.lastgroup or ""
        while index >= 0 and index not in self.listed:
            above = _MARK.match(flow, self.tree[index].start, self.tree[index].end)
            if above is None or above.lastgroup is None or _RANKS[kind] > _RANKS[above.lastgroup]:
                return index
            if kind == "number" == above.lastgroup and mark[kind].startswith(f"{above[kind]}."):
                return index
            if kind == above.lastgroup and not _follows(above[kind], mark[kind]):
                self.listed.add(index)
                return first
            index = parent(self.tree, index)
        return index


def _follows(first: str, later: str) -> bool:
    """Is ``later`` the number right after ``first`` (“1.2” after “1.1”)? Any other is of a list of its own."""
    above, _, last = first.rpartition(".")
    beside, _, number = later.rpartition(".")
    return above == beside and last.isdigit() and number.isdigit() and int(number) == int(last) + 1


def zones_of_work(text: Text, parts: Zones) -> tuple[Span, ...]:
    """Return the ranges in which work is given: the body, the appendices, and what is issued with the document.

    What follows the signature (“KẾ HOẠCH … (Kèm theo Quyết định số …)”) may be no appendix by name.
    """
    signed = min(parts.signature.end, parts.signature.start + _SIGNATURE_MOST)
    closed = max(parts.body.end, parts.recipients.end if parts.recipients.end > parts.recipients.start else 0, signed)
    first = min((span.start for span in parts.appendices), default=len(text.flow))
    attached = (Span(closed, first),) if first > closed else ()
    return (parts.body, *(z for z in (*attached, *parts.appendices) if not _NO_WORK.match(text.flow, z.start)))


class _Numbers:
    """The numbers of paragraphs that are no headings: “1.” then “a)” give the path “1.a”."""

    def __init__(self) -> None:
        self.heading = -2
        self.number = ""
        self.letter = ""

    def path(self, heading: int, match: re.Match[str] | None, above: str) -> str:
        """``above`` is the heading's own number: “3.1.” below “3.” adds no more than “1” to its path."""
        if heading != self.heading:
            self.heading, self.number, self.letter = heading, "", ""
        if match and (match["number"] or match["roman"] or match["article"]):
            article = f"Điều {match['article']}" if match["article"] else ""
            number = (match["number"] or "").removeprefix(f"{above}.") if above else match["number"]
            self.number, self.letter = number or match["roman"] or article, ""
        elif match and match["letter"]:
            self.letter = match["letter"]
        return ".".join(part for part in (self.number, self.letter) if part)


def _paragraph(flow: str, span: Span, tree: Sequence[Heading], index: int, numbers: _Numbers) -> Paragraph:
    is_heading = index >= 0 and span.start <= tree[index].start < span.end
    match = _MARK.match(flow, span.start, span.end)
    mark = match.lastgroup if match and match.lastgroup else ""
    above = tree[index].path.rpartition(".")[2] if index >= 0 else ""
    path = numbers.path(index, None if is_heading else match, above)
    return Paragraph(_words(span, match), span.start, mark, index, path, is_heading)


def _deepest(tree: Sequence[Heading], starts: Sequence[int], at: int) -> int:
    index = bisect_right(starts, at) - 1
    while index >= 0 and tree[index].until <= at:
        index = tree[index].above
    return index
