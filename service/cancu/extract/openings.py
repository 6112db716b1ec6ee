"""How the sentences begin on which a document rests (“Căn cứ …”, “Thực hiện …”)."""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level

_ALWAYS = re.compile(r"(?:căn cứ|theo đề nghị|xét đề nghị|xét tờ trình)(?!\w)")
_MARKS = " -*–•"


@cache
def _openings() -> re.Pattern[str]:
    return any_of(row["opening"] for row in resources.table("data", "lexicon", "basis-openings.tsv"))


def is_basis(paragraph: str) -> bool:
    """Does a paragraph open like a legal basis or a reason?"""
    return _openings().match(level(paragraph).lstrip(_MARKS)) is not None


def is_surely_basis(paragraph: str) -> bool:
    """Does it open with words that never begin a title (“Căn cứ …”, “Theo đề nghị …”)?"""
    return _ALWAYS.match(level(paragraph).lstrip(_MARKS)) is not None
