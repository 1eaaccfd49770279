"""Surroundings of a cell: which cells lie around it, and which in front of who steps from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
COMFORT_REACH: Final = 0.6
"""Radius of the ground around a person on which they feel how tightly they stand, m."""
FRONT: Final = 1.0
"""Radius of the ground in front of a walker on which others slow them, m."""
TINY: Final = 1e-9
"""Allowance for rounding, m."""
STEPS: Final = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1))
"""The 8 steps as (row, column); straight ones first."""


def rows_within(reach: float, cell: float) -> int:
    """Return how many rows of cells lie within a reach, m, to either side."""
    return int(reach / cell + TINY)


def around(cell: float, stride: int) -> IntArray:
    """Return the differences of cell index to all others within the reach of comfort."""
    reach = rows_within(COMFORT_REACH, cell)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    near = (np.hypot(rows, columns) * cell <= COMFORT_REACH + TINY) & ((rows != 0) | (columns != 0))
    return (rows[near] * stride + columns[near]).astype(np.int64)


def walls_around(walkable: IntArray, around: IntArray) -> NDArray[np.uint16]:
    """Return which of the cells around each are walls, bit n the n-th of them, shape (cells,).

    Args:
        walkable: 0 on walls, and on the gate, shape (cells,).
        around: differences of cell index to those around; what lies beyond the rim is wall.
    """
    walls = np.zeros(walkable.size, np.uint16)
    for n, other in enumerate(_cells_at(walkable.size, around)):
        walls |= ((other < 0) | (walkable[other] == 0)).astype(np.uint16) << n
    return walls


def counted_ahead(ground: np.recarray, offsets: IntArray, around: IntArray) -> NDArray[np.uint16]:
    """Return which cells around the next one count as ahead for each step, shape (cells, 8).

    Those that are no farther from the gate than where one stands, but for that cell itself, and all
    walls but the gate; bit n is the n-th cell around the next one.

    Args:
        ground: the cells as those see them who go to the gate.
        offsets: differences of cell index to the 8 neighbors.
        around: differences of cell index to those around.
    """
    here = np.arange(ground.size)
    counted = np.zeros((ground.size, offsets.size), np.uint16)
    for k, offset in enumerate(offsets):
        for n, other in enumerate(_cells_at(ground.size, around + offset)):
            is_wall = (ground.walkable[other] == 0) & (ground.is_gate[other] == 0)
            is_ahead = ground.to_gate[other] <= ground.to_gate + TINY
            counts = np.where(ground.walkable[other] == 0, is_wall, is_ahead)
            counts &= (other >= 0) & (other != here)
            counted[:, k] |= counts.astype(np.uint16) << n
    return counted


def _cells_at(size: int, differences: IntArray) -> Iterator[IntArray]:
    """Return, for each difference of index, the cell there from each cell; -1 beyond the rim."""
    for difference in differences:
        there = np.arange(size) + difference
        yield np.where((there >= 0) & (there < size), there, -1)


def in_front(cell: float, stride: int) -> IntArray:
    """Return, for each step, the differences of cell index to those in the half disc ahead of it.

    The cells beside a walker, on the rim of the half disc, do not count.
    """
    reach = rows_within(FRONT, cell)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    near = np.hypot(rows, columns) * cell <= FRONT + TINY
    ahead = [near & (row * rows + column * columns > 0) for row, column in STEPS]
    most = max(int(part.sum()) for part in ahead)
    found = np.zeros((8, most), np.int64)
    for k, part in enumerate(ahead):
        cells = rows[part] * stride + columns[part]
        found[k, : cells.size] = cells
    return found
