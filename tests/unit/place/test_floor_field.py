"""Walking distances by fast marching against distances known in closed form."""

import numpy as np
import pytest

from gatecrush.model.place.floor_field import UNREACHABLE, walking_distance

CELL = 0.4


def square(cells=81):
    """An open square within a rim of walls."""
    walkable = np.zeros((cells + 2, cells + 2), bool)
    walkable[1:-1, 1:-1] = True
    return walkable


def centers(shape, cell=CELL):
    """Centers of cells, m, from the corner of the rim."""
    rows, columns = np.indices(shape)
    return (columns + 0.5) * cell, (rows + 0.5) * cell


def from_a_gate(cells, gate, cell):
    """Distance field of a gate in the middle of one side, and the distance in closed form."""
    walkable = square(cells)
    source = np.zeros_like(walkable)
    first = 1 + (cells - gate) // 2
    source[0, first : first + gate] = True
    x, y = centers(walkable.shape, cell)
    left, right = first * cell, (first + gate) * cell
    across = np.maximum(0.0, np.maximum(left - x, x - right))
    exact = np.hypot(across, y - cell)
    return walking_distance(walkable, source, cell)[1:-1, 1:-1], exact[1:-1, 1:-1]


def test_distance_to_a_side_is_exact():
    walkable = square(20)
    source = np.zeros_like(walkable)
    source[0, 1:-1] = True
    distance = walking_distance(walkable, source, CELL)[1:-1, 1:-1]
    straight = (np.arange(20) + 0.5) * CELL
    np.testing.assert_allclose(distance, np.tile(straight[:, None], (1, 20)), atol=1e-9)


@pytest.mark.parametrize("gate", [1, 2, 4, 9])
def test_distance_to_a_gate_errs_by_two_cells_at_most(gate):
    """Fronts of first order come late off the axes; of second order, by half as much."""
    distance, exact = from_a_gate(80 + gate % 2, gate, CELL)
    assert np.abs(distance - exact).max() < 2.0 * CELL
    assert np.abs(distance - exact).mean() < 1.1 * CELL
    far = exact > 8.0
    assert np.abs(distance / exact - 1.0)[far].max() < 0.08


def test_error_shrinks_with_the_cell():
    """Distances along the grid's own steps never come nearer; a marched front does."""
    errors = []
    for cells, cell in ((40, 0.8), (80, 0.4), (160, 0.2)):
        distance, exact = from_a_gate(cells, cells // 10, cell)
        errors.append(np.abs(distance - exact).max())
    assert errors[0] > 1.3 * errors[1] > 1.69 * errors[2]


def test_distance_is_nearly_the_same_in_every_direction():
    """Around one cell in the middle: at 16 m the directions differ by a few percent at most."""
    walkable = square(101)
    source = np.zeros_like(walkable)
    source[51, 51] = True
    distance = walking_distance(walkable, source, CELL)
    x, y = centers(walkable.shape)
    exact = np.hypot(x - x[51, 51], y - y[51, 51])
    ring = (np.abs(exact - 16.0) < 0.5) & walkable
    ratio = distance[ring] / exact[ring]
    assert ratio.max() - ratio.min() < 0.07
    assert ratio.min() > 0.93


def test_distance_is_symmetrical():
    walkable = square(41)
    source = np.zeros_like(walkable)
    source[21, 21] = True
    distance = walking_distance(walkable, source, CELL)
    for other in (distance[::-1], distance[:, ::-1], distance.T, np.rot90(distance)):
        np.testing.assert_allclose(other, distance, atol=1e-6)


def test_the_way_leads_around_a_wall():
    walkable = square(60)
    walkable[30, 1:40] = False
    source = np.zeros_like(walkable)
    source[0, 5] = True
    distance = walking_distance(walkable, source, CELL)
    x, y = centers(walkable.shape)
    corner = np.array([40 * CELL, 31 * CELL])
    gate = np.array([x[0, 5], CELL])
    beyond = (50, 10)
    near = np.hypot(*(corner - [0.0, CELL] - gate))
    exact = near + CELL + np.hypot(x[beyond] - corner[0], y[beyond] - corner[1])
    assert distance[beyond] == pytest.approx(exact, rel=0.06)
    assert np.all(distance[30, 1:40] == UNREACHABLE)


def test_what_no_way_leads_to_is_unreachable():
    walkable = square(10)
    walkable[5, :] = False
    source = np.zeros_like(walkable)
    source[0, 3] = True
    distance = walking_distance(walkable, source, CELL)
    assert np.all(distance[6:] == UNREACHABLE)
    assert np.all(distance[1:5, 1:-1] < 10.0)


def test_no_straight_step_gains_more_than_its_length():
    distance, _ = from_a_gate(60, 4, CELL)
    assert np.abs(np.diff(distance, axis=0)).max() <= CELL + 1e-9
    assert np.abs(np.diff(distance, axis=1)).max() <= CELL + 1e-9
    diagonal = np.abs(distance[1:, 1:] - distance[:-1, :-1])
    # A diagonal step may, by a fifth, beside the ends of the gate.
    assert diagonal.max() <= (1.0 + np.sqrt(0.5)) * CELL + 1e-9
