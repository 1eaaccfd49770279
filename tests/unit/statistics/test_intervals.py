"""Intervals against tables, and how often they hold the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatecrush.experiments.statistics import intervals, tipping


def test_wilson_against_the_formula():
    found, n, z = intervals.share(7, 20), 20, 1.959964
    p = 7 / 20
    center = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert found == pytest.approx((p, center - reach, center + reach), abs=1e-5)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (3, 7), (8, 30), (30, 30), (499, 9000)])
def test_wilson_against_scipy(k, n):
    theirs = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    assert intervals.share(k, n) == pytest.approx((k / n, theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5)])
def test_no_share_of_more_than_all(k, n):
    with pytest.raises(ValueError, match="must be 0 to 5"):
        intervals.share(k, n)


def test_shares_at_the_edge_and_of_nothing():
    assert intervals.share(0, 10) == pytest.approx((0, 0, 0.27754), abs=1e-4)
    assert all(math.isnan(each) for each in intervals.share(0, 0))


def test_mean_against_the_table_of_t():
    values = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    reach = 3.182446 * np.std(values[:4], ddof=1) / 2
    assert intervals.mean(values) == pytest.approx((2.5, 2.5 - reach, 2.5 + reach), abs=1e-5)
    assert intervals.mean(np.array([3.0]))[0] == 3.0
    assert math.isnan(intervals.mean(np.array([np.nan])).value)


def test_pairs_remove_what_days_have_in_common():
    rng = np.random.default_rng(1)
    days = 100 * rng.standard_normal(12)
    found = intervals.paired_difference(days + 1 + 0.1 * rng.standard_normal(12), days)
    assert 0.8 < found.low < 1 < found.high < 1.2


def test_variance_of_a_constant_and_of_one():
    assert intervals.variance(np.full(5, 2.0)) == (0, 0, 0)
    assert math.isnan(intervals.variance(np.array([1.0])).value)


def test_variance_interval_holds_it():
    found = intervals.variance(np.random.default_rng(3).standard_normal(200))
    assert found.low < 1.0 < found.high
    assert found.low < found.value < found.high


def test_discrimination_of_all_of_some_and_of_none():
    days = np.arange(10.0)
    assert intervals.discrimination(days + 20, days) == pytest.approx((1, 1, 1))
    assert intervals.discrimination(days, days).value == 0.5
    assert intervals.discrimination(days, days + 20) == pytest.approx((0, 0, 0))
    assert math.isnan(intervals.discrimination(days[: intervals.FEWEST - 1], days).value)


@given(
    values=st.lists(st.integers(0, 9), min_size=5, max_size=30),
    others=st.lists(st.integers(0, 9), min_size=5, max_size=30),
)
def test_discrimination_is_the_statistic_of_mann_and_whitney(values, others):
    x, y = np.array(values, float), np.array(others, float)
    found = intervals.discrimination(x, y)
    assert found.value == pytest.approx(stats.mannwhitneyu(x, y).statistic / (len(x) * len(y)))
    assert -1e-9 <= found.low <= found.high <= 1 + 1e-9


def test_discrimination_interval_holds_it_as_often_as_it_says():
    """Two normals one apart: 0.760. 95 of 100 intervals hold it; 90 or fewer by chance: 1e-4."""
    rng, truth = np.random.default_rng(5), float(stats.norm.cdf(1 / math.sqrt(2)))
    found = [
        intervals.discrimination(rng.normal(1, 1, 40), rng.normal(0, 1, 40)) for _ in range(300)
    ]
    held = np.mean([each.low <= truth <= each.high for each in found])
    assert 0.90 <= held <= 0.99


X = np.array([0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0])


def collapsed_days(rng, at, width, replications):
    """A day collapses where the rate exceeds a threshold of its own, the same at every rate."""
    thresholds = at + width * rng.logistic(size=replications)
    return (X[:, None] > thresholds).astype(float)


def test_tipping_point_is_found():
    days = collapsed_days(np.random.default_rng(2), 0.8, 0.1, 400)
    found, curve = tipping.tipping_point(X, days)
    assert found.value == pytest.approx(0.8, abs=0.03)
    assert found.low < 0.8 < found.high
    assert curve.probability(np.array([0.8]))[0] == pytest.approx(0.5, abs=0.1)


def test_tipping_point_where_no_rate_has_both_outcomes():
    days = np.repeat((X > 0.6)[:, None], 10, axis=1).astype(float)
    found, _ = tipping.tipping_point(X, days)
    assert 0.5 < found.low <= found.value <= found.high < 0.75


def test_no_tipping_point_where_nothing_collapses():
    for days in (np.zeros((len(X), 10)), np.ones((len(X), 10))):
        assert all(math.isnan(each) for each in tipping.tipping_point(X, days)[0])


def test_days_not_run_are_left_out():
    days = collapsed_days(np.random.default_rng(0), 0.8, 0.1, 100)
    days[3, 50:] = np.nan
    days[5] = np.nan
    assert tipping.tipping_point(X, days)[0].value == pytest.approx(0.8, abs=0.06)


def test_interval_holds_the_tipping_point_often_enough(monkeypatch):
    """Days that share random numbers: resampling replications covers, about 95 of 100."""
    monkeypatch.setattr(tipping, "RESAMPLES", 60)
    rng, held = np.random.default_rng(5), 0
    for _ in range(20):
        found, _ = tipping.tipping_point(X, collapsed_days(rng, 0.8, 0.15, 20))
        held += found.low <= 0.8 <= found.high
    assert held >= 15
