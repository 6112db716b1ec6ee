"""How much of one document is read; what is more is refused, never cut off."""

from __future__ import annotations

MOST_BYTES = 64 * 1024 * 1024
MOST_CHARACTERS = 12_000_000
"""About 6,000 pages, far more than the longest official papers have. Taking it apart stays within minutes."""
MOST_PAGES = 500
MOST_FRAMES = 20
"""Pages of a scan kept in one picture file (.tif)."""
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 5_000
"""Points of a page to be recognised."""


class TooManyPagesError(Exception):
    """The document has more pages than one official paper has."""


class TooLargeError(Exception):
    """A page or a picture is larger than paper is."""


class TooLongError(Exception):
    """The document has more than MOST_CHARACTERS."""
