"""From what clients took to figures: medians, 95th percentiles, answers a second, seconds of the server's processor."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

FAILED = 60.0
"""Seconds that a request without a good answer counts as."""


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients took together: seconds of each request, how many had no good answer, and over how long."""

    taken: tuple[float, ...]
    failed: int
    seconds: float
    processor: float

    @property
    def median(self) -> float:
        """Median of a request, in milliseconds."""
        return 1000 * statistics.median(self.taken)

    @property
    def ninety_five(self) -> float:
        """95th percentile of a request, in milliseconds."""
        return 1000 * percentile(self.taken, 95)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return (len(self.taken) - self.failed) / self.seconds

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processors for each request."""
        return 1000 * self.processor / len(self.taken)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which so many percent lie, between neighbours in proportion (as ``inclusive`` has it)."""
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def together(loads: Sequence[Load]) -> Load:
    """Return all rounds of one load as one."""
    return Load(
        tuple(seconds for load in loads for seconds in load.taken),
        sum(load.failed for load in loads),
        sum(load.seconds for load in loads),
        sum(load.processor for load in loads),
    )
