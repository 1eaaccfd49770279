"""The order of one time step, and nothing else.

arrivals, numbers handed out, (0.9 s) telling, patience, marker, (60 s) ranks, gate choice,
perception, announcements, decisions, challenge, volunteers, then gate, steps, push drive, (0.9 s)
squeezing, (3 s) force, (60 s) record.
"""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled

from ..situation import Situation
from .absence import come_again
from .announcing import announce
from .entry import let_arrive
from .gate import work_gates
from .gate_choice import change_gates
from .gates_by_density import open_and_shut
from .kept_weights import forget_weights
from .minute_record import MINUTE, note_load, note_minute
from .movement import carry_out_steps, propose_steps
from .norms import challenge, decide, renege, volunteer
from .number_list import hand_out_numbers, update_ranks, write_numbers
from .pen import ask_at_door
from .perception import hear_neighbors, look_around
from .pressure import bear_load, load_gates
from .push_drive import follow_up, relax_drive
from .second_record import SECOND, note_second
from .settling import list_restless, settle
from .squeezing import squeeze
from .standstill import LOOSE
from .telling import hear_of_list, lose_patience, reach_the_gate
from .worst_places import note_density, note_force
from .zone_record import note_zone_force, note_zones

TALK: Final = 0.9
"""Time between two rounds of telling, writing and squeezing, s."""
FORCE: Final = 3.0
"""Time between two passes of force, s."""


@compiled
def is_due(now: float, time_step: float, interval: float) -> bool:
    """Tell whether the step that ends at ``now`` is the last to end by a multiple of ``interval``.

    So the last minute of a run is noted, too, where the time step does not divide it.
    """
    before = now - 1e-6 * time_step
    return int((before + time_step) / interval) > int(before / interval)


@compiled
def take_step(s: Situation) -> None:
    """Advance the situation by one time step.

    Changes: crowd.step, crowd.person_steps, crowd.minute_steps, crowd.open_steps.
    """
    crowd = s.crowd
    now = (crowd.step + 1) * s.time_step
    crowd.step += 1
    talks, minute = is_due(now, s.time_step, TALK), is_due(now, s.time_step, MINUTE)
    hand_out_numbers(s, let_arrive(s, now), now)
    if talks:
        hear_of_list(s, TALK, now)
        lose_patience(s, now)
        reach_the_gate(s, now)
        write_numbers(s, now)
        settle(s)
    if minute:
        list_restless(s)
        update_ranks(s, now)
        change_gates(s, MINUTE)
        look_around(s, MINUTE)
        hear_neighbors(s, MINUTE)
        announce(s, MINUTE, now)
        decide(s, MINUTE, now)
        challenge(s, MINUTE, now)
        volunteer(s, MINUTE, now)
        ask_at_door(s, now)
        renege(s, MINUTE, now)
        come_again(s, now)
    work_gates(s, now)
    moved = carry_out_steps(s, propose_steps(s))
    follow_up(s, moved)
    relax_drive(s)
    if talks:
        squeeze(s, TALK)
    if is_due(now, s.time_step, FORCE):
        load_gates(s, FORCE, now)
        bear_load(s, FORCE)
        note_load(s, now)
        note_force(s, now)
        if s.zones.size > 0:
            note_zone_force(s, now)
    crowd.person_steps += crowd.active
    crowd.minute_steps += 1
    for number in range(s.gates.size):
        crowd.open_steps += s.gates[number].is_open
    if minute:
        note_minute(s, now)
        note_density(s, now)
    if s.second_log.size > 0 and is_due(now, s.time_step, SECOND):
        note_second(s)
    if s.zones.size > 0 and is_due(now, s.time_step, SECOND):
        note_zones(s, now)
        if minute:
            open_and_shut(s)


@compiled
def take_steps(s: Situation, steps: int) -> None:
    """Advance the situation by so many time steps.

    Whoever wrote into the arrays since the last call need not know who is listed as restless or
    at a standstill, and what is kept of their steps: that is found out anew.

    Changes: standstill, crowd.still.
    """
    list_restless(s)
    forget_weights(s)
    s.standstill[:] = LOOSE
    s.crowd.still = 0
    for _ in range(steps):
        take_step(s)
