"""Which cells lie around one, and which in front of who steps from it."""

import math

import pytest

from gatecrush.model.place.surroundings import STEPS, around, in_front, rows_within

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
