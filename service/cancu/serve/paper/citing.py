"""A document named the way official papers name others, with its identifier and the day it was looked at.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục I điểm 5 (type, number, date, issuer and title of a document
that is cited).
"""

from __future__ import annotations

import datetime as dt
import re

from cancu.serve.views import Row

_HANOI = dt.timezone(dt.timedelta(hours=7))
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def today() -> dt.date:
    """Return the day it is in Hà Nội."""
    return dt.datetime.now(_HANOI).date()


def cited(header: Row, iri: str, day: dt.date) -> str:
    """Return a citation to paste: “Kế hoạch số 95/KH-UBND ngày 11 tháng 3 năm 2026 của …”, the IRI, the day."""
    return f"{_name(header)}. {iri} (truy cập ngày {day:%d/%m/%Y})."


def spoken(date: str) -> str:
    """Return “ngày 11 tháng 3 năm 2026” for ``2026-03-11``: days below 10 and the first two months with a nought."""
    match = _DATE.fullmatch(date)
    if match is None:
        return date
    year, month, day = match[1], int(match[2]), match[3]
    return f"ngày {day} tháng {f'{month:02}' if month < 3 else month} năm {year}"


def _name(header: Row) -> str:
    def told(*names: str) -> str:
        return next((str(header[name]) for name in names if header.get(name)), "")

    kind, issuer, title = told("typeLabel"), told("issuerName", "issuerLabel"), told("title")
    if not kind or not (issuer or told("number")):
        return told("documentLabel", "document")
    parts = [kind]
    if number := told("number", "learntNumber"):
        parts.append(f"số {number}")
    elif symbol := told("symbol"):
        mark = (
            "" if symbol.startswith(("/", "-")) else "-" if "/" in symbol else "/"
        )  # the Party's hyphen, the State's slash
        parts.append(f"số …{mark}{symbol}")
    if date := told("date"):
        parts.append(spoken(date))
    if issuer:
        parts.append(f"của {issuer}")
    if title:
        parts.append(title if title[:1].islower() else f"về {title}")
    return " ".join(parts)
