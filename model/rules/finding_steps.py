"""Finding steps: where somebody in the crowd would step, and how likely they take what they found.

They look once, and again when somebody near has moved (model.rules.standstill).
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation
from .approach import field_of
from .comfort import density_ahead, stands_too_tightly
from .standstill import FREE, LOOSE, STUCK, TIGHT, note_standstill
from .yielding import leaves_place, yields

THROAT: Final = 0.5
"""Distance to the gate within which free ground is ahead, so that no density keeps one back, m."""
ROUNDING: Final = 1e-12
"""More than rounding can add to a probability."""


@inlined
def accepts(s: Situation, person: int, k: int, limit: float) -> bool:
    """Tell whether somebody in the crowd would take step k, onto a free cell."""
    cell, field = index(s.people.cell[person]), field_of(s, person)
    there = index(cell + s.place.offsets[k])
    if s.place.approach.to_gate[index(field + there)] > THROAT:
        if density_ahead(s, field, cell, k) > limit:
            return False
    return not (yields(s, person) and leaves_place(s, person, there))


@inlined
def look_for_steps(s: Situation, person: int, limit: float) -> float:
    """Return the sum of the weights of all steps that somebody in the crowd finds; -1: of none."""
    cell, found = index(s.people.cell[person]), -1.0
    row = index(field_of(s, person) + cell)
    for k in range(8):
        there = index(cell + s.place.offsets[k])
        is_open = (s.cells.ways[cell] >> k) & 1 == 1 and s.cells.occupant[there] < 0
        if is_open and accepts(s, person, k, limit):
            found = max(0.0, found) + s.gate_weight[row, k]
    return found


@inlined
def finds_step(s: Situation, person: int, limit: float) -> bool:
    """Tell whether somebody in the crowd has any step to choose; looks once until one near moves.

    The limit falls as the push drive does, and they leave more places to others, so that who finds
    no step does not find one later.

    Changes: leaving.
    """
    if s.standstill[person] == LOOSE:
        found = look_for_steps(s, person, limit)
        s.leaving[person] = likeliest_to_leave(found)
        note_standstill(s, person, what_is_found(s, person, found))
    return bool(s.standstill[person] == FREE)


@inlined
def what_is_found(s: Situation, person: int, found: float) -> int:
    """Return how somebody stands whose steps weigh so much together."""
    if found >= 0.0:
        return FREE
    cell, comfort = index(s.people.cell[person]), s.rules.movement.comfort
    if s.people.conduct[person] == PRESSING and stands_too_tightly(s, cell, comfort):
        return TIGHT
    return STUCK


@inlined
def likeliest_to_leave(weights: float) -> float:
    """Return the draw from which on somebody stays where they stand: w/(1 + w), or a little more.

    In a jam the steps that are left lead back and weigh next to nothing. Most draws need not ask
    again how dense it is there and who was there before. With the kept weights this takes a step of
    the late evening from 37 to 26 ns a person.
    """
    return 1.0 - 1.0 / (1.0 + weights) + ROUNDING if weights >= 0.0 else 0.0
