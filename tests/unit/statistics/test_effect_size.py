"""Effect sizes agree with what can be worked out on paper, and with what others compute."""

import math

import numpy as np
import pytest
from scipy import stats

from gatecrush.experiments.statistics import effect_size, intervals

BASE = np.array([5.0, 6.0, 7.0, 8.0])


def test_cohens_dz_on_paper():
    # differences 1, 3, 1, 3: mean 2, standard deviation sqrt(4/3)
    assert effect_size.cohens_dz(BASE + np.array([1, 3, 1, 3]), BASE) == pytest.approx(
        2 / math.sqrt(4 / 3)
    )


def test_cohens_dz_is_the_paired_t_by_the_root_of_n():
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 30))
    expected = stats.ttest_rel(x, y).statistic / math.sqrt(30)
    assert effect_size.cohens_dz(x, y) == pytest.approx(expected)


@pytest.mark.parametrize(("shift", "dz"), [(0.0, 0.0), (2.0, math.inf), (-2.0, -math.inf)])
def test_days_that_differ_alike(shift, dz):
    assert effect_size.cohens_dz(BASE + shift, BASE) == dz
    assert effect_size.mean_difference(BASE + shift, BASE) == (shift, shift, shift)


def test_superiority_counts_ties_by_half():
    found = effect_size.probability_of_superiority(BASE + np.array([1, 0, -1, 1]), BASE)
    assert found.value == pytest.approx(2.5 / 4)
    assert 0 < found.low < found.value < found.high < 1


def test_superiority_without_ties_has_wilsons_interval():
    found = effect_size.probability_of_superiority(BASE + np.array([1, 2, -1, 1]), BASE)
    assert found == pytest.approx(intervals.share(3, 4))


def test_cliffs_delta_is_that_of_mann_and_whitney():
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 9, 20), rng.integers(2, 12, 17)
    u = stats.mannwhitneyu(x, y).statistic
    assert effect_size.cliffs_delta(x, y) == pytest.approx(2 * u / (20 * 17) - 1)


def test_mean_difference_covers_it_as_often_as_it_says():
    rng = np.random.default_rng(3)
    covered = 0
    for number in range(200):
        base = rng.normal(size=25)
        found = effect_size.mean_difference(base + rng.exponential(size=25), base, seed=number)
        covered += found.low <= 1.0 <= found.high
    assert 0.88 <= covered / 200 <= 0.99


def test_unknown_days_are_left_out_of_both():
    values = np.array([7.0, np.nan, 9.0, 10.0])
    assert list(effect_size.differences(values, BASE)) == [2, 2, 2]
    assert math.isnan(effect_size.cohens_dz([np.nan, 1.0], [0.0, 0.0]))
    assert math.isnan(effect_size.mean_difference([1.0], [0.0]).value)
    assert math.isnan(effect_size.cliffs_delta([], [1.0]))
    assert math.isnan(effect_size.probability_of_superiority([np.nan], [1.0]).value)


def test_days_must_be_the_same():
    with pytest.raises(ValueError, match="same days"):
        effect_size.differences(BASE, BASE[:2])
