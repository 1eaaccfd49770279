"""Settling: holders who have come to their place stand, sit and chat until they want to move."""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import HOLDING

from ..situation import Situation
from .occupancy import is_near_on_foot, is_within


@compiled
def settle(s: Situation) -> None:
    """Let holders settle at their place, or near it where somebody else has settled on it.

    Changes: people.settled, restless, crowd.restless.
    """
    people, place, kept = s.people, s.place, 0
    looseness = s.rules.waiters.looseness
    for n in range(s.crowd.restless):
        person = s.restless[n]
        if people.conduct[person] == HOLDING:
            cell, target = people.cell[person], people.target[person]
            near = is_within(place.ground.x, place.ground.y, cell, target, looseness)
            near = near and is_near_on_foot(place, cell, target, looseness)
            if cell == target or (near and s.cells.occupant[target] >= 0):
                people.settled[person] = 1
        if people.settled[person] == 0:
            s.restless[kept] = person
            kept += 1
    s.crowd.restless = kept


@compiled
def list_restless(s: Situation) -> None:
    """List everybody on the site who has not settled, whatever was written into the arrays.

    They are listed as their rows lie in memory, so that the processor fetches them ahead of time;
    nothing else depends on the order of visits.

    Changes: crowd.restless, restless.
    """
    s.crowd.restless = 0
    for person in range(s.people.size):
        if s.people.cell[person] >= 0 and s.people.settled[person] == 0:
            s.restless[s.crowd.restless] = person
            s.crowd.restless += 1


@inlined
def rouse(s: Situation, person: int) -> None:
    """Let a person who may have settled want to move again.

    Changes: people.settled, restless, crowd.restless.
    """
    if s.people.settled[person] == 0:
        return
    s.people.settled[person] = 0
    if not is_listed(s.restless, s.crowd.restless, person):
        s.restless[s.crowd.restless] = person
        s.crowd.restless += 1


@compiled
def is_listed(people: Any, count: int, person: int) -> bool:
    """Tell whether a person is among the first ``count`` of a list."""
    listed = False
    for n in range(count):
        listed |= people[n] == person
    return listed
