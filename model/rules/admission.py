"""Admission: somebody passes a gate, taken by the guards or streaming through an open one."""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ADMITTED, FAMILY, TURNED_BACK

from ..situation import Situation
from .entry import leave_site
from .number_list import is_in_turn
from .perception import learn_from_admission
from .push_drive import hand_drive
from .randomness import ADMISSION, STREAM, draw
from .randomness import TURNED_BACK as TURNED_BACK_DRAW

ABREAST: Final = 2.0
"""People who may pass at once after a pause, at most."""


@compiled
def take_in(s: Situation, number: int, person: int, now: float) -> None:
    """Take a person at a gate: admit or turn them back, log it, and let the news spread.

    Changes: people.out_of_turn, people.gate, admission_log, crowd.admissions, batches, gates.
    """
    gate, people, crowd = s.gates[number], s.people, s.crowd
    cell, mine = people.cell[person], people.number[person]
    is_family = people.kind[person] == FAMILY
    u = draw(s.seed, 0, person, TURNED_BACK_DRAW)
    if not is_family and gate.failed == 0 and u < s.rules.guards.turned_back:
        leave_site(s, person, TURNED_BACK, now)
    else:
        in_turn = is_family or is_in_turn(s, person)
        people.out_of_turn[person] = 0 if in_turn else 1
        row = s.admission_log[crowd.admissions]
        opening = 0 if s.rules.gate.always_open > 0.0 else gate.opening
        row.time, row.opening = now, -1 if gate.failed == 1 else opening
        row.person, row.number, row.gate = person, mine, number
        row.out_of_turn, row.family = people.out_of_turn[person], is_family
        crowd.admissions += 1
        leave_site(s, person, ADMITTED, now)
        people.gate[person] = number
        if not is_family:
            learn_from_admission(s, number, mine)
    if gate.batch_passed < s.batches.shape[1]:
        s.batches[number, gate.batch_passed] = -1 if is_family else mine
    gate.batch_passed += 1
    if not is_family:
        hand_drive(s, cell, s.rules.movement.motivation)


@inlined
def drive_at_gate(s: Situation, number: int) -> float:
    """Return the mean push drive of those who stand directly before a gate, each at most 1."""
    total, count = 0.0, 0
    for n in range(s.place.gate_ends[number], s.place.gate_ends[number + 1]):
        person = s.cells.occupant[s.place.gate_cells[n]]
        if person >= 0:
            total += min(1.0, s.people.drive[person])
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def stream_through(s: Situation, number: int, now: float) -> None:
    """Let those directly before an open or failed gate walk through, as its width allows.

    Nobody walks through a body: (J_s + J_e e) (w + w_0) people a second do, a little more after a
    pause; e is the push drive of those at the gate.

    Changes: gates.
    """
    gate, rules = s.gates[number], s.gate_rules[number]
    begin, end = s.place.gate_ends[number], s.place.gate_ends[number + 1]
    flow = rules.specific_flow + rules.specific_flow_drive * drive_at_gate(s, number)
    rate = flow * (rules.width + rules.shoulder)
    gate.allowance = min(ABREAST, gate.allowance) + rate * s.time_step
    first = int(draw(s.seed, s.crowd.step, number, STREAM) * (end - begin))
    for n in range(end - begin):
        cell = s.place.gate_cells[begin + (first + n) % (end - begin)]
        person = s.cells.occupant[cell]
        if person >= 0 and gate.allowance >= 1.0:
            chance = s.people.speed[person] * s.time_step / s.place.cell
            if draw(s.seed, s.crowd.step, person, ADMISSION) < chance:
                take_in(s, number, person, now)
                gate.allowance -= 1.0
