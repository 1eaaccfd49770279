"""Parties: people who came together wait for each other on the way to the gate."""

from __future__ import annotations

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import ARRIVING

from ..situation import Situation


@inlined
def is_left_behind(s: Situation, other: int, distance: float) -> bool:
    """Tell whether somebody is still on the way and farther than a distance from the gate, m."""
    if s.people.conduct[other] != ARRIVING or s.people.cell[other] < 0:
        return False
    return bool(s.place.ground.to_gate[index(s.people.cell[other])] > distance)


@inlined
def waits_for_party(s: Situation, person: int) -> bool:
    """Tell whether a person on the way is so far ahead of one of their party that they wait.

    The rows of a party are consecutive.
    """
    people, party = s.people, s.people.party[person]
    here = s.place.ground.to_gate[index(people.cell[person])]
    distance = here + s.rules.movement.party_distance
    other = int(person) - 1
    while other >= 0 and people.party[other] == party:
        if is_left_behind(s, other, distance):
            return True
        other -= 1
    other = int(person) + 1
    while other < people.size and people.party[other] == party:
        if is_left_behind(s, other, distance):
            return True
        other += 1
    return False
