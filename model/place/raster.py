"""The ground near the gate as a picture: what each cell is, by row and column."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .site import Place


class GroundRaster(NamedTuple):
    """The ground near the gate, a number per cell."""

    kinds: NDArray[np.uint8]
    """As ``Place.walkable`` has it, shape (cells across, cells along); first row: smallest x."""
    low: float
    """Smallest x of the picture, m."""
    high: float
    """Largest x of the picture, m."""
    reach: float
    """Largest distance from the gate, m."""
    gate: tuple[tuple[float, float], ...]
    """From where to where each leaf of the gate, of several of the first, reaches across, m."""


def ground_raster(place: Place, reach: float = math.inf) -> GroundRaster:
    """Return the ground up to a distance from the gate, with a cell of margin on both sides.

    Args:
        place: the site.
        reach: how far the picture reaches from the gate, m.
    """
    shown = (place.y > 0) & (place.y < reach)
    used = shown & (place.walkable > 0)
    half = place.cell / 2
    low = float(place.x[used].min() - half) - place.cell
    columns = round((float(place.x[used].max() + half) + place.cell - low) / place.cell)
    rows = round((float(place.y[used].max()) + half) / place.cell)
    kinds = np.zeros((columns, rows), np.uint8)
    across = np.rint((place.x[shown] - low - half) / place.cell).astype(int)
    along = np.rint((place.y[shown] - half) / place.cell).astype(int)
    inside = (across >= 0) & (across < columns) & (along >= 0) & (along < rows)
    kinds[across[inside], along[inside]] = place.walkable[shown][inside]
    gate = np.sort(place.x[place.gate_cells[: place.gate_ends[1]]])
    leaves = np.split(gate, np.flatnonzero(np.diff(gate) > 1.5 * place.cell) + 1)
    ends = tuple((float(leaf[0] - half), float(leaf[-1] + half)) for leaf in leaves)
    return GroundRaster(kinds, low, low + place.cell * columns, place.cell * rows, ends)
