"""Days with a quarter of the arrivals under a setting: a list for so few people should hold.

The account is of one day with all its arrivals, and any setting that breaks every queue gives it,
too. What a setting is to know beside it is that few people keep their order (scorecard, A23:
collapse on fewer than a fifth of such days). One day tells little of a share, so there are some.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from gatecrush.model.day import Day
from gatecrush.model.record.columns import NUMBER, Column
from gatecrush.model.record.measures.summary import CROWD_HOURS

from ..days.planned_run import PlannedRun

FACTOR: Final = 0.25
"""Arrivals of a quiet day / those of the day as it is."""
DAYS: Final = 3
"""Quiet days of a setting."""
COLLAPSED: Final = Column(
    "quiet_collapsed", "-", NUMBER,
    f"Share of {DAYS} days with a quarter of the arrivals on which a crowd presses, 19:00 to 21:00",
)  # fmt: skip
"""What is kept of them, beside the day."""


def quiet_collapsed(run: PlannedRun) -> float:
    """Return the share of quiet days on which a crowd presses in the evening, NaN if none has one.

    They have the setting and the seed of the day, and the replications after its own.
    """
    factor = FACTOR * run.scenario.demand.factor
    scenario = run.scenario.with_(**{"demand.factor": factor})
    numbers = range(run.replication + 1, run.replication + 1 + DAYS)
    days = [_collapsed(replace(run, scenario=scenario, replication=n)) for n in numbers]
    known = [each for each in days if each is not None]
    return float(np.mean(known)) if known else math.nan


def _collapsed(run: PlannedRun) -> bool | None:
    """Simulate a day until its evening is known; None if it ends before."""
    day = Day(run.scenario, **run.conditions)
    day.run_until(min(CROWD_HOURS[1], run.scenario.run.end))
    found: bool | None = day.record.row["collapsed"]
    return found


def is_known(row: Mapping[str, Any]) -> bool:
    """Tell whether the quiet days of a setting were simulated."""
    return math.isfinite(row.get(COLLAPSED.name, math.nan))
