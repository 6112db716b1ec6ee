"""Strategies, schemes, programmes, plans and acts cited by their title: what is one document, and what is not.

Not one document: a plural (“các đề án”), words without a name (“Đề án của Thành phố”), what is still to be drafted
(“xây dựng Kế hoạch …”, unless its title stands in quotation marks), the document itself, and what a numbered act issues
under its own title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cancu.extract.cite_draft import Draft, Ranges
from cancu.extract.cite_issuers import begins_issuer, issuers_after
from cancu.extract.cite_page import DocumentType, Page, around, type_named, type_pattern
from cancu.extract.cite_titles import title_after, title_end
from cancu.extract.dates import date_at
from cancu.extract.event_heads import is_held, is_line
from cancu.model import Header, Span
from cancu.vietnamese import fold

_ABOUT = re.compile(r"\s+(?:về\s+(?:việc\s+)?)?")
_QUOTED = re.compile(r"\s*[:]?\s*(?:về\s+)?[“\"](?P<words>[^”\"\n]{8,400})[”\"]")
_YEARS = re.compile(
    r"giai đoạn|đến năm|\d{1,2} năm (?:19|20)|(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d|toàn kh(?:óa|oá)|tầm nhìn|nhiệm kỳ"
)
_PROPER = re.compile(r"(?:mục tiêu quốc gia|tổng thể|hành động quốc gia|quốc gia)\s+\w+")
_OWN_ACTION = re.compile(
    r"(?:kế hoạch|chương trình)\s+(?:hành động|công tác|phối hợp)?\s*"
    r"(?:của\s+[^,;.\n]{2,30}?)?\s*(?:thực hiện|triển khai)"
)
_APPROVES = re.compile(r"(?:phê duyệt|thông qua|điều chỉnh|gia hạn)\s+(?:nội dung\s+|dự án\s+)?[“\"]?$")
_BRINGS = re.compile(r"ban hành\s+(?:kèm theo\s+)?[“\"]?$")
"""“Nghị quyết số … ban hành Chương trình tổng thể … giai đoạn 2021 - 2030”: known by a name of its own."""
_DRAFT_TAIL = re.compile(
    r"(?:\s+(?:và|,)\s*(?:triển khai|tổ chức thực hiện|tổ chức triển khai|thực hiện|trình|ban hành)"
    r"|\s+dự thảo|\s+hồ sơ|\s+nội dung|\s+bổ sung)?\s*[“\"]?$"
)
_THIS = re.compile(r"kèm theo[^,;.\n]{0,60}này(?: là)?\s*[“\"]?$|^\W*\(?(?:ban hành )?kèm theo ")
_ISSUES = re.compile(r"(?:về việc |v/v )?(?:ban hành|phê duyệt|thông qua)(?: và [^\W\d_ ]+(?: [^\W\d_]+){0,3})? ")
_FULL_ACT = 5
_SELF = 0.8
_LONGEST = 420


@dataclass(frozen=True, slots=True)
class _Own:
    """The document's own title, as a set of words, to know it again."""

    words: frozenset[str]
    types: frozenset[str]
    head_end: int


def plans(page: Page, head: Header, head_end: int, taken: tuple[Draft, ...]) -> Iterator[Draft]:
    """Yield what is cited by type and title; ``taken`` are the citations already read, in order of start."""
    own = _Own(
        frozenset(fold(head.title or "").split()), frozenset({head.type or "", *_types_in(head.title or "")}), head_end
    )
    inside = Ranges((draft.start, draft.head_end) for draft in taken)
    acts = Ranges((draft.start, draft.end) for draft in taken if draft.is_numbered)
    begins = {draft.title.start for draft in taken if draft.title and draft.is_numbered}
    for match in type_pattern().finditer(page.key):
        kind = type_named(match.group())
        if kind.kind not in {"plan", "act"} or inside.covers(match.start()):
            continue
        draft = _plan(page, match, kind) if kind.kind == "plan" else _act(page, match, kind)
        if (
            draft
            and match.start() not in begins
            and not _is_excluded(page, draft, own, is_inside=acts.holds(draft.start))
        ):
            yield draft


def _types_in(title: str) -> set[str]:
    """“Ban hành Quy chế …”, “Phê duyệt Đề án …”: what the document brings is the document itself."""
    issues = _ISSUES.match(title.lower())
    match = type_pattern().match(title.lower(), issues.end()) if issues else None
    return {type_named(match.group()).name} if match else set()


