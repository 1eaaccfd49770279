"""Other accounts than the one the model was written from: what was expected of their scenarios.

The expectations were stated, and committed, before any day of these scenarios was run. The facts,
their sources and what is assumed stand in ``docs/other_accounts.md``. ``other_accounts.csv`` holds
a row a day, as they came out; a test runs them again and compares.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np

from gatecrush.model.arrays import Floats

from ..days.run import run

KEPT: Final = ("onset_time", "out_of_turn_share", "order_tau", "admission_rate")
"""Outcomes kept of each day."""
DAYS: Final = 10
"""Days of each scenario that ships, with the seeds from 0 on."""
DAYS_AFTERWARDS: Final = 3
"""Days of each case that was asked afterwards."""

NOBODY: Final = {"demand.informed": 0.0}
LATE: Final = {
    **NOBODY,
    "demand.profile": [
        [6.0, 12.0, 30.0],
        [12.0, 16.0, 45.0],
        [16.0, 18.0, 240.0],
        [18.0, 21.0, 15.0],
    ],
}
"""Nobody knows of the list, and most come for the opening of the door."""
CASES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "fan_line": ("fan_line", {}),
    "fan_line_ignored": ("fan_line_ignored", {}),
    "vigil": ("vigil", {}),
    "distribution": ("distribution", {}),
    "honored_nobody_informed": ("fan_line", NOBODY),
    "ignored_nobody_informed": ("fan_line_ignored", NOBODY),
    "honored_late": ("fan_line", LATE),
    "ignored_late": ("fan_line_ignored", LATE),
    "distribution_without": (
        "distribution",
        {
            "list.handed_out": 0.0,
            "list.announcements": 0.0,
            "guards.number_check": 0.0,
            "guards.clear_refused": False,
            "volunteers.count": 0,
        },
    ),
}
"""What was run: a scenario that ships, and what was changed in it; the first four came first."""


class Expectation(NamedTuple):
    """What was expected of the days of a case, and within what the figure was to lie."""

    case: str
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

    def figure(self, days: Floats) -> float:
        """Return what is held against it: the median over days, or the share that have a value."""
        known = days[np.isfinite(days)]
        if self.is_share_of_days:
            return len(known) / len(days)
        return float(np.median(known)) if len(known) else math.nan

    def came_true(self, days: Floats) -> bool:
        """Tell whether the figure lies where it was expected; one that is not known does not."""
        return self.low <= self.figure(days) <= self.high


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
    Expectation("honored_nobody_informed", "onset_time", BREAKS, high=0.1, is_share_of_days=True),
    Expectation("honored_nobody_informed", "order_tau", TAU, low=0.9),
    Expectation("ignored_nobody_informed", "onset_time", BREAKS, high=0.3, is_share_of_days=True),
    Expectation("ignored_nobody_informed", "out_of_turn_share", OUT_OF_TURN, low=0.05),
    Expectation("honored_late", "onset_time", BREAKS, high=0.3, is_share_of_days=True),
    Expectation("honored_late", "order_tau", TAU, low=0.8),
    Expectation("ignored_late", "onset_time", BREAKS, low=0.7, is_share_of_days=True),
    Expectation("ignored_late", "out_of_turn_share", OUT_OF_TURN, low=0.3),
    Expectation("ignored_late", "order_tau", TAU, high=0.7),
    Expectation("distribution_without", "onset_time", BREAKS, low=0.9, is_share_of_days=True),
    Expectation("distribution_without", "order_tau", TAU, high=0.7),
)
"""All that was expected, case by case."""


def day(case: str, seed: int) -> dict[str, float]:
    """Run a day of a case and return the outcomes kept of it, NaN where there is none."""
    scenario, settings = CASES[case]
    summary = run(scenario, seed=seed, settings=settings).summary
    return {name: math.nan if summary[name] is None else float(summary[name]) for name in KEPT}


@cache
def days_of(case: str) -> dict[str, Floats]:
    """Return each outcome over the days of a case, in the order of their seeds."""
    text = (files(__package__) / "other_accounts.csv").read_text(encoding="utf-8")
    rows = np.genfromtxt(text.splitlines(), delimiter=",", names=True, dtype=None, encoding="utf-8")
    return {name: rows[name][rows["case"] == case].astype(float) for name in KEPT}
