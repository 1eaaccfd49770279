"""Leaving places: a calm person takes no free place that somebody before them waits for."""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation
from .approach import field_of

LEAST: Final = 0.3
"""Smallest assertiveness; it is spread evenly from there to 1."""


@inlined
def has_right(s: Situation, other: int, person: int) -> bool:
    """Tell whether a pressing person has stood in the crowd for longer, or as long and nearer.

    Before those who are called, too: the crowd in their way does not make way for them.
    """
    if s.people.conduct[person] != PRESSING:
        return True
    since, theirs = s.people.pressing_since[person], s.people.pressing_since[other]
    return theirs < since or (theirs == since and other < person)


@inlined
def leaves_place(s: Situation, person: int, there: int) -> bool:
    """Tell whether a pressing person leaves a free cell to somebody who was there before them.

    To one who has no better step: the cell next on their way is this one, or taken. Each has a way
    of their own, to the gate they go to.
    """
    for k in range(8):
        behind = index(there + s.place.offsets[k])
        if s.cells.occupant[behind] < 0:
            continue
        other = index(s.cells.occupant[behind])
        if s.people.conduct[other] != PRESSING or not has_right(s, other, person):
            continue
        field = field_of(s, other)
        way = s.place.approach.to_gate
        if way[index(field + behind)] <= way[index(field + there)]:
            continue
        ahead = s.place.ahead[index(field + behind)]
        if ahead == there or (ahead >= 0 and s.cells.occupant[ahead] >= 0):
            return True
    return False


@inlined
def yields(s: Situation, person: int) -> bool:
    """Tell whether a person leaves free places to others now; the most assertive do so last."""
    m, drive = s.rules.movement, min(1.0, s.people.drive[person])
    calmness = m.yielding * (1.0 - m.yielding_drive * drive)
    return bool(s.people.assertiveness[person] < LEAST + (1.0 - LEAST) * calmness)