def _plan(page: Page, match: re.Match[str], kind: DocumentType) -> Draft | None:
    limit = min(page.line(match.start())[1], match.end() + _LONGEST)
    quoted = _QUOTED.match(page.work, match.end(), limit)
    if quoted and kind.name == "Chương trình" and _is_happening(page, match):
        return None
    if quoted and not page.is_shouted(match.start(), quoted.end()):
        return _made(match.start(), quoted.end(), kind, Span(quoted.start("words"), quoted.end("words")))
    about = _ABOUT.match(page.key, match.end(), limit)
    if about is None:
        return None
    start = about.end()
    is_shouted = page.is_shouted(match.start(), min(limit, start + 30))
    capital = page.is_capital(match.start()) or page.is_capital(start)
    if (
        begins_issuer(page, start)
        or is_shouted
        or not capital
        or not page.work[start : start + 1].isalpha()
        or around("generic").match(page.key, start)
    ):
        return None
    end = title_end(page, start, limit)
    for stop in around("plan-end").finditer(page.key, start, end):
        if not _in_quotes(page, start, stop.start()):
            end = start + len(page.work[start : stop.start()].rstrip(" ,"))
            break
    is_object = _APPROVES.search(page.key[max(0, match.start() - 40) : match.start()]) is not None
    if not _is_specific(page, kind, start, end) and not (is_object and _is_long(page.key[start:end])):
        return None
    return _made(match.start(), end, kind, Span(start, end))


def _is_happening(page: Page, match: re.Match[str]) -> bool:
    return is_held(page.work, match.start()) or is_line(page.work, match.start(), match.end())


def _in_quotes(page: Page, start: int, at: int) -> bool:
    return page.work.count("“", start, at) > page.work.count("”", start, at)


def _is_long(words: str) -> bool:
    """What an act approves has one name, if it has one at all: “phê duyệt Dự án mở rộng chợ quê Suối Mơ”."""
    return len(words.split()) >= _FULL_ACT


def _is_specific(page: Page, kind: DocumentType, start: int, end: int) -> bool:
    """Is this the name of one document, and not a description?"""
    words = page.key[start:end]
    count = len(words.split())
    if count < 3 or (kind.name == "Quy chế" and page.key.startswith("về ", max(0, start - 3)) and "“" not in words):
        return False
    if _YEARS.search(words) or _PROPER.match(words):
        return True
    nested = next((m for m in type_pattern().finditer(words) if page.is_capital(start + m.start())), None)
    if nested and kind.name in {"Kế hoạch", "Chương trình"}:
        return words.startswith(("thực hiện", "triển khai"))
    return kind.words is not None and count >= kind.words


def _act(page: Page, match: re.Match[str], kind: DocumentType) -> Draft | None:
    """“Nghị định của Chính phủ quy định …”: an act by issuer and title; “Nghị quyết sửa đổi … Hiến pháp” by title."""
    if not page.is_capital(match.start()):
        return None
    limit = min(page.line(match.start())[1], match.end() + _LONGEST)
    issuers = issuers_after(page, match.end(), limit, joint=False)
    at = issuers.end if issuers else match.end()
    blank = re.compile(r"[\s,]{0,20}").match(page.key, at, limit)
    date = date_at(page.key, blank.end()) if blank and page.key.startswith("ngày", blank.end()) else None
    at = date.end if date else at
    amends = re.compile(r"\s+sửa đổi, bổ sung ").match(page.key, match.end())
    if issuers is None and amends is None:
        return None
    title = title_after(page, at, limit, late=True)
    if title is None or len(page.work[title.start : title.end].split()) < _FULL_ACT:
        return None
    return Draft(
        start=match.start(), end=title.end, type=kind.name, head_end=match.end(), words_end=at,
        issuers=issuers.names if issuers else (), term=issuers.term if issuers else None,
        date=date.value if date else None, title=title,
    )  # fmt: skip


def _made(start: int, end: int, kind: DocumentType, title: Span) -> Draft:
    return Draft(start=start, end=end, type=kind.name, head_end=title.start, words_end=title.start, title=title)


def _is_excluded(page: Page, draft: Draft, own: _Own, *, is_inside: bool) -> bool:
    begin = max(page.line(draft.start)[0], draft.start - 120)
    left = page.key[begin : draft.start]
    if around("plural").search(left) and re.search(around("plural").pattern + r"\s+[“\"]?$", left):
        return True
    if _THIS.search(left) or _is_own(page, draft, own):
        return True
    if is_inside and _APPROVES.search(left):
        return False
    is_quoted = draft.title is not None and page.work[draft.title.start - 1] in '“"'
    if is_quoted:
        return draft.start < own.head_end
    if is_inside and _OWN_ACTION.match(page.key, draft.start):
        return True
    if is_inside and draft.title and _BRINGS.search(left) and _YEARS.search(page.key, draft.title.start, draft.end):
        return False
    drafting = re.search(rf"(?:{around('draft').pattern})" + _DRAFT_TAIL.pattern, left)
    return drafting is not None or (draft.start < own.head_end and draft.head_end > draft.start + 12)


def _is_own(page: Page, draft: Draft, own: _Own) -> bool:
    if draft.title is None or not own.words or draft.type not in own.types:
        return False
    words = fold(page.work[draft.title.start : draft.title.end]).split()
    return sum(word in own.words for word in words) >= _SELF * len(words)
