"""Comfort by hand: what counts as ahead, what as around, and what is accepted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.rules.comfort import comfort_limit, density_ahead, density_around

from .crowds_by_hand import crowd


@given(st.floats(0.3, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_comfort_gives_way_to_drive_and_assertiveness(a, drive, more):
    limit = comfort_limit(4.8, 4.0, a, drive)
    assert 4.8 <= limit <= 8.8
    assert comfort_limit(4.8, 4.0, a, max(drive, more)) >= limit


def test_comfort_by_value():
    assert comfort_limit(4.8, 4.0, 0.5, 0.0) == 4.8
    assert comfort_limit(4.8, 4.0, 0.8, 0.5) == pytest.approx(6.4)


def test_density_ahead_counts_nobody_behind():
    s = crowd(3, [(0.2, 15.0), (0.2, 15.4), (-0.2, 15.4)])
    cell = s.people.cell[0]
    k = int(np.argmax(s.place.gain[cell]))
    there = int(cell + s.place.offsets[k])
    assert density_ahead(s, 0, cell, there) == pytest.approx(1 / (8 * 0.16))
    assert density_around(s, cell) == pytest.approx(3 / (9 * 0.16))


def test_walls_count_as_people_do_but_less():
    s = crowd(1, [(0.2, 15.0)], **{"movement.wall_comfort": 0.5})
    at_wall = np.flatnonzero((s.place.walkable == 1) & (s.place.ground.wall_beside == 3 / 8))[0]
    assert density_around(s, at_wall) == pytest.approx((1 + 3 * 0.5) / (9 * 0.16))
