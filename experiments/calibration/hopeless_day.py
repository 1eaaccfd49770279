"""A day that ends as soon as it is hopeless: too far from the account to be brought back.

An early collapse shows by noon, and its day is the most costly to run to the end. All other days
run to their end at once: what counts of the evening needs the hours from 18:00 to 01:00, and a
first stage cut at 21:30 would save less than running the near settings again from 05:00 costs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from ..days.planned_run import PlannedRun
from .distance import certain_distance, quantities_of

LOOKS: Final = (12.0, 13.0, 21.0)
"""Hours of the day at which it is looked at: when one more quantity can no longer change."""
HOPELESS: Final = 9.0
"""Distance from which on a day is abandoned: one quantity three scales off."""
ABANDONED_AT: Final = "abandoned_at"
"""Outcome of a day beside all others: the hour at which it was abandoned, NaN if it was not."""


def day_or_part(run: PlannedRun, *, hopeless: float = HOPELESS) -> dict[str, Any]:
    """Run a day, to its end or until it is hopeless, and return what is kept of it.

    Args:
        run: the day.
        hopeless: distance from which on it is.
    """
    from gatecrush.model.day import Day

    from ..days.outcomes import outcomes

    start, end = run.scenario.run.start, run.scenario.run.end
    day = Day(run.scenario, seed=run.seed, replication=run.replication)
    for hour in (look for look in LOOKS if start < look < end):
        day.run_until(hour)
        row = outcomes(day.record, start=start, end=end) | {ABANDONED_AT: hour}
        if is_hopeless(row, hopeless):
            return row
    day.run_until(end)
    return outcomes(day.record, start=start, end=end) | {ABANDONED_AT: math.nan}


def abandoned_at(row: Mapping[str, Any]) -> float:
    """Return the hour at which a day was abandoned, NaN if it was not."""
    return float(row.get(ABANDONED_AT, math.nan))


def is_hopeless(row: Mapping[str, Any], hopeless: float = HOPELESS) -> bool:
    """Tell whether a day was abandoned rightly, by the targets of today."""
    hour = abandoned_at(row)
    return math.isfinite(hour) and certain_distance(quantities_of(row), hour) >= hopeless
