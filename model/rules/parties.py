"""Parties: people who came together wait for each other on the way to the gate."""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ARRIVING

from ..situation import Situation
from .approach import way_to_gate


@compiled
def party_of(s: Situation, person: int) -> Any:
    """Return the people of somebody's party: their rows are consecutive."""
    party, first, last = s.people.party, person, person
    while first > 0 and party[first - 1] == party[person]:
        first -= 1
    while last + 1 < party.size and party[last + 1] == party[person]:
        last += 1
    return range(first, last + 1)


@inlined
def is_left_behind(s: Situation, other: int, distance: float) -> bool:
    """Tell whether somebody is still on the way and farther than a distance from their gate, m."""
    if s.people.conduct[other] != ARRIVING or s.people.cell[other] < 0:
        return False
    return way_to_gate(s, other) > distance


@inlined
def waits_for_party(s: Situation, person: int) -> bool:
    """Tell whether a person on the way is so far ahead of one of their party that they wait.

    The rows of a party are consecutive.
    """
    people, party = s.people, s.people.party[person]
    distance = way_to_gate(s, person) + s.rules.movement.party_distance
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
