"""Curves beside measured crowds: what was measured, and days that run like it."""

from __future__ import annotations

import numpy as np

from gatecrush.experiments.validation.crowds import crowds
from gatecrush.experiments.validation.curves import curves_of

SHORT = {"run.end": 12.005}
"""18 s: enough to see the first go through."""


def test_only_crowds_of_which_each_crossing_is_known_have_curves() -> None:
    found = curves_of(crowds(), days=0)
    assert [each.words for each in found] == [each.words for each in crowds()[:5]]
    assert [each.measured.size for each in found[:2]] == [75, 75]
    assert all((np.diff(each.measured) >= 0).all() for each in found)
    assert [bool(each.density.size) for each in found] == [True, True, False, False, False]
    assert 7.0 < found[1].density.max() < 8.5


def test_days_differ_by_their_random_numbers_and_follow_the_settings() -> None:
    (each,) = curves_of(crowds()[:1], days=2, settings=SHORT)
    assert len(each.modelled) == len(each.densities) == 2
    assert not np.array_equal(each.modelled[0], each.modelled[1])
    for times, density in zip(each.modelled, each.densities, strict=True):
        assert times.size > 3
        assert (np.diff(times) >= 0).all()
        assert 0 <= times[0] <= times[-1] <= 18.0
        assert density.size == 18
        assert 1.0 < density.max() < 9.0
