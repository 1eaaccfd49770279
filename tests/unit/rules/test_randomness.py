"""Draws are uniform, depend on nothing but their four arguments, and streams do not touch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gatecrush.model.rules import randomness
from gatecrush.model.rules.randomness import Stream, draw, generator, kernel_seed

MANY = 4000
PURPOSES = {
    name: value
    for name, value in vars(randomness).items()
    if name.isupper() and not name.startswith("_")
}
SEED = kernel_seed(7, 0)
WAYS = {
    "over people": lambda k: draw(SEED, 5, k, randomness.MOVE),
    "over steps": lambda k: draw(SEED, k, 5, randomness.MOVE),
    "over a year of steps": lambda k: draw(SEED, 27_000 * k, 5, randomness.CHOICE),
    "over seeds": lambda k: draw(np.uint64(k), 5, 5, randomness.MOVE),
    "over diagonals": lambda k: draw(SEED, k, k, randomness.FRICTION),
}


@pytest.mark.parametrize("way", WAYS)
def test_draws_are_uniform(way):
    draws = np.array([WAYS[way](k) for k in range(MANY)])
    assert draws.min() >= 0.0
    assert draws.max() < 1.0
    assert np.unique(draws).size == MANY
    assert stats.kstest(draws, "uniform").pvalue > 1e-3


@pytest.mark.parametrize("way", WAYS)
def test_neighboring_draws_are_independent(way):
    draws = np.array([WAYS[way](k) for k in range(MANY)])
    for lag in (1, 2, 3, 10):
        correlation = np.corrcoef(draws[:-lag], draws[lag:])[0, 1]
        assert abs(correlation) < 4.0 / np.sqrt(MANY)
    cells = 5 * np.floor(5 * draws[::2]) + np.floor(5 * draws[1::2])
    counts = np.bincount(cells.astype(int), minlength=25)
    assert stats.chisquare(counts).pvalue > 1e-3


def test_purposes_are_distinct_and_independent():
    assert len(set(PURPOSES.values())) == len(PURPOSES)
    draws = np.array([[draw(SEED, 9, k, p) for p in PURPOSES.values()] for k in range(1500)])
    correlations = np.corrcoef(draws.T)[np.triu_indices(len(PURPOSES), 1)]
    assert np.abs(correlations).max() < 5.0 / np.sqrt(1500)


def test_a_draw_does_not_depend_on_the_draws_before():
    people = np.random.default_rng(1).permutation(200)
    in_order = [draw(SEED, 3, k, randomness.MOVE) for k in range(200)]
    shuffled = {int(k): draw(SEED, 3, int(k), randomness.MOVE) for k in people}
    assert [shuffled[k] for k in range(200)] == in_order


@given(st.integers(0, 2**64 - 1), st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 40))
def test_a_draw_is_the_splitmix_of_whole_numbers(seed, step, person, purpose):
    """The same formula in whole numbers of any size, cut to 64 bits."""
    word = 2**64
    z = (seed + step * 0x9E3779B97F4A7C15) % word
    z ^= ((person + 1) * 0xD1B54A32D192ED03 + purpose * 0x8CB92BA72F3D8DD7) % word
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % word
    z = (z ^ z >> 27) * 0x94D049BB133111EB % word
    z ^= z >> 31
    assert draw(np.uint64(seed), step, person, purpose) == (z >> 11) / 2**53


def test_streams_differ_by_seed_replication_and_name():
    firsts = [
        generator(seed, replication, stream).random()
        for seed in (0, 1)
        for replication in (0, 1)
        for stream in Stream
    ]
    assert len(set(firsts)) == len(firsts)
    assert len({kernel_seed(seed, r) for seed in range(50) for r in range(4)}) == 200


def test_streams_repeat():
    one, other = (generator(3, 2, Stream.SPEEDS).random(5) for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert kernel_seed(3, 2) == kernel_seed(3, 2)
