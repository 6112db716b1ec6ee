"""Laws, the Constitution, charters and treaties, cited by name: “Luật Thủ đô (sửa đổi)”, “Hiến pháp năm 2013”.

Known names of laws are a list (``law-names.tsv``), because commas and “và” stand in them; the end of any other name is
found by the words that cannot go on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from cancu import resources
from cancu.extract.cite_draft import Draft
from cancu.extract.cite_page import Page, around, type_named, type_pattern
from cancu.extract.cite_pinpoints import pinpoint_before
from cancu.extract.cite_titles import title_end
from cancu.extract.dates import date_at
from cancu.extract.words import any_of
from cancu.model import Span
from cancu.vietnamese import UPPER

_AMENDING = re.compile(
    r"\s+(?:sửa đổi|bổ sung|sửa đổi, bổ sung)(?:,? (?:bổ sung|thay thế))?\s+"
    r"(?:một số (?:điều|nội dung)\s+)?(?:của\s+)?(?:các\s+)?(?=(?:bộ )?luật|hiến pháp|pháp lệnh|[\d])"
)
_SUFFIX = re.compile(
    r"\s*\((?:sửa đổi|sửa đổi, bổ sung)\)|\s+năm\s+(?:19|20)\d\d(?![\s,]{0,20}(?:tầm nhìn|[-–]))"
    r"|\s+(?:19|20)\d\d(?=\s*(?:[.,;:)]|$|\n|(?:và|thì|có)\s))"
    r"|\s+sửa đổi(?=[.,;:)\n]|\s+(?:và|năm|\()|\s*$)"
)
_NOT_A_NAME = re.compile(r"\s+(?:số|này|sư|gia|pháp|lệ|sửa đổi|chơi|bóng|quốc tế)(?!\w)")
_JOIN = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+")
_WORD = re.compile(r"\s*(?P<word>[^\W\d_]+)")
_CONSTITUTION = re.compile(
    r"hiến pháp(?P<name>\s+(?:nước|của nước)\s+cộng hòa xã hội chủ nghĩa việt nam)?"
    r"(?P<year>\s+(?:năm\s+)?(?:19|20)\d\d)?(?!\w)"
)
_ASKS = re.compile(r"(?:sửa đổi|bổ sung|căn cứ|của|quy định tại|thi hành|điều \d{1,3})\s+$")
_PARTY = re.compile(r"\s+(?:của\s+)?đảng(?:\s+cộng sản việt nam)?(?!\s+(?:bộ|ủy|viên|đoàn))(?!\w)")
_CALLED = re.compile(r"\s+(?:về\s+|giữa\s+|của\s+)?")
_BETWEEN = re.compile(rf"[^,;.()\n]{{0,60}}?\sgiữa\s+[{UPPER}][^,;.()\n]{{1,60}}?\svà\s+[{UPPER}]")
"""“Hiệp định thương mại tự do giữa Việt Nam và …”: the parties make one treaty of it."""
_LISTED = re.compile(r"luật\s*:\s+(?=\w)")
_NEXT = re.compile(r"\s*(?:;|,|và|;\s+và|,\s+và)\s+(?:luật\s+)?")
_DAY = re.compile(r"[ ,]*(?=ngày\s)")
_OF_BODY = re.compile(r"(?:[^\W\d_]+ ){1,6}về ")
_SHORT_NAME = re.compile(rf"[{UPPER}]{{3,6}}(?![\w/-])(?!\s+[{UPPER}]{{2}})")
"""“Luật BHXH”, “Luật NSNN”: a name in its first letters."""
_MOST = 14


@cache
def _known() -> re.Pattern[str]:
    return any_of(row["name"] for row in resources.table("data", "lexicon", "law-names.tsv"))


def laws(page: Page) -> Iterator[Draft]:
    """Yield what is cited as a law, the Constitution, a charter or a treaty by its name."""
    listed = 0
    for match in type_pattern().finditer(page.key):
        kind = type_named(match.group())
        if not page.is_capital(match.start()):
            continue
        draft = None
        if colon := _LISTED.match(page.key, match.start()):
            yield from () if page.is_shouted(*match.span()) else _listed(page, colon.end())
        elif kind.name == "Hiến pháp":
            draft = _constitution(page, match.start())
        elif kind.kind == "law":
            draft = _law(page, match, is_listed=match.start() < listed)
            listed = draft.end if draft and _AMENDING.match(page.key, match.end()) else listed
        elif kind.kind == "charter":
            draft = _charter(page, match)
        elif kind.kind == "treaty":
            draft = _treaty(page, match)
        if draft:
            yield draft


def _listed(page: Page, at: int) -> Iterator[Draft]:
    """“Căn cứ các Luật: Chợ quê ngày 16/6/2025; Bến bãi ngày 25/6/2025”: names alone, known ones, each with its day."""
    while end := _known_at(page, at - 1):
        name = Span(_after_blank(page, at - 1), end)
        day = _DAY.match(page.key, end)
        date = date_at(page.key, day.end()) if day else None
        draft = _made(page, name.start, name, date.end if date else end, "Luật")
        yield replace(draft, date=date.value if date else None)
        joint = _NEXT.match(page.key, draft.end)
        if joint is None:
            return
        at = joint.end()


def _made(page: Page, match_start: int, name: Span | None, end: int, kind: str) -> Draft:
    return Draft(
        start=match_start, end=end, type=kind, head_end=name.end if name else end, words_end=end, title=name,
        pinpoint=pinpoint_before(page, match_start),
    )  # fmt: skip


def _law(page: Page, match: re.Match[str], *, is_listed: bool) -> Draft | None:
    """``is_listed``: named inside the name of an amending law, to which a date belongs."""
    kind = type_named(match.group()).name
    amending = _AMENDING.match(page.key, match.end())
    name_start = _after_blank(page, match.end())
    end = _end_of_list(page, amending.end()) if amending else _name_end(page, match.end())
    if end is None or end <= name_start:
        return None
    name = Span(name_start, end)
    day = _DAY.match(page.key, end)
    date = date_at(page.key, day.end()) if day and not is_listed else None
    draft = _made(page, match.start(), name, date.end if date else end, kind)
    return replace(draft, date=date.value if date else None)


def _after_blank(page: Page, at: int) -> int:
    while at < len(page.work) and page.work[at] == " ":
        at += 1
    return at


def _end_of_list(page: Page, start: int) -> int | None:
    """“một số điều của Luật A, Luật B và Luật C” is the name of one law; return its end."""
    end: int | None = None
    at = start
    while True:
        kind = type_pattern().match(page.key, at)
        if kind is None or type_named(kind.group()).kind != "law":
            return end
        if type_named(kind.group()).name == "Hiến pháp":
            constitution = _CONSTITUTION.match(page.key, at)
            reached = constitution.end() if constitution else None
        else:
            reached = _name_end(page, kind.end())
        if reached is None:
            return end
        end = reached
        joint = _JOIN.match(page.key, end)
        if joint is None:
            return end
        at = joint.end()


def _name_end(page: Page, at: int) -> int | None:
    """Return the end of the name of a law that begins after ``at``."""
    if _NOT_A_NAME.match(page.key, at) and not _known_at(page, at):
        return None
    end = _known_at(page, at) or _guessed_end(page, at)
    if end is None:
        return None
    for _ in range(3):
        suffix = _SUFFIX.match(page.key, end)
        end = suffix.end() if suffix else end
    return end


def _known_at(page: Page, at: int) -> int | None:
    match = _known().match(page.key, _after_blank(page, at))
    return match.end() if match and match.start() > at else None


def _guessed_end(page: Page, at: int) -> int | None:
    """The name of a law that no list knows: from a capital to the first word that cannot go on with it."""
    start = _after_blank(page, at)
    is_type = type_pattern().match(page.key, start) is not None
    if short := _SHORT_NAME.match(page.work, start):
        return None if page.is_shouted(at - 4, at) else short.end()
    if not page.is_capital(start) or is_type or start == at or page.is_shouted(start, start + 12):
        return None
    end, position, count = start, start, 0
    for _ in range(_MOST):
        word = _WORD.match(page.work, position)
        if word is None or "\n" in word.group():
            break
        if count and (around("law-end").match(page.key, word.start("word")) or _is_other(page, word.start("word"))):
            break
        position, count = word.end(), count + 1
        end = position if word["word"] not in {"và", "hoặc"} else end
        comma = re.compile(rf",\s+(?![{UPPER}\d])").match(page.work, position)
        if comma and count <= 2 and not around("comma").match(page.key, comma.end()):
            position = comma.end()
        elif page.work[position : position + 1] == ",":
            break
    return end


def _is_other(page: Page, at: int) -> bool:
    """A capital after a lower-case word of one syllable list begins another name."""
    return page.is_capital(at) and type_pattern().match(page.key, at) is not None


def _constitution(page: Page, start: int) -> Draft | None:
    match = _CONSTITUTION.match(page.key, start)
    if match is None:
        return None
    pinpoint = pinpoint_before(page, start)
    asked = _ASKS.search(page.key, max(0, start - 20), start)
    if not (match["name"] or match["year"] or pinpoint or (asked and "của" not in asked.group())):
        return None
    name = Span(_after_blank(page, start + len("hiến pháp")), match.end()) if match["name"] or match["year"] else None
    return _made(page, start, name, match.end(), "Hiến pháp")


def _charter(page: Page, match: re.Match[str]) -> Draft | None:
    kind = type_named(match.group()).name
    party = _PARTY.match(page.key, match.end())
    start = _after_blank(page, match.end())
    if party:
        return _made(page, match.start(), Span(start, party.end()), party.end(), kind)
    named = page.is_capital(start) or page.key.startswith("xây dựng đất nước", start)
    if not named or page.is_shouted(match.start(), start + 6):
        return None
    end = title_end(page, start, min(page.line(start)[1], start + 160))
    stop = around("plan-end").search(page.key, start, end)
    end = stop.start() if stop else end
    end = start + len(page.work[start:end].rstrip(" ,"))
    return _made(page, match.start(), Span(start, end), end, kind) if end - start > 3 else None


def _treaty(page: Page, match: re.Match[str]) -> Draft | None:
    kind = type_named(match.group()).name
    called = _CALLED.match(page.key, match.end())
    start = called.end() if called else match.end()
    if called is None or not called.group():
        return None
    between = _BETWEEN.match(page.work, start)
    is_named = called.group().strip() != "" or page.is_capital(start) or between is not None
    if (
        not is_named
        or page.key.startswith(("này", "số ", "quốc tế"), start)
        or (called.group().strip() == "của" and not _OF_BODY.match(page.key, start))
    ):
        return None
    end = title_end(page, start, min(page.line(start)[1], start + 200))
    if between:
        end = max(between.end(), min(end, _first(page, "plan-end", between.end(), end)))
    elif not called.group().strip():
        end = min(end, *(_first(page, kinds, start, end) for kinds in ("plan-end", "law-end")))
    comma = page.work.find(",", start, end)
    if comma >= 0 and not called.group().strip():
        end = comma
    end = _before_next(page, start, end)
    end = start + len(page.work[start:end].rstrip(" ,"))
    return _made(page, match.start(), Span(start, end), end, kind) if end - start > 2 else None


def _before_next(page: Page, start: int, end: int) -> int:
    """Return where “và” or a comma parts a treaty from the next one."""
    for joint in _JOIN.finditer(page.key, start, end):
        if page.is_capital(joint.end()) and type_pattern().match(page.key, joint.end()):
            return joint.start()
    return end


def _first(page: Page, kinds: str, start: int, end: int) -> int:
    """Return where the first of these words ends a treaty's name; “về” and a year belong to it."""
    for stop in around(kinds).finditer(page.key, start, end):
        if stop.group() not in {"về", "năm", "của"}:
            return stop.start()
    return end
