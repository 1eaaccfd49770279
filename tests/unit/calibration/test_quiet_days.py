"""Days with a quarter of the arrivals, and how many of them collapse."""

import math
from types import SimpleNamespace

import pytest

from gatecrush.experiments.calibration import quiet_days
from gatecrush.experiments.calibration.distance import shortfalls
from gatecrush.experiments.calibration.quiet_days import DAYS, FACTOR, is_known, quiet_collapsed
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario

from .days_like_the_account import GOOD

NAME = quiet_days.COLLAPSED.name


def made_up(monkeypatch, outcomes):
    """Let days end as given; the scenarios, hours and numbers asked for are returned."""
    asked, left = [], iter(outcomes)

    def day(scenario, *, seed, replication, changes):
        asked.append((scenario.demand.factor, seed, replication))
        row = {"collapsed": next(left)}
        return SimpleNamespace(
            run_until=lambda hour: asked.append(hour), record=SimpleNamespace(row=row)
        )

    monkeypatch.setattr(quiet_days, "Day", day)
    return asked


def test_they_have_a_quarter_of_the_arrivals_and_random_numbers_of_their_own(monkeypatch):
    asked = made_up(monkeypatch, [True, False, False])
    run = PlannedRun(Scenario().with_(**{"demand.factor": 1.2}), 5, 0)
    assert quiet_collapsed(run) == pytest.approx(1 / 3)
    assert [each for each in asked if isinstance(each, tuple)] == [
        (pytest.approx(FACTOR * 1.2), 5, number) for number in range(1, DAYS + 1)
    ]
    assert [each for each in asked if not isinstance(each, tuple)] == [21.0] * DAYS


def test_days_that_end_before_the_evening_tell_nothing(monkeypatch):
    asked = made_up(monkeypatch, [None] * DAYS)
    run = PlannedRun(Scenario().with_(**{"run.end": 12.0}))
    assert math.isnan(quiet_collapsed(run))
    assert 12.0 in asked
    assert not is_known({NAME: math.nan})
    assert not is_known({})
    assert is_known({NAME: 0.0})


def test_one_that_collapses_is_one_scale_off():
    assert shortfalls(GOOD | {NAME: 0.0})[NAME] == 0
    assert shortfalls(GOOD | {NAME: 1 / 3})[NAME] == pytest.approx(1.0)


def test_a_day_stopped_at_21_has_collapsed_if_the_whole_one_has(compiled):
    """The evening is over by then: the rest of the day changes nothing."""
    from gatecrush.experiments.days.run import run

    if not compiled:
        pytest.skip("an evening takes minutes without compilation")
    scenario = Scenario().with_(
        **{"run.start": 18.5, "run.end": 21.5, "demand.initial_numbered": 20}
    )
    whole = run(scenario, seed=1, replication=1).row["collapsed"]
    part = quiet_days._collapsed(PlannedRun(scenario, 1, 1))
    assert part == whole
