"""Turning round: who presses leaves the crowd for the list, with a number or to take one."""

from __future__ import annotations

import numpy as np

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import HOLDING, PRESSING, SEEKING

from ..situation import Situation
from .approach import turn_to, way_to_gate
from .gate_choice import best_gate
from .settling import rouse
from .standstill import come_loose, loosen_around


@compiled
def send_to_list(s: Situation, person: int, now: float) -> None:
    """Send a person back to their place in the list, or to the marker if they have no number.

    Changes: people.conduct, people.since, people.drive, people.target.
    """
    people = s.people
    people.conduct[person] = HOLDING if people.number[person] > 0 else SEEKING
    people.since[person] = now
    rouse(s, person)
    come_loose(s, person)
    loosen_around(s, people.cell[person], 3)  # nobody leaves a place to them any more
    people.drive[person] = 0.0
    if people.number[person] > 0:
        # The place of their rank is assigned at the next update; until then, out of the crowd.
        people.target[person] = s.place.column[0]


@compiled
def begin_pressing(s: Situation, person: int, now: float) -> None:
    """Let a person go for the gate.

    Changes: people.conduct, people.since, people.pressing_since, people.nearest,
        people.progress_time, people.pressing_time, people.pays_then, people.passed_over_then.
    """
    people = s.people
    people.conduct[person] = PRESSING
    if s.gates.size > 1:
        turn_to(s, person, best_gate(s, person, people.cell[person], -1))
    rouse(s, person)
    come_loose(s, person)
    people.since[person] = now
    people.pressing_since[person] = now
    people.nearest[person] = way_to_gate(s, person)
    people.progress_time[person] = now
    if np.isnan(people.pressing_time[person]):
        people.pressing_time[person] = now
        people.pays_then[person] = people.pays[person]
        people.passed_over_then[person] = people.passed_over[person]
