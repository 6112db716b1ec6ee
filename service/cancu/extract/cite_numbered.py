"""Citations with a number: the kind before it, date, issuer and title after it, and what a list shares.

“các Luật số 43/2024/QH15, số 47/2024/QH15”: a member without a kind takes that of the list; a date, an issuer or a
title printed once at the end of a list belongs to every member that has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from cancu.extract.cite_draft import Draft
from cancu.extract.cite_issuers import NOW, Issuers, issuers_after
from cancu.extract.cite_lists import same_owner, shared
from cancu.extract.cite_numbers import Number, blanks, numbers, short_number
from cancu.extract.cite_page import Page, spoken_types, type_named, type_pattern
from cancu.extract.cite_pinpoints import pinpoint_before
from cancu.extract.cite_proposers import issuer_before
from cancu.extract.cite_titles import title_after
from cancu.extract.dates import date_at
from cancu.model import Span

_NUMBER_WORD = re.compile(r"(?:(?<!\w)(?:số|sô|so)\s*(?:hiệu)?\s*[:.]?|:)\s*$")
_BETWEEN = re.compile(r"(?:\s+[^\W\d_]+){0,5}\s*")
_LAW = re.compile(r"(?<!\w)(?:bộ luật|luật|pháp lệnh|hiến pháp)(?!\w)")
_AMENDING_LAW = re.compile(
    r"(?<!\w)(?P<kind>bộ luật|luật|pháp lệnh)\s+(?:sửa đổi|bổ sung)(?:,? (?:bổ sung|thay thế))?\s+"
    r"(?:một số (?:điều|nội dung)\s+)?(?:của\s+)?(?:các\s+)?(?=(?:bộ )?luật|pháp lệnh)"
)
_LAW_NEXT = re.compile(r"\s*(?:,|và|,\s+và)\s+(?:bộ luật|luật|pháp lệnh)\s[^;:.]{0,120}?\ssố\s+\d")
_ONLY_LAWS = re.compile(r"(?:(?:bộ luật|luật|pháp lệnh)[^;:.\d]*(?:,|và)\s+)*")
_JOINER = re.compile(r"\s*(?:[,;]|,?\s*(?:và|hoặc|cùng với|cùng)(?=\s))?\s*(?:(?:và|số)\s*)?")
_PASSED = re.compile(
    r"[\s,(]*(?:đã\s+)?(?:được\s+)?(?:quốc hội|ủy ban thường vụ quốc hội|hđnd|hội đồng nhân dân)"
    r"[^;.()\n]{0,70}?thông qua\s+(?=ngày)"
)
_MORE = re.compile(r"\s*(?:,|,?\s+và)\s+(?=(?:số\s+)?\d{2,3}(?!\w))")
_NAMED_BEFORE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"})
_YEAR_ONLY = re.compile(r"\s+năm\s+(?:19|20)\d\d(?=\s+(?:của|về|quy định|ban hành|phê duyệt)\s)")
_BEFORE_DATE = re.compile(r"[\s,]{0,20}(?:(?:được\s+)?(?:ký ban hành|ban hành|ký)\s+(?=ngày\s*\d))?")
_ABOUT = re.compile(r"\s+về\s")
_LETTERHEAD = re.compile(r"\s*(?:luật\s+|nghị quyết\s+)?số\s*:?\s*$")
_LONGEST_LAW = 170
_LONGEST = 900
_LETTER = 60


def numbered(page: Page) -> tuple[Draft, ...]:
    """Return the citations by number, in order, what lists share handed on."""
    drafts: list[Draft] = []
    for number in numbers(page):
        draft = _read(page, number, drafts[-1] if drafts else None)
        if draft:
            drafts.append(draft)
    drafts.extend(_blank(page))
    drafts.extend(_short(page))
    return shared(page, sorted(drafts, key=lambda draft: (draft.start, -draft.end)))


def _read(page: Page, number: Number, before: Draft | None) -> Draft | None:
    found = _kind_before(page, number)
    listed = None
    if found is None and before is not None:
        joiner = _JOINER.fullmatch(page.key, before.end, number.start)
        if joiner and before.end < number.start <= before.end + 12:
            listed = found = (_number_word(page, number.start), _list_kind(number, before.type))
    if found is None:
        found = _kind_of_symbol(page, number)
    within = before.words_end if before and number.start < before.words_end else None
    draft = _draft(page, number, *found, within=within) if found else None
    if draft and listed and before and not draft.issuers and same_owner(before, draft):
        return replace(draft, issuers=before.issuers, term=before.term)
    return draft


def _number_word(page: Page, start: int) -> int:
    """Return where “số” before ``start`` begins, else ``start``."""
    match = _NUMBER_WORD.search(page.key, max(0, start - 12), start)
    return match.start() if match else start


def _kind_before(page: Page, number: Number) -> tuple[int, str] | None:
    """Return where the kind of document before the number begins, and its name."""
    word = _number_word(page, number.start)
    begin = page.line(number.start)[0]
    if number.is_law and (law := _law_before(page, begin, word, number)):
        return law
    last = None
    for match in type_pattern().finditer(page.key, max(begin, word - 60), word):
        last = match
    if last is None:
        return None
    between = page.key[last.end() : word]
    if not between.strip(" :\"'“("):
        return last.start(), type_named(last.group()).name
    if _issuers_between(page, last.end(), word):
        return last.start(), type_named(last.group()).name
    is_number_printed = word < number.start
    if is_number_printed and page.is_capital(last.start()) and _BETWEEN.fullmatch(between):
        return last.start(), type_named(last.group()).name
    return None


def _issuers_between(page: Page, start: int, word: int) -> Issuers | None:
    """“Nghị quyết của Quốc hội khóa XIV số …”, “Quyết định của Thủ tướng Chính phủ: số …”: the issuer comes first."""
    issuers = issuers_after(page, start, word, joint=False)
    return issuers if issuers and not page.key[issuers.end : word].strip(" :,") else None


def _law_before(page: Page, begin: int, word: int, number: Number) -> tuple[int, str] | None:
    """The name of a law stands between “Luật” and its number: “Luật Ban hành văn bản … số 64/2025/QH15”."""
    last = None
    for match in _LAW.finditer(page.key, max(begin, word - _LONGEST_LAW), word):
        if page.is_capital(match.start()) or (
            match.end() + 1 >= word and page.key[match.start() - 5 : match.start()] != "pháp "
        ):
            last = match
    if last is None or re.search(r"[;.:]|\d{4}/", page.key[last.end() : word]):
        return None
    if amending := _amending_before(page, max(begin, word - _LONGEST_LAW), last.start(), number):
        return amending.start(), type_named(amending["kind"]).name
    kinds = [m for m in type_pattern().finditer(page.key, last.end(), word) if page.is_capital(m.start())]
    other = next((m for m in kinds if not page.key[m.end() : word].strip()), None)
    if other:
        return other.start(), type_named(other.group()).name
    return last.start(), type_named(last.group()).name


def _amending_before(page: Page, begin: int, at: int, number: Number) -> re.Match[str] | None:
    """“Luật sửa đổi … của Luật A và Luật B số 47/2019/QH14”: the number at the end is that of the law that amends.

    Where the next law of the list has a number too, each number is that of the law before it.
    """
    if _LAW_NEXT.match(page.key, number.end):
        return None
    for match in _AMENDING_LAW.finditer(page.key, begin, at + len("pháp lệnh")):
        if page.is_capital(match.start()) and _ONLY_LAWS.fullmatch(page.key, match.end(), at):
            return match
    return None


def _list_kind(number: Number, inherited: str) -> str:
    """A member of a list under one plural may be of another kind, as its symbol says."""
    own = number.type
    if own is None or inherited in {own, "Quy định", "Thông tri", "Bộ luật", "Pháp lệnh"}:
        return inherited
    return own if inherited in {"Văn bản", "Công văn"} or own != "Luật" else inherited


def _kind_of_symbol(page: Page, number: Number) -> tuple[int, str] | None:
    """No kind is printed: the symbol tells it, except in a letterhead."""
    begin = page.line(number.start)[0]
    is_letterhead = number.start - begin < _LETTER and _LETTERHEAD.fullmatch(page.key, begin, number.start)
    if number.type is None or not number.symbol.strip("/-") or is_letterhead:
        return None
    return _number_word(page, number.start), number.type


def _draft(page: Page, number: Number, start: int, kind: str, *, within: int | None = None) -> Draft:
    """``within``: the end of an issuer's name in which the number stands (“Ban Chỉ đạo về tổng kết Nghị quyết …”)."""
    limit = within or min(page.line(number.end)[1], number.end + _LONGEST)
    draft = Draft(
        start=start, end=number.end, type=kind, number=number.text, symbol=number.symbol, head_end=number.end,
        words_end=number.end, pinpoint=pinpoint_before(page, start),
        is_amending=number.is_law and _AMENDING_LAW.match(page.key, start) is not None,
    )  # fmt: skip
    named = type_pattern().match(page.key, start)
    if named and (first := _issuers_between(page, named.end(), _number_word(page, number.start))):
        draft = replace(draft, issuers=first.names, term=first.term)
    draft = _with_words(page, draft, limit, joint=number.is_joint or "liên" in kind)
    if draft.issuers == () and (who := issuer_before(page, start)):
        draft = replace(draft, issuers=(who,))
    title = title_after(page, draft.words_end, limit, late=draft.words_end > number.end)
    if title:
        return replace(draft, title=title, end=title.end)
    return replace(draft, title=_law_name(page, draft, number))


