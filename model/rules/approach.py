"""The approach: each person walks, yields and pushes by the distances to the gate they go to.

Arrays over gates and cells hold a field for each gate, one after the other.
"""

from __future__ import annotations

from gatecrush.agents.compiled import compiled, index, inlined

from ..situation import Situation
from .standstill import come_loose, loosen_around


@inlined
def field_of(s: Situation, person: int) -> int:
    """Return where the field of a person's gate begins in arrays over gates and cells."""
    return int(index(s.people.gate[person]) * index(s.cells.size))


@inlined
def way_to_gate(s: Situation, person: int) -> float:
    """Return the walking distance from a person to the gate they go to, m."""
    there = index(field_of(s, person) + s.people.cell[person])
    return float(s.place.approach.to_gate[there])


@compiled
def turn_to(s: Situation, person: int, gate: int) -> None:
    """Let a person go to another gate from now on: they are as near to it as they stand.

    Changes: people.gate, people.nearest, people.progress_time.
    """
    people = s.people
    if people.gate[person] == gate:
        return
    people.gate[person] = gate
    people.nearest[person] = way_to_gate(s, person)
    people.progress_time[person] = s.crowd.step * s.time_step
    come_loose(s, person)
    loosen_around(s, people.cell[person], 3)  # nobody leaves a place to them any more
