"""Occupancy: one person a cell, and how many neighbors of each cell are taken."""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import inlined


@inlined
def occupy(cells: Any, offsets: Any, cell: int, person: int) -> None:
    """Put a person on an empty cell."""
    cells.occupant[cell] = person
    for k in range(8):
        cells.neighbors[cell + offsets[k]] += 1


@inlined
def vacate(cells: Any, offsets: Any, cell: int) -> None:
    """Empty a cell."""
    cells.occupant[cell] = -1
    for k in range(8):
        cells.neighbors[cell + offsets[k]] -= 1


@inlined
def distance_between(x: Any, y: Any, cell: int, other: int) -> float:
    """Return the distance between two cells, m."""
    return math.hypot(x[cell] - x[other], y[cell] - y[other])
