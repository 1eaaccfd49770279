"""Ranges searched hold the defaults, and turn back."""

import numpy as np
import pytest

from gatecrush.experiments.calibration.ranges import RANGES, Range
from gatecrush.model.scenario.scenario import Scenario


def test_ranges_hold_defaults_and_are_allowed():
    default = Scenario().flat()
    for each in RANGES:
        assert each.low <= default[each.parameter] <= each.high
    for end in (0.0, 1.0):
        Scenario().with_(**{each.parameter: float(each.at(end)) for each in RANGES})


@pytest.mark.parametrize("is_log", [False, True])
def test_shares_of_a_range_turn_back(is_log):
    searched = Range("x", 2.0, 30.0, is_log=is_log)
    share = np.linspace(0, 1, 7)
    assert searched.share_below(searched.at(share)) == pytest.approx(share)
    assert [float(searched.at(end)) for end in (0, 1)] == pytest.approx([2.0, 30.0])
