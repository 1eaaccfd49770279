"""The pen: staff at its door let in who is called, and may send away who asks without being called.

The door itself is a matter of movement: only who is called steps into it (``goals.enters_pen``).
"""

from __future__ import annotations

from gatecrush.agents.compiled import compiled, index
from gatecrush.agents.conduct import PRESSING
from gatecrush.agents.guard import refuses

from ..situation import Situation
from .goals import enters_pen
from .number_list import is_in_turn
from .randomness import DOOR, draw
from .turning_round import send_to_list


@compiled
def ask_at_door(s: Situation, now: float) -> None:
    """Let staff ask those who press before the door for their number, as guards do at the gate.

    Whom they refuse they send to the list, if they clear the refused at all. Who is pressed into
    the crowd behind is not reached.
    """
    place, rules = s.place, s.rules.guards
    if rules.clear_refused == 0.0 or rules.number_check <= 0.0:
        return
    for door in place.door_cells:
        for k in range(8):
            there = index(door - place.offsets[k])
            person = s.cells.occupant[there]
            if person < 0 or s.people.conduct[person] != PRESSING:
                continue
            if not enters_pen(place, there, door):
                continue
            asks = draw(s.seed, s.crowd.step, person, DOOR)
            if refuses(is_in_turn(s, person), asks, rules.number_check):
                send_to_list(s, person, now)
