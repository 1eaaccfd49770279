"""A plan as the drawing that a day runs on: its gates, queue, pen, entries, and a lane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage, sparse

from ..floor_field import UNREACHABLE, walking_distance
from ..gate_terms import GateTerms
from ..layout import Drawing
from .cells import Cells, cells_of, count_of, leaf_on
from .examination import examined
from .geojson import from_geojson
from .shapes import ERROR, LINE, Plan, PlanError, Problem, Shape, point, size
from .survey import Terms, entry_cells, queue_area

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
DOORSTEP: Final = 0.71
"""How far from its line the cells of a door lie, in cells: nobody steps over it, aslant either."""
LONGEST: Final = 500_000
"""Characters of a plan that a day runs on: it is stored with every run."""
NO_GROUND: Final = "no cell before it can be walked on; move it onto the edge of the ground"
NO_WAY: Final = (
    "no way over cells leads from the gates before it in the file to this one; let the ground join "
    "them, or leave it out"
)
NEEDED: Final = {
    "queue": "has no queue; draw a line of kind queue from the gate outwards where people with a "
    "number wait, or an area",
    "entry": "has no entry; draw a line or an area of kind entry where people come from",
}


@lru_cache(maxsize=16)
def drawing_of(content: str, cell: float, column_width: float) -> Drawing:
    """Return a plan on cells, the middle of its first gate at x = y = 0, its ground at y > 0 there.

    Args:
        content: what the file of the plan holds.
        cell: side of a cell, m.
        column_width: of the column along a queue's line that states none, m.

    Raises:
        PlanError: no day can run on it; says which shape is at fault, and what would mend it.
    """
    plan = _usable(content, Terms(cell, column_width, 1.0))
    first, *others = plan.gates.values()
    united = [shapely.union_all([each.geometry for each in plan.of(kind)])
              for kind in ("lane", "barrier")]  # fmt: skip
    for_families = shapely.difference(*united)
    cells = cells_of(first, shapely.union(plan.ground, for_families), cell)
    lane = cells.walkable & cells.within(for_families)
    on_foot = cells.walkable & ~lane
    gates = cells.gate_leaf.astype(np.int8)
    for number, leaves in enumerate(others, 2):
        for leaf in leaves:
            gates[leaf_on(leaf, cells, on_foot, cell) & (gates == 0)] = number
    for number, leaves in enumerate(plan.gates.values(), 1):
        reached = walking_distance(on_foot, gates == number, cell) < UNREACHABLE / 2
        if not (on_foot & reached).any():
            raise PlanError(f"{leaves[0].label}: {NO_WAY if number > 1 else NO_GROUND}")
        on_foot &= reached
    to_gate = walking_distance(on_foot, gates > 0, cell)
    lane_end = _end_at_gate(plan.of("lane"), lane, gates > 0)
    lane &= ~lane_end
    cells = cells._replace(walkable=on_foot, gate_leaf=gates > 0)
    order = _order(plan, cells, to_gate, cell, column_width)
    column = np.isfinite(order)
    door = _door(plan, cells, column, cell)
    walkable = np.where(on_foot, 1, np.where(lane, 2, 0)).astype(np.int8)
    none = np.zeros(walkable.shape, bool)
    drawing = Drawing(
        walkable, none, column, gates, lane_end, door, cells.x, cells.y,
        np.where(column, order, 0.0), _entries(plan, cells, cell),
        _zones(plan, cells, walkable > 0),
    )  # fmt: skip
    for layer in drawing:
        layer.setflags(write=False)
    return drawing


@lru_cache(maxsize=16)
def gates_drawn(content: str, cell: float, column_width: float) -> tuple[GateTerms, ...]:
    """Return what a plan says of each gate, in the order of the file; arguments as above."""
    plan, gates = _usable(content, Terms(cell, column_width, 1.0)), []
    drawing = drawing_of(content, cell, column_width)
    for number, (name, leaves) in enumerate(plan.gates.items(), 1):
        width = (drawing.gates == 1).sum() * cell
        if number > 1:
            width = sum(count_of(each.geometry.length, cell) for each in leaves) * cell
        stated: dict[str, Any] = {}
        for leaf in leaves:
            stated |= {
                key: value for key, value in leaf.terms._asdict().items() if value not in (None, "")
            }
        gates.append(GateTerms(**stated | {"name": name, "width": float(width)}))
    return tuple(gates)


def zone_names(content: str, cell: float, column_width: float) -> tuple[str, ...]:
    """Return the names of a plan's zones, in the order of the file; arguments as above."""
    return tuple(_usable(content, Terms(cell, column_width, 1.0)).zones)


