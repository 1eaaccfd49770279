"""The site: walls, pedestrian strip, car lane, gate, waiting column and path, on square cells.

x runs across, y away from the gate. The road ends at the gate; before it a fenced strip, beside
that the car lane; farther out the column where people wait and the path on which newcomers walk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .floor_field import UNREACHABLE, walking_distance
from .gate_terms import GateTerms
from .guides import guides_of
from .layout import Drawing, SiteParameters, draw_ground
from .surroundings import (
    COMFORT_REACH,
    STEPS,
    TINY,
    around,
    counted_ahead,
    in_front,
    rows_within,
    walls_around,
)
from .way import Way, gains, way_to_leaf

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Place(NamedTuple):
    """The site as arrays over cells; cell = row * stride + column, with a rim of walls.

    Arrays over cells have shape (cells,), arrays over steps (cells, 8). Those over gates and cells,
    (gates cells,), have a field for each gate, one after the other.
    """

    ground: np.recarray
    """The cells themselves (GROUND), shape (cells,); of several gates the nearest counts."""
    approach: np.recarray
    """The same for those who go to each gate, shape (gates cells,); of one gate the ground."""
    stride: int
    """Cells in a row, the rim included."""
    cell: float
    """Side of a cell, m."""
    offsets: IntArray
    """Difference of cell index to the 8 neighbors, shape (8,)."""
    lengths: FloatArray
    """Length of a step to them, m, shape (8,)."""
    around: IntArray
    """Difference of cell index to all others with their center within 0.6 m, shape (n,)."""
    reach: int
    """Rows and columns that these span to either side."""
    walls: NDArray[np.uint16]
    """Which of those around each cell are walls, bit n the n-th of them, shape (cells,)."""
    counted: NDArray[np.uint16]
    """Which of those around the next cell count as ahead, by step, shape (gates cells, 8)."""
    in_front: IntArray
    """Difference of cell index to those in front within 1 m, by step taken, shape (8, n)."""
    gain: FloatArray
    """Distance to each gate gained by each step, m; BARRED where a wall is in the way."""
    side_gain: FloatArray
    """The same towards the gate along the car lane."""
    forward: FloatArray
    """Share weights cos^3 of contact force handed to each neighbor nearer to each gate, or 0."""
    nearer: NDArray[np.int8]
    """The steps that gain distance to each gate, -1 after the last, shape (gates cells, 9)."""
    ahead: IntArray
    """Neighbor nearest to each gate, -1 if none is nearer, (gates cells,); no door of a pen."""
    gate_cells: IntArray
    """Cells directly before the gates, one gate after the other."""
    gate_ends: IntArray
    """Where those of each gate begin among them, and where the last ones end."""
    lane_gate: int
    """Gate to which the car lane leads, at which families wait."""
    door_cells: IntArray
    """Cells in the door of the pen; none without a pen."""
    column: IntArray
    """Cells of the waiting column, by distance to the gate."""
    far_to_near: IntArray
    """All walkable cells, farthest from the gate first, from the nearest one of several."""
    rank: IntArray
    """Place of each cell in ``far_to_near``, shape (cells,)."""
    inward: IntArray
    """All walkable cells, farthest from each gate first, shape (gates, n)."""
    inward_rank: IntArray
    """Place of each cell in its row of these, shape (gates cells,)."""
    drop_off: IntArray
    """Cells where newcomers come onto the site."""
    drop_off_room: IntArray
    """Cells on which they may stand at first: no nearer to the gate than the nearest drop-off."""
    lane_entry: IntArray
    """Cells of the car lane where families come onto the site."""
    lane_room: IntArray
    """Cells of the lane on which they may stand at first."""
    guide: IntArray
    """Piece of a drawn queue that leads to each cell (``guides``), shape (cells,)."""
    guides: NDArray[np.float32]
    """Walking distance to each piece, m, shape (pieces, cells); no pieces in a layout."""
    half_disc: IntArray
    """Cells with their center within 2 m of the middle of the gate."""
    near_area: float
    """Walkable area within 2 m of the gate, m^2."""
    zones: IntArray
    """Zones in which each cell lies, bit by bit, shape (cells,)."""
    zone_area: FloatArray
    """Ground of each zone, m^2, shape (zones,)."""

    @property
    def x(self) -> FloatArray:
        """Centers of the cells, across, m."""
        return self.ground.x

    @property
    def y(self) -> FloatArray:
        """Centers of the cells, away from the gate, m."""
        return self.ground.y

    @property
    def walkable(self) -> NDArray[np.int8]:
        """0 wall, 1 open to all, 2 car lane."""
        return self.ground.walkable

    @property
    def to_gate(self) -> FloatArray:
        """Walking distance to the gate, m."""
        return self.ground.to_gate


GROUND: Final = np.dtype(
    [
        ("x", np.float64),  # center, across, m
        ("y", np.float64),  # center, away from the gate, m
        ("to_gate", np.float64),  # walking distance to the gate, m
        ("to_side", np.float64),  # walking distance to the gate along the car lane, m
        ("wall_beside", np.float64),  # share of walls among the 8 neighbors
        ("walkable", np.int64),  # 0 wall, 1 open to all, 2 car lane (families only)
        ("in_strip", np.int64),  # 1 inside the fenced strip
        ("is_gate", np.int64),  # 1 in the opening itself
        ("is_door", np.int64),  # 1 in the door of the pen
    ]
)
ENTRY_ROOM: Final = 2.0
"""How much farther than the farthest drop-off point those who come may stand at first, m."""
FINEST_SHARE: Final = 1000
"""In how many parts those who come are divided where entries have shares of their own."""
NEAR_GATE: Final = 2.0
"""Distance within which the density at the gate is measured, m."""


def _turned(ground: Drawing, quarter_turns: int) -> Drawing:
    return Drawing._make(np.ascontiguousarray(np.rot90(layer, quarter_turns)) for layer in ground)


def _ways_in(
    ground: Drawing, site: SiteParameters, to_gate: FloatArray, to_side: FloatArray
) -> dict[str, IntArray]:
    """Return where people come onto the site: on foot from the edge, families along the lane.

    Where no cell of theirs lies between the drop-off points, it is the nearest one. They may first
    stand wherever it is as far to the gate, so that nobody is nearer than they could have walked.
    """
    on_foot, in_lane = ground.walkable == 1, ground.walkable == 2
    edge = on_foot & (ground.x > ground.x[on_foot].max() - site.cell / 2)
    off = np.abs(ground.y - np.clip(ground.y, site.drop_off_near, site.drop_off_far))
    ways = {}
    for entry, room, border, inside, distance in (
        ("drop_off", "drop_off_room", edge, on_foot, to_gate),
        ("lane_entry", "lane_room", in_lane, in_lane, to_side),
    ):
        at_entry = border & (off <= off[border].min() + TINY)
        near, far = distance[at_entry].min(), distance[at_entry].max()
        as_far = (distance > near - TINY) & (distance < far + ENTRY_ROOM)
        ways[entry] = np.flatnonzero(at_entry)
        ways[room] = np.flatnonzero(inside & (at_entry | as_far))
    return ways


def _ways_in_as_drawn(
    ground: Drawing, cell: float, to_gate: FloatArray, to_side: FloatArray
) -> dict[str, IntArray]:
    """Return where people come onto a plan: on foot at its entries, families at the lane's far end.

    They may first stand within 2 m of there, no nearer to the gate than the nearest entry.
    """
    entries = np.flatnonzero(ground.entry)
    share = ground.entry.ravel()[entries].cumsum()
    alike = np.ptp(ground.entry.ravel()[entries]) < TINY * share[-1]
    draws = entries.size if alike else max(FINEST_SHARE, 4 * entries.size)
    drawn = np.searchsorted(share, (np.arange(draws) + 0.5) / draws * share[-1])
    away = walking_distance(ground.walkable == 1, ground.entry > 0, cell)
    near = (away < ENTRY_ROOM) & (to_gate > to_gate[ground.entry > 0].min() - TINY)
    reached = np.where(to_side < UNREACHABLE / 2, to_side, -1.0)
    return {
        "drop_off": entries[drawn],
        "drop_off_room": np.flatnonzero((ground.walkable == 1) & near),
        "lane_entry": np.flatnonzero((reached > 0) & (reached > reached.max() - cell)),
        "lane_room": np.flatnonzero((reached > 0) & (reached > reached.max() - ENTRY_ROOM)),
    }


def drawn_ground(site: SiteParameters, gate_width: float) -> Drawing:
    """Return the site as a drawing: that of its plan, or else of its layout.

    Raises:
        PlanError: no day can run on the plan.
    """
    if not site.plan:
        return draw_ground(site, gate_width)
    from .plan.drawn import drawing_of  # shapely is loaded for those who have a plan

    return drawing_of(site.plan, site.cell, site.column_width)


def gates_of(site: SiteParameters) -> tuple[GateTerms, ...]:
    """Return what is stated of each gate alone: of a layout's nothing.

    Raises:
        PlanError: no day can run on the plan.
    """
    if not site.plan:
        return (GateTerms(),)
    from .plan.drawn import gates_drawn

    return gates_drawn(site.plan, site.cell, site.column_width)


def gate_names(site: SiteParameters) -> tuple[str, ...]:
    """Return the names of the gates; one without a name has its number.

    Raises:
        PlanError: no day can run on the plan.
    """
    return tuple(gate.name or str(number) for number, gate in enumerate(gates_of(site), 1))


def zones_of(site: SiteParameters) -> tuple[str, ...]:
    """Return the names of the zones of a site: of a layout none.

    Raises:
        PlanError: no day can run on the plan.
    """
    if not site.plan:
        return ()
    from .plan.drawn import zone_names

    return zone_names(site.plan, site.cell, site.column_width)


def _cells(ground: Drawing, gate: NDArray[np.bool_], way: Way, to_side: FloatArray) -> np.recarray:
    """Return a drawing and the distances on it as one array over cells, as seen on a way."""
    walls = sum(
        np.roll((ground.walkable == 0) & ~ground.gate_leaf, (-dr, -dc), (0, 1)) for dr, dc in STEPS
    )
    cells = np.zeros(to_side.size, GROUND).view(np.recarray)
    layers = (
        ground.x, ground.y, way.distance, to_side, walls / 8.0,
        ground.walkable, ground.strip, gate, ground.door,
    )  # fmt: skip
    for name, layer in zip(GROUND.names or (), layers, strict=True):
        cells[name] = layer.ravel()
    return cells


def build_place(site: SiteParameters, gate_width: float) -> Place:
    """Build the arrays of a site.

    Args:
        site: the site's parameters.
        gate_width: width of the gate, m.

    Returns:
        The place, ready for the kernels.
    """
    ground = _turned(drawn_ground(site, gate_width), site.quarter_turns)
    stride = ground.walkable.shape[1]
    offsets = np.array([dr * stride + dc for dr, dc in STEPS], np.int64)
    leaves = [ground.gates == 1 + gate for gate in range(int(ground.gates.max()))]
    ways = [way_to_leaf(ground, leaf, site.cell, offsets) for leaf in leaves]
    every = way_to_leaf(ground, ground.gate_leaf, site.cell, offsets) if len(ways) > 1 else ways[0]
    to_gate = every.distance.reshape(ground.walkable.shape)
    to_side = walking_distance(ground.walkable == 2, ground.lane_end, site.cell)
    column = every.inward[::-1][ground.column.ravel()[every.inward[::-1]]]
    if site.plan:
        ways_in = _ways_in_as_drawn(ground, site.cell, to_gate, to_side)
    else:
        ways_in = _ways_in(ground, site, to_gate, to_side)
    guide, guides = _guides(ground, site)
    cells = _cells(ground, ground.gate_leaf, every, to_side)
    by_gate = [_cells(ground, *each, to_side) for each in zip(leaves, ways, strict=True)]
    near_cells, near = around(site.cell, stride), np.hypot(ground.x, ground.y).ravel() <= NEAR_GATE
    return Place(
        ground=cells,
        approach=cells if len(ways) == 1 else np.concatenate(by_gate).view(np.recarray),
        stride=stride,
        cell=site.cell,
        offsets=offsets,
        lengths=site.cell * np.hypot(*np.array(STEPS, dtype=float).T),
        around=near_cells,
        reach=rows_within(COMFORT_REACH, site.cell),
        walls=walls_around(cells.walkable, near_cells),
        counted=np.concatenate([counted_ahead(each, offsets, near_cells) for each in by_gate]),
        in_front=in_front(site.cell, stride),
        gain=np.concatenate([way.gain for way in ways]),
        side_gain=gains(to_side, ground.walkable == 2),
        forward=np.concatenate([way.forward for way in ways]),
        nearer=np.concatenate([way.nearer for way in ways]),
        ahead=np.concatenate([way.ahead for way in ways]),
        gate_cells=np.concatenate([way.before for way in ways]),
        gate_ends=np.cumsum([0, *(way.before.size for way in ways)]),
        lane_gate=_gate_of_lane(ground, leaves),
        door_cells=np.flatnonzero(ground.door),
        column=column[np.argsort(ground.order.ravel()[column], kind="stable")],
        far_to_near=every.inward,
        rank=every.rank,
        inward=np.stack([way.inward for way in ways]),
        inward_rank=np.concatenate([way.rank for way in ways]),
        **ways_in,
        guide=guide,
        guides=guides,
        half_disc=np.flatnonzero((every.distance < UNREACHABLE / 2) & near),
        near_area=float((every.distance <= NEAR_GATE).sum() * site.cell**2),
        zones=ground.zones.ravel(), zone_area=_areas_of_zones(ground.zones, site.cell),
    )  # fmt: skip


def _guides(ground: Drawing, site: SiteParameters) -> tuple[IntArray, NDArray[np.float32]]:
    """Return the ways along the ground of a plan to pieces of the queue; of a layout none."""
    if not site.plan:
        return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
    return guides_of(ground.walkable == 1, ground.column, site.cell)


def _gate_of_lane(ground: Drawing, leaves: Sequence[NDArray[np.bool_]]) -> int:
    """Return the gate that is nearest to where the lane ends."""
    if len(leaves) == 1 or not ground.lane_end.any():
        return 0
    from scipy import ndimage  # for those who have several gates

    away = [ndimage.distance_transform_edt(~leaf)[ground.lane_end].min() for leaf in leaves]
    return int(np.argmin(away))


def _areas_of_zones(zones: IntArray, cell: float) -> FloatArray:
    """Return the ground of each zone, m^2, given in which ones each cell lies."""
    number = int(zones.max(initial=0)).bit_length()
    return np.array([float((zones >> zone & 1).sum()) for zone in range(number)]) * cell**2
