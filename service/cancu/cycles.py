"""How often a process looks for objects that only cycles hold: reading, judging and answering leave few."""

from __future__ import annotations

import gc

_LOOKS = (50_000, 20, 20)
"""After how many new objects it looks, and how often among older ones."""


def look_seldom() -> None:
    """Look seldom from now on, and never again at what stands by now.

    Modules, tables and what was read at the start are walked through otherwise every few thousand answers, a tenth of
    a second each time in which nobody is answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_LOOKS)
