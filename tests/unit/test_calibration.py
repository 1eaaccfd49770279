"""Distance from the account, days that end as soon as they are hopeless, ranges searched."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from gatecrush.experiments.calibration import hopeless_day as calibration_day
from gatecrush.experiments.calibration.distance import (
    FARTHEST,
    TARGETS,
    certain_distance,
    distance,
    quantities_of,
    shortfalls,
)
from gatecrush.experiments.calibration.ranges import RANGES, Range
from gatecrush.experiments.days.outcomes import FURTHER
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.record.columns import SUMMARY, names
from gatecrush.model.scenario.scenario import Scenario

GOOD = {
    "press_share_morning": 0.02,
    "gate_load_peak_morning": 0.4,
    "onset_time": 15.0,
    "press_share_evening": 0.9,
    "admission_rate": 10.0,
    "gate_load_peak_evening": 4.0,
    "gate_failed": 0.0,
    "surge_ratio_evening": 3.0,
    "force_dose_share": 0.0,
    "witness_admitted_share": 0.4,
    "witness_hours_near_night": 6.0,
}
"""A day as the account tells it."""


def day_like(**changed):
    """What is kept of a day, as outcomes.outcomes gives it, made from quantities."""
    return GOOD | {"run.end": 27.0, "cpu_seconds": 1.0} | changed


# Distance


def test_a_day_as_in_the_account_is_at_no_distance():
    quantities = quantities_of(day_like())
    assert quantities == pytest.approx(GOOD)
    assert distance(shortfalls(quantities).values()) == 0


def test_distance_is_the_sum_of_squares_in_scales():
    quantities = GOOD | {"press_share_evening": 0.5, "onset_time": 22.0}
    assert shortfalls(quantities)["press_share_evening"] == pytest.approx(2.0)
    assert shortfalls(quantities)["onset_time"] == pytest.approx(1.5)
    assert distance(shortfalls(quantities).values()) == pytest.approx(2.0**2 + 1.5**2)


def test_no_term_counts_more_than_the_farthest_and_what_is_unknown_counts_as_much():
    far = GOOD | {"gate_load_peak_evening": 1e6, "surge_ratio_evening": math.nan}
    assert shortfalls(far)["gate_load_peak_evening"] == FARTHEST
    assert shortfalls(far)["surge_ratio_evening"] == FARTHEST
    assert (
        shortfalls(GOOD | {"witness_hours_near_night": math.nan})["witness_hours_near_night"] == 1.0
    )


def test_an_onset_that_never_comes_counts_as_the_end_of_the_day():
    assert quantities_of(day_like(onset_time=math.nan))["onset_time"] == 27.0


def test_quantities_are_outcomes_of_a_day():
    assert {each.quantity for each in TARGETS} == set(GOOD)
    assert set(GOOD) <= {*names(SUMMARY), *names(FURTHER)}


# A day that is abandoned


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


@pytest.mark.parametrize(("morning", "hours"), [(0.5, [12.0, 13.0]), (0.0, [12.0, 13.0, 21.0])])
def test_a_hopeless_day_ends_early_and_no_other(monkeypatch, morning, hours):
    asked = []
    day = SimpleNamespace(run_until=asked.append, record=None)
    monkeypatch.setattr("gatecrush.model.day.Day", lambda *_, **__: day)
    kept = day_like(press_share_morning=morning)
    monkeypatch.setattr("gatecrush.experiments.days.outcomes.outcomes", lambda *_, **__: kept)
    row = calibration_day.day_or_part(PlannedRun(Scenario(), 0, 0))
    abandoned = calibration_day.abandoned_at(row)
    assert asked == (hours if morning else [*hours, 27.0])
    assert abandoned == 13.0 if morning else math.isnan(abandoned)


# Ranges


def test_ranges_hold_defaults_and_are_allowed():
    default = Scenario().flat()
    for each in RANGES:
        assert each.low <= default[each.parameter] <= each.high
    for end in (0.0, 1.0):
        Scenario().with_(**{each.parameter: float(each.at(end)) for each in RANGES})


@pytest.mark.parametrize("is_log", [False, True])
def test_shares_of_a_range_turn_back(is_log):
    searched = Range("x", 2.0, 30.0, is_log=is_log)
    share = np.linspace(0, 1, 7)
    assert searched.share_below(searched.at(share)) == pytest.approx(share)
    assert [float(searched.at(end)) for end in (0, 1)] == pytest.approx([2.0, 30.0])
