"""A plan in numbers: area and room, gates in meters and cells, the queue, the way to the gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

from ..floor_field import UNREACHABLE, walking_distance
from .cells import EDGE, Cells, cells_of, count_of
from .gaps import parts_of
from .shapes import LINE, WARNING, Plan, Point, Problem, Shape, quoted, size

LOOSE, TIGHT = 2.0, 4.0
"""People per m^2 for whom room is told."""
MOST_PASSAGES: Final = 500
"""Narrow passages among which the one that is shut is looked for."""
WORTH_TELLING: Final = 1.0
"""Ground that cells do not reach is told from this area on, m^2."""


class Terms(NamedTuple):
    """What the model says about any plan."""

    cell: float
    """Side of a cell, m."""
    column_width: float
    """Width of the column along a queue's line, m."""
    column_density: float
    """People per m^2 of the column."""


class GateSurvey(NamedTuple):
    """A gate in numbers."""

    name: str
    width: float
    """Of all leaves together, m."""
    leaves: int
    cells: int
    """Of the model, of all leaves together."""
    width_in_cells: float
    """m"""
    at: Point
    """m"""
    way: float | None
    """From the entry along the ground, m; None: there is none."""


class Survey(NamedTuple):
    """A plan in numbers."""

    area: float
    """Of the ground, m^2."""
    gates: tuple[GateSurvey, ...]
    queue_length: float
    """Along the lines of the queue, m."""
    queue_room: int
    """People with a number who find their place in the queue."""

    @property
    def room(self) -> tuple[int, int]:
        """For how many people there is room, loosely and tightly."""
        return int(self.area * LOOSE), int(self.area * TIGHT)


def survey_of(plan: Plan, terms: Terms) -> tuple[Survey, list[Problem]]:
    """Return a plan in numbers, and what cells make of it that no line of the plan tells.

    Args:
        plan: whose gates, if it has any, lie on the edge of its ground.
        terms: what the model says about any plan.
    """
    gates: list[GateSurvey] = []
    problems: list[Problem] = []
    for name, leaves in plan.gates.items():
        cells = cells_of(leaves, plan.ground, terms.cell)
        to_gate = walking_distance(cells.walkable, cells.gate_leaf, terms.cell)
        gates.append(_gate(name, leaves, _way(plan, cells, to_gate, terms.cell), terms.cell))
        problems += _beyond(plan, cells, to_gate < UNREACHABLE / 2, gates[-1], terms.cell)
    lines = [each.geometry.length for each in plan.of("queue") if each.geometry.geom_type == LINE]
    column = queue_area(plan, terms.column_width)
    room = int(column.area * terms.column_density + 1e-9)
    return Survey(float(plan.ground.area), tuple(gates), float(sum(lines)), room), problems


def queue_area(plan: Plan, column_width: float) -> shapely.Geometry:
    """Return the ground on which people with a number wait.

    Args:
        plan: a plan.
        column_width: of the column along a line that states none, m.
    """
    drawn = [
        shapely.buffer(each.geometry, (each.width or column_width) / 2, cap_style="flat")
        if each.geometry.geom_type == LINE
        else each.geometry
        for each in plan.of("queue")
    ]
    return shapely.intersection(shapely.union_all(drawn), plan.ground)


def entry_cells(plan: Plan, cells: Cells, cell: float) -> NDArray[np.bool_]:
    """Return the walkable cells on which the entries lie: within an area, or along a line."""
    drawn = [each.geometry for each in plan.of("entry")]
    within = cells.walkable & cells.within(
        shapely.union_all([each.buffer(cell) if each.geom_type == LINE else each for each in drawn])
    )
    if within.any():
        return within
    near = [shapely.buffer(each, EDGE + cell) for each in drawn]
    return cells.walkable & cells.within(shapely.union_all(near))


def _gate(name: str, leaves: Sequence[Shape], way: float | None, cell: float) -> GateSurvey:
    width = float(sum(each.geometry.length for each in leaves))
    count = sum(count_of(each.geometry.length, cell) for each in leaves)
    middle = np.mean([each.middle for each in leaves], axis=0)
    at = (float(middle[0]), float(middle[1]))
    return GateSurvey(name, width, len(leaves), count, count * cell, at, way)


def _way(plan: Plan, cells: Cells, to_gate: NDArray[np.float64], cell: float) -> float | None:
    """Return the way from the entries to the gate, m: the median over their cells."""
    if not plan.of("entry"):
        return None
    ways = to_gate[entry_cells(plan, cells, cell)]
    ways = ways[ways < UNREACHABLE / 2]
    return float(np.median(ways)) if ways.size else None


def _beyond(
    plan: Plan, cells: Cells, reached: NDArray[np.bool_], gate: GateSurvey, cell: float
) -> Iterator[Problem]:
    """Yield the largest piece of ground that no way over cells joins to the gate."""
    where = f"gate {quoted(gate.name)}" if gate.name else "gate"
    if not reached.any():
        words = f"no cell before it is walkable; cells are {cell} m wide"
        yield Problem(WARNING, where, gate.at, words)
        return
    pieces, count = ndimage.label(cells.walkable & ~reached)
    if not count:
        return
    sizes = np.bincount(pieces.ravel())[1:]
    largest = pieces == 1 + sizes.argmax()
    if sizes.max() * cell**2 < WORTH_TELLING:
        return
    words = (
        f"in the model {size(sizes.sum() * cell**2)} m² of ground cannot be reached from it, most "
        f"of it from here on: passages narrower than two cells ({size(2 * cell)} m) may be shut"
    )
    yield Problem(WARNING, where, _shut(plan, cells, reached, largest, cell), words)


def _shut(
    plan: Plan, cells: Cells, near: NDArray[np.bool_], far: NDArray[np.bool_], cell: float
) -> Point:
    """Return the narrow passage that is nearest to cells on both sides, or else to the far ones."""
    away = ndimage.distance_transform_edt(~near) + ndimage.distance_transform_edt(~far)
    passages = np.array([gap.at for gap in parts_of(plan.ground, 2 * cell).gaps[:MOST_PASSAGES]])
    if not passages.size:
        row, column = np.unravel_index(np.where(far, away, np.inf).argmin(), away.shape)
        passages = cells.frame.back(np.array([[cells.x[row, column], cells.y[row, column]]]))
    turned = cells.frame(passages)
    columns = np.rint((turned[:, 0] - cells.x[0, 0]) / cell).astype(int)
    rows = np.rint((turned[:, 1] - cells.y[0, 0]) / cell).astype(int)
    best = passages[away[rows, columns].argmin()]
    return float(best[0]), float(best[1])
