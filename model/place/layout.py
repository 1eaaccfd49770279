"""The layouts: a strip or an open area drawn on cells, as their measures say.

x runs across, y away from the gate, which lies in the bottom row.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.quantity import Parameters, quantity

FloatArray = NDArray[np.float64]


class SiteParameters(Parameters):
    """The place where people wait."""

    layout: Literal["strip", "open_area"] = quantity(
        "strip", "-", "A fenced strip before the gate, or an open area", "assumed"
    )
    plan: str = quantity(
        "",
        "-",
        "A plan of one's own place instead of the layout: in a scenario file the name of a GeoJSON "
        "file beside it, of which the content is kept",
        "drawn by whoever knows the place",
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


class Drawing(NamedTuple):
    """The site as a drawing: one array of codes per cell, before distances are computed."""

    walkable: NDArray[np.int8]
    strip: NDArray[np.bool_]
    column: NDArray[np.bool_]
    gates: NDArray[np.int8]
    """Which gate a cell of the rim is, from 1; 0: none."""
    lane_end: NDArray[np.bool_]
    """Cells of the rim where the lane meets the checkpoint."""
    door: NDArray[np.bool_]
    """Cells in the door of the pen."""
    x: FloatArray
    y: FloatArray
    order: FloatArray
    """Order of the cells of the column, if it is not that of their distance to the gate."""
    entry: FloatArray
    """Share of a plan's entries that a cell has; 0 everywhere in a layout."""
    zones: NDArray[np.int64]
    """Bit k: the cell lies in zone k of a plan; 0 everywhere in a layout."""

    @property
    def gate_leaf(self) -> NDArray[np.bool_]:
        """Cells of the rim that are a gate."""
        return self.gates > 0


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
    gates = np.zeros(shape, np.int8)
    gate = min(cells(gate_width), strip)
    gates[0, middle - gate // 2 : middle - gate // 2 + gate] = 1
    lane_end = np.zeros(shape, bool)
    lane_end[0, 1 + width + fence : -1] = True
    row, col = np.indices(shape)
    x = (col - middle - 0.5 * (gate % 2) + 0.5) * site.cell
    y = (row - 0.5) * site.cell
    none, no_zone = np.zeros(shape), np.zeros(shape, np.int64)
    return Drawing(walkable, in_strip, column, gates, lane_end, door, x, y, none, none, no_zone)
