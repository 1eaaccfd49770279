"""Comfort by hand: what counts as ahead, what as around, and what is accepted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.way import BARRED
from gatecrush.model.rules.comfort import comfort_limit, density_ahead, density_around
from gatecrush.model.rules.occupancy import LAST_BIT

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
    assert density_ahead(s, 0, cell, k) == pytest.approx(1 / (8 * 0.16))
    assert density_around(s, cell) == pytest.approx(3 / (9 * 0.16))


def test_walls_count_as_people_do_but_less():
    s = crowd(1, [(0.2, 15.0)], **{"movement.wall_comfort": 0.5})
    at_wall = np.flatnonzero((s.place.walkable == 1) & (s.place.ground.wall_beside == 3 / 8))[0]
    assert density_around(s, at_wall) == pytest.approx((1 + 3 * 0.5) / (9 * 0.16))


def plain_density(s, cell, there):
    """What the density ahead is, cell by cell: no farther than ``cell``, walls by their share."""
    place, approach = s.place, s.place.approach
    people, cells = 1.0, 1.0
    for difference in place.around:
        other = there + difference
        if not 0 <= other < s.cells.size or other == cell:
            continue
        if approach.walkable[other] == 0:
            if approach.is_gate[other] == 0:
                people, cells = people + s.rules.movement.wall_comfort, cells + 1.0
        elif approach.to_gate[other] <= approach.to_gate[cell] + LAST_BIT:
            people, cells = people + (s.cells.occupant[other] >= 0), cells + 1.0
    return people / (cells * place.cell * place.cell)


@pytest.mark.parametrize("side", [0.3, 0.4])
def test_what_is_drawn_once_counts_as_cell_by_cell(side):
    s = crowd(1, **{"site.cell": side, "run.time_step": 0.15, "site.length": 30.0})
    rng = np.random.default_rng(int(10 * side))
    ground = np.flatnonzero(s.place.walkable > 0)
    s.cells.occupant[rng.choice(ground, ground.size // 2, replace=False)] = 0
    near_wall = 0
    for cell in rng.choice(ground, 300, replace=False):
        for k in np.flatnonzero(s.place.gain[cell] > 0.5 * BARRED):
            there = int(cell + s.place.offsets[k])
            near_wall += bool(s.place.walls[there])
            assert density_ahead(s, 0, cell, k) == plain_density(s, cell, there)
    assert near_wall > 100
