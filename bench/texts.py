"""Texts to measure with: the same seed gives the same words, in any size, with as many citations as asked for."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

KINDS = ("plan", "prose", "citations", "list", "one line", "typed table", "broken table")
"""What documents consist of; ``plan`` has all of it in the shares that real plans have."""
DENSITY = 0.8
"""Citations in a thousand characters, the median of real plans (0.4 to 1.0)."""
DENSE = 4.0
"""Citations in a thousand characters of the opening of a decision, where they are densest."""
_WIDTH = 78
WIDTHS = (("times", 12), ("bodies", 20), ("partners", 28))
"""Letters on a line of the columns beside that of the work."""


@cache
def phrases() -> Mapping[str, Mapping[str, Any]]:
    """Return the pieces, by language."""
    return tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))


def vietnamese(kind: str, size: int, density: float = DENSITY, seed: int = 1) -> str:
    """Return about ``size`` characters of one of KINDS, at least the letterhead and what closes a plan.

    ``density`` is the number of citations in a thousand characters; “citations” has nothing else.
    """
    return _Plan(random.Random(seed), density).text(kind, size)


def english(size: int, density: float = DENSITY, seed: int = 1) -> str:
    """Return about ``size`` characters of English rules with ``density`` citations in a thousand characters."""
    rng, words = random.Random(seed), phrases()["english"]
    found, length, cited = [], 0, 0
    while length < size:
        sentence = " ".join(rng.choice(words[part]) for part in ("subjects", "verbs", "objects", "manners"))
        if cited < density * (length + len(sentence)) / 1000:
            sentence, cited = f"{sentence}, {_english_citation(rng, words)}", cited + 1
        found.append(f"{sentence}.")
        length += len(found[-1]) + 1
    return " ".join(found)


def _english_citation(rng: random.Random, words: Mapping[str, Any]) -> str:
    one, other = rng.sample(words["names"], 2)
    first = rng.randint(20, 900)
    return str(rng.choice(words["citations"])).format(
        A=one, B=other, n=rng.randint(2, 590), p=first, q=first + rng.randint(1, 20), t=rng.randint(2, 50),
        c=rng.randint(1, 30), d=rng.randint(1, 28), y=rng.randint(1960, 2024),
    )  # fmt: skip


class _Plan:
    """Writes a plan of an invented province."""

    def __init__(self, rng: random.Random, density: float) -> None:
        self.rng, self.density, self.words = rng, density, phrases()["plan"]
        self.length = self.cited = 0

    def text(self, kind: str, size: int) -> str:
        close = self._filled(self.words["close"])
        head = self._filled(self.words["head"])
        self.length, self.cited = len(head), 3
        if kind == "plan":
            parts = [head, *self._until(self._section, int(size * 0.7)), close, *self._appendix(size - len(close))]
        else:
            writers: Mapping[str, Callable[[], Iterator[str]]] = {
                "prose": self._prose, "citations": self._citations, "list": self._items, "one line": self._one_line,
            }  # fmt: skip
            if kind in writers:
                parts = [head, *self._until(writers[kind], size - len(close)), close]
            else:
                parts = [head, close, *self._appendix(size, is_typed=kind == "typed table")]
        return "".join(parts)

    def _until(self, writer: Callable[[], Iterator[str]], size: int) -> Iterator[str]:
        while self.length < size:
            for part in writer():
                self.length += len(part)
                yield part

    def _filled(self, template: str) -> str:
        filled = template.lstrip("\n")
        while "{citation}" in filled:
            filled = filled.replace("{citation}", self._citation(), 1)
        return filled.format(number=self.rng.randint(10, 400), day=self._day(), month=self._month(),
                             title=self.words["title"][0])  # fmt: skip

    def _pick(self, part: str) -> str:
        """Return a piece; the places that it names are seldom the same twice."""
        piece = str(self.rng.choice(self.words[part]))
        while "{place}" in piece:
            piece = piece.replace("{place}", " ".join(self.rng.sample(self.words["syllables"], 2)), 1)
        return piece.format(d=self._day(), m=self._month()) if part == "times" else piece

    def _day(self) -> int:
        return self.rng.randint(10, 28)

    def _month(self) -> int:
        return self.rng.randint(10, 12)

    def _citation(self) -> str:
        return self._pick("citations").format(
            n=self.rng.randint(10, 990), d=self._day(), m=self._month(),
            y=self.rng.randint(2013, 2025), c=self.rng.randint(1, 6), a=self.rng.randint(2, 60),
            matter=self._pick("matters"),
        )  # fmt: skip

    def _sentence(self) -> str:
        sentence = f"{self._pick('verbs')} {self._pick('objects')}, {self._pick('manners')}"
        if self.cited < self.density * (self.length + len(sentence)) / 1000:
            self.cited += 1
            sentence += f" theo {self._citation()}"
        return f"{sentence}."

    def _section(self) -> Iterator[str]:
        """A numbered section of bullets, and now and then what one body has to do."""
        number = min(90, 1 + self.length // 2500)
        if self.rng.random() < 0.6:
            yield f"\n{number}. {self._pick('headings')}\n"
            yield from (f"- {wrapped(self._sentence())}\n" for _ in range(self.rng.randint(3, 6)))
        else:
            yield f"\n{number}. {self._pick('bodies')}\n"
            work = self._sentence()
            duty = f"Chủ trì, phối hợp với {self._pick('partners')} {work[0].lower()}{work[1:]}"
            yield f"- {wrapped(duty)}\n"
            yield from (f"- {wrapped(self._sentence())}\n" for _ in range(self.rng.randint(1, 4)))

    def _prose(self) -> Iterator[str]:
        yield wrapped(" ".join(self._sentence() for _ in range(5))) + "\n\n"

    def _citations(self) -> Iterator[str]:
        yield f"Căn cứ {self._citation()};\n"

    def _items(self) -> Iterator[str]:
        yield f"{1 + self.length // 120 % 90}. {self._sentence()}\n"

    def _one_line(self) -> Iterator[str]:
        yield f"{self._sentence()} "

    def _appendix(self, size: int, *, is_typed: bool = False) -> Iterator[str]:
        """The table of work: with bars, or with its cells one after another as they come off a printed page."""
        columns = self.words["columns"]
        yield "\nPHỤ LỤC\nNHIỆM VỤ THỰC HIỆN KẾ HOẠCH\n\n"
        yield f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n" if is_typed else "\n".join(columns) + "\n\n"
        number = 0
        while self.length < size:
            number = number % 999 + 1
            row = self._typed_row(number) if is_typed else self._broken_row(number)
            self.length += len(row)
            yield row

    def _typed_row(self, number: int) -> str:
        cells = [self._sentence(), self._pick("times"), self._pick("bodies"), self._pick("partners")]
        return f"| {number} | {' | '.join(cells)} |\n"

    def _broken_row(self, number: int) -> str:
        cells = [(self._sentence(), 58), *((self._pick(part), width) for part, width in WIDTHS)]
        lines = "\n".join(wrapped(words, width) for words, width in cells)
        page = f"\n{number // 8}\n\n" if number % 8 == 0 else ""
        return f"{number}\n{lines}\n\n{page}"


def wrapped(words: str, width: int = _WIDTH) -> str:
    """Break lines as a page of ``width`` letters does."""
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(f"{line} ")
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])
