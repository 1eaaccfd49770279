"""Sight: how many people somebody sees, and how many of them press.

People notice whoever is near as the crow flies and not much farther from the gate by foot. So all
look in the order of their walking distance, while people are shown in that same order; a running
count along each column of cells then makes a circle two look-ups a column. Sites are longer than
wide: few columns.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import BESIDE, PRESSING

from ..situation import Situation
from .occupancy import half_width

PRESSES: Final = 1 << 32
"""What somebody who presses adds to a count, beside 1: both are counted in one number."""


@compiled
def draw_circle(s: Situation, sight: float) -> int:
    """Write half the height of a circle of sight into ``work.circle``; return the columns of half.

    Args:
        s: the situation.
        sight: radius, m.

    Changes: work.circle.
    """
    for column in range(s.work.circle.size):
        s.work.circle[column] = half_width(sight, s.place.cell, column)
        if s.work.circle[column] < 0:
            return column
    return int(s.work.circle.size)


@compiled
def line_up(s: Situation) -> int:
    """List who can be noticed, nearest to the gate first; return how many they are.

    Changes: work.ranked, work.lists.in_line.
    """
    people, count = s.people, 0
    s.work.ranked[:] = 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != BESIDE:
            s.work.ranked[s.place.rank[people.cell[person]]] = person + 1
    for rank in range(s.place.far_to_near.size - 1, -1, -1):
        if s.work.ranked[rank] > 0:
            s.work.lists.in_line[count] = s.work.ranked[rank] - 1
            count += 1
    return count


@compiled
def show(s: Situation, person: int) -> None:
    """Add a person to the running count of the column of cells they stand in.

    Changes: work.shown.
    """
    cell = s.people.cell[person]
    row, column = cell // s.place.stride, cell % s.place.stride
    counted = 1 + (PRESSES if s.people.conduct[person] == PRESSING else 0)
    for behind in range(row + 1, s.work.shown.shape[1]):
        s.work.shown[column, behind] += counted


@compiled
def show_as_deep(s: Situation, done: int, count: int, deep: float) -> int:
    """Show everybody at most ``deep`` metres from the gate; return how many of the line those are.

    Args:
        s: the situation, people lined up.
        done: how many of them were shown before.
        count: how many they are.
        deep: walking distance to the gate, m; never less than the last time.
    """
    while done < count:
        person = s.work.lists.in_line[done]
        if s.place.ground.to_gate[s.people.cell[person]] > deep:
            break
        show(s, person)
        done += 1
    return done


@compiled
def people_in_sight(s: Situation, cell: int, columns: int) -> tuple[int, int]:
    """Count who of those shown is in sight of a cell, and who of them presses.

    Args:
        s: the situation, its circle drawn.
        cell: from where somebody looks; they are counted themselves.
        columns: columns of half the circle, the one through the middle included.
    """
    row, column, both = cell // s.place.stride, cell % s.place.stride, 0
    last = s.work.shown.shape[1] - 1
    for there in range(max(0, column - columns + 1), min(s.place.stride, column + columns)):
        beside = s.work.circle[abs(there - column)]
        near, far = max(0, row - beside), min(last, row + beside + 1)
        both += s.work.shown[there, far] - s.work.shown[there, near]
    return both % PRESSES, both // PRESSES
