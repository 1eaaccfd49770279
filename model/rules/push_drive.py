"""Push drive: pushing rises when the one ahead moves, and relaxes; so a surge follows an opening.

e in [0, 1]: whoever moves hands a share of theirs to those who press behind; de/dt = -e/tau.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled, index, inlined
from gatecrush.agents.conduct import PRESSING

from ..situation import Situation
from .approach import field_of
from .standstill import loosen


@inlined
def hand_drive(s: Situation, cell: int, drive: float) -> None:
    """Hand push drive to all who press on a neighbor of ``cell`` farther from their gate."""
    for k in range(8):
        behind = index(cell + s.place.offsets[k])
        if s.cells.occupant[behind] < 0:
            continue
        person = index(s.cells.occupant[behind])
        if s.people.conduct[person] != PRESSING:
            continue
        field, way = field_of(s, person), s.place.approach.to_gate
        if way[index(field + behind)] >= way[index(field + cell)]:
            note_handed(s, person, drive)


@inlined
def note_handed(s: Situation, person: int, drive: float) -> None:
    """Note what is handed to a person in this time step, the most of it if several do.

    Changes: work.lists.handed, crowd.handed, people.incoming_drive.
    """
    if drive <= s.people.incoming_drive[person]:
        return
    if s.people.incoming_drive[person] == 0.0:
        s.work.lists.handed[s.crowd.handed] = person
        s.crowd.handed += 1
    s.people.incoming_drive[person] = drive


@compiled
def follow_up(s: Situation, moved: int) -> None:
    """Let the ``moved`` people who stepped hand their drive to those behind the cell they left."""
    steps = s.work.steps
    for n in range(moved):
        person = steps.person[n]
        if s.people.conduct[person] == PRESSING and s.people.drive[person] > 0.0:
            drive = s.rules.movement.drive_handing * s.people.drive[person]
            hand_drive(s, index(steps.left[n]), drive)


@compiled
def relax_drive(s: Situation) -> None:
    """Let the push drive decay by one time step and take in what was handed on in it.

    Changes: people.drive, people.incoming_drive, crowd.handed.
    """
    people, decay = s.people, math.exp(-s.time_step / s.rules.movement.drive_decay)
    for n in range(s.crowd.restless):
        people.drive[s.restless[n]] *= decay
    for n in range(s.crowd.handed):
        person = s.work.lists.handed[n]
        is_here = people.cell[person] >= 0  # they may have been admitted since
        if is_here and people.incoming_drive[person] > people.drive[person]:
            people.drive[person] = people.incoming_drive[person]
            loosen(s, person)
        people.incoming_drive[person] = 0.0
    s.crowd.handed = 0