def _with_words(page: Page, draft: Draft, limit: int, *, joint: bool) -> Draft:
    """Read date and issuer after the number, in either order; text between brackets (“nay là …”) is passed over."""
    at = draft.words_end
    if year := _YEAR_ONLY.match(page.key, at, limit):
        at = year.end()
        draft = replace(draft, words_end=at, end=at)
    for _ in range(3):
        blank = _BEFORE_DATE.match(page.key, at, limit)
        printed = date_at(page.key, blank.end()) if blank else None
        if printed and page.key.startswith("ngày", printed.start) and draft.date is None:
            draft = replace(draft, date=printed.value, words_end=printed.end, end=printed.end)
        elif (issuers := issuers_after(page, at, limit, joint=joint)) and not draft.issuers:
            draft = replace(draft, issuers=issuers.names, term=issuers.term, words_end=issuers.end, end=issuers.end)
        at = draft.words_end
    passed = _PASSED.match(page.key, at, limit)
    if passed and draft.date is None and (printed := date_at(page.key, passed.end())):
        draft = replace(draft, date=printed.value)
    now = NOW.match(page.key, at, limit)
    return replace(draft, words_end=now.end()) if now else draft


def _law_name(page: Page, draft: Draft, number: Number) -> Span | None:
    """The words between “Luật” and “số” are a law's title."""
    if not number.is_law or draft.type not in _NAMED_BEFORE:
        return None
    kind = type_pattern().match(page.key, draft.start)
    end = _number_word(page, number.start)
    start = kind.end() if kind else draft.start
    words = page.work[start:end]
    name = Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,")))
    return name if name.end > name.start else None


def _blank(page: Page) -> Iterator[Draft]:
    for number in blanks(page):
        found = _kind_before(page, replace(number, start=number.start))
        if found:
            yield _draft(page, replace(number, text=None), found[0], found[1])


def _short(page: Page) -> Iterator[Draft]:
    """“Nghị quyết 59 của Bộ Chính trị”: the serial alone, as it is spoken."""
    for match in type_pattern().finditer(page.key):
        kind = type_named(match.group()).name
        if not page.is_capital(match.start()):
            continue
        start, at, is_usual = match.start(), match.end(), kind in spoken_types()
        while found := short_number(page, at, is_usual=is_usual):
            number = Number(at, found[1], found[0], "", None, is_law=False, is_joint=False)
            draft = replace(_draft(page, number, start, kind), symbol=None)
            is_opened = draft.words_end == number.end and draft.title and not _ABOUT.match(page.key, number.end)
            yield replace(draft, title=None, end=number.end) if is_opened else draft
            joiner = _MORE.match(page.key, found[1])
            if joiner is None:
                break
            start, at, is_usual = joiner.end(), joiner.end() - 1, True
