"""The waiting column: where holders stand, wander about, and close up to the gate."""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled

from ..situation import Situation
from .occupancy import is_near_on_foot, is_within
from .randomness import OWN_PLACE, PLACE, PLACE_ANGLE, WANDER, draw
from .settling import rouse


@compiled
def cells_closed_up(s: Situation) -> int:
    """Return by how many cells the column begins nearer to the gate: c of those that are free.

    Free is the ground before the column, from far to near, as far as those called, who wait close
    to the gate.
    """
    place, w, free = s.place, s.rules.waiters, 0
    if w.closing_up <= 0.0:
        return 0
    for n in range(place.rank[place.column[0]] + 1, place.far_to_near.size):
        if place.ground.to_gate[place.far_to_near[n]] <= w.calling_distance:
            break
        free += 1
    return int(w.closing_up * free)


@compiled
def place_of_holder(s: Situation, person: int, rank: float, holders: int) -> int:
    """Return the cell of the waiting column where a holder of a rank (0 first) stands.

    k = (1 - m) rank + m u H: a share m of the place is the party's own, u uniform, of H holders.

    The column is filled at the given density; when it is too short, more tightly. Closed up, it
    begins on the ground before it.
    """
    place, column, m = s.place, s.place.column, s.rules.waiters.own_place
    if m > 0.0:
        own = draw(s.seed, 0, s.people.party[person], OWN_PLACE)
        rank = (1.0 - m) * rank + m * own * holders
    nearer = cells_closed_up(s)
    spacing = 1.0 / (s.rules.waiters.density * place.cell**2)
    spacing = min(spacing, (column.size + nearer) / max(1.0, float(holders)))
    spot = min(column.size - 1, int(rank * spacing) - nearer)
    if spot < 0:
        return int(place.far_to_near[place.rank[column[0]] - spot])
    return int(column[spot])


@compiled
def assign_place(s: Situation, person: int, rank: int, holders: int) -> None:
    """Let a holder walk to the place of their rank if they stand too far from it, or wander.

    Changes: people.target.
    """
    people, place, step = s.people, s.place, s.crowd.step
    home = place_of_holder(s, person, rank, holders)
    looseness = s.rules.waiters.looseness
    near = is_within(place.ground.x, place.ground.y, people.target[person], home, looseness)
    wanders = draw(s.seed, step, person, WANDER) < 1.0 - math.exp(-s.rules.waiters.wandering * 60.0)
    near = near and is_near_on_foot(place, people.target[person], home, looseness)
    if near and not wanders:
        return
    radius = looseness * math.sqrt(draw(s.seed, step, person, PLACE)) / place.cell
    angle = 2.0 * math.pi * draw(s.seed, step, person, PLACE_ANGLE)
    row = home // place.stride + round(radius * math.sin(angle))
    column = home % place.stride + round(radius * math.cos(angle))
    target = home
    if 0 <= row < place.ground.x.size // place.stride and 0 <= column < place.stride:
        there = row * place.stride + column
        if (
            place.ground.walkable[there] == 1
            and place.ground.in_strip[there] == place.ground.in_strip[home]
            and is_near_on_foot(place, there, home, looseness)
        ):
            target = there
    people.target[person] = target
    rouse(s, person)
