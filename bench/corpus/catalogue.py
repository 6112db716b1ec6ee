"""Which documents there are: from a seed and an index what is true of that document, without looking at the others.

After one plan of the centre for each theme come campaigns of BLOCK documents: a province takes up a subject, its Party
committee first, then its People's Committee, guidance, departments, a part of its communes and of their Party
committees. A round lets every commune of the country speak once; within a year no province takes up a subject twice.
So numbers and days of a body follow from the place of the subject in its year, and every superior has a lower index
than who cites it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from zlib import crc32

from bench.corpus.country import Province, department_slug, provinces
from bench.corpus.facts import Copy, Facts, Place, Role
from bench.corpus.words import Theme, bodies, table, themes
from cancu.vietnamese import slug

BLOCK = 50
"""Documents of one campaign: committee, province, guidance, departments, then communes, then their Party committees."""
DEPARTMENTS, COMMUNES, PARTIES = 3, 6, 38
"""The first places of departments, communes and Party committees of communes in a campaign."""
FIRST_YEAR = 2026
TERM = "nk2025-2030"
DUPLICATES, RESCANS, ERRORS = 0.03, 0.04, 0.05
"""Shares of all documents."""
_COPYING = (BLOCK - COMMUNES) / BLOCK
_ERRING = (BLOCK - DEPARTMENTS) / BLOCK * (1 - DUPLICATES - RESCANS)
_BLANK = frozenset({"F02", "F10"})
"""Errors that leave a document without what others cite it by."""
_STEPS = {Role.COMMITTEE: 2, Role.PROVINCE: 4, Role.GUIDANCE: 2, Role.DEPARTMENT: 3, Role.COMMUNE: 2, Role.PARTY: 2}
"""How many numbers a body gives out while a campaign of its own comes round."""
_LAGS = {Role.COMMITTEE: (0, 1), Role.PROVINCE: (3, 5), Role.GUIDANCE: (8, 5), Role.DEPARTMENT: (10, 6)}
_LOCAL_LAG = (17, 11)
"""Days between the committee's plan and that of another body: the fewest, and how many more there may be."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """A province takes up a subject: when in its year (``position``), and which communes take part."""

    first: int
    province: Province
    theme: int
    subject: str
    year: int
    position: int
    communes: tuple[Place, ...]


