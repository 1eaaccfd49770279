"""Sizes of parties: geometric, with the mean asked for; together exactly so many people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.party_sizes import parties_of, party_size_weights


@given(st.floats(1.0, 4.0), st.integers(1, 20))
def test_mean_party_size_is_exact(mean, largest):
    weights = party_size_weights(mean, largest)
    assert weights.shape == (largest,)
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0)
    expected = min(mean, float(largest))
    assert weights @ np.arange(1, largest + 1) == pytest.approx(expected, abs=1e-6)


@given(st.floats(1.1, 3.4))
def test_party_sizes_are_geometric(mean):
    weights = party_size_weights(mean, 6)
    ratios = weights[1:] / weights[:-1]
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-6)


@given(st.integers(0, 200), st.floats(1.0, 4.0), st.integers(0, 5))
def test_parties_are_so_many_people_together(people, mean, seed):
    sizes = parties_of(people, party_size_weights(mean, 6), np.random.default_rng(seed))
    assert sizes.sum() == people
    assert sizes.size == 0 or 1 <= sizes.min() <= sizes.max() <= 6
