"""Where the title of a cited document begins and where it ends.

A title has no closing mark: it runs over commas, “và”, years and titles of other documents inside it. It ends at a sign
that parts sentences, at words that say something of the document (“được sửa đổi …”), at the next citation of a list, at
the subject of the main clause, and after its years (“giai đoạn 2026 - 2030”) unless words follow that go on with it.
"""

from __future__ import annotations

import re
from functools import cache

from cancu.extract.cite_issuers import begins_issuer
from cancu.extract.cite_onward import enumerates, guides_both, put_into
from cancu.extract.cite_page import Page, around, type_pattern
from cancu.extract.cite_pinpoints import after_pinpoint
from cancu.extract.words import lexicon
from cancu.model import Span

_BLANKS = re.compile(r"[ ,]*")
_QUOTE = re.compile(r"\s*[“\"]")
_ABBREVIATED = re.compile(r"(?:\b(?:tp|tx|tt|đ/c|ths|ts|gs|pgs|st)|\b[a-zđ])$")
_DATE_BEFORE = re.compile(r"(?:\d\s?[/.\-]\s?|tháng\s*\d{1,2}[\s,]{0,20}năm\s*)$")
_PERIOD_BEFORE = re.compile(r"(?:năm|giai đoạn|tầm nhìn|định hướng|nhiệm kỳ|đến|\d{4}\s?[-–])\s*$")
_RANGE = re.compile(r"\s*[-–]\s*(?:19|20)\d\d")
_FAR = re.compile(
    r"[\s,]{0,20}(?:tầm nhìn|định hướng|và (?:các|những) năm|những năm tiếp|có xét đến|nhiệm kỳ|tiến tới)"
)
_NUMBERED_NEXT = re.compile(r"(?:(?:các|những)\s+)?(?:số\s*)?\d{1,5}[a-z]?(?:/(?:19|20)\d\d)?[/-][a-zđ]{2}")
_TYPE_NUMBER = re.compile(r"(?:\s+[^\W\d_]+){0,4}?\s*(?:số\s*:?\s*|\s)\d{1,5}[a-z]?(?:\.\d+)?\s?[/-]")
_WORKS = re.compile(
    r"(?:tổ chức\s+|tiếp tục\s+|chủ động\s+)?(?:tổ chức|triển khai|thực hiện|quán triệt|cụ thể hóa)\s[^,;.:\n]{0,60}?$"
)
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}$")
_JOINS = re.compile(r"(?:và|với|hoặc|cùng)\s")
_STUDY = re.compile(r"(?:nghiên cứu|học tập|quán triệt|tuyên truyền|phổ biến)[\s,]*$")
_OF_SOMEBODY = re.compile(r"(?:giữa|của|cho|do|với)\s[^,;]{3,60}(?:, [^,;]{2,60}){0,3},\s*$")
_PLACELESS = re.compile(r"\s+trên địa bàn$")
_CONGRESS = re.compile(r"\s+(?:của\s+)?(?:đại hội|hội nghị (?:trung ương|lần thứ)|trung ương \d)")
_STATED = re.compile(r"\s*:|\s+(?:như sau|rõ|cụ thể|thì|là|rằng)(?!\w)")
_THREE_WORDS = re.compile(r" (?P<words>[^\W\d_]+ [^\W\d_]+ [^\W\d_]+)(?!\w)")
_BODIES = re.compile(
    r"tổ chức (?:chính trị|xã hội|đảng|đoàn|hội|tôn giáo|kinh tế|hành chính|sự nghiệp|quốc tế|tín dụng)"
)
"""“tổ chức” is a noun here."""
_AMENDED_IN = re.compile(r"được (?:sửa đổi|bổ sung|thay thế)[^;.()\n]{0,50}? (?:trong|thuộc) (?:các )?lĩnh vực")
"""“thủ tục hành chính được sửa đổi, bổ sung trong lĩnh vực …” is what a title says of procedures, not of the act."""
_ALIAS = re.compile(r"\(\s*(?P<kind>[^\W\d_]+(?: [^\W\d_]+)?)\s+(?:số\s+)?\d{1,4}\s*\)")
_NUMBER_NEXT = re.compile(r"\s*(?:số\s*:?\s*)?\d")
_NEAR = 90


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<stop>[;:!?…\n)”|]|\.{{2,}}|\.(?=\s|$|/|\d\s)|/\.)|(?P<open>[(“\"])|(?P<comma>,)"
        rf"|(?<![\d/])(?P<year>(?:19|20)\d\d)(?![\d/])|(?P<term>(?:toàn khóa|toàn khoá|khóa|khoá) [ivx]+(?!\w))"
        rf"|(?P<and>(?<!\w)(?:và|cùng với|hoặc|cùng|với)(?!\w))|(?P<end>{around('end').pattern})"
    )


def title_after(page: Page, at: int, limit: int, *, late: bool) -> Span | None:
    """Return the title that begins at ``at``; ``late`` says that a date or an issuer stands before it.

    “về” and “về việc” are no part of it; verbs such as “phê duyệt” are.
    """
    begin = _BLANKS.match(page.key, at, limit)
    start = begin.end() if begin else at
    comma = "," in page.key[at:start]
    if around("end").match(page.key, start, limit):
        return None
    about = around("about").match(page.key, start, limit)
    if about:
        if comma and not page.key.startswith("về việc", start):
            return None
        return _span(page, about.end(), limit)
    if comma:
        return None
    if late and _QUOTE.match(page.work, start, limit):
        return _span(page, start, limit)
    opener = around("opener").match(page.key, start, limit)
    if opener and _states(page, opener.end()):
        return None
    if opener is None or not (late or around("late").match(page.key, start, limit) is None):
        return None
    return _span(page, start, limit)


def _states(page: Page, at: int) -> bool:
    """“Điều 20 Thông tư số … quy định như sau:”, “… quy định Ủy ban nhân dân …”: the verb of the sentence, no title."""
    after = _STATED.match(page.key, at)
    return after is not None or (page.work[at : at + 1] == " " and begins_issuer(page, at + 1))


def _span(page: Page, start: int, limit: int) -> Span | None:
    while start < limit and page.work[start] in " \t":
        start += 1
    end = title_end(page, start, limit)
    return Span(start, end) if end - start > 2 else None


def title_end(page: Page, start: int, limit: int) -> int:
    """Return the end of the title (or name) that begins at ``start``."""
    position = start
    end = limit
    while True:
        mark = _marks().search(page.key, position, limit)
        if mark is None:
            break
        reached = _judge(page, mark, start, limit)
        if reached is None:
            end = mark.start()
            break
        if reached < 0:
            end = -reached
            break
        position = max(reached, mark.end())
    return trimmed_end(page, start, end)


def trimmed_end(page: Page, start: int, end: int) -> int:
    """Return ``end`` without blanks, commas and a footnote digit before it."""
    words = page.work[start:end].rstrip(" ,.-–\t")
    words = _PLACELESS.sub("", _FOOTNOTE.sub("", words))
    return start + len(words.rstrip(" ,"))


def _judge(page: Page, mark: re.Match[str], start: int, limit: int) -> int | None:
    """Return where to look on, None where the title ends before the mark, minus the end where it ends after it."""
    at, kind = mark.start(), mark.lastgroup
    if kind == "stop":
        if mark.group() == ";" and (_says_again(page, mark.end(), start, at) or enumerates(page, mark.end(), start)):
            return mark.end()
        is_abbreviation = mark.group() == "." and _ABBREVIATED.search(page.key, max(start, at - 4), at)
        return mark.end() if is_abbreviation else None
    if kind == "open":
        return _past_open(page, at, limit)
    if kind in {"year", "term"}:
        return _past_year(page, mark, limit)
    if kind == "end":
        return None if _ends_at(page, mark, start) else mark.end()
    after = _BLANKS.match(page.key, mark.end(), limit)
    following = after.end() if after else mark.end()
    if kind == "and" and guides_both(page, following, start):
        return mark.end()
    if _sibling(page, following, start, limit):
        return None
    if kind == "and":
        is_study = _STUDY.search(page.key, max(start, at - 20), at) is not None
        return None if not is_study and _work_follows(page, following, limit) else mark.end()
    is_over = around("comma").match(page.key, following) and not around("comma-on").match(page.key, following)
    if is_over or _acts_on(page, following) or around("end").match(page.key, following):
        return None
    return None if _main_clause(page, following, start, limit) else mark.end()


def _ends_at(page: Page, mark: re.Match[str], start: int) -> bool:
    """Do these words end a title here? Not as its first ones, nor where they are of the title itself."""
    if mark.group().startswith("vào ") and not put_into(page, start):
        return False
    return mark.start() > start and not _AMENDED_IN.match(page.key, mark.start(), len(page.key))


def _says_again(page: Page, after: int, start: int, at: int) -> bool:
    """“thủ tục hành chính mới ban hành; thủ tục hành chính được sửa đổi …”: words said again go on with the title."""
    again = _THREE_WORDS.match(page.key, after)
    return again is not None and again["words"] in page.key[start:at] and not page.is_capital(again.start("words"))


def _acts_on(page: Page, at: int) -> bool:
    """“…, báo cáo Ủy ban nhân dân tỉnh …”: after a comma, a verb whose object is a body begins other work."""
    verb = around("main-verb").match(page.key, at)
    return verb is not None and not page.is_capital(at) and begins_issuer(page, verb.end() + 1)


def _main_clause(page: Page, at: int, start: int, limit: int) -> bool:
    """“…, UBND xã ban hành …”: the subject of the main clause follows the comma."""
    if not begins_issuer(page, at):
        return False
    verbs = around("main-verb").finditer(page.key, at, min(limit, at + 160))
    if any(not _BODIES.match(page.key, verb.start()) for verb in verbs):
        return True
    is_list = _OF_SOMEBODY.search(page.key, start, at) is not None
    return not is_list and lexicon("name-stops", "word", "verb").search(page.key, at, min(limit, at + 70)) is not None


def _past_open(page: Page, at: int, limit: int) -> int | None:
    sign = page.work[at]
    closer = {"(": ")", "“": "”", '"': '"'}[sign]
    close = page.work.find(closer, at + 1, min(limit, at + 400))
    if close < 0:
        return None if sign == "(" else at + 1
    if sign == "(" and _is_alias(page, at):
        return None
    if sign == "(" and (around("gloss").match(page.key, at + 1) or _TYPE_NUMBER.search(page.key, at, close)):
        return None
    return close + 1


def _is_alias(page: Page, at: int) -> bool:
    """“(Đề án 06)”: how the document is called."""
    match = _ALIAS.match(page.key, at)
    return match is not None and type_pattern().fullmatch(match["kind"]) is not None


def _past_year(page: Page, mark: re.Match[str], limit: int) -> int | None:
    """After its years a title goes on only with certain words."""
    at = mark.start()
    if mark["year"]:
        before = page.key[max(0, at - 14) : at]
        cell = page.work.find("Năm ", max(0, at - 5), at)
        if cell > 0 and not page.is_shouted(max(0, at - 12), at):
            return -cell
        if _DATE_BEFORE.search(before) or not _PERIOD_BEFORE.search(before):
            return mark.end()
    span = _RANGE.match(page.key, mark.end(), limit)
    end = span.end() if span else mark.end()
    if _FAR.match(page.key, end):
        return end
    following = re.compile(r"\s*").match(page.key, end, limit)
    at = following.end() if following else end
    if at >= limit or page.work[at] in '.;:()\n”“"' or page.work[at] in "-–":
        return end
    if page.work[at] == ",":
        return -end
    goes_on = around("onward").match(page.key, at) or _JOINS.match(page.key, at) or _carries_out(page, at, limit)
    return end if goes_on and (page.is_shouted(mark.start() - 12, at + 8) or not page.is_capital(at)) else -end


def _carries_out(page: Page, at: int, limit: int) -> bool:
    """“… đến năm 2030 thực hiện Kết luận số 57-KL/TW”: the title goes on with what it carries out."""
    verb = around("implements").match(page.key, at, limit)
    kind = type_pattern().match(page.key, verb.end() + 1, limit) if verb else None
    return kind is not None and page.is_capital(kind.start())


def _sibling(page: Page, at: int, start: int, limit: int) -> bool:
    """Does the next citation of a list begin at ``at``?"""
    if _NUMBERED_NEXT.match(page.key, at):
        return True
    plural = re.compile(r"(?:các|những|một số)\s+").match(page.key, at)
    if plural and page.is_capital(plural.end()) and type_pattern().match(page.key, plural.end()):
        return True
    kind = type_pattern().match(page.key, plural.end() if plural else after_pinpoint(page, at))
    if kind is None:
        return False
    if _numbered_here(page, kind, limit):
        return not (page.key.startswith("luật", kind.start()) and "luật" in page.key[start:at])
    if page.is_shouted(start, at) or not page.is_capital(kind.start()):
        return False
    if kind.group() in {"luật", "bộ luật", "pháp lệnh"}:
        return "luật" not in page.key[start:at]
    return _CONGRESS.match(page.key, kind.end()) is not None


def _numbered_here(page: Page, kind: re.Match[str], limit: int) -> bool:
    """Does a number follow this kind of document, with no other kind between?"""
    number = _TYPE_NUMBER.match(page.key, kind.end(), min(limit, kind.end() + _NEAR))
    if number is None:
        return False
    is_next = _NUMBER_NEXT.match(page.key, kind.end(), limit) is not None
    return is_next or (
        page.is_capital(kind.start()) and type_pattern().search(page.key, kind.end(), number.end()) is None
    )


def _work_follows(page: Page, at: int, limit: int) -> bool:
    """“… và tổ chức triển khai thực hiện Kế hoạch số 146”: other work, not the title."""
    kind = type_pattern().search(page.key, at, min(limit, at + _NEAR))
    if kind is None or not page.is_capital(kind.start()):
        return False
    return _WORKS.match(page.key[at : kind.start()]) is not None
