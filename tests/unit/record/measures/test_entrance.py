"""Flow, density and order of a crowd before a gate, by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from gatecrush.model.record.measures.entrance import density_plateau, flow_through, start_order_tau

FORTY = np.r_[np.zeros(10), 10.0 + 2.0 * np.arange(15), np.full(15, 1000.0)]
"""Of forty people ten go at once, then one every two seconds, and fifteen much later."""


def test_flow_is_from_the_11th_to_the_last_but_15th_person():
    assert flow_through(FORTY, 40) == 0.5
    assert flow_through(FORTY[::-1], 40) == 0.5
    assert flow_through(FORTY, 40, first=0, last=0) == pytest.approx(39 / 1000)


def test_those_who_do_not_count_need_not_have_crossed():
    assert flow_through(FORTY[:25], 40) == 0.5
    assert math.isnan(flow_through(FORTY[:24], 40))


def test_fewer_than_two_who_count_have_no_flow():
    assert flow_through(np.arange(27.0) * 4.0, 27) == 0.25
    assert math.isnan(flow_through(np.arange(26.0), 26))
    assert math.isnan(flow_through(np.empty(0), 0))
    assert math.isnan(flow_through(np.zeros(40), 40))


def test_plateau_is_from_the_11th_person_to_half_the_crowd():
    density = np.array([1.0, 2.0, 4.0, 5.0, 9.0, 1.0, 1.0])
    crossed = np.r_[np.ones(10), 3.0, 5.0, np.full(12, 7.0)]
    assert density_plateau(density, crossed, 24) == pytest.approx((4 + 5 + 9) / 3)
    assert density_plateau(density, crossed[::-1], 24) == pytest.approx((4 + 5 + 9) / 3)


def test_plateau_of_a_crowd_too_small_or_not_half_through_is_unknown():
    density, crossed = np.ones(9), np.arange(24.0)
    assert math.isnan(density_plateau(density, crossed[:11], 24))
    assert math.isnan(density_plateau(density, crossed, 21))
    assert math.isnan(density_plateau(np.empty(0), crossed, 24))


def test_nearest_first_farthest_first_and_in_between():
    distance = np.array([3.0, 1.0, 2.0, 4.0])
    assert start_order_tau(distance, 10.0 * distance) == 1.0
    assert start_order_tau(distance, -distance) == -1.0
    # In the order 1 m, 3 m, 2 m, 4 m one of six pairs is the wrong way round.
    assert start_order_tau(distance, np.array([2.0, 1.0, 3.0, 4.0])) == pytest.approx(4 / 6)
    assert math.isnan(start_order_tau(distance[:1], np.ones(1)))


@given(st.lists(st.integers(0, 9), min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_tau_agrees_with_scipy(distances, random):
    """Also where several stood equally far."""
    distance, crossed = np.array(distances, float), np.arange(len(distances), dtype=float)
    random.shuffle(crossed)
    expected = kendalltau(distance, crossed).statistic
    assert start_order_tau(distance, crossed) == pytest.approx(expected, nan_ok=True)
