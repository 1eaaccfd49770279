"""Stopping by precision: replicate until the mean of an outcome is known closely enough.

A point is finished when half the width of its 95 % interval (Student's t; Wilson's for shares) is
at most what is wanted. Few further runs at a time are added, as many as the width so far asks for:
n (h / h_wanted)^2. Intervals from such a rule are a little too narrow; few points notice.

Source: Chow and Robbins 1965 (sequential intervals of fixed width).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from gatecrush.model.arrays import Floats

from ..days.outcomes import outcome
from ..statistics import intervals

GROWTH: Final = 2.0
"""Runs of a point grow by this factor at most before its width is looked at again."""
NO_VALUE: Final = (
    "no day has a value of it, as where days end before the hours it is about; choose another "
    "outcome, or a later run.end"
)


class NoValueError(ValueError):
    """An outcome that cannot be known, however many days are run."""


@dataclass(frozen=True)
class Precision:
    """How closely an outcome is to be known at each point."""

    outcome: str
    half_width: float
    """Wanted half width of the 95 % interval, in the outcome's unit."""
    first: int
    """Runs of a point before its width is looked at, at least 2."""
    most: int
    """Runs of a point at most."""

    def half_width_of(self, values: Floats) -> float:
        """Return half the width of the interval of a point; infinite if it cannot be known."""
        known = values[np.isfinite(values)]
        if outcome(self.outcome).is_flag:
            found = intervals.share(int(known.sum()), len(known))
        else:
            found = intervals.mean(known)
        half = (found.high - found.low) / 2
        return half if math.isfinite(half) else math.inf

    def wanted(self, values: Floats) -> int:
        """Return how many runs a point should have, given those it has.

        Args:
            values: the outcome in each of its runs, NaN where it has none.

        Raises:
            NoValueError: none of them has a value.
        """
        have = len(values)
        if have < self.first:
            return min(self.first, self.most)
        if not np.isfinite(values).any():
            raise NoValueError(f"{self.outcome}: {NO_VALUE}")
        half = self.half_width_of(values)
        if half <= self.half_width or have >= self.most:
            return have
        grown = have * min(GROWTH, (half / self.half_width) ** 2)
        return min(self.most, max(have + 1, math.ceil(grown)))
