"""The text as citations are looked for in it: soft line ends opened, one key in lower case, of the same length.

A citation runs over the ends of printed lines. Where a line cannot end a paragraph, its end becomes a blank here;
offsets stay those of ``flow``.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from cancu import resources
from cancu.extract.cite_slips import mended
from cancu.extract.words import any_of, level, lexicon

_LINE_END = re.compile(r"\n")
_ENDS = frozenset(".;:!?…|")
_LIST_MARK = re.compile(r"\s*(?:[-+•–*]|\d{1,2}[.)]|\(?[a-zđ]{1,2}\)|[IVXLC]{1,5}[.)-])\s")
_NEVER_FIRST = re.compile(r"(?:nơi nhận|căn cứ|theo đề nghị|điều \d|chương [ivx\d]|phụ lục|kèm theo|tm\.|kt\.|stt|tt )")
_OPEN_END = re.compile(r"(?:^|\s)(?:trên địa bàn|số|ngày|của|về|thực hiện|triển khai|theo|tại|và|sửa đổi|bổ sung),?$")
_NOISE = re.compile(r"CÔNG BÁO/Số[ \d+]{1,20}/Ngày \d\d-\d{1,2}-\d{4}(?:[ \n]\d{1,3}(?=\D))?")


@dataclass(frozen=True, slots=True)
class Page:
    """A text four ways, all of one length, so that a place in one is that place in all.

    ``flow`` as read, ``work`` with soft line ends as blanks, ``meant`` without a scanner's slips, ``key`` that in lower
    case.
    """

    flow: str
    work: str
    meant: str
    key: str
    ends: array[int]

    def line(self, position: int) -> tuple[int, int]:
        """Return the range of the paragraph around ``position``."""
        index = bisect_left(self.ends, position)
        return self.ends[index - 1] + 1 if index else 0, self.ends[index] if index < len(self.ends) else len(self.work)

    def is_capital(self, position: int) -> bool:
        """Does a word with a capital begin here?"""
        return self.work[position : position + 1].isupper()

    def is_shouted(self, start: int, end: int) -> bool:
        """Are these words printed in capitals only?"""
        return self.work[start:end].isupper()


@lru_cache(maxsize=4)
def page(flow: str, joined: tuple[int, int] = (0, 0)) -> Page:
    """Return the page of a flow; line ends inside ``joined`` (the document's title) end no paragraph."""
    sheet = _page(flow)
    if "\n" not in sheet.work[slice(*joined)]:
        return sheet
    # slips are put right paragraph by paragraph, so that no more than those of the title are read again
    start, end = sheet.line(joined[0])[0], sheet.line(joined[1])[1]
    title = sheet.work[slice(*joined)].replace("\n", " ")
    words = f"{sheet.work[start : joined[0]]}{title}{sheet.work[joined[1] : end]}"
    meant = mended(words)
    return Page(
        flow,
        f"{sheet.work[:start]}{words}{sheet.work[end:]}",
        f"{sheet.meant[:start]}{meant}{sheet.meant[end:]}",
        f"{sheet.key[:start]}{level(meant)}{sheet.key[end:]}",
        array("L", (at for at in sheet.ends if not joined[0] <= at < joined[1])),
    )


@lru_cache(maxsize=4)
def _page(flow: str) -> Page:
    letters = list(_NOISE.sub(lambda m: " " * len(m.group()), flow).replace("\\", " "))
    text = "".join(letters)
    for match in _LINE_END.finditer(text):
        if _is_soft(text, match.start()):
            letters[match.start()] = " "
    work = "".join(letters)
    meant = mended(work)
    return Page(flow, work, meant, level(meant), array("L", (match.start() for match in _LINE_END.finditer(work))))


def _is_soft(text: str, at: int) -> bool:
    before = text[max(0, text.rfind("\n", 0, at) + 1) : at].rstrip()
    stop = text.find("\n", at + 1)
    after = text[at + 1 : len(text) if stop < 0 else stop].strip()
    if not before or not after or before[-1] in _ENDS or _LIST_MARK.match(after):
        return False
    if before.isupper() and after.isupper():
        return len(before) > 24 and not _NEVER_FIRST.match(level(after))
    if before.isupper() or after.isupper() or _NEVER_FIRST.match(after.lower()):
        return False
    return after[0].islower() or _OPEN_END.search(level(before)) is not None


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A word for a kind of document: canonical ``name``, its ``abbreviations`` and how it is cited by name.

    ``is_spoken`` says that a number alone may follow (“Nghị quyết 59”), ``words`` how many words a title without a
    period needs to name one document, None where no number of words does.
    """

    name: str
    abbreviations: tuple[str, ...]
    kind: str
    is_spoken: bool
    words: int | None


@cache
def document_types() -> dict[str, DocumentType]:
    """Return the kinds of documents by the words (as keys) that name them."""
    return {
        level(row["word"]): DocumentType(
            name=row["type"],
            abbreviations=tuple(filter(None, row["abbreviations"].split(","))),
            kind=row["kind"],
            is_spoken=bool(row["spoken"]),
            words=int(row["words"]) if row["words"] else None,
        )
        for row in resources.table("data", "lexicon", "cited-types.tsv")
    }


@cache
def treaties() -> frozenset[str]:
    """Return the names of the kinds that are treaties between States."""
    return frozenset(kind.name for kind in document_types().values() if kind.kind == "treaty")


@cache
def spoken_types() -> frozenset[str]:
    """Return the names of the kinds after which a number alone may stand."""
    return frozenset(kind.name for kind in document_types().values() if kind.is_spoken)


@cache
def type_pattern() -> re.Pattern[str]:
    """Return the pattern of all words for kinds of documents."""
    return any_of(document_types())


def type_named(words: str) -> DocumentType:
    """Return the kind that ``words`` (a match of ``type_pattern``) name."""
    return document_types()[" ".join(level(words).split())]


@cache
def type_of_abbreviation() -> dict[str, str]:
    """Return the first kind of document that an abbreviation stands for: ``KH`` → ``Kế hoạch``."""
    found: dict[str, str] = {}
    for kind in document_types().values():
        for short in kind.abbreviations:
            found.setdefault(short.upper(), kind.name)
    return {**found, "QĐ": "Quyết định", "QH": "Luật", "TT": "Thông tư"}


def around(kind: str) -> re.Pattern[str]:
    """Return the pattern of the words of one kind of ``citation-words.tsv``."""
    return lexicon("citation-words", "word", kind)