def _usable(content: str, terms: Terms) -> Plan:
    """Return the plan that a text holds, if a day can run on it.

    Raises:
        PlanError: none can.
    """
    if len(content) > LONGEST:
        raise PlanError(
            f"is longer than {LONGEST} characters; simplify its outlines (in QGIS: Simplify, "
            "0.05 m)"
        )
    found = examined(from_geojson(content), terms)
    errors = [each for each in found.problems if each.severity == ERROR]
    if found.plan and not errors:
        errors = [Problem(ERROR, "", None, words)
                  for kind, words in NEEDED.items() if not found.plan.of(kind)]  # fmt: skip
    if errors or not found.plan:
        more = f" (and {len(errors) - 1} more: see gatecrush plan)" if len(errors) > 1 else ""
        raise PlanError(str(errors[0]).removeprefix(f"{ERROR}: ") + more)
    return found.plan


def _end_at_gate(lanes: Sequence[Shape], lane: BoolArray, leaf: BoolArray) -> BoolArray:
    """Return the cells of the lane that are nearest to the gate: behind them is the checkpoint.

    Raises:
        PlanError: no cell of the lane remains beside them.
    """
    if not lanes:
        return np.zeros_like(lane)
    away = ndimage.distance_transform_edt(~leaf)
    end = lane & (away <= away[lane].min(initial=np.inf) + 1.0)
    if not (lane & ~end).any():
        raise PlanError(f"{lanes[0].label}: is too small; nobody finds room in it")
    return np.asarray(end)


def _door(plan: Plan, cells: Cells, column: BoolArray, cell: float) -> BoolArray:
    """Return the cells in the doors of a pen, beyond which the column lies.

    Raises:
        PlanError: a door is no passage, or the doors shut nobody out.
    """
    door = np.zeros_like(column)
    for each in plan.of("pen_door"):
        step = shapely.buffer(each.geometry, DOORSTEP * cell, cap_style="flat")
        here = cells.walkable & cells.within(step)
        if not here.any():
            words = "no cell of it can be walked on; draw it across a wider gap"
            raise PlanError(f"{each.label} at {point(each.middle)}: {words}")
        door |= here
    inside = walking_distance(cells.walkable & ~door, cells.gate_leaf, cell) < UNREACHABLE / 2
    if door.any() and (column & (inside | door)).any():
        words = (
            "people come from the queue to the gate without it; draw barriers from its ends "
            "to the edge of the ground, and the queue outside of them"
        )
        first = plan.of("pen_door")[0]
        raise PlanError(f"{first.label} at {point(first.middle)}: {words}")
    return door


def _order(
    plan: Plan, cells: Cells, to_gate: FloatArray, cell: float, column_width: float
) -> FloatArray:
    """Return in which order the cells of the queue are taken, infinite for all others.

    Along a line it is the distance along it, in an area that to the gate; of several shapes the one
    that comes first in the file is filled first.

    Raises:
        PlanError: nobody finds a place.
    """
    order, begin = np.full(to_gate.shape, np.inf), 0.0
    for each in plan.of("queue"):
        only = plan._replace(shapes=(each,))
        inside = cells.walkable & cells.within(queue_area(only, column_width))
        if not inside.any():
            raise PlanError(f"{each.label}: no cell of it can be walked on; make it wider")
        if each.geometry.geom_type == LINE:
            along = _along(cells.frame(shapely.get_coordinates(each.geometry)), inside, cells, cell)
        else:
            along = np.where(inside, to_gate, np.inf)
        order = np.minimum(order, begin + along)
        begin = float(order[np.isfinite(order)].max()) + cell
    return order


