"""Arrivals: parties of the right size, at the right rate, with the same draws for every rate."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatecrush.model.demand import (
    DemandParameters,
    FamilyParameters,
    cumulative_arrivals,
    draw_arrivals,
    poisson_times,
)
from gatecrush.model.party_sizes import party_size_weights
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

PROFILE = ((5.0, 7.0, 20.0), (7.0, 8.0, 0.0), (9.0, 11.0, 60.0))
NOBODY = FamilyParameters(count=0.0)


def arrivals(seed=0, families=NOBODY, start=5.0, end=11.0, **changes):
    """Everyone who comes on a morning with a pause in it."""
    demand = DemandParameters(**{"profile": PROFILE, "initial_numbered": 0} | changes)
    return draw_arrivals(demand, families, start, end, seed=seed, replication=0)


def test_parties_come_in_the_sizes_asked_for():
    sizes = np.concatenate([np.bincount(arrivals(seed, factor=20.0).party) for seed in range(10)])
    weights = party_size_weights(2.0, 6)
    counts = np.bincount(sizes, minlength=7)[1:]
    assert stats.chisquare(counts, weights * counts.sum()).pvalue > 1e-3


def test_cumulative_arrivals_follow_the_profile():
    times, people = cumulative_arrivals(PROFILE, 2.0, 6.0)
    assert np.all(np.diff(times) >= 0.0)
    by = np.interp(np.array([0.0, 0.5, 1.0, 2.5, 3.5, 4.0]) * 3600.0, times, people)
    np.testing.assert_allclose(by, [0.0, 20.0, 40.0, 40.0, 100.0, 160.0])


def test_poisson_times_have_the_rate():
    """Between the events the cumulative rate grows by unit exponentials; none falls in a pause."""
    times, people = cumulative_arrivals(PROFILE, 10.0, 5.0)
    events = poisson_times(times, people, np.random.default_rng(1))
    assert abs(events.size - people[-1]) < 4.0 * np.sqrt(people[-1])
    assert np.all(np.diff(events) > 0.0)
    assert not ((events > 2 * 3600.0) & (events < 4 * 3600.0)).any()
    assert events.max() < 6 * 3600.0
    steps = np.diff(np.interp(events, times, people))
    assert stats.kstest(steps, "expon").pvalue > 1e-3


def test_no_rate_no_events():
    times, people = cumulative_arrivals(PROFILE, 0.0, 5.0)
    assert poisson_times(times, people, np.random.default_rng(1)).size == 0
    assert len(arrivals(factor=0.0)) == 0


@given(st.floats(0.1, 10.0), st.integers(0, 20))
def test_twice_the_rate_brings_the_same_events_in_half_the_time(factor, seed):
    knots = np.array([0.0, 1000.0])
    one = poisson_times(knots, np.array([0.0, 50.0]), np.random.default_rng(seed))
    other = poisson_times(knots, np.array([0.0, 50.0 * factor]), np.random.default_rng(seed))
    both = min(one.size, other.size)
    np.testing.assert_allclose(other[:both] * factor, one[:both], rtol=1e-9)
    assert (other.size >= one.size) == (factor >= 1.0) or other.size == one.size


def test_more_demand_changes_when_parties_come_not_who_they_are():
    few, many = arrivals(3), arrivals(3, factor=2.0)
    few_sizes, many_sizes = np.bincount(few.party), np.bincount(many.party)
    assert many_sizes.size > few_sizes.size
    np.testing.assert_array_equal(many_sizes[: few_sizes.size], few_sizes)


def test_numbers_of_people_vary_as_parties_do():
    """A10 in the small: mean and variance of a compound Poisson process."""
    counts = np.array([len(arrivals(seed)) for seed in range(300)])
    expected = 20.0 * 2.0 + 60.0 * 2.0
    weights, sizes = party_size_weights(2.0, 6), np.arange(1, 7)
    variance = expected / 2.0 * (weights @ sizes**2)
    assert abs(counts.mean() - expected) < 4.0 * np.sqrt(variance / 300)
    assert counts.var() == pytest.approx(variance, rel=0.4)


def test_arrivals_follow_the_profile_within_a_standard_deviation():
    """A10: pooled over days, the curve of arrivals stays within its own noise."""
    days = 60
    together = np.sort(np.concatenate([arrivals(s, party_size=1.0).time for s in range(days)]))
    times, people = cumulative_arrivals(PROFILE, 1.0, 5.0)
    for hour in (1.0, 2.0, 3.0, 4.5, 5.0, 6.0):
        expected = days * np.interp(hour * 3600.0, times, people)
        assert abs((together < hour * 3600.0).sum() - expected) < 4.0 * np.sqrt(expected)


@given(st.integers(0, 200), st.integers(0, 50))
def test_exactly_so_many_hold_numbers_at_the_start(number, seed):
    everybody = arrivals(seed, initial_numbered=number)
    assert everybody.initial.sum() == number
    assert np.all(everybody.initial[:number])
    assert np.all(everybody.time[:number] == 0.0)
    assert np.all(everybody.time[number:] > 0.0)
    assert np.bincount(everybody.party[:number]).max(initial=0) <= 6


def test_parties_are_together():
    everybody = arrivals(2, FamilyParameters(count=30.0, size=3), initial_numbered=30, informed=0.5)
    changes = np.flatnonzero(np.diff(everybody.party)) + 1
    assert np.unique(everybody.party).size == changes.size + 1  # in consecutive rows
    for party in np.unique(everybody.party):
        members = everybody.party == party
        for trait in (everybody.time, everybody.family, everybody.initial, everybody.informed):
            assert np.unique(trait[members]).size == 1
    families = np.bincount(-everybody.party[everybody.family])
    assert set(families[families > 0]) == {3}
    assert np.all(np.diff(everybody.time) >= 0.0)


def test_families_come_at_their_rate():
    some = FamilyParameters(count=24.0, size=4)
    counts = [arrivals(seed, some, factor=0.0).family.sum() for seed in range(200)]
    assert np.mean(counts) == pytest.approx(24.0, abs=4.0 * np.sqrt(24.0 * 4 / 200))


def test_share_of_informed_parties():
    assert not arrivals(1).informed.any()
    assert arrivals(1, informed=1.0).informed.all()
    half = arrivals(1, informed=0.5, factor=20.0)
    first = np.flatnonzero(np.diff(half.party, prepend=-1))
    assert half.informed[first].mean() == pytest.approx(0.5, abs=0.06)
    # Who is informed at 0.3 is informed at 0.5 too.
    assert np.all(half.informed >= arrivals(1, informed=0.3, factor=20.0).informed)


def test_nobody_comes_after_the_profile_unless_it_is_repeated_daily():
    some = FamilyParameters(count=60.0, size=2)
    once = arrivals(4, some, end=60.0)
    daily = arrivals(4, some, end=60.0, repeat_daily=True)
    assert once.time.max() < 6 * 3600.0
    first_day = daily.time < 24 * 3600.0
    for name in ("time", "family", "informed", "initial"):
        np.testing.assert_array_equal(
            getattr(daily, name)[first_day], getattr(once, name), err_msg=name
        )
    assert set((5 + daily.time // 3600).astype(int) % 24) == {5, 6, 9, 10} | set(
        (5 + daily.time[daily.family] // 3600).astype(int) % 24
    )
    for day in (1, 2):
        that_day = (daily.time >= 24 * 3600.0 * day) & (daily.time < 24 * 3600.0 * (day + 1))
        assert abs(that_day.sum() - 220) < 4 * np.sqrt(220 * 3)


def test_a_profile_repeated_daily_holds_before_its_first_hour_too():
    late = DemandParameters(profile=((22.0, 26.0, 10.0),), repeat_daily=True)
    assert late.periods(1.0, 30.0) == ((-2.0, 2.0, 10.0), (22.0, 26.0, 10.0))


def test_a_profile_of_more_than_a_day_cannot_be_repeated_daily():
    with pytest.raises(ValueError, match="at most 24 hours"):
        DemandParameters(profile=((0.0, 25.0, 1.0),), repeat_daily=True)
    with pytest.raises(ScenarioError, match=r"repeat_daily: needs|at most 24 hours"):
        Scenario.load("bulk_service", ["demand.repeat_daily=true"])


def test_it_is_said_that_nobody_comes_after_the_profile():
    account = Scenario.load("account")
    assert account.remarks() == ()
    (said,) = account.with_(**{"run.end": 53.0}).remarks()
    assert said.startswith("demand.profile ends at 27 h: nobody comes from then until run.end")
    assert account.with_(**{"run.end": 53.0, "demand.repeat_daily": True}).remarks() == ()
    assert account.with_(**{"demand.profile": []}).remarks()
