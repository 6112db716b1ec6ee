"""Type and title (trích yếu) of a document, and the period its title names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from cancu import resources
from cancu.extract.layout import Zones
from cancu.extract.letterhead import MOTTO, Printed
from cancu.extract.openings import is_basis, is_surely_basis
from cancu.extract.words import any_of, level
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_CLOSING = re.compile(rf"trên đây là\s+(?:{level('toàn bộ')}\s+)?(?:nội dung\s+)?")
_SUBJECT = re.compile(r"\s*(?:V/v|Về việc)\s*:?\s+", re.IGNORECASE)
_LINE = 130
_MOST_HEAD = 25
"""Paragraphs from the top within which a line may hold type and title together."""
_LONGEST_TYPE = 25
_MOST_ISSUING = 5
"""Lines below the type among which those that name who issues it are looked for."""
_BRACKET = re.compile(r"\s*\((?!\s*(?:ngày\s+)?\d)")
"""A bracket that belongs to no title (“(Kèm theo …)”); one that begins with a day does (“(03/02/1930 - …)”)."""
_ABOUT = re.compile(r"về\s")
_OF = re.compile(r"của\s")
_RANGE = re.compile(rf"(?:{level('giai đoạn')}|5 năm|năm học|thời kỳ)\s+(\d{{4}})\s*[-–]\s*(\d{{4}})")
_YEAR = re.compile(r"(?<!\d)(?:trong\s+)?năm\s+(\d{4})(?!\d)")
_DAYS = re.compile(r"\(\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s*[-–]\s*\d{1,2}[/.-]\d{1,2}[/.-](\d{4})\s*\)")
"""First and last day of what a title commemorates."""
_OF_A_DATE = re.compile(r"tháng\s+\d{1,2}\s+$")
_OFFICE = (
    r"(?:chủ tịch|giám đốc|tổng giám đốc|bộ trưởng|hiệu trưởng|viện trưởng|chánh án|thống đốc|cục trưởng|trưởng ban)"
)
_BODY_NAME = (
    r"(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|bộ|sở|trường|viện|tòa án|ngân hàng|cục|ban)(?: [^\W\d_,;]+){0,10}"
)
_HEAD_OF_BODY = re.compile(rf"{_OFFICE} {_BODY_NAME}")
_DECIDES = re.compile(rf"(?<!của)(?<!và)(?<!do)(?<!cho)(?<!với)(?<!về)(?<!,)\s{_OFFICE} {_BODY_NAME}$")
_OF_A_LAW = re.compile(r"(?<!\w)(?:luật|hiến pháp|pháp lệnh)(?:,?\s[^\W\d_]+){0,14}\s$")
_TITLE_END = re.compile(r"[,.;]\s|\s(?:đề nghị|yêu cầu|các cơ quan|các đơn vị)\s")


@cache
def _types() -> re.Pattern[str]:
    return any_of(row["name"] for row in resources.table("data", "lexicon", "document-types.tsv"))


@cache
def type_names() -> dict[str, str]:
    """Return canonical type names by their ``level`` key."""
    return {level(row["name"]): row["name"] for row in resources.table("data", "lexicon", "document-types.tsv")}


def type_line(text: Text, parts: Sequence[Span]) -> tuple[int, Printed] | None:
    """Return the paragraph in capitals that is a type (“KẾ HOẠCH”), or, where there is none, begins with one.

    “VĂN BẢN HỢP NHẤT - BỘ Y TẾ” is a type beside its issuer; “KẾ HOẠCH TỔ CHỨC NGÀY SÁCH” a type before its title.
    """
    found = [(index, printed) for index, part in enumerate(parts) if (printed := _type(text, part)) is not None]
    for index, printed in found:
        rest = text.flow[printed.span.end : parts[index].end].strip(" *_")
        if not rest or rest.startswith(("-", "–", "(")):
            return index, printed
    return next(((i, p) for i, p in found if i < _MOST_HEAD and _beside_type(text, parts[i])), None)


def _type(text: Text, part: Span) -> Printed | None:
    words = text.flow[part.start : part.end].strip(" *_-")
    match = _types().match(level(words)) if words.isupper() or len(words) <= _LONGEST_TYPE else None
    if match is None or not (words.isupper() or match.end() == len(words)):
        return None
    start = part.start + text.flow[part.start : part.end].index(words)
    return Printed(type_names()[squeeze(match.group())], Span(start, start + match.end()))


def title_after(text: Text, parts: Sequence[Span], index: int, issuer: str | None) -> Printed | None:
    """Return the title printed under the type line ``parts[index]``."""
    beside = _beside_type(text, parts[index])
    below = parts[index + 1 :]
    issuing = _issuing_lines(text, [*([beside] if beside else []), *below[:_MOST_ISSUING]])
    taken: list[Span] = [beside] if beside and not issuing else []
    gaps = {line.start for line in text.lines if line.gap}
    for part in below:
        if part in issuing:
            continue
        words = text.flow[part.start : part.end]
        if not taken and _is_no_title(words):
            continue
        if is_surely_basis(words) or (taken and not _goes_on(text, taken, part, gap=part.start in gaps)):
            break
        if taken and _is_body(words, issuer):
            break
        taken.append(part)
    if not taken:
        return None
    span = _without_issuer(text, Span(taken[0].start, taken[-1].end), issuer)
    return Printed(_title(text, span), span)


def _issuing_lines(text: Text, parts: Sequence[Span]) -> tuple[Span, ...]:
    """Return the lines between type and title that say in capitals who issues it: “CỦA BAN THƯỜNG VỤ TỈNH ỦY / về …”.

    A resolution of a meeting names it there (“HỘI NGHỊ LẦN THỨ TÁM … / về …”); where no title follows, it is the title.
    """
    lines: list[Span] = []
    for part in parts:
        words = _words(text, part)
        if _ABOUT.match(level(words)):
            is_told = not words.isupper() or (lines and _OF.match(level(_words(text, lines[0]))))
            return tuple(lines) if is_told else ()
        if not words.isupper():
            return ()
        if not _is_no_title(words):
            lines.append(part)
    return ()


def _words(text: Text, part: Span) -> str:
    return text.flow[part.start : part.end].strip(" *_")


def _beside_type(text: Text, part: Span) -> Span | None:
    """Return the rest of a line that a type begins: “KẾ HOẠCH TỔ CHỨC NGÀY SÁCH”; an issuer after a dash is none."""
    printed = _type(text, part)
    rest = text.flow[printed.span.end : part.end] if printed else ""
    words = rest.strip(" *_")
    return Span(part.end - len(rest.lstrip(" *_")), part.end) if words and words[0].isalpha() else None


def title_of_letter(text: Text, head: Span) -> Printed | None:
    """Return what an official letter (công văn) is about: “V/v …”."""
    for part in text.paragraphs():
        match = _SUBJECT.match(text.flow, part.start, part.end) if part.start < head.end else None
        if match is not None:
            return Printed(_title(text, Span(match.end(), part.end)), Span(match.end(), part.end))
    return None


def from_closing(text: Text, zones: Zones) -> tuple[Printed, Printed | None] | None:
    """Return type and title from the closing formula “Trên đây là Kế hoạch …”, where the head is lost."""
    key = level(text.flow)
    match = _CLOSING.search(key, zones.body.start, max(zones.body.end, zones.body.start))
    found = _types().match(key, match.end()) if match else None
    if found is None:
        return None
    kind = Printed(type_names()[squeeze(found.group())], Span(*found.span()))
    end = _TITLE_END.search(text.flow, found.end())
    span = Span(found.end() + 1, end.start() if end else found.end() + 1)
    return kind, Printed(_title(text, span), span) if span.end - span.start > len("về") else None


def period(title: str | None, issued: int | None = None) -> str | None:
    """Return the years a title plans for: “giai đoạn 2026 - 2030” → ``2026-2030``.

    Years of dates do not count, but that of the day kept: “(27/7/1947 - 27/7/2027)” → ``2027``; nor does a year before
    that of issue (``issued``) that tells which law is meant (“Bộ luật Dân sự năm 2015”).
    """
    key = level(squeeze(title or ""))
    match = _RANGE.search(key)
    if match is not None:
        return f"{match[1]}-{match[2]}"
    years = [
        m[1]
        for m in _YEAR.finditer(key)
        if not _OF_A_DATE.search(key[: m.start()])
        if not (issued and int(m[1]) < issued and _OF_A_LAW.search(key[: m.start()]))
    ]
    if not years:
        years = [m[1] for m in _DAYS.finditer(key)]
    return years[-1] if years else None


def _is_no_title(words: str) -> bool:
    rest = MOTTO.sub("", words).strip(" *_-")
    return not any(c.isalpha() for c in rest) or _types().fullmatch(level(rest)) is not None


def _goes_on(text: Text, taken: Sequence[Span], part: Span, *, gap: bool) -> bool:
    """Does a title of several printed lines go on with ``part``?"""
    words = text.flow[part.start : part.end]
    if _BRACKET.match(words) or is_basis(words) or text.flow[taken[-1].end - 1] in ".;:":
        return False
    if words[:1].isupper() and words.endswith((".", ";", ":")):
        return False
    if _upper(text, taken):
        return words.isupper()
    return not gap and not words.isupper() and part.end - part.start <= _LINE


def _upper(text: Text, taken: Sequence[Span]) -> bool:
    return all(text.flow[p.start : p.end].isupper() for p in taken)


def _is_body(words: str, issuer: str | None) -> bool:
    """Is this the line of who decides, under the title: the issuer, or its head (“CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH”)?"""
    if words.isupper() and _HEAD_OF_BODY.fullmatch(level(words)):
        return True
    return issuer is not None and fold(words) in {fold(name) for name in issuer.split(";")}


def _without_issuer(text: Text, span: Span, issuer: str | None) -> Span:
    """Leave out the issuer's name in capitals that stands between title and legal basis."""
    words = text.flow[span.start : span.end]
    decides = _DECIDES.search(level(words)) if words.isupper() else None
    if decides:
        return Span(span.start, span.start + decides.start())
    tail = f" {issuer.upper()}" if issuer else ""
    if tail and words.isupper() and words.endswith(tail):
        return Span(span.start, span.end - len(tail))
    return span


def _title(text: Text, span: Span) -> str:
    return unicodedata.normalize("NFC", text.quote(text.span(span.start, span.end))).rstrip(" .:")
