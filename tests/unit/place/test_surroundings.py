"""Which cells lie around one, and which in front of who steps from it."""

import math

import numpy as np
import pytest

from gatecrush.model.place.surroundings import (
    STEPS,
    around,
    counted_ahead,
    in_front,
    rows_within,
    walls_around,
)

STRIDE = 100


def rows_and_columns(differences):
    """Return differences of cell index as rows and columns."""
    rows = [round(int(each) / STRIDE) for each in differences]
    return [(row, int(each) - row * STRIDE) for row, each in zip(rows, differences, strict=True)]


@pytest.mark.parametrize(("cell", "cells"), [(0.4, 8), (0.35, 8), (0.3, 12), (0.2, 28)])
def test_all_centers_within_the_reach_of_comfort_are_around(cell, cells):
    found = rows_and_columns(around(cell, STRIDE))
    assert len(found) == len(set(found)) == cells
    assert (0, 0) not in found
    assert max(math.hypot(*each) for each in found) * cell <= 0.6 + 1e-9
    assert max(abs(row) for row, _ in found) == rows_within(0.6, cell)


@pytest.mark.parametrize("cell", [0.3, 0.35, 0.4])
def test_the_half_disc_in_front_turns_with_the_step(cell):
    for k, step in enumerate(STEPS):
        found = rows_and_columns([each for each in in_front(cell, STRIDE)[k] if each])
        assert found
        assert step in found
        assert all(row * step[0] + column * step[1] > 0 for row, column in found)
        assert max(math.hypot(*each) for each in found) * cell <= 1.0 + 1e-9
        area = len(found) * cell**2
        assert 1.2 < area < 1.6  # half a disc of 1 m has 1.57 m^2, less the cells beside


def test_walls_around_a_cell_are_those_drawn_and_what_lies_beyond_the_rim():
    walkable = np.ones(12, np.int64)
    walkable[5] = 0
    walls = walls_around(walkable, np.array([-1, 1, 4]))
    found = [[(int(walls[cell]) >> n) & 1 for n in range(3)] for cell in (0, 4, 6, 1, 9)]
    assert found == [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 0, 1]]


def test_what_counts_as_ahead_is_no_farther_from_the_gate_and_no_gate():
    ground = np.zeros(6, [("to_gate", float), ("walkable", int), ("is_gate", int)])
    ground = ground.view(np.recarray)
    ground.to_gate, ground.walkable = [0.0, 1.0, 2.0, 3.0, 4.0, 9.0], [0, 1, 1, 1, 1, 0]
    ground.is_gate[0] = 1
    counted = counted_ahead(ground, np.array([-1, 1]), np.array([-1, 1]))
    by_step = [
        [(int(counted[cell, k]) >> n) & 1 for k in (0, 1) for n in (0, 1)] for cell in (2, 3)
    ]
    # Of 2, step to 1: the gate does not count, nor does 2 itself; step to 3: 4 is farther.
    # Of 3, step to 2: 1 counts; step to 4: the wall at 5 does.
    assert by_step == [[0, 0, 0, 0], [1, 0, 0, 1]]
