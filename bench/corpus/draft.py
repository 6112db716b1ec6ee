"""The parts of a document in the order of its form, and the text they make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench.texts import wrapped

_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered heading and the paragraphs below it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document before it is printed (Nghị định 30/2020/NĐ-CP, Điều 8; Quy định 66-QĐ/TW, Điều 15).

    ``duties`` are the words of the work that has a lead, ``reports`` and ``events`` count what the paragraphs name.
    """

    is_party: bool
    letterhead: tuple[str, ...]
    number: str
    day: str
    kind: str
    title: str
    bases: tuple[str, ...]
    opening: str
    body: tuple[Part, ...]
    arrangements: tuple[Part, ...]
    funding: str
    closing: str
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    annex: tuple[str, ...]
    duties: tuple[str, ...]
    reports: int
    events: int

    def text(self, *, is_wrapped: bool, is_national_first: bool) -> str:
        """Return the text; ``is_wrapped`` breaks the lines as a printed page does."""
        head = _PARTY if self.is_party else _STATE
        top = (*head, self.number) if is_national_first and not self.is_party else (self.number, *head)
        lines = ["\n".join((*self.letterhead, *top, self.day)), "\n".join((self.kind, self.title))]
        lines += self.bases
        lines.append(self.opening)
        lines += self._sections()
        lines.append(self.closing)
        if self.recipients:
            lines.append("\n".join(("Nơi nhận:", *self.recipients)))
        lines.append("\n".join(self.signature))
        shown = [wrapped(line) if is_wrapped and "\n" not in line else line for line in lines]
        text = "\n\n".join(shown)
        return "\n".join((text, "", *self.annex, "")) if self.annex else text + "\n"

    def _sections(self) -> Iterator[str]:
        aims, demands, *work = self.body
        yield "I. MỤC ĐÍCH, YÊU CẦU"
        yield from _part(1, aims)
        yield from _part(2, demands)
        yield "II. NỘI DUNG, NHIỆM VỤ"
        for number, part in enumerate(work, 1):
            yield from _part(number, part)
        yield "III. KINH PHÍ THỰC HIỆN"
        yield self.funding
        yield "IV. TỔ CHỨC THỰC HIỆN"
        for number, part in enumerate(self.arrangements, 1):
            yield from _part(number, part)


def _part(number: int, part: Part) -> Iterator[str]:
    yield f"{number}. {part.heading}"
    yield from part.paragraphs
