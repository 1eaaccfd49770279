"""Where runs are placed, and how closely they tell the tipping point."""

from __future__ import annotations

import numpy as np
import pytest

from gatecrush.experiments.transition.placement import BATCH, next_batch, profile_interval

TIPPING, SLOPE, LOW, HIGH = 0.8, 12.0, 0.1, 2.0
NONE = np.empty(0)


def searched(seed, runs, tipping=TIPPING, slope=SLOPE):
    """Return x and outcomes of a search on a logistic curve."""
    rng = np.random.default_rng(seed)
    x, collapsed = NONE, NONE
    while len(x) < runs:
        batch = next_batch(x, collapsed, low=LOW, high=HIGH)
        p = 1 / (1 + np.exp(-np.clip(slope * (batch - tipping), -500, 500)))
        x = np.append(x, batch)
        collapsed = np.append(collapsed, (rng.random(len(batch)) < p).astype(float))
    return x, collapsed


def test_placement_depends_on_outcomes_alone():
    x, collapsed = searched(3, 40)
    again = next_batch(x.copy(), collapsed.copy(), low=LOW, high=HIGH)
    assert np.array_equal(again, next_batch(x, collapsed, low=LOW, high=HIGH))
    assert np.array_equal(searched(3, 80)[0][:40], x)


def test_failed_runs_do_not_move_later_ones():
    x, collapsed = searched(1, 32)
    failed = np.append(x, [0.3, 1.7]), np.append(collapsed, [np.nan, np.nan])
    with_them = next_batch(*failed, low=LOW, high=HIGH)
    assert np.array_equal(with_them, next_batch(x, collapsed, low=LOW, high=HIGH))
    known = profile_interval(x, collapsed, low=LOW, high=HIGH)
    assert profile_interval(*failed, low=LOW, high=HIGH) == known


def test_places_are_in_the_range_have_four_digits_and_differ():
    x, _ = searched(0, 160)
    assert ((x >= LOW) & (x <= HIGH)).all()
    assert [float(f"{each:.4g}") for each in x] == list(x)
    assert all(len(np.unique(batch)) > BATCH // 2 for batch in x.reshape(-1, BATCH))


def test_bracket_is_halved_while_the_slope_is_unknown():
    x, collapsed = np.linspace(0.2, 1.9, 8), np.array([0, 0, 0, 1, 1, 1, 1, 1.0])
    batch = next_batch(x, collapsed, low=LOW, high=HIGH)
    assert batch.min() >= x[2] - 1e-3
    assert batch.max() <= x[3] + 1e-3


@pytest.mark.parametrize(("outcome", "side"), [(0.0, 1), (1.0, -1)])
def test_runs_go_where_the_other_outcome_may_be(outcome, side):
    x = np.linspace(0.5, 1.5, BATCH)
    batch = next_batch(x, np.full(BATCH, outcome), low=LOW, high=HIGH)
    assert (side * (batch - 1.0) >= 0.5 - 1e-3).all()


@pytest.mark.parametrize("slope", [6.0, 12.0, 100.0])
def test_interval_holds_the_tipping_point(slope):
    """100 searches of 80 runs: 95 % less three standard errors is 88 %."""
    found = [
        profile_interval(*searched(seed, 80, slope=slope), low=LOW, high=HIGH)
        for seed in range(100)
    ]
    assert np.mean([each.low <= TIPPING <= each.high for each in found]) >= 0.88


def test_interval_that_does_not_close_reaches_the_range_end():
    x, collapsed = np.array([0.2, 0.6, 1.0, 1.4]), np.array([0, 1, 0, 1.0])
    found = profile_interval(x, collapsed, low=LOW, high=HIGH)
    assert found.low == LOW
    assert found.high == HIGH


def test_steps_of_a_curve_are_found_to_the_digit():
    x, collapsed = searched(0, 48, slope=1e5)
    found = profile_interval(x, collapsed, low=LOW, high=HIGH)
    assert found.value == pytest.approx(TIPPING, abs=2e-3)
