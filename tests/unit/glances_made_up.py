"""Glanced days made up for tests: the order breaks the later the day, and volunteers save some."""

from __future__ import annotations

from collections import Counter

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter, Tell

SAVING = 5
"""Volunteers who save the days of odd numbers, and lose day 0, on which nobody would press."""


class MadeUpDays:
    """Takes the place of ``glanced``: counts calls, and is interrupted or fails when told to."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[int, int]] = Counter()
        """How often each day was asked for, by volunteers and replication."""
        self.interrupted_on: int | None = None
        self.failing: set[int] = set()

    def __call__(self, run: PlannedRun, until: float, tell: Tell | None = None) -> GlancedDay:
        """Return a day; two quarters of an hour of it are told."""
        if run.replication == self.interrupted_on:
            raise KeyboardInterrupt
        if run.replication in self.failing:
            raise ArithmeticError("no such day")
        self.calls[run.scenario.volunteers.count, run.replication] += 1
        helped = run.scenario.volunteers.count >= SAVING
        keeps = run.replication % 2 == 1 if helped else run.replication == 0
        onset = None if keeps else 12.0 + run.replication / 60
        reached = min(until, float(run.scenario.run.end))
        quarters = (Quarter(5.25, None, 250, 0.0), Quarter(5.5, 0.25, 251, 0.5))
        for quarter in quarters if tell is not None else ():
            tell(quarter)  # type: ignore[misc]
        return GlancedDay(onset, reached, 0.25, quarters).by(until)


@pytest.fixture
def made_up_glances(monkeypatch: pytest.MonkeyPatch) -> MadeUpDays:
    """Days that cost nothing, in this process."""
    days = MadeUpDays()
    monkeypatch.setattr("gatecrush.experiments.glances.paired_days.glanced", days)
    return days
