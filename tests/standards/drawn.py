"""Places that the standards describe, drawn cell by cell, for the project's own movement.

The drawing takes the place of the site's; distances, walls, exits and everything else are then
built by the product's own ``build_place``. Several exits count as one gate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.conduct import ARRIVING
from gatecrush.agents.people import People
from gatecrush.model import Scenario
from gatecrush.model.place.layout import Drawing
from gatecrush.model.place.site import Place, build_place
from gatecrush.model.rules.step import take_steps
from gatecrush.model.situation import Situation

from ..verification.staged import people_alike, stage

CELL = Scenario.load("bottleneck").site.cell
WALL, GROUND, EXIT = 0, 1, 2
GOAL: dict[str, Any] = {"gate.specific_flow": 10.0}
"""Settings of an exit that is a place to reach and no door: nobody waits for others there."""
Codes = NDArray[np.int64]
Floats = NDArray[np.float64]
Look = Callable[[Situation, float], object]


def cells(length: float) -> int:
    """Return how many cells make a length in m."""
    return round(length / CELL)


def walls(height: float, width: float) -> Codes:
    """Return a drawing of so many m, all wall, to be opened by slices; row 0 is at y = 0."""
    return np.full((cells(height), cells(width)), WALL)


def free(left: float, length: float) -> slice:
    """Return the cells from ``left`` on, m, over a length, m."""
    return slice(cells(left), cells(left) + cells(length))


def place_of_drawing(codes: Codes) -> Place:
    """Return the place of a drawing of walls, ground and exits."""
    shape = np.array(codes.shape) + 2
    # A rim of walls, and a car lane behind it, which every site has.
    codes = np.pad(codes, ((1, 1), (1, 3)))
    walkable = (codes == GROUND).astype(np.int8)
    walkable[1:-1, -2] = 2
    nothing = np.zeros(codes.shape, bool)
    lane_end = nothing.copy()
    lane_end[0, -2] = True
    row, column = np.indices(codes.shape)
    drawing = Drawing(
        walkable, nothing, nothing, codes == EXIT, lane_end, nothing, (column - 0.5) * CELL,
        (row - 0.5) * CELL, np.zeros(codes.shape), np.zeros(codes.shape),
        np.zeros(codes.shape, np.int64),
    )  # fmt: skip
    assert drawing.walkable.shape == (shape[0], shape[1] + 2)
    with patch("gatecrush.model.place.site.draw_ground", return_value=drawing):
        return build_place(Scenario.load("bottleneck").site, CELL)


def cells_within(place: Place, x: tuple[float, float], y: tuple[float, float]) -> NDArray[np.int64]:
    """Return the ground within a rectangle, m."""
    inside = (place.x > x[0]) & (place.x < x[1]) & (place.y > y[0]) & (place.y < y[1])
    return np.flatnonzero(inside & (place.walkable == 1))


def crowd(
    place: Place, ground: NDArray[np.int64], people: int, seed: int, **settings: Any
) -> Situation:
    """Return people on drawn cells, who all walk to the nearest exit; speeds as the model's.

    The exits are the gate, and let through what a gate of their width does.
    """
    width = {"gate.width": max(0.4, place.gate_cells.size * CELL), "site.layout": "open_area"}
    scenario = Scenario.load("bottleneck").with_(**width | settings)
    everybody = people_alike(people, scenario)
    rng = np.random.default_rng(seed)
    spread = scenario.movement.speed_spread * rng.standard_normal(people)
    everybody.speed[:] = np.clip(everybody.speed + spread, 0.1, place.cell / scenario.run.time_step)
    chosen = rng.choice(ground, people, replace=False)
    return stage(scenario, place, everybody, chosen, ARRIVING, seed)


def walk_out(s: Situation, longest: float, look: Look | None = None, every: float = 1.0) -> Floats:
    """Let people walk until all are out; return when each was, s, NaN for those who are not.

    Args:
        s: the situation.
        longest: time after which it ends in any case, s.
        look: called with the situation and the time, once in a while.
        every: how often, s.
    """
    steps = max(1, round(every / s.time_step))
    people: People = s.people
    for _ in range(round(longest / (steps * s.time_step))):
        take_steps(s, steps)
        if look is not None:
            look(s, float(s.crowd.step * s.time_step))
        if s.crowd.active == 0:
            break
    return np.asarray(people.exit_time, dtype=np.float64).copy()


def people_on(s: Situation, ground: NDArray[np.int64]) -> int:
    """Return how many people are on cells."""
    return int((s.cells.occupant[ground] >= 0).sum())
