"""Kept weights: what each step weighs for somebody who stands, and still wants where they wanted.

Who walks to a place of the list tries again in every step until those ahead let them: meanwhile
neither distances nor weights change, so these are worked out once, which changes nothing, to the
bit. Before, they were two fifths of proposing steps in the morning.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import index, inlined

from ..place.way import BARRED
from ..situation import Situation
from .approach import field_of
from .goals import gain_of_step


@inlined
def are_kept(s: Situation, person: int, field: int, goal: int, target: int) -> bool:
    """Tell whether a person stands where, and wants where, their weights were worked out for."""
    kept = s.work.kept[person]
    same_place = kept.cell == s.people.cell[person] and kept.field == field
    return bool(same_place and kept.goal == goal and kept.target == target)


@inlined
def weigh_steps(s: Situation, person: int, goal: int, target: int) -> None:
    """Work out the weights exp(k_S pace) of all steps to a goal, and which brings nearest to it.

    Changes: work.kept, work.weights.
    """
    cell, field, place = index(s.people.cell[person]), field_of(s, person), s.place
    if are_kept(s, person, field, goal, target):
        return
    best, ahead = 0.0, -1
    for k in range(8):
        gain = gain_of_step(place, field, cell, k, goal, target)
        s.work.weights[person, k] = 0.0
        if gain <= 0.5 * BARRED:
            continue
        pace = gain * place.cell / place.lengths[k]
        s.work.weights[person, k] = math.exp(s.rules.movement.sharpness * pace)
        if gain > best:
            best, ahead = gain, int(cell + place.offsets[k])
    kept = s.work.kept[person]
    kept.cell, kept.field, kept.goal, kept.target = cell, field, goal, target
    kept.ahead = ahead


@inlined
def forget_weights(s: Situation) -> None:
    """Forget the weights of everybody: rules or ground may be others now.

    Changes: work.kept.
    """
    for person in range(s.people.size):
        s.work.kept[person].cell = -1
