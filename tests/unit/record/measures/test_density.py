"""Weidmann's curve and the levels of service, by value."""

import numpy as np
import pytest

from gatecrush.model.record.measures.density import level_of_service, weidmann_speed


def test_weidmanns_curve():
    speeds = weidmann_speed(np.array([0.0, 0.5, 1.0, 2.0, 3.0, 5.4, 6.0]))
    expected = [1.34, 1.299, 1.058, 0.606, 0.331, 0.0, 0.0]
    assert speeds == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("density", "level"), [(0.0, "A"), (1.0, "B"), (1.2, "C"), (2.0, "D"), (4.0, "E"), (6.0, "F")]
)
def test_level_of_service_of_a_queue(density, level):
    assert level_of_service(density) == level
