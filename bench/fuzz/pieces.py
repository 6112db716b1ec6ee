"""Documents made of random pieces: the project's own words, the examples of its tables, and what breaks parsers."""

from __future__ import annotations

import random
from functools import cache

from cancu import resources

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ\nSố: 12/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Suối Mơ, ngày 12 tháng 3 năm 2026\n\nKẾ HOẠCH\nPhát triển văn hóa đọc năm 2026\n\n"
)
END = "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Ví\n"
SIGNS = (
    *(
        "“",
        "”",
        '"',
        "(",
        ")",
        "[",
        "«",
        "…",
        "...",
        "./.",
        ";",
        ":",
        ",",
        ".",
        "-",
        "–",
        "/",
        "|",
        "*",
        "**",
        "#",
        "+",
    ),
    *("\n", "\n\n", "\n- ", "\n+ ", "\n* ", "\n| ", " | ", "\t", "    ", "\u00a0", "\f", "\v", "\u2028", "\r"),
    *("\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u2069", "\ufeff", "\u00ad", "\u0301", "\u0323", "\u1eb0"),
    *(
        "<sup>1</sup>",
        "<br>",
        "\\",
        "I. ",
        "1. ",
        "1.1. ",
        "a) ",
        "Điều 1. ",
        "II.",
        "0",
        "2026",
        "1/1/2026",
        "31/02/2026",
    ),
    *(
        "số ",
        "Số: /",
        "12-NQ/TW",
        "95/KH-UBND",
        "/QĐ-UBND",
        "ngày tháng năm ",
        "PHỤ LỤC\n",
        "Căn cứ ",
        "İ",
        "ß",
        "ﬁ",
        "𝐀",
        "٣",
    ),
)
"""Marks, blanks, marks that are not seen, letters whose lower case is longer, digits of other scripts."""
_COLUMNS = frozenset({"example", "decoy", "unless"})


@cache
def words() -> tuple[str, ...]:
    """Return the words and phrases of the shipped tables, in order."""
    return tuple(sorted({cell for row in _rows() for key, cell in row.items() if key not in _COLUMNS and cell}))


@cache
def sentences() -> tuple[str, ...]:
    """Return the examples and decoys of the shipped tables, in order."""
    return tuple(sorted({row[key] for row in _rows() for key in ("example", "decoy") if row.get(key)}))


def _rows() -> list[dict[str, str]]:
    tables = sorted(resources.path("data", "lexicon").glob("*.tsv"))
    return [row for table in tables for row in resources.table("data", "lexicon", table.name)]


def document(dice: random.Random, pieces: int) -> str:
    """Return a document of about so many pieces, sometimes cut off, with parts doubled or shuffled."""
    body = [_piece(dice) for _ in range(pieces)]
    if dice.random() < 0.3:
        dice.shuffle(body)
    joint = dice.choice((" ", " ", "\n", "\n\n", ""))
    text = (HEAD if dice.random() < 0.7 else "") + joint.join(body) + (END if dice.random() < 0.7 else "")
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(SIGNS) * dice.choice((1, 1, 2, 30)) + text[at:]
    return text[: dice.randrange(len(text) + 1)] if dice.random() < 0.2 else text


def _piece(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.4:
        return dice.choice(words())
    if kind < 0.7:
        return dice.choice(SIGNS)
    sentence = dice.choice(sentences())
    return sentence if kind < 0.9 else sentence[dice.randrange(len(sentence)) :]
