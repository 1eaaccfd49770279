"""Where it was worst: of each place the largest density and force so far, when, and how long.

What a steward marks on a plan after the day. Nothing in the model reads it.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled

from ..situation import Situation
from .minute_record import MINUTE
from .occupancy import cells_in
from .tally import counted_around, sum_up

WINDOW: Final = 1.0
"""Half the side of the square around a place on which people are counted, m."""
CROWDED: Final = 4.0
"""Density above which a minute counts as crowded, 1/m^2 (assumed; guides to safety name 4 to 5)."""


@compiled
def measure_room(s: Situation) -> None:
    """Measure the ground around each place, once: walls leave less room than a whole square has.

    Changes: worst.room, work.tally.
    """
    stride, walkable = s.place.stride, s.place.ground.walkable
    s.work.tally[:] = 0
    for cell in range(walkable.size):
        if walkable[cell] > 0:
            s.work.tally[cell // stride + 1, cell % stride + 1] = 1
    sum_up(s.work.tally)
    reach = cells_in(WINDOW, s.place.cell)
    for cell in range(walkable.size):
        if walkable[cell] > 0:
            cells = counted_around(s.work.tally, cell // stride, cell % stride, reach)
            s.worst.room[cell] = cells * s.place.cell**2


@compiled
def note_density(s: Situation, now: float) -> None:
    """Note the density around each place as it is now, at the end of a minute.

    People on the square of side 2 m around it / the walkable ground there; in whole cells, and
    counted through walls.

    Changes: worst.density, worst.density_at, worst.crowded, work.tally.
    """
    stride, last = s.place.stride, -s.place.ground.size
    s.work.tally[:] = 0
    for n in range(s.crowd.active):
        cell = s.people.cell[s.active[n]]
        last = max(last, cell)
        s.work.tally[cell // stride + 1, cell % stride + 1] = 1
    sum_up(s.work.tally)
    reach = cells_in(WINDOW, s.place.cell)
    farthest = min(s.place.ground.size, last + reach * stride + stride)
    for cell in range(farthest):
        if s.worst.room[cell] <= 0.0:
            continue
        people = counted_around(s.work.tally, cell // stride, cell % stride, reach)
        if people == 0:
            continue
        density = people / s.worst.room[cell]
        if density > CROWDED:
            s.worst.crowded[cell] += MINUTE
        if density > s.worst.density[cell]:
            s.worst.density[cell], s.worst.density_at[cell] = density, now


@compiled
def note_force(s: Situation, now: float) -> None:
    """Note the contact force on whoever stands at each place, as it is now.

    Changes: worst.force, worst.force_at.
    """
    for n in range(s.crowd.active):
        person = s.active[n]
        cell, force = s.people.cell[person], s.people.load[person]
        # Most of the day nobody bears any: the place need not be looked at.
        if force > 0.0 and force > s.worst.force[cell]:
            s.worst.force[cell], s.worst.force_at[cell] = force, now
