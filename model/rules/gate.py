"""The gate: opens, admits a batch one by one, closes; then the batch is processed and cars pass."""

from __future__ import annotations

from typing import Final

from pydantic import field_validator, model_validator

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ADMITTED, BESIDE, FAMILY, TURNED_BACK
from gatecrush.agents.guard import refuses
from gatecrush.agents.quantity import Parameters, as_tuples, quantity

from ..situation import Situation
from .closures import Closures, check_closures, postponed
from .entry import leave_site
from .number_list import is_in_turn, update_ranks
from .perception import learn_from_admission, learn_from_closing
from .push_drive import hand_drive
from .randomness import ADMISSION, CHECK, CYCLE, STREAM, draw
from .randomness import TURNED_BACK as TURNED_BACK_DRAW
from .turning_round import send_to_list

CALL_DISTANCE: Final = 4.0
"""Distance from the gate along the lane at which a family stands ready to be called, m."""
ABREAST: Final = 2.0
"""People who may pass at once after a pause, at most."""


class GateParameters(Parameters):
    """Bulk service at the gate."""

    width: float = quantity(1.6, "m", "Width of the gate", "assumed, 0.8-4", low=0.4, high=20)
    batch_size: int = quantity(
        10, "people", "People let in at one opening", "account", low=1, high=1000, changeable=True
    )
    cycle_min: float = quantity(
        45.0,
        "min",
        "Shortest time from opening to opening",
        "account",
        low=1,
        high=1000,
        changeable=True,
    )
    cycle_max: float = quantity(
        75.0,
        "min",
        "Longest time from opening to opening",
        "account (one hour and cars)",
        low=1,
        high=1000,
        changeable=True,
    )
    closures: Closures = quantity(
        (),
        "h, h",
        "From when to when no opening begins: one due then waits for the end",
        "assumed",
        changeable=True,
    )
    admission_interval: float = quantity(
        3.0,
        "s",
        "Time between two admissions (0: all at once)",
        "assumed",
        low=0,
        high=600,
        changeable=True,
    )
    closing_after: float = quantity(
        60.0,
        "s",
        "Time after which the gate closes if nobody comes",
        "assumed",
        low=0,
        high=3600,
        changeable=True,
    )
    processing_share: float = quantity(
        0.8,
        "-",
        "Share of a cycle for which a batch is processed; then cars pass and close the lane",
        "account: 45 min to 1 h, cars in between",
        low=0,
        high=1,
        changeable=True,
    )
    car_time: float = quantity(
        180.0, "s", "Time the guards take for one car", "assumed", low=1, high=3600
    )
    specific_flow: float = quantity(
        1.6,
        "1/(m s)",
        "People who pass an open gate per second and meter of width when calm",
        "calibrated on CrowdQueue (Adrian 2020) and Hermes 2009, 1.5-1.7",
        low=0.1,
        high=10,
    )
    specific_flow_drive: float = quantity(
        0.15,
        "1/(m s)",
        "Added to it per push drive of those who stand at the gate",
        "calibrated on CrowdQueue (Adrian 2020), 0.1-0.2",
        low=0,
        high=10,
    )
    shoulder: float = quantity(
        0.2,
        "m",
        "Added to the width for it: people pass a narrow gate aslant and close behind each other",
        "calibrated on CrowdQueue (Adrian 2020) and Hermes 2009, 0.1-0.3",
        low=0,
        high=1,
    )
    always_open: bool = quantity(
        False, "-", "Everybody who reaches the gate walks through (a bottleneck)", "assumed"
    )
    wear_load: float = quantity(
        4.5,
        "kN/m",
        "Gate load above which the gate wears",
        "assumed; barrier codes ask 3 to 5 kN/m",
        low=0.1,
        high=1000,
    )
    endurance: float = quantity(
        240.0,
        "kN s/m",
        "Load above the wearing load, summed over time, at which the gate gives way",
        "assumed",
        low=0,
        high=1e9,
    )
    strength: float = quantity(
        12.0,
        "kN/m",
        "Gate load at which a sound gate gives way at once",
        "assumed",
        low=0.1,
        high=1e6,
    )
    failed_time: float = quantity(
        60.0,
        "s",
        "Time for which people stream through a failed gate before the crossing is closed",
        "assumed",
        low=0,
        high=3600,
    )

    _lists = field_validator("closures", mode="before")(as_tuples)

    @model_validator(mode="after")
    def _check(self) -> GateParameters:
        if self.cycle_min > self.cycle_max:
            raise ValueError("gate.cycle_min must not exceed gate.cycle_max")
        check_closures(self.closures)
        return self


@compiled
def cycle_time(shortest: float, longest: float, u: float) -> float:
    """Return the time from one opening to the next, s, uniform between its bounds."""
    return shortest + u * (longest - shortest)


@compiled
def open_gate(s: Situation, now: float) -> None:
    """Begin an opening: the guards are ready for a batch, and those in turn come to the gate.

    Changes: gate.opening, gate.is_open, gate.places_left, gate.batch_passed, gate.opened_at,
        gate.last_admission, gate.next_opening, gate.cars_from.
    """
    gate, rules = s.gate, s.rules.gate
    gate.opening += 1
    gate.is_open = 1
    gate.places_left = int(rules.batch_size)
    gate.batch_passed = 0
    gate.opened_at = now
    gate.last_admission = now - rules.admission_interval
    cycle = cycle_time(rules.cycle_min, rules.cycle_max, draw(s.seed, gate.opening, 0, CYCLE))
    gate.next_opening += cycle
    gate.cars_from = now + rules.processing_share * cycle
    update_ranks(s, now)


