"""Where on the page of a document an item stands: the pages name their facts by kind and number (``t3``, ``r1``)."""

from __future__ import annotations

import re

_ITEM = re.compile(r"/id/(task|report|event)/(?:.*/)?(\d+)-[^/]*$")


def anchor(iri: str) -> str:
    """Return the fragment for an item's IRI: ``#t3``; of events, whose numbers go by date, only ``#events``."""
    found = _ITEM.search(iri.partition("#")[0])
    if found is None:
        return ""
    return "#events" if found[1] == "event" else f"#{found[1][0]}{found[2]}"
