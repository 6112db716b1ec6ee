"""What a reader calls a document: “Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị”."""

from __future__ import annotations

import datetime as dt

_LATE_MONTH = 3
_MOST_WORDS = 25


def label(
    type_word: str | None,
    number: str | None,
    date: dt.date | None,
    issuer: str | None,
    title: str | None,
) -> str:
    """Return the name of a document: by number where there is one, else by title, else by issuer."""
    kind = type_word or "Văn bản"
    if number:
        parts = [kind, "số", number, *(["ngày", day(date)] if date else []), *(["của", issuer] if issuer else [])]
        return " ".join(parts)
    if title:
        return short(title if title.startswith(kind) else f"{kind} {title}")
    return f"{kind} của {issuer}" if issuer else kind


def day(date: dt.date) -> str:
    """Write a date as Vietnamese documents do: two digits for days below 10 and for months 1 and 2."""
    month = f"{date.month:02}" if date.month < _LATE_MONTH else str(date.month)
    return f"{date.day:02}/{month}/{date.year}"


def short(text: str) -> str:
    """Cut a text to 25 words."""
    words = text.split()
    return text if len(words) <= _MOST_WORDS else " ".join(words[:_MOST_WORDS]) + " …"
