"""The crowd that stands before the gate at the start: it goes for the gate, and has no numbers."""

from __future__ import annotations

from typing import Any

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation
from .entry import free_cell_near, stand_on, wait_outside
from .gate_choice import choose_first_gate


@compiled
def let_stand_before_gate(s: Situation, crowd: Any, cells: Any) -> None:
    """Put the people who stand before the gate at the start on their cells, or near them.

    Who finds no room waits outside.

    Args:
        s: the situation at the start, holders of numbers at their places.
        crowd: these people, shape (n,).
        cells: where each of them stands, shape (n,).

    Changes: people.conduct, people.reached_time, people.pressing_time, people.pressing_since,
        people.entry, crowd.arrived, crowd.next_arrival.
    """
    people = s.people
    for n in range(crowd.size):
        person, cell = crowd[n], free_cell_near(s, cells[n])
        s.crowd.next_arrival += 1
        if cell < 0:
            wait_outside(s, person)
            continue
        people.conduct[person] = PRESSING
        people.reached_time[person] = people.pressing_time[person] = 0.0
        people.pressing_since[person] = 0.0
        people.entry[person] = cell
        choose_first_gate(s, person, cell)
        stand_on(s, person, cell, 0.0)
        s.crowd.arrived += 1
