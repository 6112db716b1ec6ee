"""Texts from outside as RDF terms in SPARQL's writing: the only way a parameter gets into a query."""

from __future__ import annotations

import datetime as dt
import re

from rdflib import XSD, Literal

from cancu.errors import ParameterError
from cancu.namespaces import PREFIXES

_PRIVATE = (
    r"\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000))
    + "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
)
"""What is no ``ucschar``. Forbidden once, ahead: tools that make examples of a pattern unfold each class of it."""
_PART = r"""(?:[^\x00-\x20"#%/:<>?\[\\\]^`{|}]|%[0-9A-Fa-f]{2})"""
_PLACE = rf"(?:{_PART}|[:/])"
_GROUP = "[0-9A-Fa-f]{1,4}"
_ADDRESS = rf"\[(?:::(?:{_GROUP})?|(?:{_GROUP}:){{7}}{_GROUP})\]"
IRI_PATTERN = (
    rf"^(?!.*[\s{_PRIVATE}])[A-Za-z][A-Za-z0-9+.-]*:(?://(?:{_PART}*|{_ADDRESS})(?::[0-9]{{1,5}})?(?=[/?#]|$)|(?!//))"
    rf"{_PLACE}*(?:\?(?:{_PLACE}|\?)*)?(?:#(?:{_PLACE}|\?)*)?$"
)
"""An absolute IRI (RFC 3987 §2.2) without blanks, users, private characters, short IPv6; for JSON Schema."""
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


def is_absolute_iri(text: str) -> bool:
    """Tell whether ``text`` is what IRI_PATTERN describes."""
    return _is_text(text) and not text.endswith("\n") and re.match(IRI_PATTERN, text) is not None


def _is_text(value: str) -> bool:
    """Tell whether every character is one: halves of a surrogate, and a NUL, are none."""
    return _NO_TEXT.search(value) is None


def written_iri(name: str, value: str) -> str:
    """Return ``<value>``; a known prefix is expanded (``ccv:role/basis``). Raises ParameterError."""
    prefix, _, local = value.partition(":")
    iri = PREFIXES[prefix] + local if prefix in PREFIXES else value
    if not is_absolute_iri(iri):
        raise ParameterError(f"“{value}” không phải IRI.", f"“{value}” is not an IRI.", where=name)
    return f"<{iri}>"


def written_string(name: str, value: str) -> str:
    """Return a string literal. Raises ParameterError for characters that no text holds (a NUL, half a surrogate)."""
    if not _is_text(value):
        raise ParameterError("Giá trị có ký tự không hợp lệ.", "the value holds an invalid character.", where=name)
    return Literal(value).n3()


def day_of(name: str, value: str) -> dt.date:
    """Return the day written ``2026-03-11`` or ``11/03/2026``. Raises ParameterError."""
    try:
        return dt.datetime.strptime(value, "%d/%m/%Y").date() if "/" in value else dt.date.fromisoformat(value)
    except ValueError as error:
        raise ParameterError(
            f"“{value}” không phải ngày; hãy viết như 2026-03-11 hoặc 11/03/2026.",
            f"“{value}” is not a date; write it as 2026-03-11.",
            where=name,
        ) from error


def written_date(name: str, value: str) -> str:
    """Return an ``xsd:date`` from what ``day_of`` reads. Raises ParameterError."""
    return Literal(day_of(name, value).isoformat(), datatype=XSD.date).n3()


def written_integer(name: str, value: str) -> str:
    """Return an ``xsd:integer``. Raises ParameterError."""
    if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
        raise ParameterError(f"“{value}” không phải số nguyên.", f"“{value}” is not an integer.", where=name)
    return Literal(str(int(value)), datatype=XSD.integer).n3()
