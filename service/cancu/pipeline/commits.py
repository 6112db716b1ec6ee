"""How many documents go into one commit: more where much is held already.

Behind every other commit the engine merges what came with what lies lowest, and rewrites most of that, however little
came. Commits that grow with the store keep what this costs a document the same; the memory of a commit bounds them.
"""

from __future__ import annotations

from cancu.store import Store

_QUADS = 2_500_000
"""From so many quads in the store on commits grow with it: rewriting them costs little beside making a commit."""
_MOST = 4
"""So many times as large commits become: at ten million quads, and no larger, for all of a commit is in memory."""


def commit_size(store: Store, least: int) -> int:
    """Return how many documents to commit together, given how many are in a small store."""
    return int(least * min(max(store.extent() / _QUADS, 1), _MOST))
