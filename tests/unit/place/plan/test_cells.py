"""A plan on cells: turned to its gate; fences stay shut, gates are as wide as they are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gatecrush.model.place.floor_field import UNREACHABLE, walking_distance
from gatecrush.model.place.plan.cells import Cells, cells_of, count_of, frame_of, thin_walls

from .places_by_hand import WHOLE, YARD, area, line, look_at, turned

CELL = 0.35


def cells(*features: Any) -> Cells:
    """Return a plan of some features as cells before its first gate."""
    plan = look_at(*features).plan
    assert plan
    return cells_of(next(iter(plan.gates.values())), plan.ground, CELL)


def reached(found: Cells) -> np.ndarray:
    """Return which cells lie on a way to the gate."""
    return walking_distance(found.walkable, found.gate_leaf, CELL) < UNREACHABLE / 2


def test_gate_lies_before_the_ground_in_its_middle() -> None:
    found = cells(*WHOLE)
    assert found.gate_leaf.sum() == 4
    assert found.x[found.gate_leaf] == pytest.approx([-0.525, -0.175, 0.175, 0.525])
    assert set(found.y[found.gate_leaf]) == {-0.175}
    assert found.y[found.walkable].min() == pytest.approx(0.175)
    assert reached(found).sum() == found.walkable.sum() == pytest.approx(600 / CELL**2, rel=0.02)


def test_an_odd_gate_has_a_cell_in_its_middle() -> None:
    found = cells(YARD, line("gate", (9, 0), (10, 0)))
    assert found.x[found.gate_leaf] == pytest.approx([-0.35, 0, 0.35])


def test_a_rim_of_walls_is_all_around() -> None:
    walkable = cells(*WHOLE).walkable
    rim = np.ones(walkable.shape, bool)
    rim[1:-1, 1:-1] = False
    assert not walkable[rim].any()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 31.5])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_turned_plan_is_the_same_place(degrees: float, backwards: bool) -> None:
    """However it is turned and wherever it lies; a little to the right tells left from right."""
    ends = ((10, 0), (8.6, 0)) if backwards else ((8.6, 0), (10, 0))
    place = [YARD, line("gate", *ends), area("barrier", 12, 3, 15, 9)]
    upright = cells(*place)
    aslant = cells(*(turned(each, degrees, (5000, -300)) for each in place))
    assert aslant.walkable.sum() == pytest.approx(upright.walkable.sum(), rel=0.01)
    assert degrees % 90 or np.array_equal(aslant.walkable, upright.walkable)
    assert upright.x[(upright.y > 4) & (upright.y < 8) & ~upright.walkable].max() > 0


def test_frame_goes_there_and_back() -> None:
    plan = look_at(*(turned(each, 31.5, (40, 7)) for each in WHOLE)).plan
    assert plan
    frame = frame_of(plan.of("gate"), plan.ground)
    points = np.array([[1.0, 2.0], [-3.0, 0.5]])
    assert frame.back(frame(points)) == pytest.approx(points)
    assert frame(np.array([frame.middle])) == pytest.approx(np.zeros((1, 2)))


@pytest.mark.parametrize("thickness", [0.02, 0.1, 0.3, 0.36])
@pytest.mark.parametrize("slope", [0, 3, 7.3])
def test_nobody_walks_through_a_fence(thickness: float, slope: float) -> None:
    """Centers of cells alone would miss a fence that is thinner than a cell."""
    y = 12.0 + 0.013
    fence = [[-1, y], [21, y + slope], [21, y + slope + thickness], [-1, y + thickness], [-1, y]]
    barrier = area("barrier", 0, 0, 1, 1)
    barrier["geometry"]["coordinates"] = [fence]
    found = cells(YARD, WHOLE[1], barrier)
    assert reached(found).any()
    assert found.y[reached(found)].max() < y + slope + 1


def test_a_thick_wall_is_as_thick_as_it_is() -> None:
    ground = shapely.difference(shapely.box(0, 0, 20, 20), shapely.box(5, 5, 8, 8))
    assert thin_walls(ground, CELL).area == pytest.approx(0, abs=1e-3)


def test_a_gate_a_little_off_the_ground_is_joined_to_it() -> None:
    found = cells(YARD, line("gate", (9, -0.45), (10.4, -0.45)))
    assert found.gate_leaf.sum() == 4
    assert reached(found).sum() > 4000


def test_each_leaf_is_cells_of_its_own() -> None:
    found = cells(YARD, line("gate", (7, 0), (8.4, 0)), line("gate", (11, 0), (11.7, 0)))
    row = found.gate_leaf.any(axis=1).argmax()
    columns = np.flatnonzero(found.gate_leaf[row])
    assert columns.size == 6
    assert np.diff(columns).max() > 5


@pytest.mark.parametrize(("length", "count"), [(0.1, 1), (0.36, 1), (0.6, 2), (1.6, 5), (1.75, 5)])
def test_count_of_cells(length: float, count: int) -> None:
    assert count_of(length, CELL) == count
