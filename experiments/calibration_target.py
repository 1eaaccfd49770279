"""The distance of a day from the account: a sum of squared shortfalls, each in its own scale.

    distance = sum_k d_k^2,   d_k = min(5, how far quantity k is outside of its interval / scale_k)

A setting of the parameters *fits* if every quantity of its day lies inside of its interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

Quantities = dict[str, float]
"""Measured quantities of a day, by name; NaN if one cannot be known."""

WITNESS_PASSES: Final = 25.0
"""When the witness passes, h (account 21)."""
LATE: Final = 23.0
"""Whoever passes from then on has stood through the evening, h."""
FARTHEST: Final = 5.0
"""Largest shortfall that counts, in scales; what cannot be known counts as much, as a rule."""


@dataclass(frozen=True)
class Target:
    """What the account says of one measured quantity, and how far off is far."""

    quantity: str
    fact: str
    """Where it comes from: number of the account's fact, check of the scorecard."""
    meaning: str
    low: float
    """Smallest acceptable value."""
    high: float
    """Largest acceptable value."""
    scale: float
    """How far outside of the interval counts as one."""
    part: Literal["day", "witness", "watched"] = "day"
    """The day's facts, the witness's own, or a quantity that is shown and does not count."""
    known_by: float = math.inf
    """Hour from which on the quantity no longer changes: a hopeless day may end there."""
    unknown: float = FARTHEST
    """Shortfall if the quantity cannot be known."""

    @property
    def interval(self) -> str:
        """The acceptable interval as people write it."""
        if not math.isfinite(self.high):
            return f"at least {self.low:g}" if math.isfinite(self.low) else "any"
        return f"at most {self.high:g}" if self.low <= 0 else f"{self.low:g} to {self.high:g}"

    def shortfall(self, value: float) -> float:
        """Return how far a value lies outside of the interval, in scales, 0 to FARTHEST."""
        if math.isnan(value):
            return self.unknown
        return min(FARTHEST, max(0.0, self.low - value, value - self.high) / self.scale)


_ANY: Final = (-math.inf, math.inf, 1.0)

TARGETS: Final[tuple[Target, ...]] = (
    Target("press_share_morning", "account 6, A16", "press share 09:00-13:00", 0, 0.05, 0.05,
           known_by=13.0),
    Target("gate_load_peak_morning", "A21", "largest gate load before 12:00, kN/m", 0, 0.75, 0.5,
           known_by=12.0),
    Target("onset_time", "account 7, A17", "onset, h (never: the end of the day)", 13, 19, 2.0),
    Target("press_share_evening", "account 9, A18", "press share 19:00-21:00", 0.7, 1, 0.1,
           known_by=21.0),
    Target("admission_rate", "account 14, A19", "admitted per hour", 9, 11, 1.0),
    Target("gate_load_peak_evening", "account 10, A21", "largest gate load from 18:00, kN/m", 3, 6,
           1.0),
    Target("gate_failed", "account 10, A21", "share of days on which the gate gave way", 0, 0.45,
           0.25),
    Target("surge_ratio_evening", "account 16, A22", "evening load within 60 s of an opening / "
           "the rest", 2, math.inf, 0.5),
    Target("force_dose_share", "account 22, A24", "share of people over 1112 N for 240 s", 0, 0.01,
           0.01),
    # One person passed: a share of 0.02 is about as unlikely as a number two standard errors off.
    Target("witness_admitted_share", "account 21, arithmetic", "share of those who came "
           "09:00-11:00 that passed by 01:00", 0.32, 0.47, 0.15, part="witness"),
    # Unknown if nobody like the witness passed late, which the share above has counted already.
    Target("witness_hours_near", "account 17", "hours within 5 m of those who came 09:00-11:00 and "
           "passed after 23:00", 4, 9, 1.5, part="witness", unknown=1.0),
    Target("witness_ahead", "account 3", "people ahead of those who came 09:00-11:00 (about 250)",
           *_ANY, part="watched"),
    Target("witness_overtaken", "arithmetic", "places gained by those who came 09:00-11:00 and "
           "passed 24:00-26:00 (80-100)", *_ANY, part="watched"),
    Target("unintercepted_share", "account 7", "newcomers who reached the gate without a number",
           *_ANY, part="watched"),
    Target("out_of_turn_share", "account 9", "admissions out of turn", *_ANY, part="watched"),
    Target("gate_density_evening", "arithmetic", "people per m² within 2 m of the gate, "
           "19:00-21:00", *_ANY, part="watched"),
)  # fmt: skip
"""The account as a table. Families and people turned back (A20) are inputs: nothing to calibrate.

Places gained = people ahead on arrival - people let in between arrival and passing. That is
bookkeeping: for whoever comes and passes at given hours it follows from arrivals and gate alone,
whatever people do, and can tell no setting from another. What can is the share of those who came
with the witness that passed by 01:00.
"""
COUNTED: Final = tuple(target for target in TARGETS if target.part != "watched")
"""The targets of which the distance consists."""
QUANTITIES: Final = tuple(target.quantity for target in TARGETS)


def quantities_of(row: Mapping[str, Any]) -> Quantities:
    """Return the quantities of TARGETS from what is kept of a day (outcomes.outcomes)."""
    passed = np.asarray(row["witness_admission_time"], np.float64)
    near = np.asarray(row["witness_time_within_5_m"], np.float64)
    gained = np.asarray(row["witness_overtaken"], np.float64)
    ahead = np.asarray(row["witness_ahead"], np.float64)
    onset = float(row["onset_time"])
    own = {
        "onset_time": onset if math.isfinite(onset) else float(row["run.end"]),
        "witness_hours_near": _middle(near[passed >= LATE]),
        "witness_overtaken": _middle(gained[np.abs(passed - WITNESS_PASSES) <= 1.0]),
        "witness_ahead": _middle(ahead),
    }
    return {name: own[name] if name in own else float(row[name]) for name in QUANTITIES}


def _middle(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


def shortfalls(
    quantities: Mapping[str, float], *, abandoned_at: float = math.nan
) -> dict[str, float]:
    """Return the shortfall of each target that counts, in scales.

    Args:
        quantities: measured quantities by name.
        abandoned_at: hour at which the day was abandoned; what was not known by then is NaN.
    """
    return {
        each.quantity: math.nan
        if each.known_by > abandoned_at
        else each.shortfall(quantities[each.quantity])
        for each in COUNTED
    }


def distance(terms: Iterable[float]) -> float:
    """Return the sum of squared shortfalls, of those that are known."""
    return float(sum(term * term for term in terms if not math.isnan(term)))


def certain_distance(quantities: Mapping[str, float], hour: float) -> float:
    """Return the part of a day's distance that nothing after an hour of the day can undo."""
    terms = shortfalls(quantities, abandoned_at=hour)
    return distance(term for name, term in terms.items() if not math.isnan(quantities[name]))
