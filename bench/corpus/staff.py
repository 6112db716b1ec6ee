"""Who works for a document: the bodies below its issuer that lead, help, report and are told."""

from __future__ import annotations

import random

from bench.corpus.facts import Facts, Role
from bench.corpus.words import bodies, lowered, themes

_FEWEST, _MOST = 3, 6


class Staff:
    """The bodies of one document; the last of ``bodies`` are those below, who report to ``collector``."""

    def __init__(self, facts: Facts, rng: random.Random) -> None:
        self._rng = rng
        self._facts = facts
        theme = themes()[facts.theme]
        chosen = {
            Role.MINISTRY: ("Văn phòng Bộ", "Thanh tra Bộ", "Vụ Kế hoạch - Tài chính", "Vụ Pháp chế"),
            Role.DEPARTMENT: (
                "Văn phòng Sở",
                "Phòng Kế hoạch - Tài chính",
                "Phòng Tổ chức cán bộ",
                "Trung tâm Thông tin",
            ),
        }.get(facts.role) or self._drawn(theme.departments, theme.room)
        self.bodies = (*chosen, self._below())
        self.collector = self.bodies[0]

    def pair(self) -> tuple[str, str]:
        """Return who leads and who helps, as the labels of a block name them."""
        lead = self._rng.choice(self.bodies[:-1])
        return lead, self.partners(lead).replace(", ", "; ") if self._rng.random() < 0.5 else self.partners(lead)

    def partners(self, lead: str) -> str:
        """Return one to three bodies that help ``lead``."""
        others = [lowered(body) if body.startswith("Các ") else body for body in self.bodies if body != lead]
        return ", ".join(self._rng.sample(others, min(len(others), self._rng.randint(1, 3))))

    def _drawn(self, departments: tuple[str, ...], room: str) -> tuple[str, ...]:
        role, known = self._facts.role, bodies()
        if role is Role.COMMUNE:
            own = known["rooms"][room][self._facts.place is not None and self._facts.place.kind == "phường"]
            return self._distinct((own, *self._sample("commune")))
        if role is Role.PARTY:
            return self._distinct(("Ban Xây dựng Đảng", *self._sample("party")))
        if role is Role.PROVINCE:
            instead = known["instead"].get(self._facts.province.slug if self._facts.province else "", {})
            names = tuple(known["departments"][instead.get(symbol, symbol)] for symbol in departments)
            return self._distinct((*names, *self._sample("province")))
        first = f"Ban Tuyên giáo và Dân vận {self._committee}"
        return self._distinct((first, *self._sample("committee")))

    def _sample(self, level: str) -> list[str]:
        names = bodies()["partners"][level]
        return list(self._rng.sample(names, min(len(names), self._rng.randint(_FEWEST, _MOST))))

    def _distinct(self, names: tuple[str, ...]) -> tuple[str, ...]:
        place, province = self._facts.place, self._facts.province
        words = {
            "tinh": province.kind if province else "",
            "kind": place.kind if place else "",
            "name": place.name if place else "",
            "uy": self._committee,
        }
        below = self._below()
        filled = dict.fromkeys(name.format_map(words) for name in names)
        return tuple(name for name in filled if name[0].isupper() and name != below)

    @property
    def _committee(self) -> str:
        return "Thành ủy" if self._facts.province and self._facts.province.kind == "thành phố" else "Tỉnh ủy"

    @property
    def _villages(self) -> str:
        place = self._facts.place
        return "Các tổ dân phố" if place and place.kind == "phường" else "Các thôn"

    def _below(self) -> str:
        return {
            Role.MINISTRY: "Ủy ban nhân dân các tỉnh, thành phố",
            Role.PROVINCE: "Ủy ban nhân dân các xã, phường",
            Role.DEPARTMENT: "Ủy ban nhân dân các xã, phường",
            Role.COMMUNE: self._villages,
            Role.PARTY: "Các tổ chức cơ sở đảng",
        }.get(self._facts.role, "Đảng ủy các xã, phường")
