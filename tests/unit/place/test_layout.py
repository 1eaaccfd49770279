"""The layouts as drawn: a strip of its width with its gate, and a fence along the lane."""

import numpy as np
import pytest

from gatecrush.model.place.layout import draw_ground
from gatecrush.model.place.surroundings import STEPS

from .sites_by_hand import WIDTHS, reached, site


@pytest.mark.parametrize("width", WIDTHS)
def test_strip_has_its_width_and_no_leak(width):
    parameters = site(strip_width=width)
    ground, cell = draw_ground(parameters, 0.8), parameters.cell
    strip, open_to_all = ground.strip, ground.walkable == 1
    rows = strip.any(axis=1)
    assert np.all(strip[rows].sum(axis=1) == round(width / cell))
    assert rows.sum() == round(parameters.strip_length / cell)
    assert not (open_to_all[rows] & ~strip[rows]).any()
    # Filled from its inside, the strip empties through its mouth only.
    mouth = np.zeros_like(strip)
    mouth[np.flatnonzero(rows).max() + 1] = True
    inside = reached(ground.walkable > 0, strip, mouth)
    np.testing.assert_array_equal(inside, strip)


@pytest.mark.parametrize("layout", ["strip", "open_area"])
@pytest.mark.parametrize("lane", [0.8, 3.2])
def test_fence_keeps_people_out_of_the_lane(layout, lane):
    ground = draw_ground(site(layout=layout, lane_width=lane), 1.6)
    everywhere = np.zeros_like(ground.strip)
    on_foot, cars = ground.walkable == 1, ground.walkable == 2
    np.testing.assert_array_equal(reached(on_foot | cars, on_foot, everywhere), on_foot)
    for dr, dc in STEPS:
        assert not (np.roll(on_foot, (dr, dc), (0, 1)) & cars).any()
    rim = np.ones_like(on_foot)
    rim[1:-1, 1:-1] = False
    assert not (rim & (ground.walkable > 0)).any()
