"""Headway: how fast the distance to the one ahead lets a person walk."""

from __future__ import annotations

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation


@inlined
def pace_behind(s: Situation, person: int, there: int, k: int) -> float:
    """Return how fast a person walks by step k onto ``there``, m/s: v = (h - l)/T, at most free.

    h is the distance to whoever is ahead on that line; a wall ahead slows nobody.

    Source: Seyfried et al. 2005 (h = 0.36 m + 1.06 s v).
    """
    m, place, free = s.rules.movement, s.place, s.people.speed[person]
    time_gap = m.time_gap
    if s.people.conduct[person] == PRESSING:
        time_gap += (m.time_gap_pressing - time_gap) * min(1.0, s.people.drive[person])
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
