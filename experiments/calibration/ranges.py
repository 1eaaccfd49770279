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
    Range("waiters.telling", 0.01, 0.025, is_log=True),
    Range("waiters.threshold_mean", 0.32, 0.48),
    Range("waiters.threshold_spread", 0.06, 0.13),
    Range("waiters.never_push", 0.0, 0.12),
    Range("waiters.patience", 5.0, 20.0, is_log=True),
    Range("waiters.memory", 2.5, 6.0, is_log=True),
    Range("waiters.skip_perception", 0.8, 2.0),
    Range("waiters.word_of_mouth", 0.0, 0.08),
    Range("waiters.fatigue", 1 / 30, 1 / 12),
    Range("waiters.challenge_reach", 2.5, 5.0),
    Range("volunteers.success", 0.3, 0.8),
    Range("pressure.push", 400.0, 550.0),
    Range("pressure.lean", 0.03, 0.08),
    Range("pressure.transmission", 0.78, 0.9),
    Range("movement.drive_decay", 30.0, 60.0),
    Range("movement.comfort", 4.3, 5.5),
)
"""The ranges searched: what is known of each parameter (their sources: gatecrush parameters).

They lie around the setting found by hand: wider ones, searched before, let in next to nothing
farther off (50 of 576 days met every fact). `movement.comfort` is held to 15 % by the laboratory's
crowds. Everything else keeps its default: the account's own numbers, and what is assumed.
"""
