"""Headway: how fast the distance to the one ahead lets a person walk."""

from __future__ import annotations

import math
from typing import Final

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation
from .approach import field_of

GAMMA: Final = 1.913
"""Weidmann's gamma, 1/m^2: how fast speed falls with density."""


@inlined
def density_in_front(s: Situation, cell: int, k: int) -> float:
    """Return the people per m^2 in the half disc of 1 m in front of who takes step k; no walls."""
    place, people, cells = s.place, 0.0, 0.0
    for n in range(place.in_front.shape[1]):
        if place.in_front[k, n] == 0:
            break
        cells += 1.0
        other = int(cell) + place.in_front[k, n]
        if 0 <= other < s.cells.size and s.cells.occupant[other] >= 0:
            people += 1.0
    return people / (cells * place.cell * place.cell)


@inlined
def pace_at(free: float, density: float, most: float) -> float:
    """Return the speed at a density, m/s: v0 (1 - exp(-gamma (1/rho - 1/rho_max))), 0 from there.

    Source: Weidmann 1993 (Kladek's formula).
    """
    if density <= 0.0:
        return free
    return float(free * max(0.0, 1.0 - math.exp(-GAMMA * (1.0 / density - 1.0 / most))))


@inlined
def pace_behind(s: Situation, person: int, there: int, k: int) -> float:
    """Return how fast a person walks by step k onto ``there``, m/s: v = (h - l)/T, at most free.

    h is the distance to whoever is ahead on that line; a wall ahead slows nobody, and nobody stands
    in the way of who steps into the gate. Who does not press walks no faster than the density in
    front lets them.

    Source: Seyfried et al. 2005 (h = 0.36 m + 1.06 s v).
    """
    m, place, free = s.rules.movement, s.place, s.people.speed[person]
    if place.ahead[index(field_of(s, person) + there)] < 0:
        return float(free)
    time_gap = m.time_gap
    if s.people.conduct[person] == PRESSING:
        time_gap += (m.time_gap_pressing - time_gap) * min(1.0, s.people.drive[person])
    else:
        density = density_in_front(s, index(s.people.cell[person]), k)
        free = pace_at(free, density, m.jam_density)
    enough = m.standing_gap + free * time_gap
    ahead, gap = index(there), place.lengths[k]
    while gap < enough:
        ahead = index(ahead + place.offsets[k])
        gap += place.lengths[k]
        if place.ground.walkable[ahead] == 0:
            return float(free)
        if s.cells.occupant[ahead] >= 0:
            return float(min(free, max(0.0, gap - m.standing_gap) / time_gap))
    return float(free)
