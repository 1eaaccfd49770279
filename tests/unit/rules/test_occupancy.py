"""Occupancy by hand: one person a cell, the neighbors counted, reaches in whole cells."""

import numpy as np
import pytest

from gatecrush.model.rules.occupancy import (
    cells_in,
    distance_between,
    half_width,
    is_within,
    occupy,
    vacate,
)

from .crowds_by_hand import cell_at, crowd

X, Y = np.array([0.0, 0.3, 1.2]), np.array([0.0, 0.4, 0.0])


def test_neighbors_are_counted_as_people_come_and_go():
    s = crowd(2)
    one, other = cell_at(s.place, 0.2, 20.0), cell_at(s.place, 0.6, 20.0)
    occupy(s, one, 0)
    occupy(s, other, 1)
    assert (s.cells.occupant[one], s.cells.occupant[other]) == (0, 1)
    assert (s.cells.neighbors[one], s.cells.neighbors[other]) == (1, 1)
    assert s.cells.neighbors.sum() == 16
    vacate(s, one)
    assert s.cells.occupant[one] == -1
    assert (s.cells.neighbors[one], s.cells.neighbors[other]) == (1, 0)
    assert s.cells.neighbors.sum() == 8


def test_distances_equal_a_reach_whatever_the_last_bit_says():
    assert distance_between(X, Y, 0, 1) == pytest.approx(0.5)
    assert is_within(X, Y, 0, 1, 0.5)
    assert not is_within(X, Y, 0, 1, 0.49)
    assert is_within(X, Y, 0, 2, 3 * 0.4)


@pytest.mark.parametrize(
    ("reach", "rows", "cells"), [(1.0, 0, 2), (1.0, 2, 1), (1.0, 3, -1), (1.2, 0, 3), (1.2, 3, 0)]
)
def test_a_circle_row_by_row(reach, rows, cells):
    assert half_width(reach, 0.4, rows) == half_width(reach, 0.4, -rows) == cells


@pytest.mark.parametrize(("reach", "cells"), [(0.0, 0), (0.39, 0), (1.2, 3), (2.0, 5), (2.3, 5)])
def test_whole_cells_in_a_reach(reach, cells):
    assert cells_in(reach, 0.4) == cells
