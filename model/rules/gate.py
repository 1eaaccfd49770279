"""The gate: opens, admits a batch one by one, closes; then the batch is processed and cars pass."""

from __future__ import annotations

from typing import Final

from pydantic import field_validator, model_validator

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import BESIDE
from gatecrush.agents.guard import refuses
from gatecrush.agents.quantity import as_tuples, quantity

from ..situation import Situation
from .admission import stream_through, take_in
from .closures import Closures, check_closures, postponed
from .gate_choice import GateChoiceParameters
from .number_list import is_in_turn, update_ranks
from .perception import learn_from_closing
from .randomness import ADMISSION, CHECK, CYCLE, draw
from .turning_round import send_to_list

CALL_DISTANCE: Final = 4.0
"""Distance from the gate along the lane at which a family stands ready to be called, m."""


class GateParameters(GateChoiceParameters):
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
    shut: tuple[str, ...] = quantity(
        (),
        "-",
        "Names of gates that are shut: no opening of theirs begins until a change or a rule opens "
        "them (gates without a name: 1, 2, ...)",
        "assumed",
        changeable=True,
    )
    by_density: tuple[str, ...] = quantity(
        (),
        "-",
        "Gates opened or shut by the mean density over a minute in a zone of the plan, such as "
        "'hall above 4: open east', people per m^2",
        "assumed",
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

    _lists = field_validator("closures", "shut", "by_density", mode="before")(as_tuples)

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
def open_gate(s: Situation, number: int, now: float) -> None:
    """Begin an opening of a gate: the guards are ready for a batch, and those in turn come.

    Changes: gates.
    """
    gate, rules = s.gates[number], s.gate_rules[number]
    gate.opening += 1
    gate.is_open = 1
    gate.places_left = int(rules.batch_size)
    gate.batch_passed = 0
    gate.opened_at = now
    gate.last_admission = now - rules.admission_interval
    cycle = cycle_time(
        rules.cycle_min, rules.cycle_max, draw(s.seed, gate.opening, 2 * number, CYCLE)
    )
    gate.next_opening += cycle
    gate.cars_from = now + rules.processing_share * cycle
    update_ranks(s, now)


@compiled
def close_gate(s: Situation, number: int) -> None:
    """End an opening of a gate; everybody near learns who passed before them.

    Changes: gates.
    """
    s.gates[number].is_open = 0
    learn_from_closing(s, number)


@compiled
def next_family(s: Situation, number: int) -> int:
    """Return the family member to be taken next, or -1: families pass together or wait."""
    people, gate, chosen = s.people, s.gates[number], -1
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != BESIDE or people.gate[person] != number:
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
    begun = s.batches[number, gate.batch_passed - 1] == -1 if gate.batch_passed > 0 else False
    whole = together <= gate.places_left or together > int(s.gate_rules[number].batch_size)
    return chosen if whole or begun else -1


@compiled
def next_at_gate(s: Situation, number: int, now: float) -> int:
    """Return whom the guards take next of those who stand at a gate, or -1.

    They take whoever stands there (the best of equal draws), unless they ask for the number and
    refuse; who is refused stays standing, or is sent away.
    """
    gate, rules, check = s.gates[number], s.rules.guards, s.gate_rules[number].number_check
    best, chosen = -1.0, -1
    for n in range(s.place.gate_ends[number], s.place.gate_ends[number + 1]):
        cell = s.place.gate_cells[n]
        person = s.cells.occupant[cell]
        if person < 0:
            continue
        if check > 0.0 and gate.failed == 0:
            asks = draw(s.seed, gate.opening, person, CHECK)
            if refuses(is_in_turn(s, person), asks, check):
                if rules.clear_refused > 0.0:
                    send_to_list(s, person, now)
                continue
        u = draw(s.seed, s.crowd.step, person, ADMISSION)
        if u > best:
            best, chosen = u, person
    return chosen


@compiled
def work_gates(s: Situation, now: float) -> None:
    """Let the guards work at each gate for one time step."""
    for number in range(s.gates.size):
        work_gate(s, number, now)


@compiled
def work_gate(s: Situation, number: int, now: float) -> None:
    """Let the guards work at a gate for one time step: open, take people in, close.

    Changes: gates.
    """
    gate, rules = s.gates[number], s.gate_rules[number]
    if gate.failed == 1 or rules.always_open > 0.0:
        lets_through = (
            gate.shut == 0
            if rules.always_open > 0.0
            else (now < gate.failed_at + rules.failed_time)
        )
        if lets_through:
            stream_through(s, number, now)
        return
    if gate.is_open == 0 and now >= gate.next_opening:
        if gate.shut == 1:
            gate.next_opening = now + s.time_step  # due at once when it is opened
        elif postponed(s.closures[number], now) > now:
            gate.next_opening = postponed(s.closures[number], now)
        else:
            open_gate(s, number, now)
    if gate.is_open == 0 and now >= gate.cars_from and gate.opening > 0:
        gate.cars_time += s.time_step
    while gate.is_open == 1:
        if now < gate.last_admission + rules.admission_interval:
            return
        person = next_family(s, number)
        if person < 0:
            person = next_at_gate(s, number, now)
        if person >= 0:
            take_in(s, number, person, now)
            gate.last_admission = now
            gate.places_left -= 1
            if gate.places_left == 0:
                close_gate(s, number)
            if rules.admission_interval > 0.0:
                return
        else:
            if now >= max(gate.last_admission, gate.opened_at) + rules.closing_after:
                close_gate(s, number)
            return
