"""Settling: holders who have come to their place stand, sit and chat until they want to move."""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import HOLDING

from .occupancy import is_within


@compiled
def settle(s: Any) -> None:
    """Let holders settle at their place, or near it where somebody else has settled on it."""
    people, place = s.people, s.place
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != HOLDING or people.settled[person] == 1:
            continue
        cell, target = people.cell[person], people.target[person]
        near = is_within(place.ground.x, place.ground.y, cell, target, s.waiters.looseness)
        if cell == target or (near and s.cells.occupant[target] >= 0):
            people.settled[person] = 1
