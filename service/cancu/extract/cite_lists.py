"""What the members of a list share: a date, an issuer or a title printed once belongs to each that has none."""

from __future__ import annotations

import re
from dataclasses import replace

from cancu.extract.cite_draft import Draft
from cancu.extract.cite_page import Page
from cancu.extract.cite_proposers import issuer_before, proposer_between

_SHARES = re.compile(r"\s*(?:,|,?\s*và|cùng với|hoặc)\s+(?:(?:các|số)\s+)?")
_AMENDED_BY = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ|điều chỉnh|đính chính)[^;.:]*\s(?:bởi|theo|tại|bằng)\s+(?:các\s+)?$"
)


def shared(page: Page, drafts: list[Draft]) -> tuple[Draft, ...]:
    """Hand on what the last of a list prints for all, from right to left."""
    _hand_down_proposers(page, drafts)
    for index in range(len(drafts) - 2, -1, -1):
        one, other = drafts[index], drafts[index + 1]
        between = page.key[one.end : other.start]
        if (one.title is not None and not _is_law_name(one)) or not _SHARES.fullmatch(between.ljust(1)):
            continue
        if (
            _acts_upon(page, other, one)
            or not same_owner(one, other)
            or ("và" not in between and one.type != other.type and one.date)
        ):
            continue
        drafts[index] = _with_shared(one, other, is_passive=_is_amending(page, one))
    return tuple(drafts)


def _hand_down_proposers(page: Page, drafts: list[Draft]) -> None:
    """“đề nghị của X tại Tờ trình … và văn bản …”: X issued both."""
    for index in range(1, len(drafts)):
        one, other = drafts[index - 1], drafts[index]
        if not one.issuers or other.issuers:
            continue
        if who := proposer_between(page, one.end, other.start):
            drafts[index] = replace(other, issuers=(who,))
        elif _SHARES.fullmatch(page.key[one.end : other.start].ljust(1)) and issuer_before(page, one.start):
            drafts[index] = replace(other, issuers=one.issuers)


def same_owner(one: Draft, other: Draft) -> bool:
    """“57-NQ/TW” and “71/NQ-CP” are of different bodies: what one prints is not for the other."""
    owners = [re.split(r"[/-]", draft.symbol or "")[-1] for draft in (one, other)]
    return owners[0] == owners[1] or (bool(one.issuers) and one.issuers == other.issuers)


def _acts_upon(page: Page, other: Draft, one: Draft) -> bool:
    """“Thông tư số 4, Thông tư số 9 … sửa đổi Thông tư số 4”: what changes another prints its own date and title."""
    title = page.key[other.title.start : other.title.end] if other.title else ""
    return bool(one.number) and (one.number or "").lower() in title


def _is_law_name(draft: Draft) -> bool:
    return draft.title is not None and draft.title.end <= draft.head_end


def _is_amending(page: Page, draft: Draft) -> bool:
    return _AMENDED_BY.search(page.key[max(0, draft.start - 60) : draft.start]) is not None


def _with_shared(one: Draft, other: Draft, *, is_passive: bool) -> Draft:
    year = re.search(r"/((?:19|20)\d\d)/", one.number or "")
    date = one.date
    if date is None and other.date and one.words_end == one.head_end and not (year and int(year[1]) != other.date.year):
        date = other.date
    issuers = one.issuers or (() if is_passive else other.issuers)
    has_own_words = bool(one.issuers) or is_passive or one.type in {"Luật", "Bộ luật"}
    return replace(
        one,
        date=date,
        issuers=issuers,
        term=one.term or (other.term if not one.issuers else None),
        title=one.title or (None if has_own_words else other.title),
    )
