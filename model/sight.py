"""Sight: how many people somebody sees, and how many of them press.

Everybody is sorted into square tiles as wide as people see: whoever is in sight stands in the nine
tiles around, three runs of neighbors in the list.
"""

from __future__ import annotations

from typing import Any, Final

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import BESIDE, PRESSING

from .occupancy import LAST_BIT

ROW: Final = 0
COLUMN: Final = 1
DEPTH: Final = 2
"""Walking distance to the gate, m."""
PRESSES: Final = 3
"""1 if the person presses."""
POSITION: Final = 4
"""Rows of Situation.positions."""


@inlined
def tile_width(sight: float) -> int:
    """Return the side of a tile, cells, for a sight in cells."""
    return int(sight + LAST_BIT) + 1


@compiled
def sort_into_tiles(s: Any, sight: float) -> int:
    """Write down where everybody stands, tile by tile; return how many they are.

    ``s.tally`` then holds the end of each tile in the list.
    """
    people, stride, ends = s.people, s.place.stride, s.tally
    tile, total = tile_width(sight), 0
    rows, columns = (s.cells.size // stride - 1) // tile + 1, (stride - 1) // tile + 1
    ends[:rows, :columns] = 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != BESIDE:
            cell = people.cell[person]
            ends[cell // stride // tile, cell % stride // tile] += 1
    for row in range(rows):
        for column in range(columns):
            here = ends[row, column]
            ends[row, column] = total  # where the tile begins; filling it moves this to its end
            total += here
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] == BESIDE:
            continue
        cell = people.cell[person]
        row, column = cell // stride, cell % stride
        k = ends[row // tile, column // tile]
        ends[row // tile, column // tile] += 1
        s.proposers[k] = person
        s.positions[ROW, k] = row
        s.positions[COLUMN, k] = column
        s.positions[DEPTH, k] = s.place.ground.to_gate[cell]
        s.positions[PRESSES, k] = 1.0 if people.conduct[person] == PRESSING else 0.0
    return total


@inlined
def beginning_of(ends: Any, row: int, column: int, columns: int) -> int:
    """Return where a tile begins in the list: where the one before it ends."""
    if column > 0:
        return int(ends[row, column - 1])
    return int(ends[row - 1, columns - 1]) if row > 0 else 0


@compiled
def count_within(
    rows: Any,
    columns: Any,
    depths: Any,
    presses: Any,
    row: float,
    column: float,
    sight: float,
    deep: float,
) -> tuple[int, int]:
    """Count people within ``sight`` of a cell, and those of them who press.

    Args:
        rows: row on which each person stands, cells, shape (n,).
        columns: column, cells, shape (n,).
        depths: walking distance to the gate, m, shape (n,).
        presses: 1.0 if the person presses, shape (n,).
        row: row of the cell.
        column: its column.
        sight: distance, cells.
        deep: farthest walking distance to the gate at which people are noticed, m.
    """
    count, pressing, farthest = 0, 0, sight * sight + LAST_BIT
    for k in range(rows.size):
        square = (rows[k] - row) ** 2 + (columns[k] - column) ** 2
        seen = (square <= farthest) & (depths[k] <= deep)
        count += seen
        pressing += seen & (presses[k] > 0.0)
    return count, pressing


@compiled
def people_in_sight(s: Any, at: int, sight: float, deep: float) -> tuple[int, int]:
    """Count whom the person at place ``at`` of the list has in sight, and those who press.

    Both include that person.

    Args:
        s: the situation, people sorted into tiles.
        at: who looks.
        sight: distance, cells.
        deep: farthest walking distance to the gate at which people are noticed, m.
    """
    stride, positions, tile = s.place.stride, s.positions, tile_width(sight)
    last_row, last_column = (s.cells.size // stride - 1) // tile, (stride - 1) // tile
    row, column = int(positions[ROW, at]) // tile, int(positions[COLUMN, at]) // tile
    left, right = max(0, column - 1), min(last_column, column + 1)
    seen, pressing = 0, 0
    for r in range(max(0, row - 1), min(last_row, row + 1) + 1):
        begin = beginning_of(s.tally, r, left, last_column + 1)
        end = s.tally[r, right]
        counted = count_within(
            positions[ROW, begin:end],
            positions[COLUMN, begin:end],
            positions[DEPTH, begin:end],
            positions[PRESSES, begin:end],
            positions[ROW, at],
            positions[COLUMN, at],
            sight,
            deep,
        )
        seen += counted[0]
        pressing += counted[1]
    return seen, pressing
