"""One visitor's thirty days: what is known of each so far, and what they say together."""

from __future__ import annotations

import threading
from typing import Any, Final, NamedTuple

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glance import DAYS, last_hour
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.experiments.glances.paired_days import PairedDays
from gatecrush.experiments.statistics.verdict import FEW, Pairs, ThisDay, verdict
from gatecrush.model.scenario.scenario import Scenario

from ..days.links import as_shipped
from .spreads import spreads

NOW: Final = 0
"""Point of the days with the changes; those without are point 1."""
NO_SHARE: Final = 255
"""Stands for a quarter of an hour in which nobody waited near the gate."""


class Counts(NamedTuple):
    """How many days are over, and how they ended."""

    broke: int = 0
    over: int = 0
    asked: int = DAYS
    pairs: Pairs | None = None
    days: frozenset[int] = frozenset()
    """Those that are over."""

    def words(self, this_day: ThisDay | None = None) -> str:
        """Return what they say, as a sentence begins."""
        pairs = self.pairs if this_day is None else None
        said = verdict(self.broke, self.over, asked=self.asked, pairs=pairs, this_day=this_day)
        return said[0].upper() + said[1:]

    def with_day(self, number: int, onset: float | None) -> Counts:
        """Return the counts with a day that was watched to its end, if it is not among them."""
        if number in self.days:
            return self
        is_one_of_them = number < self.asked
        return self._replace(
            broke=self.broke + (onset is not None),
            over=self.over + 1,
            asked=self.asked if is_one_of_them else self.asked + 1,
            days=self.days | {number},
        )


class DaySoFar:
    """What is known of one day."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.shares = bytearray()
        """Press share of each quarter of an hour, 0 to 254; NO_SHARE: nobody waited there."""
        self.found: GlancedDay | None = None

    def note(self, quarter: Quarter) -> None:
        """Note the quarter of an hour that has just ended."""
        share = quarter.press_share
        self.shares.append(NO_SHARE if share is None else round(254 * share))

    def end(self, found: GlancedDay) -> None:
        """Note how the day ended."""
        shares = DaySoFar()
        for quarter in found.quarters:
            shares.note(quarter)
        self.shares, self.found = shares.shares, found

    def begin_again(self) -> None:
        """Forget a course that nobody carried to its end."""
        if self.found is None:
            self.shares = bytearray()


def plan_of(day: PlannedRun, days: int = DAYS, was: Scenario | None = None) -> PairedDays:
    """Return the days to glance at beside one that is watched; they are its other replications.

    Args:
        day: the day that is watched.
        days: how many.
        was: what they are compared with; None: what ships under the scenario's name.
    """
    was, until = was or as_shipped(day.scenario.name), last_hour(day.scenario, None)
    return PairedDays(day.scenario, was, days, day.seed, until, day.changes)


class OwnGlance:
    """Days that a visitor waits for, or has."""

    def __init__(self, plan: PairedDays) -> None:
        """Want the days of a plan; nothing is known of them."""
        self.plan = plan
        self.sides = [[DaySoFar() for _ in side] for side in plan.sides]
        self.missing = {run.key: run for run in plan.runs}
        """Days that are not over, in turn."""
        self.begun, self.spent = 0, 0.0
        """Days begun for this visitor, and the time that they took, s."""
        self.problem = ""
        self.closed = threading.Event()
        self._spreads: tuple[int, dict[str, Any]] = 0, {}

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return not self.missing or bool(self.problem) or self.closed.is_set()

    def day_of(self, run: PlannedRun) -> DaySoFar:
        """Return what is known of a day that was planned."""
        return self.sides[run.point][run.replication]

    def end_day(self, key: str, found: GlancedDay) -> None:
        """Note a day that is over, if it is one of these."""
        run = self.missing.get(key)
        if run is not None:
            self.day_of(run).end(found)
            del self.missing[key]

    @property
    def counts(self) -> Counts:
        """How many days are over, and how they ended."""
        now = enumerate(day.found for day in self.sides[NOW])
        over = {number: found.onset for number, found in now if found is not None}
        broke = sum(onset is not None for onset in over.values())
        return Counts(broke, len(over), len(self.sides[NOW]), self._pairs(), frozenset(over))

    @property
    def spreads(self) -> dict[str, Any]:
        """How the numbers of the days spread (``spreads``): anew at every ten, and of all."""
        found = [day.found for day in self.sides[NOW] if day.found is not None]
        days = len(found) if len(found) == len(self.sides[NOW]) else len(found) // FEW * FEW
        if days != self._spreads[0]:
            start = float(self.plan.sides[NOW][0].scenario.run.start)
            self._spreads = days, spreads(found, start, self.plan.until)
        return self._spreads[1]

    def _pairs(self) -> Pairs | None:
        if len(self.sides) == 1:
            return None
        both = [
            (now.found.onset is None, was.found.onset is None)
            for now, was in zip(*self.sides, strict=True)
            if now.found is not None and was.found is not None
        ]
        return Pairs(both.count((True, False)), both.count((False, True)))
