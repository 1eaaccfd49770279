"""Entry and exit: people come onto the site where they are dropped off, and go from it for good.

Who finds no room there waits outside: nobody first stands nearer than they could have walked.
Arrivals may have a limit: whoever would come then turns away at once.
"""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled, index
from gatecrush.agents.conduct import (
    ADMITTED,
    ARRIVING,
    BESIDE,
    EXPECTED,
    FAMILY,
    HOLDING,
    LEFT,
    OUTSIDE,
    SEEKING,
    TURNED_BACK,
)

from ..situation import Situation
from .approach import way_to_gate
from .gate_choice import choose_first_gate
from .occupancy import occupy, vacate
from .standstill import come_loose


@compiled
def free_cell_near(s: Situation, cell: int) -> int:
    """Return the free cell of the same ground nearest to ``cell``, in growing squares, or -1."""
    place, ground = s.place, s.place.ground.walkable[cell]
    row, column = cell // place.stride, cell % place.stride
    rows = place.ground.x.size // place.stride
    for radius in range(max(rows, place.stride)):
        for r in range(max(0, row - radius), min(rows, row + radius + 1)):
            edge = r == row - radius or r == row + radius
            step = 1 if edge or radius == 0 else 2 * radius
            for c in range(column - radius, column + radius + 1, step):
                if c < 0 or c >= place.stride:
                    continue
                there = r * place.stride + c
                if place.ground.walkable[there] == ground and s.cells.occupant[there] < 0:
                    return there
    return -1


@compiled
def free_cell_in(s: Situation, room: Any, cell: int) -> int:
    """Return the free cell of some that is nearest to ``cell``, in growing squares, or -1."""
    stride = s.place.stride
    row, column = cell // stride, cell % stride
    nearest, chosen = s.cells.size, -1
    for there in room:
        if s.cells.occupant[there] >= 0:
            continue
        away = max(abs(there // stride - row), abs(there % stride - column))
        if away < nearest:
            nearest, chosen = away, there
    return chosen


@compiled
def stand_on(s: Situation, person: int, cell: int, now: float) -> None:
    """Put a person who has come on a free cell of the site.

    Changes: people.cell, people.since, people.nearest, people.progress_time, active, crowd.active,
        restless, crowd.restless, crowd.changed.
    """
    crowd = s.crowd
    occupy(s, cell, person)
    s.people.cell[person] = cell
    s.people.since[person] = now
    s.people.nearest[person] = way_to_gate(s, person)
    s.people.progress_time[person] = now
    s.active[crowd.active] = person
    crowd.active += 1
    s.restless[crowd.restless] = person
    crowd.restless += 1
    crowd.changed += 1


@compiled
def wait_outside(s: Situation, person: int) -> None:
    """Let a person who has come stand behind all others who wait outside.

    Changes: people.conduct, outside, crowd.outside, crowd.arrived.
    """
    s.people.conduct[person] = OUTSIDE
    s.outside[s.crowd.outside] = person
    s.crowd.outside += 1
    s.crowd.arrived += 1


@compiled
def turn_away(s: Situation, person: int, now: float) -> None:
    """Let a person who comes turn away at once: they count as arrived, and as left.

    Changes: people.conduct, people.exit_time, crowd.arrived, crowd.left.
    """
    s.people.conduct[person] = LEFT
    s.people.exit_time[person] = now
    s.crowd.arrived += 1
    s.crowd.left += 1


@compiled
def first_conduct(s: Situation, person: int) -> int:
    """Return what a person does who comes onto the site."""
    people = s.people
    if people.kind[person] == FAMILY:
        return BESIDE
    if people.number[person] > 0:
        return HOLDING
    return SEEKING if people.informed[person] == 1 else ARRIVING


@compiled
def let_arrive(s: Situation, now: float) -> int:
    """Let everybody come whose time it is, in this order, as far as there is room for them.

    Who comes on foot and who comes along the lane do not wait for each other.

    Returns:
        How many came onto the site.

    Changes: crowd.next_arrival, outside, people.conduct, crowd.outside.
    """
    crowd, people, before = s.crowd, s.people, s.crowd.active
    # Of those who come in one step all see the same people wait, so that parties stay together.
    full = 0.0 < s.rules.demand.limit <= crowd.active + crowd.outside
    while crowd.next_arrival < s.arrival_order.size:
        person = s.arrival_order[crowd.next_arrival]
        if people.arrival_time[person] > now or people.conduct[person] != EXPECTED:
            break
        if full:
            turn_away(s, person, now)
        else:
            wait_outside(s, person)
        crowd.next_arrival += 1
    on_foot_full = lane_full = False
    still = 0
    for n in range(crowd.outside):
        person, cell = index(s.outside[n]), -1
        if people.kind[person] == FAMILY:
            if not lane_full:
                cell = free_cell_in(s, s.place.lane_room, people.entry[person])
                lane_full = cell < 0
        elif not on_foot_full:
            cell = free_cell_in(s, s.place.drop_off_room, people.entry[person])
            on_foot_full = cell < 0
        if cell < 0:
            s.outside[still] = person
            still += 1
        else:
            people.conduct[person] = first_conduct(s, person)
            choose_first_gate(s, person, people.entry[person])
            stand_on(s, person, cell, now)
    crowd.outside = still
    return crowd.active - before


@compiled
def without(people: Any, count: int, person: int) -> int:
    """Take a person off a list, the last of it takes their place; return how many remain.

    Changes: people.
    """
    for n in range(count):
        if people[n] == person:
            people[n] = people[count - 1]
            return count - 1
    return count


@compiled
def leave_site(s: Situation, person: int, outcome: int, now: float) -> None:
    """Take a person off the site for good.

    Args:
        s: the situation.
        person: who goes.
        outcome: ADMITTED, TURNED_BACK or LEFT.
        now: time, s.

    Changes: people.cell, people.conduct, people.exit_time, crowd.active, crowd.restless,
        crowd.changed, crowd.admitted, crowd.families_admitted, crowd.turned_back, crowd.left.
    """
    crowd, people = s.crowd, s.people
    come_loose(s, person)
    vacate(s, people.cell[person])
    people.cell[person] = -1
    people.conduct[person] = outcome
    people.exit_time[person] = now
    crowd.active = without(s.active, crowd.active, person)
    crowd.restless = without(s.restless, crowd.restless, person)
    crowd.changed += 1
    if outcome == ADMITTED:
        crowd.admitted += 1
        if people.kind[person] == FAMILY:
            crowd.families_admitted += 1
    elif outcome == TURNED_BACK:
        crowd.turned_back += 1
    elif outcome == LEFT:
        crowd.left += 1
