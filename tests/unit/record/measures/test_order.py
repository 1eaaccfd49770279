"""Order among those admitted: skips, slips, inversions and Kendall's tau-b (A11)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from gatecrush.model.record.measures.order import (
    fair_ranks,
    inversions,
    order_tau,
    out_of_turn_share,
    skips_and_slips,
)

ranks = st.lists(st.integers(0, 30), max_size=80).map(lambda values: np.array(values, np.int64))


def counted_one_by_one(order):
    """Skips and slips by their definition, pair by pair."""
    n = len(order)
    skips = [sum(order[j] < order[i] for j in range(i + 1, n)) for i in range(n)]
    slips = [sum(order[j] > order[i] for j in range(i)) for i in range(n)]
    return skips, slips


@given(ranks)
def test_skips_and_slips_agree_with_their_definition(order):
    skips, slips = skips_and_slips(order)
    expected = counted_one_by_one(order.tolist())
    assert (skips.tolist(), slips.tolist()) == expected


@given(ranks)
def test_sum_of_skips_is_sum_of_slips_is_inversions(order):
    skips, slips = skips_and_slips(order)
    assert skips.sum() == slips.sum() == inversions(order)


@given(ranks)
def test_tau_agrees_with_scipy(order):
    expected = kendalltau(order, np.arange(len(order))).statistic if len(order) > 1 else math.nan
    assert order_tau(order) == pytest.approx(expected, nan_ok=True)


def test_first_come_first_served_and_the_reverse():
    assert order_tau(np.arange(50)) == 1.0
    assert order_tau(np.arange(50)[::-1].copy()) == -1.0


def test_order_of_one_person_or_one_party_is_unknown():
    assert math.isnan(order_tau(np.array([3])))
    assert math.isnan(order_tau(np.array([3, 3, 3])))


def test_people_at_the_start_are_ranked_by_number_and_parties_share_a_rank():
    arrival = np.array([7.0, 5.0, 5.0, 7.0, 6.0])
    number = np.array([4, 2, 1, 0, 3])
    assert fair_ranks(arrival, number, start=5.0).tolist() == [3, 1, 0, 3, 2]


def test_one_person_last_in_arrival_first_in_admission():
    skips, slips = skips_and_slips(np.array([4, 0, 1, 2, 3]))
    assert skips.tolist() == [4, 0, 0, 0, 0]
    assert slips.tolist() == [0, 1, 1, 1, 1]


def test_out_of_turn_share_leaves_families_aside():
    out = np.array([True, False, False, False])
    family = np.array([False, False, True, True])
    assert out_of_turn_share(out, family) == 0.5
    assert math.isnan(out_of_turn_share(out[2:], family[2:]))


def test_a_month_of_admissions_is_counted_at_once():
    order = np.random.default_rng(1).permutation(20_000)
    assert abs(order_tau(order)) < 0.02
