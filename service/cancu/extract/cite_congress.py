"""Resolutions of congresses and plenums, cited by the meeting: “Nghị quyết Đại hội XVIII của Thành phố”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cancu import resources
from cancu.extract.cite_draft import Draft
from cancu.extract.cite_page import Page
from cancu.extract.layout import Context
from cancu.extract.names import expand
from cancu.extract.words import level
from cancu.vietnamese import UPPER, squeeze

_OPEN = re.compile(
    r"(?<!\w)(?:nghị quyết|văn kiện|kết luận) +(?:số +)?(?:của +)?"
    r"(?=đại hội|hội nghị|trung ương \d|(?P<bare>[ivx]{1,6} +của đảng))"
)
_CONGRESS = re.compile(r"đại hội(?: +đại biểu)?(?: +toàn(?: +quốc)?)?")
_ORDINAL = r"(?:lần(?: +thứ)? +)?(?:thứ +)?(?P<n>[ivxl]{1,7}|\d{1,2})(?!\w)"
_PARTY = r"(?:đảng bộ|đảng viên|đảng)"
_OWNERS = (
    r"(?:thành phố|tỉnh|phường|xã|đặc khu|huyện|quận|quân đội|công an|chính phủ|quốc hội"
    r"|cộng sản việt nam|toàn quốc|tổ quốc)(?!\w)"
)
_TERM = re.compile(r",?[ ]+(?:nhiệm kỳ|khóa) +(?:\d{4} *[-–] *\d{4}|[ivx]{1,6})(?!\w)")
_PLENUM = re.compile(
    r"(?:hội nghị +(?:trung ương +)?|trung ương +)(?:lần +thứ +|lần +|thứ +)?"
    r"(?:\d{1,2}|[ivx]{1,5}|[^\W\d_]+(?: (?:mốt|một|hai|ba|tư|sáu))?)"
    r"(?:,? +(?:của +)?(?:ban chấp hành|bch) +(?:trung ương|đảng bộ [^,;.\n]{2,30})(?: +đảng)?)?"
    r"(?:,? *khóa +[ivx]{1,6})?(?!\w)"
)
_GENERIC = re.compile(r" +(?:các cấp|chi bộ|các đảng bộ|cấp trên|đảng các cấp)")
_NAMES = re.compile(rf"(?: +[{UPPER}][\w-]*){{1,4}}")


@cache
def _organisations() -> str:
    """Return a pattern of the mass organisations that hold congresses: “Công đoàn Việt Nam”, “Hội Nông dân”."""
    rows = resources.table("data", "lexicon", "congress-bodies.tsv")
    names = sorted((level(row["body"]) for row in rows), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name) for name in names)


@cache
def _parts() -> re.Pattern[str]:
    place = rf"(?P<place>(?:(?:của|các) +)?(?:(?P<mass>{_organisations()})|{_PARTY})(?![^\W\d_]))"
    return re.compile(rf"[ ]+(?:(?:đại biểu +)?(?:{_ORDINAL}|{place}|(?P<owner>(?:của +)?{_OWNERS})))")


def congresses(page: Page, here: Context) -> Iterator[Draft]:
    """Yield the resolutions cited by the congress or the plenum that passed them."""
    for match in _OPEN.finditer(page.key):
        if not (page.is_capital(match.start()) or (page.key[match.start()] == "n" and page.is_capital(match.end()))):
            continue
        if match["bare"]:
            end = match.end("bare")
            yield _draft(page, match.start(), end, _national(match["bare"].split()[0]))
        elif plenum := _PLENUM.match(page.key, match.end()):
            if re.search(r"khóa|lần thứ|\d", plenum.group()):
                yield _draft(page, match.start(), plenum.end(), None)
        elif congress := _CONGRESS.match(page.key, match.end()):
            found = _congress(page, match.start(), congress, here)
            if found:
                yield found


def _congress(page: Page, start: int, congress: re.Match[str], here: Context) -> Draft | None:
    position, ordinal, places, mass = congress.end(), None, [], None
    is_national = "toàn" in congress.group()
    if _GENERIC.match(page.key, position):
        return None
    while True:
        part = _parts().match(page.key, position)
        if part is None:
            break
        mass = part["mass"] or mass
        if part["n"]:
            ordinal = page.work[part.start("n") : part.end("n")].upper()
        elif part["place"] or part["owner"]:
            places.append(page.work[part.start("place" if part["place"] else "owner") : part.end()])
        position = part.end()
        names = _NAMES.match(page.work, position) if part["owner"] and not page.is_shouted(start, position) else None
        if names and not _begins_title(page, position):
            places.append(names.group().strip())
            position = names.end()
        if _GENERIC.match(page.key, position):
            return None
    is_short = "đại biểu" not in congress.group()
    if ordinal is None and not places and is_short:
        return None
    end = position
    for _ in range(2):
        term = _TERM.match(page.key, end)
        end = term.end() if term else end
    held = page.work[congress.start() : position] if mass else None
    return _draft(page, start, end, held or _issuer(ordinal, places, here, is_national=is_national))


def _begins_title(page: Page, position: int) -> bool:
    return (
        re.compile(r"[ ]+(?:nghị quyết|luật|chỉ thị|kết luận|năm|quý|tháng)(?!\w)").match(page.key, position)
        is not None
    )


def _issuer(ordinal: str | None, places: list[str], here: Context, *, is_national: bool) -> str | None:
    where = squeeze(" ".join(places).replace("của ", "")).removeprefix("Của ")
    key = where.lower()
    if is_national or key in {"", "đảng", "đảng cộng sản việt nam"}:
        return _national(ordinal) if ordinal else None
    if not key.startswith("đảng bộ"):
        where = (
            f"Đảng bộ {where[0].lower()}{where[1:]}" if key.startswith(("thành phố", "tỉnh", "xã", "phường")) else where
        )
    kind = where.removeprefix("Đảng bộ ").removeprefix("đảng bộ ")
    full = expand(kind, here)
    branch = f"Đảng bộ {full[0].lower()}{full[1:]}" if kind != where else where
    return f"Đại hội đại biểu {branch}" + (f" lần thứ {ordinal}" if ordinal else "")


def _national(ordinal: str) -> str:
    return f"Đại hội đại biểu toàn quốc lần thứ {ordinal.upper()} của Đảng"


def _draft(page: Page, start: int, end: int, issuer: str | None) -> Draft:
    kind = {"n": "Nghị quyết", "v": "Văn kiện", "k": "Kết luận"}[page.key[start]]
    return Draft(start=start, end=end, type=kind, head_end=end, words_end=end, canonical_issuer=issuer)
