"""What the writers write: things in versions, each of which bears its version in all its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BASE = "https://w3id.org/cancu/"
STAMP = "http://example.org/stamp"
PART = "http://example.org/part/"
LINES = 60
"""Triples of a note; a pair has as many in each of its graphs."""
GRAPHS = "http://example.org/endurance/"

_PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: {number}/KH-UBND
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện {stamp} trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội;

I. MỤC ĐÍCH, YÊU CẦU
Đưa sách {stamp} đến từng thôn, bản.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì, phối hợp với các trường học tổ chức ngày hội đọc sách {stamp} trước ngày 20/4/2026.
2. Công an xã
- Bảo đảm an ninh trật tự tại thư viện {stamp} trước ngày 25/4/2026.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""


_LETTERS, _FIGURES = str.maketrans("0123456789", "abcdefghij"), str.maketrans("abcdefghij", "0123456789")


@dataclass(slots=True)
class Item:
    """One thing that one writer writes again and again; version 0, and every fifth, is that it is not there.

    ``acknowledged`` is the version that the service last said to have, ``doubted`` are those sent after it without an
    answer, ``tried`` is the last one sent.
    """

    number: int
    acknowledged: int = 0
    doubted: set[int] = field(default_factory=set)
    tried: int = 0

    @property
    def graphs(self) -> tuple[str, ...]:
        """The names of its graphs, whose content is stamped lines; a document's are its own."""
        return ()

    @property
    def possible(self) -> frozenset[int]:
        """The versions that the service may hold: that it said it has, or one that it gave no answer to."""
        return frozenset({self.acknowledged, *self.doubted})

    def begin(self) -> int:
        """Return the next version, in doubt until it is acknowledged."""
        self.tried += 1
        self.doubted.add(self.tried)
        return self.tried

    def settle(self, version: int) -> None:
        """Say that the service has this version."""
        self.acknowledged = version
        self.doubted.clear()


class Note(Item):
    """A graph, written by the graph store protocol."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """One of its own."""
        return (f"{GRAPHS}note/{self.number}",)


class Pair(Item):
    """Two graphs, written by one update."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """One for each half."""
        return tuple(f"{GRAPHS}pair/{self.number}/{half}" for half in "ab")


class Plan(Item):
    """A document, sent as text, read and checked by the service."""

    @property
    def key(self) -> str:
        """The key of the document in the service."""
        return f"ubnd-xa-suoi-mo/2026/kh/{self.number}"

    def stamp(self, version: int) -> str:
        """Return the word that stands in every part of a version, and nowhere else.

        It is of letters: figures are words of their own to who searches, and the beginnings of other figures.
        """
        return f"bd{_lettered(self.number)}q{_lettered(version)}z"

    def text(self, version: int) -> bytes:
        """Return the document."""
        return _PLAN.format(number=self.number, stamp=self.stamp(version)).encode()

    def stamps(self, data: str) -> set[int]:
        """Return the versions whose words stand in ``data``."""
        found = re.findall(rf"\bbd{_lettered(self.number)}q([a-j]+)z", data)
        return {int(one.translate(_FIGURES)) for one in found}


def _lettered(number: int) -> str:
    return str(number).translate(_LETTERS)


def is_absent(version: int) -> bool:
    """Tell whether the version of a thing is that it is not there."""
    return version % 5 == 0


def lines(graph: str, version: int) -> str:
    """Return the N-Triples of a graph: as many as ever, each with the version."""
    return "".join(f'<{PART}{graph.removeprefix(GRAPHS)}/{n}> <{STAMP}> "{version}" .\n' for n in range(LINES))
