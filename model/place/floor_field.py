"""Floor fields: walking distance to a set of cells by fast marching, one metric everywhere.

|grad S| = 1 on the walkable area with S = 0 on the edge of the source cells (eikonal equation).
"""

from __future__ import annotations

import numpy as np
import skfmm
from numpy.typing import NDArray

UNREACHABLE = 1e9
"""Distance of a cell from which no way leads to the source, m."""


def walking_distance(
    walkable: NDArray[np.bool_], source: NDArray[np.bool_], cell: float
) -> NDArray[np.float64]:
    """Return the walking distance from every cell center to the edge of the source cells.

    Args:
        walkable: cells people can walk on, shape (rows, columns); the source need not be walkable.
        source: cells from which the distance counts, same shape.
        cell: side of a cell, m.

    Returns:
        Distance, m; UNREACHABLE on walls and where no way leads to the source.

    Source: Sethian 1996 (fast marching); Kirchner & Schadschneider 2002 (static floor field).
    """
    if not (_beside(source) & walkable & ~source).any():  # no front can march from here
        return np.where(walkable & source, 0.0, UNREACHABLE)
    front = np.where(source, -1.0, 1.0)
    field = np.ma.MaskedArray(front, mask=~(walkable | source))
    distance = skfmm.distance(field, dx=cell, order=1)
    filled = np.ma.filled(distance, UNREACHABLE)
    filled[~walkable] = UNREACHABLE
    return np.asarray(filled, dtype=np.float64)


def _beside(source: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the cells that share a side with one of some cells; scipy's would load much more."""
    beside = np.zeros_like(source)
    beside[1:] |= source[:-1]
    beside[:-1] |= source[1:]
    beside[:, 1:] |= source[:, :-1]
    beside[:, :-1] |= source[:, 1:]
    return beside
