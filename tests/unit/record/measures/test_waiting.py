"""Waits, their inequality, and Little's law with its boundary terms (A7)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.record.measures.waiting import gini, little, time_mean_number, waits

lives = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0, 60), st.booleans()), min_size=1, max_size=40
)


def test_only_those_who_passed_have_a_wait():
    assert waits(np.array([1.0, 2.0]), np.array([4.0, np.nan])).tolist() == [3.0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5, 5, 5], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)],
)
def test_gini_by_hand(values, expected):
    assert gini(np.array(values, float)) == pytest.approx(expected)


@given(st.lists(st.floats(0.01, 1e4), min_size=1, max_size=30))
def test_gini_is_half_the_relative_mean_difference(values):
    x = np.array(values)
    expected = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
    assert gini(x) == pytest.approx(expected, abs=1e-9)


def test_gini_of_nothing_is_unknown():
    assert math.isnan(gini(np.array([])))
    assert math.isnan(gini(np.zeros(3)))


def test_number_present_by_hand():
    entries, exits = np.array([0.0, 2.0, 9.0]), np.array([4.0, np.nan, 9.5])
    assert time_mean_number(entries, exits, 1.0, 5.0) == pytest.approx((3 + 3) / 4)


@given(lives)
def test_littles_law_holds_in_every_regime(people):
    entries = np.array([begin for begin, _, _ in people])
    exits = np.array([np.nan if stays else a + b for a, b, stays in people])
    law = little(entries, exits, 20.0, 80.0)
    expected = law.rate * law.sojourn if law.rate else 0.0
    assert law.number == pytest.approx(expected, abs=1e-9)


def test_littles_law_shows_a_wrong_count():
    law = little(np.array([0.0]), np.array([10.0]), 0.0, 10.0, number=1.1)
    assert law.gap == pytest.approx(0.1)
