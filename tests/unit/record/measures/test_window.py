"""Means and peaks over hours of the day, by hand."""

import math

import numpy as np
import pytest

from gatecrush.model.record.measures.window import window_mean, window_peak

MINUTES = 9.0 + np.arange(1, 241) / 60


def test_windows_take_the_minutes_whose_middle_lies_inside():
    values = np.arange(240.0)
    assert window_mean(MINUTES, values, 9.0, 10.0) == pytest.approx(29.5)
    assert window_peak(MINUTES, values, 10.0) == 239.0
    assert math.isnan(window_mean(MINUTES, values, 19.0, 21.0))
    assert math.isnan(window_peak(MINUTES, np.full(240, np.nan), 9.0))
