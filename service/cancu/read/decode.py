"""bytes → characters, refusing what is no Vietnamese text.

UTF-8 and UTF-16 are told by their bytes, the encodings before Unicode by the words they give; anything else is left to
charset-normalizer. A text counts as Vietnamese
when letters that only Vietnamese uses (ơ, ư, đ and the vowels with two marks) make up a fair share of its letters;
a plan has about 20 %, English or French none.
"""

from __future__ import annotations

import codecs
import unicodedata

from charset_normalizer import from_bytes

from cancu.read.recognise import mended, of_bytes
from cancu.read.refusals import unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MARKED = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")
_LEAST_SHARE = 0.05
_SAMPLE = 200_000


def decode(data: bytes, name: str) -> str:
    """Return the characters of ``data`` with ``\\n`` as line end. Raises UnreadableError (binary, foreign)."""
    return decoded(data, name)[0]


def decoded(data: bytes, name: str) -> tuple[str, str | None]:
    """Return what ``decode`` does, and the name of the encoding where it is one of before Unicode."""
    content, encoding = _characters(data, name)
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in content:
        raise unreadable("binary", name)
    if encoding is None:
        content, encoding = mended(content)
    if not is_vietnamese(content):
        raise unreadable("foreign", name)
    return content, encoding


def _characters(data: bytes, name: str) -> tuple[str, str | None]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError as error:
                raise unreadable("binary", name) from error
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:_SAMPLE] and b"\0\0" in data[:_SAMPLE]:
        raise unreadable("binary", name)
    found = of_bytes(data) if b"\0" not in data else None
    return found or (_guessed(data, name), None)


def _guessed(data: bytes, name: str) -> str:
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise unreadable("binary", name)
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise unreadable("binary", name) from error


def is_vietnamese(content: str) -> bool:
    """Do the first letters of ``content`` carry the marks of Vietnamese?"""
    sample = unicodedata.normalize("NFC", content[:_SAMPLE]).lower()
    letters = sum(map(str.isalpha, sample))
    return letters > 0 and sum(map(_MARKED.__contains__, sample)) >= _LEAST_SHARE * letters
