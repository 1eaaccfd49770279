"""The ranges searched: the prior of each parameter that the account may tell of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from gatecrush.model.arrays import Floats


@dataclass(frozen=True)
class Range:
    """Where a parameter is searched for; the prior is uniform, or uniform in the logarithm."""

    parameter: str
    low: float
    high: float
    is_log: bool = False

    def at(self, share: Floats | float) -> Floats:
        """Return the value below which a share of the range lies."""
        share = np.asarray(share, dtype=np.float64)
        if self.is_log:
            return np.asarray(self.low * (self.high / self.low) ** share)
        return np.asarray(self.low + (self.high - self.low) * share)

    def share_below(self, value: Floats | float) -> Floats:
        """Return the share of the range that lies below a value."""
        value = np.asarray(value, dtype=np.float64)
        if self.is_log:
            return np.asarray(np.log(value / self.low) / math.log(self.high / self.low))
        return np.asarray((value - self.low) / (self.high - self.low))


RANGES: Final[tuple[Range, ...]] = (
    Range("waiters.telling", 0.004, 0.04, is_log=True),
    Range("waiters.threshold_mean", 0.3, 0.6),
    Range("waiters.threshold_spread", 0.04, 0.16),
    Range("waiters.never_push", 0.0, 0.2),
    Range("waiters.patience", 3.0, 30.0, is_log=True),
    Range("waiters.memory", 2.0, 8.0, is_log=True),
    Range("waiters.skip_perception", 0.5, 2.0),
    Range("waiters.word_of_mouth", 0.0, 0.1),
    Range("waiters.fatigue", 0.0, 1 / 12),
    Range("waiters.challenge_reach", 1.0, 5.0),
    Range("volunteers.success", 0.2, 0.9),
    Range("pressure.push", 200.0, 500.0),
    Range("pressure.lean", 0.02, 0.1),
    Range("pressure.transmission", 0.7, 0.9),
    Range("movement.drive_decay", 20.0, 60.0),
    Range("movement.comfort", 3.6, 6.0),
)
"""The ranges searched, from what is known of each parameter (their sources: gatecrush parameters).

Everything else keeps its default: the account's own numbers, and what is assumed.
"""
