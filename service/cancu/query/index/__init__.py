"""index: names and words of the store, ready to be searched, in a file beside it that follows the store's journal.

``facts`` keeps what each graph tells of names, ``things`` makes documents and bodies of it, ``texts`` keeps words,
``ranking`` how many texts have each, ``items`` duties, reports and events with their ``days`` and ``occasions``;
``following`` brings all of them up to the store; ``pool``, ``texts``, ``chosen`` (duties), ``entries`` (the calendar)
and ``occasions`` (events) are asked.
"""

from __future__ import annotations

from cancu.query.index.following import Index
from cancu.query.index.texts import KINDS, Found, Hit

__all__ = ["KINDS", "Found", "Hit", "Index"]
