"""The ground of the crowd in pure Mesa: cells that know all that never changes about them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from mesa.discrete_space import Cell, OrthogonalMooreGrid

from gatecrush.model.place.site import Place

REACH = 0.6
"""Radius of the ground on which people feel how tightly they stand, m."""


class Ground(Cell):
    """A cell that knows the way to the gate."""

    __slots__ = (
        "ahead",
        "around",
        "behind",
        "beyond",
        "close",
        "forward",
        "in_front",
        "index",
        "is_gate",
        "is_ground",
        "steps_in",
        "steps_out",
        "to_gate",
        "wall_beside",
        "walls_close",
    )


class Step(NamedTuple):
    """A step towards the gate, with all that never changes about it."""

    there: Ground
    weight: float
    length: float
    number: int
    """Which of the eight neighbors it leads to."""
    counted: list[Ground]
    """Cells around it that are no farther from the gate than where it begins."""
    ground: float
    """Their area and that of the walls among them, with the cell itself, m^2."""
    taken: float
    """People that the walls count for, and oneself."""


def density_ahead(step: Step) -> float:
    """Return the density that somebody would find ahead after a step, 1/m^2."""
    people = step.taken
    for near in step.counted:
        if not near.is_empty:
            people += 1.0
    return people / step.ground


def prepared_ground(grid: OrthogonalMooreGrid, place: Place, movement: Any) -> list[Ground]:
    """Write the floor field and all that follows from it into the cells, and return them."""
    offsets = place.offsets.tolist()
    cells = [grid[divmod(k, place.stride)] for k in range(place.x.size)]
    for k, cell in enumerate(cells):
        cell.index = k
        cell.to_gate = float(place.to_gate[k])
        cell.wall_beside = float(place.ground.wall_beside[k])
        cell.is_ground = bool(place.ground.walkable[k])
        cell.is_gate = bool(place.ground.is_gate[k])
        cell.around = list(cell.neighborhood)
        cell.ahead = cells[place.ahead[k]] if place.ahead[k] >= 0 else None
        cell.in_front = [
            [cells[k + each] for each in row if each and 0 <= k + each < len(cells)]
            for row in place.in_front.tolist()
        ]
        cell.beyond = [cells[(k + offset) % len(cells)] for offset in offsets]
    around = cells_around(grid, place.cell)
    for k in np.flatnonzero(place.ground.walkable):
        cell = cells[k]
        cell.behind = [near for near in cell.around if near.to_gate > cell.to_gate]
        cell.close = [near for near in around(cell) if near.is_ground]
        cell.walls_close = (len(place.around) - len(cell.close)) * movement.wall_comfort
        prepare_steps(cell, cells, place, movement, around)
    return cells


def cells_around(grid: OrthogonalMooreGrid, side: float) -> Callable[[Ground], list[Ground]]:
    """Return what lists the cells with their center within reach of comfort, of any cell."""
    n = int(REACH / side + 1e-9)
    near = [(dr, dc) for dr in range(-n, n + 1) for dc in range(-n, n + 1) if dr or dc]
    near = [each for each in near if math.hypot(*each) * side <= REACH + 1e-9]
    rows, columns = grid.dimensions

    def around(cell: Ground) -> list[Ground]:
        row, column = cell.coordinate
        places = [(row + dr, column + dc) for dr, dc in near]
        return [grid[r, c] for r, c in places if 0 <= r < rows and 0 <= c < columns]

    return around


def prepare_steps(
    cell: Ground,
    cells: list[Ground],
    place: Place,
    movement: Any,
    around: Callable[[Ground], list[Ground]],
) -> None:
    """Write all steps that may be taken from a cell into it."""
    k = cell.index
    cell.steps_in, cell.steps_out, cell.forward = [], [], []
    for number in np.flatnonzero(np.abs(place.gain[k]) < 10.0):
        there, gain = cells[k + int(place.offsets[number])], float(place.gain[k, number])
        length = float(place.lengths[number])
        pace = gain * place.cell / length
        near = [other for other in around(there) if other is not cell]
        counted = [x for x in near if x.is_ground and x.to_gate <= cell.to_gate + 1e-9]
        walls = sum(not other.is_ground and not other.is_gate for other in near)
        cell.steps_in.append(
            Step(
                there,
                math.exp(movement.sharpness * pace),
                length,
                int(number),
                counted,
                (1.0 + len(counted) + walls) * place.cell**2,
                1.0 + walls * movement.wall_comfort,
            )
        )
        cell.steps_out.append((there, math.exp(-movement.sharpness * pace)))
        if place.forward[k, number] > 0.0:
            cell.forward.append((there, float(place.forward[k, number])))
