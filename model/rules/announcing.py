"""Announcing: staff say where the list stands, at a rate, to everybody within reach of the gate.

An announcement is honest. The belief of those with a number that they are passed over moves towards
the share of the last batch that was taken out of turn; those who arrive hear that there is a list.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import ARRIVING
from gatecrush.agents.waiter import moved_towards

from ..situation import Situation
from .randomness import ANNOUNCEMENT, draw
from .telling import tell_party


@compiled
def out_of_turn_of_batch(s: Situation) -> float:
    """Return the share of the last batch taken out of turn, families aside; -1 if nobody was.

    Of several gates, that of the one that opened last.
    """
    taken, out_of_turn, last = 0, 0, 0
    for number in range(s.gates.size):
        if s.gates[number].opened_at > s.gates[last].opened_at:
            last = number
    for n in range(s.crowd.admissions):
        row = s.admission_log[n]
        if row.gate == last and row.opening == s.gates[last].opening and row.family == 0:
            taken += 1
            out_of_turn += row.out_of_turn
    return out_of_turn / taken if taken > 0 else -1.0


@compiled
def announce(s: Situation, elapsed: float, now: float) -> None:
    """Let staff announce where the list stands, at their rate; whoever is within reach hears it.

    Changes: people.passed_over.
    """
    people, rules = s.people, s.rules.list
    chance = 1.0 - math.exp(-rules.announcements * elapsed)
    if draw(s.seed, s.crowd.step, 0, ANNOUNCEMENT) >= chance:
        return
    share, gain = out_of_turn_of_batch(s), rules.announcement_gain
    for n in range(s.crowd.active):
        person = s.active[n]
        if s.place.ground.to_gate[people.cell[person]] > rules.announcement_reach:
            continue
        if people.number[person] > 0 and share >= 0.0:
            people.passed_over[person] = moved_towards(people.passed_over[person], share, gain)
        elif people.conduct[person] == ARRIVING and s.list.marker >= 0:
            tell_party(s, person, now)