class Catalogue:
    """The documents of one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.country = provinces()
        self._parts = [-(-len(one.communes) // (PARTIES - COMMUNES)) for one in self.country]
        self._round = [(number, part) for number, parts in enumerate(self._parts) for part in range(parts)]
        random.Random(f"{seed}/round").shuffle(self._round)
        self._subjects = [(number, subject) for number, theme in enumerate(themes()) for subject in theme.subjects]
        self._shuffled = lru_cache(maxsize=1024)(self._shuffle)

    def facts(self, index: int) -> Facts:
        """Return what is true of a document. Raises ValueError below 0."""
        if index < 0:
            raise ValueError(f"no document has the index {index}")
        own = random.Random(f"{self._seed}/{index}/facts")
        place = (index - len(themes())) % BLOCK
        if index < len(themes()):
            return self._ministry(index)
        if place >= COMMUNES and (copy := self._copy(own)):
            shown = self._shown(index, own)
            return replace(self.facts(shown), index=index, copy=copy, copy_of=shown)
        return self._original(index, own)

    def campaign(self, index: int) -> Campaign:
        """Return the campaign to which a document belongs that is not of the centre."""
        block = (index - len(themes())) // BLOCK
        turn, place = divmod(block, len(self._round))
        number, part = self._round[place]
        province = self.country[number]
        year, subject = divmod(turn * self._parts[number] + part, len(self._subjects))
        theme, words = self._subjects[self._shuffled(len(self._subjects), f"subjects/{number}/{year}")[subject]]
        position = self._shuffled(len(self._subjects), f"days/{number}/{year}")[subject]
        order = self._shuffled(len(province.communes), f"communes/{number}/{turn}")
        width = PARTIES - COMMUNES
        chosen = [order[(part * width + offset) % len(order)] for offset in range(min(width, len(order)))]
        return Campaign(
            first=len(themes()) + block * BLOCK,
            province=province,
            theme=theme,
            subject=words,
            year=FIRST_YEAR + year,
            position=position,
            communes=tuple(province.communes[one] for one in chosen),
        )

    def _shuffle(self, size: int, name: str) -> Sequence[int]:
        order = list(range(size))
        random.Random(f"{self._seed}/{name}").shuffle(order)
        return tuple(order)

    def _copy(self, own: random.Random) -> Copy | None:
        drawn = own.random() * _COPYING
        if drawn < DUPLICATES:
            return Copy.DUPLICATE
        return Copy.RESCAN if drawn < DUPLICATES + RESCANS else None

    def _shown(self, index: int, own: random.Random) -> int:
        """Return an earlier document of the campaign that is no copy itself; the first ones never are."""
        first = index - (index - len(themes())) % BLOCK
        shown = own.randrange(first, index)
        while shown - first >= COMMUNES and self._copy(random.Random(f"{self._seed}/{shown}/facts")):
            shown -= 1
        return shown

    def _ministry(self, index: int) -> Facts:
        theme = themes()[index]
        ministry = bodies()["ministries"][theme.ministry]
        return Facts(
            index=index,
            role=Role.MINISTRY,
            theme=index,
            subject=theme.field,
            period=f"giai đoạn {FIRST_YEAR} - 2030",
            year=FIRST_YEAR,
            issuer=ministry["name"],
            place=None,
            province=None,
            type="Kế hoạch",
            symbol=f"KH-{theme.ministry}",
            series=f"{ministry['slug']}/{FIRST_YEAR}/kh",
            number=21 + 37 * index + self._dice("ministry", str(index)) % 37,
            date=_working(dt.date(FIRST_YEAR, 1, 5) + dt.timedelta(index // 3)),
        )

    def _original(self, index: int, own: random.Random) -> Facts:
        campaign = self.campaign(index)
        place = index - campaign.first
        role = _role(place)
        theme = themes()[campaign.theme]
        issuer, where, body = self._issuer(campaign, place, role, theme, own)
        kind, short = _type(role, campaign.theme, place)
        error = self._error(role, own) if place >= DEPARTMENTS else None
        printed = "QĐ" if error == "F06" else short
        series = f"{body.removeprefix('btv-')}/{TERM if role.is_party else campaign.year}/{slug(printed)}"
        return Facts(
            index=index,
            role=role,
            theme=campaign.theme,
            subject=campaign.subject,
            period=f"năm {campaign.year}" if campaign.position < 70 else f"giai đoạn {campaign.year} - 2030",
            year=campaign.year,
            issuer=issuer,
            place=where,
            province=campaign.province.place,
            type=kind,
            symbol=f"{printed}{'/' if role.is_party else '-'}{_organ(role, theme, campaign.province, place)}",
            series=series,
            number=None if error == "F02" else self._number(campaign, role, body),
            date=self._date(campaign, role, body),
            superiors=_superiors(role, campaign, own),
            error=error,
        )

    def _issuer(
        self, campaign: Campaign, place: int, role: Role, theme: Theme, own: random.Random
    ) -> tuple[str, Place, str]:
        """Return name, place and slug of who issues."""
        province = campaign.province
        top = province.place
        if role.is_local:
            shift = 0 if role is Role.COMMUNE else self._dice("shift", str(campaign.first)) % len(campaign.communes)
            taken = place - (COMMUNES if role is Role.COMMUNE else PARTIES) + shift
            here = campaign.communes[taken % len(campaign.communes)]
            if role is Role.COMMUNE:
                return f"Ủy ban nhân dân {here}", here, f"ubnd-{here.slug}"
            head = own.choice(("Đảng ủy", "Ban Thường vụ Đảng ủy"))
            return f"{head} {here}", here, f"du-{here.slug}"
        if role is Role.DEPARTMENT:
            name = province.department(theme.departments[place - DEPARTMENTS])[1]
            return name, top, department_slug(name, top)
        if role is Role.PROVINCE:
            return f"Ủy ban nhân dân {top}", top, f"ubnd-{top.slug}"
        if role is Role.COMMITTEE:
            return f"Ban Thường vụ {province.committee} {top.name}", top, f"tu-{top.slug}"
        return f"Ban Tuyên giáo và Dân vận {province.committee} {top.name}", top, f"btgdv-tu-{top.slug}"

    def _error(self, role: Role, own: random.Random) -> str | None:
        if own.random() * _ERRING >= ERRORS:
            return None
        rows = [(rule, int(weight)) for rule, weight, _ in table("errors") if role.is_local or rule not in _BLANK]
        return own.choices([rule for rule, _ in rows], [weight for _, weight in rows])[0]

    def _number(self, campaign: Campaign, role: Role, body: str) -> int:
        """Return a number that grows with the days of a body: State numbers in the year, Party numbers in the term."""
        step = _STEPS[role]
        past = (campaign.year - FIRST_YEAR) * len(self._subjects) * step if role.is_party else 0
        taken = self._dice(body, str(campaign.year), str(campaign.position)) % step
        return 1 + self._dice(body) % 9 + past + campaign.position * step + taken

    def _date(self, campaign: Campaign, role: Role, body: str) -> dt.date:
        """Return the day of issue: most come early in the year, and who is below needs its own constant time."""
        share = campaign.position / len(self._subjects)
        least, more = _LAGS.get(role, _LOCAL_LAG)
        days = int(250 * share**1.5) + least + self._dice("lag", body) % more
        return _working(dt.date(campaign.year, 1, 19) + dt.timedelta(days))

    def _dice(self, *words: str) -> int:
        return crc32("/".join((str(self._seed), *words)).encode())


def _role(place: int) -> Role:
    first = (Role.COMMITTEE, Role.PROVINCE, Role.GUIDANCE)
    if place < len(first):
        return first[place]
    return Role.DEPARTMENT if place < COMMUNES else Role.COMMUNE if place < PARTIES else Role.PARTY


def _type(role: Role, theme: int, place: int) -> tuple[str, str]:
    """Return the type and its abbreviation; in every fourth theme the Party's plans are programmes."""
    if role is Role.GUIDANCE or place == COMMUNES - 1:
        return "Hướng dẫn", "HD"
    if role in (Role.COMMITTEE, Role.PARTY) and theme % 4 == 3:
        return "Chương trình", "CTr"
    return "Kế hoạch", "KH"


