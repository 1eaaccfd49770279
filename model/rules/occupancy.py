"""Occupancy: one person a cell, and how many neighbors of each cell are taken."""

from __future__ import annotations

import math
from typing import Any, Final

from gatecrush.agents.compiled import index, inlined

from ..situation import Situation
from .standstill import loosen_around

LAST_BIT: Final = 1e-9
"""Allowance for rounding: distances on a lattice often equal a reach exactly (m^2, or cells)."""


@inlined
def occupy(s: Situation, cell: int, person: int) -> None:
    """Put a person on an empty cell; those beside it may now stand too tightly.

    Changes: cells.occupant, cells.neighbors.
    """
    s.cells.occupant[cell] = person
    for k in range(8):
        s.cells.neighbors[index(cell + s.place.offsets[k])] += 1
    loosen_around(s, cell, s.place.reach)


@inlined
def vacate(s: Situation, cell: int) -> None:
    """Empty a cell; those within three cells may find a step now.

    Changes: cells.occupant, cells.neighbors.
    """
    s.cells.occupant[cell] = -1
    for k in range(8):
        s.cells.neighbors[index(cell + s.place.offsets[k])] -= 1
    loosen_around(s, cell, max(3, s.place.reach + 1))


@inlined
def distance_between(x: Any, y: Any, cell: int, other: int) -> float:
    """Return the distance between two cells, m."""
    across, along = x[cell] - x[other], y[cell] - y[other]
    return math.sqrt(across * across + along * along)


@inlined
def is_within(x: Any, y: Any, cell: int, other: int, reach: float) -> bool:
    """Tell whether two cells are at most ``reach`` apart, m, whatever the last bit says."""
    across, along = x[cell] - x[other], y[cell] - y[other]
    return bool(across * across + along * along <= reach * reach + LAST_BIT)


@inlined
def is_near_on_foot(place: Any, cell: int, home: int, reach: float) -> bool:
    """Tell whether a cell is about as near on foot as straight to a place in a drawn queue.

    What counts is the distance to the piece of the queue in which the place lies; in a layout
    nothing stands between places that are near each other.
    """
    if place.guides.shape[0] == 0:
        return True
    piece = place.guide[home]
    return bool(place.guides[piece, cell] <= place.guides[piece, home] + reach)


@inlined
def half_width(reach: float, cell: float, rows: int) -> int:
    """Return how many cells to either side lie within ``reach``, m, so many rows away; -1: none."""
    square = (reach * reach + LAST_BIT) / (cell * cell) - rows * rows
    return int(math.sqrt(square)) if square >= 0.0 else -1


@inlined
def cells_in(reach: float, cell: float) -> int:
    """Return how many whole cells lie in ``reach``, m."""
    return int(reach / cell + LAST_BIT)
