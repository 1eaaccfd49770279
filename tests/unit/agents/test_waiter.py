"""What waiters see, tell, give up and object to, by value, at the limits, and monotonely."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.agents.waiter import (
    challenge_rate,
    comes_back,
    effective_threshold,
    gives_up,
    moved_towards,
    perceived_disorder,
    share_seen,
    willingness_to_tell,
)

HOUR = 3600.0
SHARES = st.floats(0.0, 1.0)
TIMES = st.floats(1.0, 1e5)


def test_disorder_must_be_seen_and_must_pay():
    assert perceived_disorder(1.0, 0.0) == perceived_disorder(0.0, 1.0) == 0.0
    assert perceived_disorder(0.4, 0.9) == pytest.approx(0.6)
    assert perceived_disorder(1.0, 1.0) == 1.0


def test_threshold_wears_down_to_nothing_within_a_day():
    fatigue = 1.0 / (24.0 * HOUR)
    assert effective_threshold(0.5, 0.0, fatigue) == 0.5
    assert effective_threshold(0.5, 12.0 * HOUR, fatigue) == pytest.approx(0.25)
    assert effective_threshold(0.5, 30.0 * HOUR, fatigue) == 0.0
    assert effective_threshold(0.5, 30.0 * HOUR, 0.0) == 0.5


@given(SHARES, TIMES, TIMES, st.floats(0.0, 1e-3))
def test_nobody_gains_patience_by_waiting(threshold, waited, longer, fatigue):
    now = effective_threshold(threshold, waited, fatigue)
    assert 0.0 <= effective_threshold(threshold, waited + longer, fatigue) <= now <= threshold


def test_willingness_to_tell_falls_to_nothing_at_the_threshold():
    assert willingness_to_tell(0.0, 0.5) == 1.0
    assert willingness_to_tell(0.25, 0.5) == pytest.approx(0.5)
    assert willingness_to_tell(0.5, 0.5) == 0.0
    assert willingness_to_tell(0.9, 0.5) == 0.0
    assert willingness_to_tell(0.0, 0.0) == 0.0


@given(SHARES, SHARES, st.floats(0.01, 2.0))
def test_more_disorder_never_makes_one_tell_more(disorder, more, threshold):
    low, high = sorted((disorder, more))
    willing = willingness_to_tell(high, threshold)
    assert 0.0 <= willing <= willingness_to_tell(low, threshold) <= 1.0


def test_giving_up_happens_at_its_rate_above_the_threshold_only():
    chance = 1.0 - math.exp(-60.0 / 900.0)
    assert gives_up(0.6, 0.5, 60.0, 900.0, 0.999 * chance)
    assert not gives_up(0.6, 0.5, 60.0, 900.0, 1.001 * chance)
    assert not gives_up(0.5, 0.5, 60.0, 900.0, 0.0)


def test_coming_back_happens_at_its_rate_below_the_threshold_by_a_margin_only():
    chance = 1.0 - math.exp(-60.0 / 1800.0)
    assert comes_back(0.3, 0.5, 0.15, 60.0, 1800.0, 0.999 * chance)
    assert not comes_back(0.3, 0.5, 0.15, 60.0, 1800.0, 1.001 * chance)
    assert not comes_back(0.36, 0.5, 0.15, 60.0, 1800.0, 0.0)


@given(SHARES, SHARES, st.floats(0.0, 0.5), TIMES, TIMES, SHARES)
def test_nobody_gives_up_and_comes_back_at_once(disorder, threshold, margin, elapsed, time, u):
    leaves = gives_up(disorder, threshold, elapsed, time, u)
    assert not (leaves and comes_back(disorder, threshold, margin, elapsed, time, u))


@given(SHARES, SHARES, st.floats(0.0, 3.0))
def test_running_mean_stays_between_value_and_goal(value, goal, gain):
    mean = moved_towards(value, goal, gain)
    assert min(value, goal) - 1e-12 <= mean <= max(value, goal) + 1e-12
    assert moved_towards(value, goal, 0.0) == value


def test_running_mean_moves_by_the_gain():
    assert moved_towards(0.2, 1.0, 0.25) == pytest.approx(0.4)
    assert moved_towards(0.2, 1.0, 5.0) == pytest.approx(1.0)


@given(st.integers(0, 200), st.integers(0, 200))
def test_share_seen_never_reaches_one(pressing, others):
    share = share_seen(float(pressing), float(pressing + others))
    assert 0.0 <= share < 1.0
    assert share <= share_seen(float(pressing + 1), float(pressing + 1 + others))


def test_few_strangers_mean_little():
    assert share_seen(0.0, 0.0) == 0.0
    assert share_seen(1.0, 1.0) == 0.25
    assert share_seen(60.0, 60.0) > 0.95


def test_one_objector_alone_objects_at_the_plain_rate():
    assert challenge_rate(0.01, 1.0, 0.7, 1.0, 0.0, 4.0) == pytest.approx(0.01)
    assert challenge_rate(0.01, 1.0, 0.7, 0.0, 3.0, 4.0) == 0.0
    assert challenge_rate(0.01, 1.0, 0.7, 0.0, 0.0, 4.0) == 0.0
    assert challenge_rate(0.0, 2.0, 0.7, 5.0, 0.0, 4.0) == 0.0


def test_intruders_provoke_and_bystanders_silence():
    assert challenge_rate(0.01, 2.0, 0.5, 4.0, 0.0, 4.0) == pytest.approx(0.01 * math.sqrt(2.0))
    assert challenge_rate(0.01, 1.0, 0.5, 2.0, 2.0, 3.0) == pytest.approx(0.01 / 8.0)


@given(st.floats(1.0, 10.0), st.floats(1.0, 10.0), st.floats(0.0, 10.0), st.floats(0.0, 10.0))
def test_objections_rise_with_objectors_and_fall_with_bystanders(fresh, some, few, more):
    rate = challenge_rate(0.01, fresh, 0.6, some, few, 4.0)
    assert challenge_rate(0.01, fresh, 0.6, some, few + more, 4.0) <= rate * (1.0 + 1e-12)
    assert challenge_rate(0.01, fresh, 0.6, some + more, few, 4.0) >= rate * (1.0 - 1e-12)
    assert challenge_rate(0.01, fresh + more, 0.6, some, few, 4.0) >= rate * (1.0 - 1e-12)
