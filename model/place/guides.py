"""Guides: the way along the ground to any place of a drawn queue, around what stands there.

The column is cut into pieces some 2 m wide; each has a field of the walking distance to it. People
walk by the field of the piece in which their place lies, or which is nearest to it on foot, and
straight on once they are there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .floor_field import walking_distance

PIECE: Final = 2.0
"""Width of a piece of the column, m; more where there would be too many."""
MOST_PIECES: Final = 100
MOST_DISTANCES: Final = 40_000_000
"""Numbers that the fields of all pieces have together."""


def guides_of(
    walkable: NDArray[np.bool_], column: NDArray[np.bool_], cell: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return which piece of the column leads to each cell, and the distances to the pieces.

    Args:
        walkable: cells people can walk on, shape (rows, columns).
        column: cells of the waiting column, same shape.
        cell: side of a cell, m.

    Returns:
        Number of the piece that is nearest on foot, shape (cells,); walking distance to each piece,
        m, shape (pieces, cells).
    """
    return _known(walkable.tobytes(), column.tobytes(), walkable.shape[1], cell)


@lru_cache(maxsize=4)
def _known(
    ground: bytes, of_column: bytes, stride: int, cell: float
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the guides of a ground; many days are run on one, and nothing changes them."""
    walkable = np.frombuffer(ground, bool).reshape(-1, stride)
    column = np.frombuffer(of_column, bool).reshape(-1, stride)
    most, wide = min(MOST_PIECES, max(1, MOST_DISTANCES // walkable.size)), round(PIECE / cell)
    pieces = list(_pieces(column, wide))
    while len(pieces) > most and wide < max(column.shape):
        wide += 1
        pieces = list(_pieces(column, wide))
    fields = np.empty((len(pieces), walkable.size), np.float32)
    for number, piece in enumerate(pieces):
        fields[number] = np.maximum(walking_distance(walkable, piece, cell), 0.0).ravel()
    return fields.argmin(axis=0).astype(np.int64), fields


def _pieces(column: NDArray[np.bool_], wide: int) -> Iterator[NDArray[np.bool_]]:
    """Yield the parts of a column within each square of so many cells that hang together."""
    from scipy import ndimage  # for those who have a plan

    rows, columns = column.shape
    for row in range(0, rows, wide):
        for begin in range(0, columns, wide):
            square = (slice(row, row + wide), slice(begin, begin + wide))
            parts, count = ndimage.label(column[square])
            for part in range(1, count + 1):
                piece = np.zeros_like(column)
                piece[square] = parts == part
                yield piece
