"""Surroundings of a cell: which cells lie around it, and which in front of who steps from it."""

from __future__ import annotations

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
