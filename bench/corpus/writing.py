"""A document from what is true of it: letterhead, bases, work, arrangements, closing, recipients, annex."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.corpus import closing
from bench.corpus.annex import annex
from bench.corpus.draft import Draft, Part
from bench.corpus.facts import Facts, Role
from bench.corpus.sentences import Sentences
from bench.corpus.staff import Staff
from bench.corpus.words import lowered, raised, short

_SIZES = {Role.MINISTRY: 14_000, Role.PROVINCE: 16_000}
_SIZE, _SPREAD, _LEAST, _MOST = 9_200, 0.55, 3_800, 45_000
"""Characters: the median of the lower levels, the spread of the logarithm, the bounds; in UTF-8 a third more bytes."""
_ANNEXED, _LONG, _LONG_ANNEXED = 0.3, 13_000, 0.85
"""Share of documents with a table of work at the end; of long ones more have one."""


class Writer:
    """Writes one document; ``shared`` are the pieces of work that its campaign hands down."""

    def __init__(self, facts: Facts, superiors: tuple[Facts, ...], shared: tuple[str, ...], rng: random.Random) -> None:
        self.facts, self.superiors, self.shared, self.rng = facts, superiors, shared, rng
        self.said = Sentences(facts, superiors, rng)
        self.staff = Staff(facts, rng)
        self.duties: list[str] = []
        self.reports = self.events = 0

    def draft(self) -> Draft:
        """Return the document in its parts."""
        facts, rng = self.facts, self.rng
        size = rng.lognormvariate(0, _SPREAD) * _SIZES.get(facts.role, _SIZE)
        size = min(_MOST, max(_LEAST, size))
        has_annex = size > 6_000 and rng.random() < (_ANNEXED if size < _LONG else _LONG_ANNEXED)
        bases = self._bases()
        said = self.said
        opening = self._opening()
        said.written = 900 + sum(map(len, bases)) + len(opening)
        body = (*self._opening_parts(), *self._work((0.45 if has_annex else 0.6) * size))
        arrangements = tuple(self._arrangements((0.6 if has_annex else 0.85) * size))
        rows, row_duties = annex(said, self.staff, size - 600) if has_annex else ((), ())
        return Draft(
            is_party=facts.role.is_party,
            letterhead=closing.letterhead(facts),
            number=closing.number_line(facts),
            day=f"{closing.seat(facts)}, {facts.long_date}",
            kind=facts.type.upper(),
            title=facts.title,
            bases=bases,
            opening=opening,
            body=body,
            arrangements=arrangements,
            funding=said.filled(rng.choice(said.words["funding"])),
            closing=said.filled(rng.choice(said.words["closings"])) + ("./." if rng.random() < 0.9 else "."),
            recipients=closing.recipients(facts, self.superiors, self.staff),
            signature=closing.signature(facts, rng),
            annex=rows,
            duties=(*self.duties, *row_duties),
            reports=self.reports,
            events=self.events,
        )

    def _bases(self) -> tuple[str, ...]:
        every = self.said.theme.instruments
        chosen = [one for one in every if self._may_found(one.issuer)] or every[:1]
        chosen = self.rng.sample(chosen, self.rng.randint(1, len(chosen)))
        return tuple(f"Căn cứ {self.said.cite_instrument(one)};" for one in chosen)

    def _may_found(self, issuer: str) -> bool:
        """Tell whether such a body's words found a paper of this order: who serves the Party first names the Party."""
        return not self.facts.role.is_party or issuer.startswith(("Bộ Chính trị", "Ban ")) or self.rng.random() < 0.8

    def _opening(self) -> str:
        cited = ", ".join(self.said.cite_superior(above) for above in self.superiors)
        start = f"Thực hiện {cited}, " if cited else ""
        kind = self.facts.type
        return f"{start}{self.facts.issuer} ban hành {kind} {lowered(self.facts.title)} như sau:"

    def _opening_parts(self) -> Iterator[Part]:
        said, rng = self.said, self.rng
        aims = [*rng.sample(said.words["aims"], 2), raised(rng.choice(said.theme.goals))]
        yield Part("Mục đích", tuple(said.counted(f"- {said.filled(words)}.") for words in aims))
        demands = rng.sample(said.words["demands"], rng.randint(2, 4))
        yield Part("Yêu cầu", tuple(said.counted(f"- {said.filled(words)}.") for words in demands))

    def _work(self, size: float) -> Iterator[Part]:
        headings = self.rng.sample(self.said.words["headings"], len(self.said.words["headings"]))
        handed = list(self.shared if self.facts.role.is_local else ())
        is_labelled = self.rng.random() < 0.5
        for heading in headings:
            tasks = (handed.pop() if handed else self.said.task() for _ in range(self.rng.randint(2, 5)))
            paragraphs = [f"- {self.said.work(task)}" for task in tasks]
            if self.rng.random() < 0.25:
                self.events += 1
                paragraphs.append(self.said.counted(f"- {raised(self.said.event())} thiết thực, an toàn, tiết kiệm."))
            if is_labelled:
                self.duties += [line.removeprefix("- ") for line in paragraphs]
                paragraphs = ["* Nội dung thực hiện:", *paragraphs, *self._labels()]
            yield Part(heading, tuple(paragraphs))
            if self.said.written > size:
                return

    def _labels(self) -> tuple[str, ...]:
        lead, partners = self.staff.pair()
        lines = (
            f"* Đơn vị chủ trì: {lead}.",
            f"* Đơn vị phối hợp: {partners}.",
            f"* Thời gian thực hiện: {self.said.time()}.",
        )
        return tuple(map(self.said.counted, lines))

    def _arrangements(self, size: float) -> Iterator[Part]:
        first, *others = self.staff.bodies
        yield Part(first, (*self._duty(first), *self._duty(first), self._collecting()))
        for body in others[:-1]:
            if self.said.written > size:
                break
            yield Part(body, (*self._duty(body), *self._duty(body), *self._standing()))
        yield Part(others[-1], (*self._handed_down(), *self._standing(), self._report()))

    def _duty(self, body: str) -> tuple[str, ...]:
        task = lowered(self.said.work(self.said.task()).removesuffix("."))
        partners = self.staff.partners(body)
        words = f"Chủ trì, phối hợp với {partners} {task}; hoàn thành trước ngày {short(self.said.day())}."
        self.duties.append(words)
        return (self.said.counted(f"- {words}"),)

    def _handed_down(self) -> Iterator[str]:
        """Who stands below is given the campaign's work; in communes that is what the villages do of it."""
        for task in self.shared:
            words = f"{raised(task)}; hoàn thành trước ngày {short(self.said.day())}."
            self.duties.append(words)
            yield self.said.counted(f"- {words}")

    def _standing(self) -> tuple[str, ...]:
        words = f"{self.rng.choice(self.said.words['standing'])}."
        self.duties.append(words)
        return (self.said.counted(f"- {words}"),)

    def _collecting(self) -> str:
        words = "Theo dõi, đôn đốc, tổng hợp kết quả thực hiện của các cơ quan, đơn vị."
        self.duties.append(words)
        return self.said.counted(f"- {words}")

    def _report(self) -> str:
        self.reports += 1
        words, _ = self.rng.choice(self.said.words["reports"])
        line = f"{self.said.filled(words, above=self.staff.collector)}."
        self.duties.append(line)
        return self.said.counted(f"- {line}")
