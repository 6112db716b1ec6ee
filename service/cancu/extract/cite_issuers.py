"""Who issued what is cited: “của Bộ trưởng Bộ Y tế”, “của Bộ Chính trị khóa IX”, joint issuers, and those named before.

Joint issuers are read where the number or the kind says that there are several, or where the title follows at once:
else a comma begins the main clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.cite_page import Page, around, type_pattern
from cancu.extract.layout import Context
from cancu.extract.names import expand
from cancu.extract.words import any_of, level
from cancu.vietnamese import UPPER, squeeze

_OF = re.compile(r"[\s,]{0,20}của\s+(?:(?:đồng chí|đ/c)\s+)?")
_BETWEEN = re.compile(r"[\s,]{0,20}(?:ký\s+(?:kết\s+)?)?giữa\s+(?:liên ngành\s+)?")
"""“Chương trình phối hợp số … giữa Bộ A và Bộ B”: both issued it."""
_TERM = re.compile(r"[\s,]{0,20}(?:(?:khóa)\s+(?:[ivx]{1,6}|\d{1,2})(?!\w)|\(khóa\s+(?:[ivx]{1,6}|\d{1,2})\))")
_SESSION = re.compile(
    r"[\s,]{0,20}(?:tại\s+)?kỳ họp (?:thứ\s+)?"
    r"(?:\d{1,3}|[^\W\d_]+(?:\s(?:mốt|hai|ba|tư|năm|sáu|bảy|tám|chín))?)(?=[\s,;.])"
)
_TERM_OF_OFFICE = re.compile(r"[\s,]{0,20}nhiệm kỳ\s+\d{4}\s*[-–]\s*\d{4}")
_WORD = re.compile(r"\s*(?:(?P<word>[^\W_][\w./&]*(?<![./]))|(?P<sign>[^\w\s]))")
_CHAIR = re.compile(r"(?:bộ trưởng|chánh án|viện trưởng)\s*,\s*chủ nhiệm\s")
_PLENUM = re.compile(
    r"^Hội nghị (?:(?:Trung ương )?lần thứ \w+(?: \w+)?,? (?=Ban Chấp hành)(?:Ban Chấp hành Trung ương)"
    r"|Trung ương (?:lần thứ )?\w+)(?= Đảng|$)"
)
"""A plenum is a session of the Central Committee, which is the issuer."""
_WITH_FIELD = re.compile(
    r"(?:ban chỉ đạo|tiểu ban|ban điều hành|hội đồng|ủy ban) (?:trung ương|quốc gia|của chính phủ)\b"
)
_FIELD_END = re.compile(
    rf"[;.:\n(]|,\s+(?=[{UPPER}])|\s+(?:về|V/v|ban hành|phê duyệt|hướng dẫn|triển khai|tổ chức|thực hiện)\s"
)
_UNFINISHED = re.compile(r"(?<!\w)(?:bộ|sở|ban|cục|vụ|phòng|viện)\s*$")
_LOCAL = re.compile(r"(?<!\w)(?:ubnd|hđnd|nhân dân) (?:tỉnh|thành phố|xã|phường|huyện|đặc khu)$")
_JOINT = re.compile(r"\s?(?:,\s+và|,|;|và)\s+")
_WITH = re.compile(r"\s?(?:,\s+và|,|;|và|với)\s+")
_DIGIT = re.compile(r"\d[/-]|-[A-Z]{2}")
NOW = re.compile(r"\s*\(\s*(?:nay là|trước đây là|nay thuộc)[^()\n]{0,200}\)")
MOST_WORDS = 22


@dataclass(frozen=True, slots=True)
class Issuers:
    """Printed names, the printed “khóa …”, and where these words end."""

    names: tuple[str, ...]
    term: str | None
    end: int


@cache
def issuer_heads() -> re.Pattern[str]:
    """Return the pattern of the first words of bodies and offices that issue documents."""
    return any_of(row["head"] for row in resources.table("data", "lexicon", "issuer-heads.tsv"))


@cache
def _canonical() -> dict[str, str]:
    rows = resources.table("data", "lexicon", "issuer-names.tsv")
    return {level(row["printed"]): row["canonical"] for row in rows}


def begins_issuer(page: Page, at: int) -> bool:
    """Does the name of a body or an office, with a capital, begin here?"""
    is_name = page.is_capital(at) or (page.key.startswith("liên bộ", at) and page.is_capital(at + len("liên ")))
    return is_name and issuer_heads().match(page.key, at) is not None


def issuers_after(page: Page, at: int, limit: int, *, joint: bool) -> Issuers | None:
    """Return who is named after “của” at ``at``; ``joint`` says that there are several."""
    between = _BETWEEN.match(page.key, at, limit)
    of = between or _OF.match(page.key, at, limit)
    if of is None or not begins_issuer(page, of.end()):
        return None
    joint = joint or between is not None
    names, position = [], of.end()
    while True:
        end = _with_field(page, position, name_end(page, position, limit), limit)
        names.append(squeeze(page.meant[position:end]))
        following = (_WITH if between else _JOINT).match(page.key, _past_now(page, end, limit) if joint else end, limit)
        if following is None or not begins_issuer(page, following.end()):
            return _with_term(page, tuple(names), end, limit)
        if not joint and not _both_before_title(page, following.end(), limit):
            return _with_term(page, tuple(names), end, limit)
        if between and following.group().strip(" ,") in {"và", "với"}:
            limit = name_end(page, following.end(), limit)  # the last: what a comma brings now begins the main clause
        position = following.end()


def _past_now(page: Page, at: int, limit: int) -> int:
    """“…, Bộ trưởng Bộ Tài chính (nay là …) và …”: what a body is called now stands between brackets."""
    now = NOW.match(page.key, at, limit)
    return now.end() if now else at


def _both_before_title(page: Page, at: int, limit: int) -> bool:
    """“của Bộ Chính trị, Ban Bí thư về …”: a second issuer stands right before the title."""
    return re.compile(r"\s+về\s").match(page.key, name_end(page, at, limit), limit) is not None


def _with_term(page: Page, names: tuple[str, ...], end: int, limit: int) -> Issuers:
    term = _TERM.match(page.key, end, limit)
    if term:
        end = term.end()
    for extra in (_TERM_OF_OFFICE, _SESSION, _TERM_OF_OFFICE):
        match = extra.match(page.key, end, limit)
        end = match.end() if match else end
    return Issuers(names, squeeze(page.work[term.start() : term.end()].strip(" ,()")) if term else None, end)


def name_end(page: Page, start: int, limit: int) -> int:
    """Return where the name that begins at ``start`` ends."""
    head = issuer_heads().match(page.key, start)
    end = head.end() if head else start
    shouted = page.is_shouted(start, end)
    chair = _CHAIR.match(page.key, start)
    position = end = chair.end() - 1 if chair else end
    for _ in range(MOST_WORDS):
        match = _WORD.match(page.work, position, limit)
        if match is None or "\n" in match.group():
            break
        if match["sign"]:
            reached = _past_sign(page, match, limit)
            if not reached:
                break
            position = reached
            continue
        is_first = shouted and _UNFINISHED.search(page.key, start, position)
        is_other = not page.is_capital(match.start("word")) or type_pattern().match(page.key, match.start("word"))
        if not is_first and is_other and _is_complete(page, start, end):
            break
        if not is_first and _stops(page, match.start("word"), shouted=shouted):
            break
        position = end = match.end()
    return end


def _is_complete(page: Page, start: int, end: int) -> bool:
    """“Chính phủ”, “UBND tỉnh”: in lower case nothing goes on with these names."""
    return _LOCAL.search(page.key, start, end) is not None or page.key[start:end] in _canonical()


def _with_field(page: Page, start: int, end: int, limit: int) -> int:
    """“Ban Chỉ đạo Trung ương về …”: the first “về” tells the body's field and belongs to its name."""
    if not _WITH_FIELD.match(page.key, start):
        return end
    about = re.compile(r"\s+về\s+(?!việc)").match(page.key, end, limit)
    stop = _FIELD_END.search(page.work, about.end(), limit) if about else None
    return end if about is None else stop.start() if stop else limit


