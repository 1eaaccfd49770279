"""Goals: where a person wants to go now, and how much nearer a step brings them to it."""

from __future__ import annotations

from typing import Any, Final

from gatecrush.agents.compiled import index, inlined
from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING

from ..place.way import BARRED
from ..situation import Situation
from .approach import way_to_gate
from .occupancy import distance_between, is_near_on_foot, is_within
from .parties import waits_for_party

STAY: Final = 0
TO_GATE: Final = 1
TO_SIDE: Final = 2
OUTWARD: Final = 3
TOWARDS: Final = 4
THROUGH: Final = 5
"""To the gate, and through the door of a pen."""
GUIDED: Final = 6
"""Along the ground of a plan to the piece of the queue in which a place lies."""


@inlined
def way_to(place: Any, cell: int, target: int) -> int:
    """Return the goal of somebody on ``cell`` who wants to ``target``: in, out or straight on.

    On a plan it is along the ground to the target's piece of the queue, from there straight on.
    """
    if place.guides.shape[0] > 0:
        return TOWARDS if is_near_on_foot(place, cell, target, place.cell) else GUIDED
    if place.ground.in_strip[cell] == 1 and place.ground.in_strip[target] == 0:
        return OUTWARD
    if place.ground.in_strip[cell] == 0 and place.ground.in_strip[target] == 1:
        return TO_GATE
    return TOWARDS


@inlined
def goal_of(s: Situation, person: int) -> tuple[int, int]:
    """Return where a person wants to go now: (goal, target cell or -1)."""
    conduct, cell = s.people.conduct[person], s.people.cell[person]
    if conduct == PRESSING:
        return TO_GATE, -1
    if conduct == ARRIVING:
        return (STAY if waits_for_party(s, person) else TO_GATE), -1
    if conduct == HOLDING:
        return way_to(s.place, cell, s.people.target[person]), s.people.target[person]
    if conduct == CALLED:
        near = way_to_gate(s, person) <= s.rules.waiters.calling_distance
        waits = near and s.gates[s.people.gate[person]].is_open == 0
        return (STAY if waits else THROUGH if s.place.door_cells.size > 0 else TO_GATE), -1
    if conduct == SEEKING:
        marker = s.list.marker
        gone = marker < 0 or s.people.cell[marker] < 0
        target = s.place.column[0] if gone else s.people.cell[marker]
        if is_within(s.place.ground.x, s.place.ground.y, cell, target, 0.6 * s.rules.list.reach):
            return STAY, target
        return way_to(s.place, cell, target), target
    if conduct == BESIDE:
        now, gate = s.crowd.step * s.time_step, s.gates[s.people.gate[person]]
        cars = now >= gate.cars_from and gate.is_open == 0
        return (STAY if cars else TO_SIDE), -1
    return STAY, -1


@inlined
def enters_pen(place: Any, cell: int, there: int) -> bool:
    """Tell whether somebody who steps or changes places would enter the door of a pen."""
    if place.door_cells.size == 0:
        return False
    ground = place.ground
    into_door = ground.is_door[there] == 1 and ground.is_door[cell] == 0
    return bool(into_door and ground.to_gate[there] < ground.to_gate[cell])


@inlined
def gain_of_step(place: Any, field: int, cell: int, k: int, goal: int, target: int) -> float:
    """Return the distance gained towards a goal by step k, m.

    BARRED if a wall is in the way, or the door of a pen for whom nobody has called.

    Args:
        place: the site.
        field: where the field of the gate begins that somebody goes to.
        cell: where they stand.
        k: number of the step.
        goal: where they want to go.
        target: cell they walk to, for goals that have one.
    """
    if goal == TO_SIDE:
        return float(place.side_gain[cell, k])
    gain = place.gain[index(field + cell), k]
    if goal != THROUGH and enters_pen(place, cell, cell + place.offsets[k]):
        return BARRED
    if gain <= 0.5 * BARRED or goal == TO_GATE or goal == THROUGH:
        return float(gain)
    if goal == OUTWARD:
        return float(-gain)
    there = cell + place.offsets[k]
    if goal == GUIDED:
        piece = place.guide[target]
        return float(place.guides[piece, cell] - place.guides[piece, there])
    here = distance_between(place.ground.x, place.ground.y, cell, target)
    return here - distance_between(place.ground.x, place.ground.y, there, target)