@compiled
def close_gate(s: Situation, now: float) -> None:
    """End an opening; everybody near learns who passed before them.

    Changes: gate.is_open.
    """
    s.gate.is_open = 0
    learn_from_closing(s)


@compiled
def next_family(s: Situation) -> int:
    """Return the family member to be taken next, or -1: families pass together or wait."""
    people, gate, chosen = s.people, s.gate, -1
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != BESIDE:
            continue
        if s.place.ground.to_side[people.cell[person]] > CALL_DISTANCE:
            continue
        if chosen < 0 or person < chosen:
            chosen = person
    if chosen < 0:
        return -1
    together = 0
    for n in range(s.crowd.active):
        if people.party[s.active[n]] == people.party[chosen]:
            together += 1
    begun = s.batch[gate.batch_passed - 1] == -1 if gate.batch_passed > 0 else False
    whole = together <= gate.places_left or together > int(s.rules.gate.batch_size)
    return chosen if whole or begun else -1


@compiled
def next_at_gate(s: Situation, now: float) -> int:
    """Return whom the guards take next of those who stand at the gate, or -1.

    They take whoever stands there (the best of equal draws), unless they ask for the number and
    refuse; who is refused stays standing, or is sent away.
    """
    gate, rules = s.gate, s.rules.guards
    best, chosen = -1.0, -1
    for cell in s.place.gate_cells:
        person = s.cells.occupant[cell]
        if person < 0:
            continue
        if rules.number_check > 0.0 and gate.failed == 0:
            asks = draw(s.seed, gate.opening, person, CHECK)
            if refuses(is_in_turn(s, person), asks, rules.number_check):
                if rules.clear_refused > 0.0:
                    send_to_list(s, person, now)
                continue
        u = draw(s.seed, s.crowd.step, person, ADMISSION)
        if u > best:
            best, chosen = u, person
    return chosen


@compiled
def take_in(s: Situation, person: int, now: float) -> None:
    """Take a person at the gate: admit or turn them back, log it, and let the news spread.

    Changes: people.out_of_turn, admission_log, crowd.admissions, batch, gate.batch_passed.
    """
    gate, people, crowd = s.gate, s.people, s.crowd
    cell, number = people.cell[person], people.number[person]
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
        row.person, row.number = person, number
        row.out_of_turn, row.family = people.out_of_turn[person], is_family
        crowd.admissions += 1
        leave_site(s, person, ADMITTED, now)
        if not is_family:
            learn_from_admission(s, number)
    if gate.batch_passed < s.batch.size:
        s.batch[gate.batch_passed] = -1 if is_family else number
    gate.batch_passed += 1
    if not is_family:
        hand_drive(s, cell, s.rules.movement.motivation)


@compiled
def work_gate(s: Situation, now: float) -> None:
    """Let the guards work for one time step: open, take people in, close.

    Changes: gate.next_opening, gate.cars_time, gate.last_admission, gate.places_left.
    """
    gate, rules = s.gate, s.rules.gate
    if gate.failed == 1 or rules.always_open > 0.0:
        if rules.always_open > 0.0 or now < gate.failed_at + rules.failed_time:
            stream_through(s, now)
        return
    if gate.is_open == 0 and now >= gate.next_opening:
        if postponed(s.closures, now) > now:
            gate.next_opening = postponed(s.closures, now)
        else:
            open_gate(s, now)
    if gate.is_open == 0 and now >= gate.cars_from and gate.opening > 0:
        gate.cars_time += s.time_step
    while gate.is_open == 1:
        if now < gate.last_admission + rules.admission_interval:
            return
        person = next_family(s)
        if person < 0:
            person = next_at_gate(s, now)
        if person >= 0:
            take_in(s, person, now)
            gate.last_admission = now
            gate.places_left -= 1
            if gate.places_left == 0:
                close_gate(s, now)
            if rules.admission_interval > 0.0:
                return
        else:
            if now >= max(gate.last_admission, gate.opened_at) + rules.closing_after:
                close_gate(s, now)
            return


@inlined
def drive_at_gate(s: Situation) -> float:
    """Return the mean push drive of those who stand directly before the gate, each at most 1."""
    total, count = 0.0, 0
    for n in range(s.place.gate_cells.size):
        person = s.cells.occupant[s.place.gate_cells[n]]
        if person >= 0:
            total += min(1.0, s.people.drive[person])
            count += 1
    return total / count if count > 0 else 0.0


@compiled
def stream_through(s: Situation, now: float) -> None:
    """Let those directly before an open or failed gate walk through, as its width allows.

    Nobody walks through a body: (J_s + J_e e) (w + w_0) people a second do, a little more after a
    pause; e is the push drive of those at the gate.

    Changes: gate.allowance.
    """
    gate, rules = s.gate, s.rules.gate
    flow = rules.specific_flow + rules.specific_flow_drive * drive_at_gate(s)
    rate = flow * (rules.width + rules.shoulder)
    gate.allowance = min(ABREAST, gate.allowance) + rate * s.time_step
    first = int(draw(s.seed, s.crowd.step, 0, STREAM) * s.place.gate_cells.size)
    for n in range(s.place.gate_cells.size):
        cell = s.place.gate_cells[(first + n) % s.place.gate_cells.size]
        person = s.cells.occupant[cell]
        if person >= 0 and gate.allowance >= 1.0:
            chance = s.people.speed[person] * s.time_step / s.place.cell
            if draw(s.seed, s.crowd.step, person, ADMISSION) < chance:
                take_in(s, person, now)
                gate.allowance -= 1.0
