"""A day that ends as soon as it is hopeless: too far from the account to be brought back.

An early collapse shows by noon, and its day is the most costly to run to the end. All other days
run to their end at once: what counts of the evening needs the hours from 18:00 to 01:00, and a
first stage cut at 21:30 would save less than running the near settings again from 05:00 costs.
Quiet days (quiet_days) come last, and only beside a day that is not hopeless by then.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from gatecrush.model.day import Day

from ..days.outcomes import SERIES, outcomes
from ..days.planned_run import PlannedRun
from .distance import certain_distance, quantities_of
from .quiet_days import COLLAPSED, is_known, quiet_collapsed

LOOKS: Final = (12.0, 13.0, 21.0)
"""Hours of the day at which it is looked at: when one more quantity can no longer change."""
HOPELESS: Final = 9.0
"""Distance from which on a day is abandoned: one quantity three scales off."""
ABANDONED_AT: Final = "abandoned_at"
"""Outcome of a day beside all others: the hour at which it was abandoned, NaN if it was not.

At its end: before the quiet days.
"""


def day_or_part(run: PlannedRun, *, hopeless: float = HOPELESS) -> dict[str, Any]:
    """Run a day, to its end or until it is hopeless, and return what is kept of it.

    Args:
        run: the day.
        hopeless: distance from which on it is.
    """
    start, end = run.scenario.run.start, run.scenario.run.end
    day = Day(run.scenario, **run.conditions)
    for hour in (*(look for look in LOOKS if start < look < end), end):
        day.run_until(hour)
        row = _kept(day, hour)
        if is_hopeless(row, hopeless):
            return row
    return row | {ABANDONED_AT: math.nan, COLLAPSED.name: quiet_collapsed(run)}


def same_part(run: PlannedRun, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Run as much of a day, and of the quiet ones beside it, as was run when it was kept."""
    hour = abandoned_at(kept)
    day = Day(run.scenario, **run.conditions)
    for look in (look for look in LOOKS if run.scenario.run.start < look < hour):
        day.run_until(look)
    day.run_until(hour if math.isfinite(hour) else run.scenario.run.end)
    row = _kept(day, hour)
    return row | {COLLAPSED.name: quiet_collapsed(run)} if is_known(kept) else row


def _kept(day: Day, hour: float) -> dict[str, Any]:
    """Return what is kept of a day that was abandoned at an hour, its series included."""
    run, record = day.scenario.run, day.record
    found = outcomes(record, start=run.start, end=run.end) | {ABANDONED_AT: hour}
    kept = {name: value for name, value in found.items() if not isinstance(value, np.ndarray)}
    return kept | {COLLAPSED.name: math.nan, SERIES: record.series}


def abandoned_at(row: Mapping[str, Any]) -> float:
    """Return the hour at which a day was abandoned, NaN if it was not."""
    return float(row.get(ABANDONED_AT, math.nan))


def is_hopeless(row: Mapping[str, Any], hopeless: float = HOPELESS) -> bool:
    """Tell whether a day was abandoned rightly, by the targets of today."""
    hour = abandoned_at(row)
    if not math.isfinite(hour):
        return False
    until = math.inf if hour >= row["run.end"] else hour
    return certain_distance(quantities_of(row), until) >= hopeless
