"""Plans of communes that do not exist, as files: each rests on a plan of its province, which is among them.

The same number gives the same bytes. What the plans say is written by ``bench/texts.py``, one half a plan with its
table, the other prose, so that there are about as many duties and citations as in real plans of that length;
letterhead, number, place and the plan above are those of the commune.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bench.texts import phrases, vietnamese

PROVINCES = ("Lào Cai", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Ninh Bình", "Nghệ An", "Gia Lai", "Lâm Đồng")
"""Provinces whose communes (invented ones) issue the plans; so many plans of provinces come first."""
SIZE = 12_000
"""Characters of a plan: the middle of real ones."""


def write(folder: Path, plans: int, *, size: int = SIZE, first: int = 0) -> list[Path]:
    """Write ``plans`` files into ``folder``, numbered from ``first``, and return them in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + plans):
        path = folder / f"{number:06}.txt"
        path.write_text(text(number, size=size), encoding="utf-8")
        paths.append(path)
    return paths


def text(number: int, *, size: int = SIZE) -> str:
    """Return plan ``number``: of a province where it is below the number of provinces, else of a commune."""
    rng = random.Random(number)
    province = PROVINCES[number % len(PROVINCES)]
    is_province = number < len(PROVINCES)
    body = vietnamese("plan", size // 2, seed=number)
    start = body.index("Căn cứ ")
    close = body.index("\nTrên đây là Kế hoạch")
    place = province if is_province else _commune(number)
    level = "tỉnh" if is_province else "xã"
    above = () if is_province else (_above(province),)
    head = "\n".join((*_letterhead(level, place, _number(number), rng), *above))
    tail = body[close:].replace("Sơn Vân", place).replace("Ủy ban nhân dân tỉnh", f"Ủy ban nhân dân {level}")
    middle = body[start:close].replace(
        "Ủy ban nhân dân tỉnh Sơn Vân ban hành", f"Ủy ban nhân dân {level} {place} ban hành"
    )
    return head + "\n" + middle + _prose(number, size // 2) + tail


def _prose(number: int, size: int) -> str:
    """Return paragraphs without a letterhead, with a citation in five thousand characters."""
    prose = vietnamese("prose", size, density=0.2, seed=number)
    return prose[prose.index("I. MỤC ĐÍCH, YÊU CẦU\n") + 21 : prose.index("\nTrên đây là Kế hoạch")]


def _letterhead(level: str, place: str, number: str, rng: random.Random) -> Iterator[str]:
    day, month = (1, 2) if level == "tỉnh" else (rng.randint(10, 28), rng.randint(3, 9))
    yield from ("ỦY BAN NHÂN DÂN", f"{level} {place}".upper(), f"Số: {number}/KH-UBND")
    yield from ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    yield from (f"{place}, ngày {day:02} tháng {month:02} năm 2026", "", "KẾ HOẠCH")
    yield from (f"{_title(rng)} trên địa bàn {level} {place} năm 2026", "")


def _title(rng: random.Random) -> str:
    return str(rng.choice(phrases()["plan"]["title"]))


def _above(province: str) -> str:
    number = PROVINCES.index(province)
    title = _title(random.Random(number + 1))
    return (
        f"Thực hiện Kế hoạch số {_number(number)}/KH-UBND ngày 01/02/2026 của Ủy ban nhân dân tỉnh {province} "
        f"về {title[0].lower()}{title[1:]} trên địa bàn tỉnh {province} năm 2026;"
    )


def _number(number: int) -> str:
    """Return the number within the year: plans of provinces have others than those of communes."""
    return str(number + 101) if number < len(PROVINCES) else str(number // 4096 + 11)


def _commune(number: int) -> str:
    """Return one of 4,096 names of three syllables."""
    syllables = phrases()["plan"]["syllables"]
    return " ".join(syllables[number // power % len(syllables)] for power in (256, 16, 1))
