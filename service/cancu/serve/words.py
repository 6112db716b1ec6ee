"""Words of the interface, Vietnamese first: ``data/interface/words.tsv`` by key."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request

from cancu import resources


def language_of(request: Request) -> str:
    """Return the language asked for by ``?lang=``; Vietnamese unless English is asked for."""
    return "en" if request.query_params.get("lang") == "en" else "vi"


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in resources.table("data", "interface", "words.tsv")}


def say(key: str, language: str = "vi") -> str:
    """Return the words of ``key``; the key itself where the table has none, so that a gap is seen."""
    row = _words().get(key)
    return row[language] if row else key