def _past_sign(page: Page, match: re.Match[str], limit: int) -> int:
    """A comma or a hyphen inside a name (“Bộ Văn hóa, Thể thao và Du lịch”): return where it goes on, else 0."""
    after = re.compile(r"\s*").match(page.work, match.end(), limit)
    at = after.end() if after else match.end()
    if match["sign"] not in ",-–" or not page.is_capital(at) or page.is_shouted(at, at + 8):
        return 0
    if match["sign"] == "," and (begins_issuer(page, at) or not _enumerates(page, at, limit)):
        return 0
    return match.end()


def _enumerates(page: Page, at: int, limit: int) -> bool:
    """“…, Thể thao và Du lịch”: a comma belongs to a name when “và” and a capital follow soon."""
    return re.compile(rf"(?:[^\W\d_]+[ ,]+){{1,5}}và\s+[{UPPER}]").match(page.work, at, min(limit, at + 60)) is not None


def _stops(page: Page, at: int, *, shouted: bool) -> bool:
    key = page.key
    if re.compile(r"(?:ngày|khóa|khoá|nhiệm kỳ|kỳ họp|và)\s").match(key, at):
        and_type = type_pattern().match(key, at + 3) or begins_issuer(page, at + 3)
        return not key.startswith("và ", at) or not page.is_capital(at + 3) or bool(and_type)
    if around("about").match(key, at):
        return True
    if not shouted and page.is_capital(at) and not _is_verb_after_name(page, at):
        return False
    return any(around(kind).match(key, at) for kind in ("opener", "late", "end", "plan-end", "issuer-end"))


def _is_verb_after_name(page: Page, at: int) -> bool:
    """“của Chính phủ Ban hành Chương trình”: a title may begin with a capital."""
    return (
        re.compile(r"(?:ban hành|phê duyệt|quy định|về việc|sửa đổi|triển khai|hướng dẫn|thành lập|bãi bỏ)\s").match(
            page.key, at
        )
        is not None
    )


def canonical(names: tuple[str, ...], here: Context) -> str | None:
    """Return the names written out for this document, joined by “; ”."""
    bodies = [_PLENUM.sub("Ban Chấp hành Trung ương", name) for name in names]
    full = [_canonical().get(level(name)) or (name if _DIGIT.search(name) else expand(name, here)) for name in bodies]
    return "; ".join(_canonical().get(level(name), name) for name in full) or None