def _organ(role: Role, theme: Theme, province: Province, place: int) -> str:
    if role is Role.DEPARTMENT:
        return province.department(theme.departments[place - DEPARTMENTS])[0]
    if role in (Role.PROVINCE, Role.COMMUNE):
        return "UBND"
    return {Role.COMMITTEE: "TU", Role.GUIDANCE: "BTGDVTU"}.get(role, "ĐU")


def _superiors(role: Role, campaign: Campaign, own: random.Random) -> tuple[int, ...]:
    committee, province, guidance, department = range(campaign.first, campaign.first + COMMUNES - 2)
    drawn = own.random()
    if role is Role.COMMUNE:
        return (province, department) if drawn < 0.4 else (province,)
    if role is Role.PARTY:
        return (committee, guidance) if drawn < 0.4 else (committee,)
    above = {Role.PROVINCE: (campaign.theme, committee), Role.DEPARTMENT: (province,), Role.GUIDANCE: (committee,)}
    return above.get(role, ())


def _working(day: dt.date) -> dt.date:
    """Return the day, or the next on which offices work: no week-end, no public holiday of a fixed day, no Tết."""
    while day.weekday() > 4 or (day.month, day.day) in _HOLIDAYS or _is_new_year(day):
        day += dt.timedelta(1)
    return day


_HOLIDAYS = frozenset({(1, 1), (4, 26), (4, 30), (5, 1), (9, 1), (9, 2)})
_NEW_YEARS = {2026: dt.date(2026, 2, 17), 2027: dt.date(2027, 2, 6), 2028: dt.date(2028, 1, 26)}


def _is_new_year(day: dt.date) -> bool:
    first = _NEW_YEARS.get(day.year)
    return first is not None and -3 <= (day - first).days <= 5
