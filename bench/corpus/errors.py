"""Errors of drafting, each put into a finished draft; errors.tsv tells which rule finds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from bench.corpus.draft import Draft, Part
from bench.corpus.facts import Facts
from bench.corpus.words import Instrument, short

_REPLACED = Instrument("Luật", "83/2015/QH13", dt.date(2015, 6, 25), "Quốc hội", "Luật Ngân sách nhà nước")
_ORDERS = {"TM.": "T/M", "KT.": "K/T", "T/M": "TM.", "K/T": "KT."}


def spoilt(draft: Draft, facts: Facts, superior: Facts) -> Draft:
    """Return the draft with the error of ``facts.error``; some errors are in the facts already (F02, F06)."""
    change = _CHANGES.get(facts.error or "")
    return change(draft, facts, superior) if change else draft


def _no_day(draft: Draft, facts: Facts, _: Facts) -> Draft:
    seat = draft.day.partition(",")[0]
    return replace(draft, day=f"{seat}, ngày      tháng      năm {facts.date.year}")


def _other_order(draft: Draft, _: Facts, __: Facts) -> Draft:
    first, *rest = draft.signature
    for own, other in _ORDERS.items():
        if first.startswith(own):
            return replace(draft, signature=(first.replace(own, other, 1), *rest))
    return draft


def _no_deputy(draft: Draft, _: Facts, __: Facts) -> Draft:
    """The head signs for the head; where a Party deputy signs without K/T, both lines become wrong."""
    *offices, deputy, blank, name = draft.signature
    head = deputy.removeprefix("PHÓ ")
    mark = "K/T" if draft.is_party else "KT."
    above = offices if offices[-1].startswith(mark) else [*offices, f"{mark} {head}"]
    return replace(draft, signature=(*above, head, blank, name))


def _no_recipients(draft: Draft, _: Facts, __: Facts) -> Draft:
    return replace(draft, recipients=())


def _later_superior(draft: Draft, _: Facts, superior: Facts) -> Draft:
    later = superior.date.replace(year=superior.date.year + 1)
    return replace(draft, opening=draft.opening.replace(short(superior.date), short(later), 1))


def _replaced_basis(draft: Draft, _: Facts, __: Facts) -> Draft:
    return replace(draft, bases=(*draft.bases, f"Căn cứ {_REPLACED.cited()};"))


def _wrong_type(draft: Draft, _: Facts, superior: Facts) -> Draft:
    right = f"{superior.type} số {superior.printed_number}"
    return replace(draft, opening=draft.opening.replace(right, right.replace(superior.type, "Quyết định", 1), 1))


def _backwards(draft: Draft, facts: Facts, _: Facts) -> Draft:
    first, last = facts.date + dt.timedelta(120), facts.date + dt.timedelta(40)
    words = f"Tổ chức đợt cao điểm từ ngày {short(first)} đến ngày {short(last)}."
    return _with_work(draft, words)


def _too_early(draft: Draft, facts: Facts, _: Facts) -> Draft:
    day = short(facts.date - dt.timedelta(18))
    return _with_work(draft, f"Xây dựng kế hoạch chi tiết của đơn vị; hoàn thành trước ngày {day}.")


def _to_nobody(draft: Draft, _: Facts, __: Facts) -> Draft:
    changed = _with_work(draft, "Định kỳ 6 tháng báo cáo kết quả thực hiện theo quy định.")
    return replace(changed, reports=draft.reports + 1)


def _wrong_years(draft: Draft, facts: Facts, _: Facts) -> Draft:
    years = facts.year - 1930 + 1
    day = f"18/11/1930 - 18/11/{facts.year}"
    words = f"- Tổ chức kỷ niệm {years} năm Ngày thành lập Mặt trận Dân tộc Thống nhất Việt Nam ({day})."
    *body, last = draft.body
    is_block = last.paragraphs[0].startswith("*")
    paragraphs = (last.paragraphs[0], words, *last.paragraphs[1:]) if is_block else (*last.paragraphs, words)
    return replace(draft, body=(*body, Part(last.heading, paragraphs)), events=draft.events + 1)


def _doubled(draft: Draft, _: Facts, __: Facts) -> Draft:
    return replace(draft, closing=draft.closing.replace(" các cơ quan", " các các cơ quan", 1))


def _with_work(draft: Draft, words: str) -> Draft:
    """Give the first body one more piece of work."""
    first, *others = draft.arrangements
    more = Part(first.heading, (*first.paragraphs, f"- {words}"))
    return replace(draft, arrangements=(more, *others), duties=(*draft.duties, words))


_CHANGES: Mapping[str, Callable[[Draft, Facts, Facts], Draft]] = MappingProxyType(
    {
        "F10": _no_day,
        "F17": _other_order,
        "F19": _no_deputy,
        "F20": _no_recipients,
        "C04": _later_superior,
        "C08": _replaced_basis,
        "C12": _wrong_type,
        "T05": _backwards,
        "T06": _too_early,
        "R01": _to_nobody,
        "E01": _wrong_years,
        "Q04": _doubled,
    }
)
