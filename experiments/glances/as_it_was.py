"""The day as it was: until when a day with changes cannot differ from it, not in one bit.

Only what can be told for certain counts: changes on the way begin at their hour, and volunteers do
nothing before theirs. Any other parameter may matter from the first step on.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from gatecrush.model.scenario.scenario import Scenario

from ..days.planned_run import Changes, PlannedRun
from .glanced_day import GlancedDay

VOLUNTEERS = "volunteers."


class AsItWas(NamedTuple):
    """The scenario without the changes, and until when days are the same with them."""

    scenario: Scenario
    until: float
    """Hour of the day; infinite: to the end."""

    def day(self, run: PlannedRun) -> PlannedRun:
        """Return a day without the changes."""
        return PlannedRun(self.scenario, run.seed, run.replication)

    def answers(self, found: GlancedDay) -> bool:
        """Tell whether the day with the changes is the one that was found without them."""
        return found.reached < self.until


def same_until(changed: Scenario, was: Scenario, changes: Changes = ()) -> float:
    """Return the hour until which days of two scenarios are the same, h.

    Args:
        changed: one scenario.
        was: the other.
        changes: what changes on the way of the first.
    """
    now, before = changed.flat(), was.flat()
    names = [name for name in now if name != "name" and now[name] != before[name]]
    timed = [name for _, settings in was.timetable() for name in settings]
    if not all(name.startswith(VOLUNTEERS) for name in names):
        return -math.inf
    if names and any(name.startswith(VOLUNTEERS) for name in timed):
        return -math.inf  # their hours may change on the way
    sides = (changed.volunteers, was.volunteers)
    starts = [side.start for side in sides if names and side.count]
    return min([*starts, *(hour for hour, _ in changes)], default=math.inf)
