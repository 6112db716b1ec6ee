"""What a form of the pages sent: known names, each once, blanks left out; the day that is called today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.query.terms import day_of

VIETNAM = dt.timezone(dt.timedelta(hours=7))
"""Vietnam keeps UTC+7 the whole year (Quyết định 134/2002/QĐ-TTg)."""
_OWN = ("lang", "today")
_BLANKS = dict.fromkeys(range(0x20), " ")


def asked(request: Request, known: tuple[str, ...], many: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the values of a form, without ``lang`` and without blanks; those of ``many`` may come several times.

    Signs that are not shown (C0: line ends, tabs, what a paste brings along) are blanks.
    Raises ParameterError for a name that is not ``known`` or comes twice.
    """
    pairs = request.query_params.multi_items()
    for name, _ in pairs:
        if name not in known and name not in _OWN:
            names = ", ".join((*known, *_OWN))
            raise ParameterError(f"Không có tham số này; có: {names}.", f"there is only: {names}.", where=name)
    once = [name for name, _ in pairs if name not in many]
    if len(set(once)) != len(once):
        raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.")
    shown = ((name, value.translate(_BLANKS).strip()) for name, value in pairs)
    return {name: value for name, value in shown if name != "lang" and value}


def today_of(values: Mapping[str, str]) -> dt.date:
    """Return the day that ``today`` names, else the day it is in Vietnam. Raises ParameterError."""
    return day_of("today", values["today"]) if "today" in values else dt.datetime.now(VIETNAM).date()


def day_in(values: Mapping[str, str], name: str) -> dt.date | None:
    """Return the day given as ``name``; None where none is. Raises ParameterError."""
    return day_of(name, values[name]) if name in values else None


def one_of(values: Mapping[str, str], name: str, known: tuple[str, ...], default: str = "") -> str:
    """Return the word given as ``name``. Raises ParameterError where it is none of ``known``."""
    value = values.get(name, default)
    if value != default and value not in known:
        names = ", ".join(known)
        raise ParameterError(f"“{value}” không phải một trong: {names}.", f"not one of: {names}.", where=name)
    return value


def whole(values: Mapping[str, str], name: str, default: int, most: int) -> int:
    """Return a whole number from 0 (of ``limit``: from 1) to ``most``. Raises ParameterError."""
    text, least = values.get(name, str(default)), int(name == "limit")
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or not least <= int(text) <= most:
        raise ParameterError(
            f"Phải là số nguyên {least}–{most}.", f"must be a whole number {least}–{most}.", where=name
        )
    return int(text)


def address(path: str, values: Mapping[str, str]) -> str:
    """Return a path of ours with these values."""
    return path + (f"?{urlencode(dict(values))}" if values else "")
