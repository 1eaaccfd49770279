"""A day that is hopeless ends early, by what can no longer change."""

import math
from types import SimpleNamespace

import pytest

from gatecrush.experiments.calibration import hopeless_day as calibration_day
from gatecrush.experiments.calibration.distance import (
    FARTHEST,
    certain_distance,
    shortfalls,
)
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario

from .days_like_the_account import GOOD, day_like


@pytest.mark.parametrize(
    ("morning", "rate", "hours", "quiet"),
    [
        (0.5, 10.0, [12.0, 13.0], 0),
        (0.0, 30.0, [12.0, 13.0, 21.0, 27.0], 0),
        (0.0, 10.0, [12.0, 13.0, 21.0, 27.0], 1),
    ],
)
def test_a_hopeless_day_ends_early_and_no_other(monkeypatch, morning, rate, hours, quiet):
    """Quiet days are simulated beside none but a day that can still be accepted."""
    asked, quiet_runs = [], []
    scenario = Scenario()
    record = SimpleNamespace(series="the series")
    day = SimpleNamespace(run_until=asked.append, record=record, scenario=scenario)
    monkeypatch.setattr(calibration_day, "Day", lambda *_, **__: day)
    monkeypatch.setattr(calibration_day, "quiet_collapsed", lambda r: quiet_runs.append(r) or 0.5)
    kept = day_like(press_share_morning=morning, admission_rate=rate)
    monkeypatch.setattr(calibration_day, "outcomes", lambda *_, **__: kept)
    row = calibration_day.day_or_part(PlannedRun(scenario, 0, 0))
    abandoned = calibration_day.abandoned_at(row)
    assert asked == hours
    assert len(quiet_runs) == quiet
    if quiet:
        assert math.isnan(abandoned)
        assert row["quiet_collapsed"] == 0.5
    else:
        assert abandoned == hours[-1]
        assert math.isnan(row["quiet_collapsed"])


def test_only_what_can_no_longer_change_is_certain():
    bad = GOOD | {"press_share_morning": 0.25, "press_share_evening": 0.0, "onset_time": 9.0}
    assert certain_distance(bad, 12.0) == 0
    assert certain_distance(bad, 13.0) == pytest.approx(16.0)
    assert certain_distance(bad, 21.0) == pytest.approx(16.0 + FARTHEST**2)
    known = shortfalls(bad, abandoned_at=13.0)
    assert {name for name, term in known.items() if not math.isnan(term)} == {
        "press_share_morning", "gate_load_peak_morning",
    }  # fmt: skip
    assert shortfalls(bad, abandoned_at=math.nan) == shortfalls(bad)
    whole = day_like(press_share_morning=0.9, abandoned_at=math.nan)
    assert not calibration_day.is_hopeless(whole)
    assert calibration_day.is_hopeless(whole | {"abandoned_at": 13.0})
    late = day_like(admission_rate=30.0, quiet_collapsed=math.nan, abandoned_at=27.0)
    assert calibration_day.is_hopeless(late)
    assert not calibration_day.is_hopeless(late | {"admission_rate": 10.0})
