"""Which encoding a text without fonts was typed in, told by how many of its words are Vietnamese syllables.

A Vietnamese syllable is an onset, a rime and a tone (``data/encodings/syllables.tsv``). Of the words with letters
beyond ASCII in a Vietnamese text nearly all are syllables; read in another encoding, or in another language, few are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cancu.read.encodings import Encoding, encoding, is_legacy
from cancu.vietnamese import is_syllable

_BY_CHARACTERS = ("tcvn3", "vni")
_BY_BYTES = ("tcvn3", "vni", "tcvn5712", "viscii")
_LEAST_WORDS = 5
_LEAST_SHARE = 0.8
_MOST_OWN_SHARE = 0.5
"""Where more of the words than this are syllables as they stand, they are what they seem to be."""
_SAMPLE = 100_000
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_WORD = re.compile(r"[\W\d_]+")


def mended(content: str) -> tuple[str, str | None]:
    """Return ``content`` with what was typed before Unicode turned to it, and the name of the encoding, or None.

    A text that is Unicode but for some lines has those lines turned; a Unicode text that quotes a word stays.
    """
    if len(_marked(content[:_SAMPLE])) < _LEAST_WORDS:
        return content, None
    if is_legacy(_letters(content[:_SAMPLE])):
        whole = _best(content[:_SAMPLE], _BY_CHARACTERS)
        return (_without_controls(whole.decode(content)), whole.name) if whole is not None else (content, None)
    lines = content.split("\n")
    odd = {n: line for n, line in enumerate(lines) if is_legacy(line) and _is_odd(line)}
    found = _best("\n".join(odd.values())[:_SAMPLE], _BY_CHARACTERS)
    if found is None:
        return content, None
    return "\n".join(found.decode(line) if n in odd else line for n, line in enumerate(lines)), found.name


def of_bytes(data: bytes) -> tuple[str, str] | None:
    """Return the words of bytes in an encoding before Unicode, and its name; None where they are in none of these."""
    shown = data.decode("latin-1")
    sample = shown[:_SAMPLE]
    found = _best(sample, _BY_BYTES)
    as_1258 = data[:_SAMPLE].decode("windows-1258", errors="replace")
    if _share(as_1258) >= max(_LEAST_SHARE, _share(found.decode(sample)) if found else 0.0):
        return data.decode("windows-1258", errors="replace"), "windows-1258"
    if found is None:
        return None
    return _without_controls(found.decode(shown)), found.name


def _without_controls(text: str) -> str:
    """Read what is left of 80–9F as Windows does: quotation marks and dashes."""
    return re.sub("[\x80-\x9f]", lambda match: match[0].encode("latin-1").decode("windows-1252", "replace"), text)


def _best(sample: str, names: Sequence[str]) -> Encoding | None:
    """Return the encoding in which most of the marked words of ``sample`` are syllables; the first of equals."""
    if len(_marked(sample)) < _LEAST_WORDS or _share(sample) > _MOST_OWN_SHARE:
        return None
    best = max((encoding(name) for name in names), key=lambda one: _share(one.decode(sample)))
    return best if _share(best.decode(sample)) >= _LEAST_SHARE else None


def _is_odd(line: str) -> bool:
    return bool(_marked(line)) and _share(line) <= _MOST_OWN_SHARE


def _marked(text: str) -> list[str]:
    return [word for word in text.split() if _BEYOND_ASCII.search(word)]


def _letters(text: str) -> str:
    """Return the letters of a text: dashes, bullets and quotation marks are the same in all encodings."""
    return "".join(filter(str.isalpha, text))


def _share(text: str) -> float:
    """Return the share of syllables among the words with letters beyond ASCII, from 0 to 1."""
    words = list(_words(_marked(unicodedata.normalize("NFC", text))))
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _words(marked: Iterable[str]) -> Iterable[str]:
    for word in marked:
        yield from (part for part in _NO_WORD.split(word) if _BEYOND_ASCII.search(part))
