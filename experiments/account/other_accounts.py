"""Other accounts than the one the model was written from: what was expected of their scenarios.

The expectations were stated, and committed, before any day of these scenarios was run. The facts,
their sources and what is assumed stand in ``docs/other_accounts.md``.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

DAYS: Final = 10
"""Days of each scenario, with the seeds from 0 on."""


class Expectation(NamedTuple):
    """What was expected of a scenario's days, and within what the figure was to lie."""

    scenario: str
    quantity: str
    """Name of the outcome."""
    words: str
    low: float = -math.inf
    high: float = math.inf
    is_share_of_days: bool = False
    """Whether the share of days that have the outcome is held against it, not their median."""

    @property
    def interval(self) -> str:
        """What was expected, in words."""
        if not math.isfinite(self.high):
            return f"at least {self.low:g}"
        return f"at most {self.high:g}" if self.low <= 0 else f"{self.low:g} to {self.high:g}"


BREAKS: Final = "Share of days on which the order breaks"
ONSET: Final = "When it breaks (h)"
OUT_OF_TURN: Final = "Share let in out of turn"
TAU: Final = "Fair order, Kendall's tau"
RATE: Final = "Let in per hour of the run (1/h)"

EXPECTED: Final = (
    Expectation("fan_line", "onset_time", BREAKS, high=0.1, is_share_of_days=True),
    Expectation("fan_line", "out_of_turn_share", OUT_OF_TURN, high=0.01),
    Expectation("fan_line", "order_tau", TAU, low=0.9),
    Expectation("fan_line", "admission_rate", RATE, low=34.0),
    Expectation("fan_line_ignored", "onset_time", BREAKS, low=0.7, is_share_of_days=True),
    Expectation("fan_line_ignored", "onset_time", ONSET, low=17.0, high=18.5),
    Expectation("fan_line_ignored", "out_of_turn_share", OUT_OF_TURN, low=0.3),
    Expectation("fan_line_ignored", "order_tau", TAU, high=0.7),
    Expectation("fan_line_ignored", "admission_rate", RATE, low=34.0),
    Expectation("vigil", "onset_time", BREAKS, high=0.0, is_share_of_days=True),
    Expectation("vigil", "out_of_turn_share", OUT_OF_TURN, high=0.01),
    Expectation("vigil", "order_tau", TAU, low=0.95),
    Expectation("vigil", "admission_rate", RATE, low=55.0),
    Expectation("distribution", "onset_time", BREAKS, high=0.1, is_share_of_days=True),
    Expectation("distribution", "out_of_turn_share", OUT_OF_TURN, high=0.01),
    Expectation("distribution", "order_tau", TAU, low=0.9),
    Expectation("distribution", "admission_rate", RATE, low=50.0),
)
"""All that was expected, scenario by scenario."""
