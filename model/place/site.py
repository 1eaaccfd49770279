"""The site: walls, pedestrian strip, car lane, gate, waiting column and path, on square cells.

x runs across, y away from the gate. The road ends at the gate; before it a fenced strip, beside
that the car lane; farther out the column where people wait and the path on which newcomers walk.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.quantity import Parameters, quantity

from .floor_field import UNREACHABLE, walking_distance
from .surroundings import COMFORT_REACH, STEPS, TINY, around, in_front, rows_within

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class SiteParameters(Parameters):
    """The place where people wait."""

    layout: Literal["strip", "open_area"] = quantity(
        "strip", "-", "A fenced strip before the gate, or an open area", "assumed"
    )
    cell: float = quantity(
        0.35,
        "m",
        "Side of a cell: one person a cell",
        "Adrian 2020: 8 people per m^2",
        low=0.3,
        high=0.6,
    )
    length: float = quantity(
        140.0, "m", "How far the site reaches from the gate", "assumed", low=30, high=1000
    )
    strip_width: float = quantity(
        4.0, "m", "Width of the pedestrian strip", "assumed, 1.2-12", low=1.2, high=40
    )
    strip_length: float = quantity(
        12.0, "m", "Length of the pedestrian strip", "assumed", low=2, high=200
    )
    pen_length: float = quantity(
        0.0,
        "m",
        "Length of the pen before the gate: a barrier across the strip, with a door for who is "
        "called (0: none)",
        "assumed",
        low=0,
        high=200,
    )
    pen_door: float = quantity(
        1.0, "m", "Width of the door of the pen", "assumed", low=0.4, high=40
    )
    column_width: float = quantity(
        4.8, "m", "Width of the column where people wait", "assumed", low=0.8, high=40
    )
    path_width: float = quantity(
        3.2, "m", "Width of the path on which newcomers walk", "assumed", low=0.8, high=40
    )
    lane_width: float = quantity(3.2, "m", "Width of the car lane", "assumed", low=0.8, high=40)
    open_width: float = quantity(
        24.0, "m", "Width of the area without a strip", "assumed", low=4, high=200
    )
    drop_off_near: float = quantity(
        25.0, "m", "Nearest drop-off point", "assumed", low=5, high=1000
    )
    drop_off_far: float = quantity(
        60.0, "m", "Farthest drop-off point", "assumed", low=5, high=1000
    )
    quarter_turns: int = quantity(
        0,
        "-",
        "Quarter turns of the whole scene (nothing may depend on it)",
        "RiMEA",
        low=0,
        high=3,
    )


class Place(NamedTuple):
    """The site as arrays over cells; cell = row * stride + column, with a rim of walls.

    Arrays over cells have shape (cells,), arrays over steps (cells, 8).
    """

    ground: np.recarray
    """The cells themselves (GROUND), shape (cells,)."""
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
    in_front: IntArray
    """Difference of cell index to those in front within 1 m, by step taken, shape (8, n)."""
    gain: FloatArray
    """Distance to the gate gained by each step, m; BARRED where a wall is in the way."""
    side_gain: FloatArray
    """The same towards the gate along the car lane."""
    forward: FloatArray
    """Share weights cos^3 of contact force handed to each nearer neighbor; 0 for others."""
    nearer: NDArray[np.int8]
    """The steps that gain distance to the gate, -1 after the last of them, shape (cells, 9)."""
    ahead: IntArray
    """Neighbor nearest to the gate, -1 if none is nearer, shape (cells,); no door of a pen."""
    gate_cells: IntArray
    """Cells directly before the gate."""
    door_cells: IntArray
    """Cells in the door of the pen; none without a pen."""
    column: IntArray
    """Cells of the waiting column, by distance to the gate."""
    far_to_near: IntArray
    """All walkable cells, farthest from the gate first."""
    rank: IntArray
    """Place of each cell in ``far_to_near``, shape (cells,)."""
    drop_off: IntArray
    """Cells where newcomers come onto the site."""
    drop_off_room: IntArray
    """Cells on which they may stand at first: no nearer to the gate than the nearest drop-off."""
    lane_entry: IntArray
    """Cells of the car lane where families come onto the site."""
    lane_room: IntArray
    """Cells of the lane on which they may stand at first."""
    half_disc: IntArray
    """Cells with their center within 2 m of the middle of the gate."""
    near_area: float
    """Walkable area within 2 m of the gate, m^2."""

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
BARRED: Final = -1e9
"""Gain of a step that a wall forbids, m."""
ENTRY_ROOM: Final = 2.0
"""How much farther than the farthest drop-off point those who come may stand at first, m."""
NEAR_GATE: Final = 2.0
"""Distance within which the density at the gate is measured, m."""


class Drawing(NamedTuple):
    """The site as a drawing: one array of codes per cell, before distances are computed."""

    walkable: NDArray[np.int8]
    strip: NDArray[np.bool_]
    column: NDArray[np.bool_]
    gate_leaf: NDArray[np.bool_]
    """Cells of the rim that are the gate."""
    lane_end: NDArray[np.bool_]
    """Cells of the rim where the lane meets the checkpoint."""
    door: NDArray[np.bool_]
    """Cells in the door of the pen."""
    x: FloatArray
    y: FloatArray


def draw_ground(site: SiteParameters, gate_width: float) -> Drawing:
    """Draw walls, strip, lane, column and gate on cells, gate at the bottom row.

    Args:
        site: the site's parameters.
        gate_width: width of the gate, m.

    Returns:
        The drawing, shape (rows + 2, columns + 2) each.
    """
    cells = lambda length: max(1, round(length / site.cell))  # noqa: E731
    is_open = site.layout == "open_area"
    strip = cells(site.open_width if is_open else site.strip_width)
    width = max(strip, cells(site.column_width) + cells(site.path_width))
    rows, fence, lane = cells(site.length), 1, cells(site.lane_width)
    shape = (rows + 2, width + fence + lane + 2)
    walkable = np.zeros(shape, np.int8)
    walkable[1:-1, 1 : 1 + width] = 1
    walkable[1:-1, 1 + width + fence : -1] = 2
    # However long the strip is, a row remains before it where people wait and come from.
    middle, mouth = 1 + width // 2, 1 + min(cells(site.strip_length), rows - 1)
    left = middle - strip // 2
    in_strip = np.zeros(shape, bool)
    if not is_open:
        walkable[1:mouth, 1:left] = 0
        walkable[1:mouth, left + strip : 1 + width] = 0
        in_strip[1:mouth, left : left + strip] = True
    door = np.zeros(shape, bool)
    if site.pen_length > 0:
        barrier, wide = 1 + cells(site.pen_length), min(cells(site.pen_door), strip)
        beside = left + (strip - wide) // 2
        walkable[barrier, left : left + strip] = 0
        walkable[barrier, beside : beside + wide] = 1
        door[barrier, beside : beside + wide] = True
    column = np.zeros(shape, bool)
    first = middle - (cells(site.column_width) + cells(site.path_width)) // 2
    column[mouth:-1, first : first + cells(site.column_width)] = True
    gate_leaf = np.zeros(shape, bool)
    gate = min(cells(gate_width), strip)
    gate_leaf[0, middle - gate // 2 : middle - gate // 2 + gate] = True
    lane_end = np.zeros(shape, bool)
    lane_end[0, 1 + width + fence : -1] = True
    row, col = np.indices(shape)
    x = (col - middle - 0.5 * (gate % 2) + 0.5) * site.cell
    y = (row - 0.5) * site.cell
    return Drawing(walkable, in_strip, column, gate_leaf, lane_end, door, x, y)


def _turned(ground: Drawing, quarter_turns: int) -> Drawing:
    return Drawing._make(np.ascontiguousarray(np.rot90(layer, quarter_turns)) for layer in ground)


def _gains(distance: FloatArray, allowed: NDArray[np.bool_]) -> FloatArray:
    """Return the distance gained by each step, shape (cells, 8); corners are not cut."""
    rows, columns = distance.shape
    gains = np.full((rows, columns, 8), BARRED)
    for k, (dr, dc) in enumerate(STEPS):
        here = (slice(1, -1), slice(1, -1))
        there = (slice(1 + dr, rows - 1 + dr), slice(1 + dc, columns - 1 + dc))
        beside = (slice(1 + dr, rows - 1 + dr), slice(1, -1))
        across = (slice(1, -1), slice(1 + dc, columns - 1 + dc))
        free = allowed[here] & allowed[there] & allowed[beside] & allowed[across]
        gains[..., k][here] = np.where(free, distance[here] - distance[there], BARRED)
    return gains.reshape(-1, 8)


def _force_shares(gain: FloatArray, lengths: FloatArray) -> FloatArray:
    """Return cos^3 of the angle between each nearer step and the direction to the gate."""
    steps = np.array(STEPS, dtype=float)
    unit = steps / np.linalg.norm(steps, axis=1, keepdims=True)
    slope = np.where(gain > 0, gain / lengths, 0.0)
    direction = slope @ unit
    norm = np.linalg.norm(direction, axis=1, keepdims=True)
    direction = np.divide(direction, norm, out=np.zeros_like(direction), where=norm > 0)
    cosine = np.clip(direction @ unit.T, 0.0, 1.0)
    return np.where(gain > 1e-9, cosine**3, 0.0)


def _steps_that_gain(gain: FloatArray) -> NDArray[np.int8]:
    """Return the steps that gain distance, in their order, -1 behind them, shape (cells, 9)."""
    gains = gain > 0.0
    steps = np.full((len(gain), 9), -1, np.int8)
    cell, step = np.nonzero(gains)
    steps[cell, gains.cumsum(axis=1)[cell, step] - 1] = step
    return steps


def steps_into_door(
    is_door: NDArray[np.bool_], to_gate: FloatArray, offsets: IntArray
) -> NDArray[np.bool_]:
    """Return which steps enter the door of a pen, shape (cells, 8).

    Args:
        is_door: cells in the door, shape (cells,).
        to_gate: walking distance to the gate, m, same shape.
        offsets: difference of cell index to the 8 neighbors.
    """
    there = np.clip(np.arange(is_door.size)[:, None] + offsets, 0, is_door.size - 1)
    return is_door[there] & ~is_door[:, None] & (to_gate[there] < to_gate[:, None])


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


def build_place(site: SiteParameters, gate_width: float) -> Place:
    """Build the arrays of a site.

    Args:
        site: the site's parameters.
        gate_width: width of the gate, m.

    Returns:
        The place, ready for the kernels.
    """
    ground = _turned(draw_ground(site, gate_width), site.quarter_turns)
    allowed, lane = ground.walkable == 1, ground.walkable == 2
    to_gate = walking_distance(allowed, ground.gate_leaf, site.cell)
    to_side = walking_distance(lane, ground.lane_end, site.cell)
    lengths = site.cell * np.hypot(*np.array(STEPS, dtype=float).T)
    gain = _gains(to_gate, allowed)
    flat = to_gate.ravel()
    walls = sum(
        np.roll((ground.walkable == 0) & ~ground.gate_leaf, (-dr, -dc), (0, 1)) for dr, dc in STEPS
    )
    order = np.lexsort((np.arange(flat.size), flat))
    reachable = flat < UNREACHABLE / 2
    by_distance = order[reachable[order]]
    offsets = np.array([dr * ground.walkable.shape[1] + dc for dr, dc in STEPS], np.int64)
    # The push goes to the door of a pen as to a wall: staff hold it shut but for who is called.
    shut = np.where(steps_into_door(ground.door.ravel(), flat, offsets), BARRED, gain)
    rank = np.zeros(flat.size, np.int64)
    rank[by_distance[::-1]] = np.arange(by_distance.size)
    cells = np.zeros(flat.size, GROUND).view(np.recarray)
    layers = (
        ground.x, ground.y, to_gate, to_side, walls / 8.0,
        ground.walkable, ground.strip, ground.gate_leaf, ground.door,
    )  # fmt: skip
    for name, layer in zip(GROUND.names or (), layers, strict=True):
        cells[name] = layer.ravel()
    return Place(
        ground=cells,
        stride=ground.walkable.shape[1],
        cell=site.cell,
        offsets=offsets,
        lengths=lengths,
        around=around(site.cell, ground.walkable.shape[1]),
        reach=rows_within(COMFORT_REACH, site.cell),
        in_front=in_front(site.cell, ground.walkable.shape[1]),
        gain=gain,
        side_gain=_gains(to_side, lane),
        forward=_force_shares(shut, lengths),
        nearer=_steps_that_gain(shut),
        ahead=np.where(
            shut.max(axis=1) > 0, np.arange(flat.size) + offsets[shut.argmax(axis=1)], -1
        ),
        gate_cells=np.flatnonzero(reachable & (flat < 0.75 * site.cell)),
        door_cells=np.flatnonzero(ground.door),
        column=by_distance[ground.column.ravel()[by_distance]],
        far_to_near=by_distance[::-1].copy(),
        rank=rank,
        **_ways_in(ground, site, to_gate, to_side),
        half_disc=np.flatnonzero(reachable & (np.hypot(ground.x, ground.y).ravel() <= NEAR_GATE)),
        near_area=float((flat <= NEAR_GATE).sum() * site.cell**2),
    )