def _along(points: FloatArray, inside: BoolArray, cells: Cells, cell: float) -> FloatArray:
    """Return how far along a line cells lie: as the cell of the line that is nearest on foot.

    Args:
        points: of the line, as the model counts, m.
        inside: cells of the column along it.
        cells: the plan.
        cell: side of a cell, m.
    """
    line = shapely.LineString(points)
    at = np.arange(0.0, line.length + cell / 8, cell / 4)
    x, y = shapely.get_coordinates(line.interpolate(np.minimum(at, line.length))).T
    row = np.rint((y - cells.y[0, 0]) / cell).astype(int).clip(0, inside.shape[0] - 1)
    column = np.rint((x - cells.x[0, 0]) / cell).astype(int).clip(0, inside.shape[1] - 1)
    off, (row_of, column_of) = ndimage.distance_transform_edt(~inside, return_indices=True)
    near = off[row, column] <= 2.0
    at, row, column = at[near], row[near], column[near]
    number = np.full(inside.shape, -1)
    number[inside] = np.arange(inside.sum())
    first, where = np.unique(number[row_of[row, column], column_of[row, column]], return_index=True)
    _, _, nearest = sparse.csgraph.dijkstra(
        _steps(number), directed=False, indices=first, min_only=True, return_predecessors=True
    )
    known = np.full(number.max() + 1, np.inf)
    known[first] = at[where]
    along = np.full(inside.shape, np.inf)
    along[inside] = np.where(nearest >= 0, known[nearest], np.inf)
    return along


def _steps(number: NDArray[np.int64]) -> sparse.coo_array:
    """Return the length in cells of each step between numbered cells; corners are not cut."""
    begins, ends, lengths = [], [], []
    here, right = (slice(None, -1), slice(None, -1)), (slice(None, -1), slice(1, None))
    below, aslant = (slice(1, None), slice(None, -1)), (slice(1, None), slice(1, None))
    everywhere = (number >= 0).astype(int)
    all_four = np.add.reduce([everywhere[part] for part in (here, right, below, aslant)]) == 4
    for begin, end, length in (
        (here, right, 1.0), (here, below, 1.0), (here, aslant, 2**0.5), (right, below, 2**0.5)
    ):  # fmt: skip
        joined = all_four if length > 1 else (number[begin] >= 0) & (number[end] >= 0)
        begins.append(number[begin][joined])
        ends.append(number[end][joined])
        lengths.append(np.full(joined.sum(), length))
    every = number.max() + 1
    pairs = (np.concatenate(begins), np.concatenate(ends))
    return sparse.coo_array((np.concatenate(lengths), pairs), shape=(every, every))


def _entries(plan: Plan, cells: Cells, cell: float) -> FloatArray:
    """Return the share of those who come on foot that comes at each cell.

    Raises:
        PlanError: no way leads from an entry to the gate over cells.
    """
    shares = np.zeros(cells.walkable.shape)
    for each in plan.of("entry"):
        here = entry_cells(plan._replace(shapes=(each,)), cells, cell)
        if not here.any():
            words = (
                "no way over cells leads from here to the gate: passages narrower than two cells "
                f"({size(2 * cell)} m) may be shut"
            )
            raise PlanError(f"{each.label}: {words}")
        shares[here] += each.share / here.sum()
    return shares / shares.sum()


def _zones(plan: Plan, cells: Cells, ground: BoolArray) -> NDArray[np.int64]:
    """Return in which zones each cell lies, bit by bit, in the order of the file.

    Args:
        plan: with the zones.
        cells: the plan.
        ground: cells on which anybody can walk.

    Raises:
        PlanError: no cell lies in one.
    """
    zones = np.zeros(ground.shape, np.int64)
    for number, parts in enumerate(plan.zones.values()):
        within = ground & cells.within(shapely.union_all([part.geometry for part in parts]))
        if not within.any():
            words = "no cell of it can be walked on; make it larger, or leave it out"
            raise PlanError(f"{parts[0].label} at {point(parts[0].middle)}: {words}")
        zones[within] |= 1 << number
    return zones
