"""Distance from the account: no term counts more than the farthest."""

import math

import pytest

from gatecrush.experiments.calibration.distance import (
    FARTHEST,
    TARGETS,
    distance,
    quantities_of,
    shortfalls,
)
from gatecrush.experiments.calibration.quiet_days import COLLAPSED
from gatecrush.experiments.days.outcomes import FURTHER
from gatecrush.model.record.columns import SUMMARY, names

from .days_like_the_account import GOOD, day_like


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
    assert shortfalls(GOOD | {"near_hours_late": math.nan})["near_hours_late"] == 1.0


def test_an_onset_that_never_comes_counts_as_the_end_of_the_day():
    assert quantities_of(day_like(onset_time=math.nan))["onset_time"] == 27.0


def test_quantities_are_outcomes_of_a_day():
    assert {each.quantity for each in TARGETS} == set(GOOD)
    assert set(GOOD) - {COLLAPSED.name} <= {*names(SUMMARY), *names(FURTHER)}
