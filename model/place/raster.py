"""The ground near the gate as a picture: what each cell is, by row and column."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .site import Place

GATE_CELL: Final = 3
"""Code of a cell in a further gate that looks another way than the first."""
Spans = tuple[tuple[float, float], ...]


class GroundRaster(NamedTuple):
    """The ground near the gate, a number per cell."""

    kinds: NDArray[np.uint8]
    """As ``Place.walkable`` has it, or GATE_CELL; first row: smallest x.

    Shape (cells across, cells along).
    """
    low: float
    """Smallest x of the picture, m."""
    high: float
    """Largest x of the picture, m."""
    reach: float
    """Largest distance from the gate, m."""
    gate: Spans
    """From where to where each leaf of the gate, of several of the first, reaches across, m."""
    further_gates: Spans
    """The same for further gates in its line."""


def ground_raster(place: Place, reach: float = math.inf) -> GroundRaster:
    """Return the ground up to a distance from the gate, with a cell of margin on both sides.

    Args:
        place: the site.
        reach: how far the picture reaches from the gate, m.
    """
    shown = (place.y > 0) & (place.y < reach)
    codes = np.where(place.ground.is_gate == 1, GATE_CELL, place.walkable)
    used = shown & (codes > 0)
    half = place.cell / 2
    low = float(place.x[used].min() - half) - place.cell
    columns = round((float(place.x[used].max() + half) + place.cell - low) / place.cell)
    rows = round((float(place.y[used].max()) + half) / place.cell)
    kinds = np.zeros((columns, rows), np.uint8)
    across = np.rint((place.x[shown] - low - half) / place.cell).astype(int)
    along = np.rint((place.y[shown] - half) / place.cell).astype(int)
    inside = (across >= 0) & (across < columns) & (along >= 0) & (along < rows)
    kinds[across[inside], along[inside]] = codes[shown][inside]
    first, *others = np.split(place.gate_cells, place.gate_ends[1:-1])
    in_line = [each for each in others if np.all(np.abs(place.y[each] - half) < half)]
    further = tuple(span for each in in_line for span in _leaves(place, each))
    high, far = low + place.cell * columns, place.cell * rows
    return GroundRaster(kinds, low, high, far, _leaves(place, first), further)


def _leaves(place: Place, before: NDArray[np.int64]) -> Spans:
    """Return from where to where each leaf of a gate reaches across, m.

    Args:
        place: the site.
        before: the cells directly before the gate.
    """
    x, half = np.sort(place.x[before]), place.cell / 2
    leaves = np.split(x, np.flatnonzero(np.diff(x) > 1.5 * place.cell) + 1)
    return tuple((float(leaf[0] - half), float(leaf[-1] + half)) for leaf in leaves)
