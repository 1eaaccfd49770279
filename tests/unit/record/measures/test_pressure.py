"""Surge after an opening and dose of force, by hand."""

import math

import numpy as np
import pytest

from gatecrush.model.record.measures.pressure import force_dose_share, surge_ratio

MINUTES = 9.0 + np.arange(1, 241) / 60


def test_surge_ratio_averages_over_openings_only():
    surge, rest = np.full(240, np.nan), np.full(240, 0.5)
    surge[::60] = 2.0
    assert surge_ratio(MINUTES, surge, rest, 9.0) == pytest.approx(4.0)
    assert math.isnan(surge_ratio(MINUTES, surge, 0 * rest, 9.0))


def test_force_dose_share():
    assert force_dose_share(np.array([0.0, 239.0, 240.0, 500.0]), 240.0) == 0.5
