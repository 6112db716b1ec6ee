"""Sentences of one document: work, aims, citations and days, drawn from its theme and its place."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from bench.corpus.facts import Facts, Role
from bench.corpus.words import Instrument, Theme, forms, general, lowered, padded, raised, short, themes
from bench.texts import DENSITY, phrases


class Sentences:
    """Draws sentences; ``written`` characters are what the density of citations is measured by."""

    def __init__(self, facts: Facts, superiors: tuple[Facts, ...], rng: random.Random) -> None:
        self.facts, self.superiors, self.rng = facts, superiors, rng
        self.theme: Theme = themes()[facts.theme]
        self.words: Mapping[str, Any] = forms()
        self.written, self.cited = 0, 0
        self._known: set[str] = set()
        self._deck: list[str] = []

    def filled(self, words: str, **more: str) -> str:
        """Fill in what is true of the document."""
        facts = self.facts
        known = {
            "field": self.theme.field,
            "subject": facts.subject,
            "where": facts.where.strip() or "trên phạm vi cả nước",
            "place": str(facts.place or "địa phương"),
            "issuer": facts.issuer,
            "type": facts.type,
            "period": facts.period,
            "year": str(facts.year),
            "product": self.rng.choice(self.theme.products) if "{product}" in words else "",
            "n": str(self.rng.randint(2, 9)),
            "p": str(self.rng.randrange(50, 100, 5)),
        }
        return words.format_map(known | more)

    def work(self, task: str) -> str:
        """Return a paragraph on one piece of work, now and then with a citation that it rests on."""
        rng = self.rng
        words = task if rng.random() < 0.5 else f"{rng.choice(self.words['verbs']).lower()} {task}"
        manners = self.words["manners"] if rng.random() < 0.6 else phrases()["plan"]["manners"]
        words = f"{words}, {rng.choice(manners)}"
        if rng.random() < 0.5:
            words += "; " + self.filled(rng.choice(self.words["steps"]))
        if self.cited < DENSITY * (self.written + len(words)) / 1000:
            words += f" theo {self.cite()}"
        return self.counted(f"{raised(words)}.")

    def counted(self, words: str) -> str:
        """Count the characters of a paragraph and return it."""
        self.written += len(words) + 2
        return words

    def task(self) -> str:
        """Return some work of the theme; all of it comes once before any comes again, and then for others."""
        if not self._deck:
            self._deck = self.rng.sample(self.theme.tasks, len(self.theme.tasks))
        task = self._deck.pop()
        return task if self.rng.random() < 0.3 else f"{task} {self.rng.choice(self.words['scopes'])}"

    def cite(self) -> str:
        """Return a citation: in full the first time, by type and number afterwards."""
        own = [*self.theme.instruments, *general()]
        if self.superiors and self.rng.random() < 0.3:
            return self.cite_superior(self.rng.choice(self.superiors))
        return self.cite_instrument(self.rng.choice(own))

    def cite_instrument(self, chosen: Instrument) -> str:
        """Return a citation of a document of the centre."""
        self.cited += 1
        if chosen.number in self._known:
            return f"{chosen.title if chosen.type == 'Luật' else chosen.type} số {chosen.number}"
        self._known.add(chosen.number)
        return chosen.cited()

    def cite_superior(self, above: Facts) -> str:
        """Return a citation of a superior of the corpus."""
        self.cited += 1
        number = f"{above.type} số {above.printed_number}"
        if number in self._known:
            return number
        self._known.add(number)
        issuer = above.issuer
        if above.role is Role.PROVINCE and self.rng.random() < 0.5:
            issuer = issuer.replace("Ủy ban nhân dân", "UBND")
        return f"{number} ngày {short(above.date)} của {issuer} về {lowered(above.title)}"

    def day(self) -> dt.date:
        """Return a day in the plan's year by which work may be done, after the day of issue."""
        first = self.facts.date + dt.timedelta(20)
        last = max(dt.date(self.facts.date.year, 12, 20), first + dt.timedelta(30))
        return first + dt.timedelta(self.rng.randrange((last - first).days))

    def time(self) -> str:
        """Return the words of a time for the column of a table or a label."""
        day = self.day()
        times = {"day": short(day), "year": str(day.year)}
        later = [words for words in self.words["times"] if self._is_ahead(words)]
        return str(self.rng.choice(later)).format_map(times)

    def _is_ahead(self, words: str) -> bool:
        """Tell whether a quarter is not over at the day of issue."""
        quarters = {"Quý II/": 6, "Quý III/": 9, "Quý IV/": 12}
        return all(not words.startswith(name) or self.facts.date.month < month for name, month in quarters.items())

    def event(self) -> str:
        """Return the words of a happening, with the years since the first where it is an anniversary."""
        name, day, first = self.rng.choice(self.theme.events)
        year = self.facts.year
        if first:
            number, month = (int(part) for part in day.split("/"))
            shown = f"{number:02d}/{padded(month)}"
            return f"kỷ niệm {year - first} năm {name} ({shown}/{first} - {shown}/{year})"
        return f"hưởng ứng {name} ({day})" if day else f"tổ chức {name} năm {year}"
