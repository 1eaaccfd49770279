"""The distance of a day from the account: a sum of squared shortfalls, each in its own scale.

    distance = sum_k d_k^2,   d_k = min(5, how far quantity k is outside of its interval / scale_k)

A setting of the parameters *fits* if every quantity of its day lies inside of its interval.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..account.facts import Fact, fact
from .quiet_days import COLLAPSED

Quantities = dict[str, float]
"""Measured quantities of a day, by name; NaN if one cannot be known."""
FARTHEST: Final = 5.0
"""Largest shortfall that counts, in scales; what cannot be known counts as much, as a rule."""


@dataclass(frozen=True)
class Target:
    """A fact of the account that a day is to meet, and how far off is far."""

    fact: Fact
    scale: float
    """How far outside of the interval counts as one."""
    known_by: float = math.inf
    """Hour from which on the quantity no longer changes: a hopeless day may end there."""
    unknown: float = FARTHEST
    """Shortfall if the quantity cannot be known."""

    @property
    def quantity(self) -> str:
        """Name of the quantity."""
        return self.fact.quantity

    def shortfall(self, value: float) -> float:
        """Return how far a value lies outside of the interval, in scales, 0 to FARTHEST."""
        if math.isnan(value):
            return self.unknown
        return min(FARTHEST, max(0.0, self.fact.low - value, value - self.fact.high) / self.scale)


QUIET: Final = Fact(
    0, COLLAPSED.name, "Few people keep their order", "nothing",
    "expected of any list, by this project", 0, 0.2, "A23", declared=COLLAPSED,
)  # fmt: skip
"""What the account does not tell, and a setting is to know all the same."""

TARGETS: Final[tuple[Target, ...]] = (
    Target(fact("press_share_morning"), 0.05, known_by=13.0),
    Target(fact("gate_load_peak_morning"), 0.5, known_by=12.0),
    Target(fact("onset_time"), 2.0),
    Target(fact("press_share_evening"), 0.1, known_by=21.0),
    Target(fact("admission_rate"), 1.0),
    Target(fact("gate_load_peak_evening"), 1.0),
    Target(fact("gate_failed"), 0.25),
    Target(fact("surge_ratio_evening"), 0.5),
    Target(fact("order_tau_evening"), 0.15),
    Target(fact("turned_round"), 5.0),
    Target(fact("force_dose_share"), 0.01),
    # One person passed: a share of 0.02 is about as unlikely as a number two standard errors off.
    Target(fact("witness_share"), 0.15),
    # Unknown if nobody like the witness passed late, which the share above has counted already.
    Target(fact("near_hours_late"), 1.5, unknown=1.0),
    # One quiet day of three counts as one scale.
    Target(QUIET, 2 / 15),
)
"""What the distance consists of. Families and people turned back are put in: nothing to search.

Places gained = people ahead on arrival - people let in between arrival and passing. That is
bookkeeping: for whoever comes and passes at given hours it follows from arrivals and gate alone,
whatever people do, and can tell no setting from another. What can is the share of those who came
with the witness that passed by 01:00.
"""


def quantities_of(row: Mapping[str, Any]) -> Quantities:
    """Return the quantities of TARGETS from what is kept of a day (outcomes.outcomes).

    An onset that never came is as late as the end of the day.
    """
    found = {each.quantity: each.fact.value(row) for each in TARGETS}
    if not math.isfinite(found["onset_time"]):
        found["onset_time"] = float(row["run.end"])
    return found


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
        for each in TARGETS
    }


def distance(terms: Iterable[float]) -> float:
    """Return the sum of squared shortfalls, of those that are known."""
    return float(sum(term * term for term in terms if not math.isnan(term)))


def certain_distance(quantities: Mapping[str, float], hour: float) -> float:
    """Return the part of a day's distance that nothing after an hour of the day can undo."""
    terms = shortfalls(quantities, abandoned_at=hour)
    return distance(term for name, term in terms.items() if not math.isnan(quantities[name]))
