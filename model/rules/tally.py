"""Tally: how many people of a kind stand in any rectangle of cells, by a summed-area table.

T[r, c] = people in rows below r and columns below c; a rectangle is then four look-ups (Crow 1984).
"""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled, inlined


@compiled
def sum_up(tally: Any) -> None:
    """Turn counts of people into sums over all rows and columns before, in place.

    Args:
        tally: people on cell (r, c) at [r + 1, c + 1], zero elsewhere, shape (rows + 1,
            stride + 1).

    Changes: tally.
    """
    for row in range(1, tally.shape[0]):
        in_row = 0
        for column in range(1, tally.shape[1]):
            in_row += tally[row, column]
            tally[row, column] = in_row + tally[row - 1, column]


@inlined
def counted_around(tally: Any, row: int, column: int, reach: int) -> int:
    """Count the people at most so many rows and columns away from a cell."""
    low, left = max(0, row - reach), max(0, column - reach)
    high = min(tally.shape[0] - 1, row + reach + 1)
    right = min(tally.shape[1] - 1, column + reach + 1)
    inside = tally[high, right] - tally[low, right] - tally[high, left] + tally[low, left]
    return int(inside)
