"""Characters of a page in fonts of before Unicode → the letters that these fonts show."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pdfplumber.page import Page

from cancu.read.encodings import face, faces


def turn_to_unicode(page: Page) -> str | None:
    """Give the characters of a page's fonts before Unicode the letters they show; return the encodings' names."""
    runs = [(font, list(chars)) for font, chars in groupby(page.chars, key=lambda char: str(char["fontname"]))]
    if not any(face(font) for font, _ in runs):
        return None
    texts = [(font, "".join(char["text"] for char in chars)) for font, chars in runs]
    known = faces(texts)
    for (font, chars), (_, text) in zip(runs, texts, strict=True):
        letters = known.by_character(font, text)
        if len(letters) == len(chars):
            _write(chars, letters)
    return known.name


def _write(chars: Sequence[dict[str, Any]], letters: Sequence[str]) -> None:
    """Write ``letters`` in place of characters; one whose mark had a place of its own takes that place too."""
    letter: dict[str, Any] = {}
    for char, text in zip(chars, letters, strict=True):
        char["text"] = text
        if text:
            letter = char
        elif letter:
            letter["x1"] = max(letter["x1"], char["x1"])
