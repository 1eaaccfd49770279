"""Gate choice: to which of several gates people go, and when they turn to another.

The nearest one; the one they are assigned to; or the one through which they expect to be first, by
what they see: T = S/v + Q/J with the way S, the speed v, Q people who go there and are nearer, and
the flow J at which the gate lets people in.
"""

from __future__ import annotations

import math
from typing import Final, Literal

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ARRIVING, CALLED, FAMILY, HOLDING, PRESSING
from gatecrush.agents.quantity import Parameters, quantity

from ..situation import Situation
from .approach import turn_to
from .calling import has_one_line
from .closures import is_shut
from .occupancy import is_within
from .parties import party_of
from .randomness import ASSIGNMENT, CHANGE_OF_GATE, draw

CHOICES: Final = ("nearest", "assigned", "seen")
"""How people choose a gate; kernels know the number."""
NEAREST: Final = 0
ASSIGNED: Final = 1
SEEN: Final = 2
NEVER: Final = 1e12
"""Time expected at a gate that is seen shut, s; people go there only if no other is left."""


class GateChoiceParameters(Parameters):
    """To which of several gates people go, where a plan has them."""

    choice: Literal["nearest", "assigned", "seen"] = quantity(
        "nearest",
        "-",
        "Which of several gates people go to: the nearest, one they are assigned to, or the one "
        "through which they expect to be first by what they see",
        "assumed; seen as in Ehtamo et al. 2010 and Lo et al. 2006",
    )
    shares: Literal["equal", "width"] = quantity(
        "equal", "-", "In which shares people are assigned: equal, or by width", "assumed"
    )
    changing: float = quantity(
        0.01,
        "1/s",
        "Rate at which people think again which gate to go to, unless assigned (0: never)",
        "assumed, 0.002-0.05; that some revise it: Liao, Kemloh Wagoum & Bode 2017",
        low=0,
        high=10,
        changeable=True,
    )
    reluctance: float = quantity(
        0.2,
        "-",
        "Share by which another gate must be better for people to turn to it",
        "assumed, 0-0.5; few people change: Liao, Kemloh Wagoum & Bode 2017",
        low=0,
        high=1,
        changeable=True,
    )
    one_list: bool = quantity(
        True,
        "-",
        "Whether the list calls people to any gate; else each gate calls its own by number",
        "assumed",
    )


@compiled
def queue_before(s: Situation, number: int, person: int, cell: int) -> int:
    """Count who goes to a gate, is nearer to it than ``cell``, and in sight of there."""
    people, place, sight = s.people, s.place, s.rules.waiters.sight
    field, count = number * s.cells.size, 0
    here = place.approach.to_gate[field + cell]
    for n in range(s.crowd.active):
        other = s.active[n]
        conduct, there = people.conduct[other], people.cell[other]
        if people.gate[other] != number or other == person:
            continue
        if conduct != PRESSING and conduct != CALLED and conduct != ARRIVING:
            continue
        if place.approach.to_gate[field + there] >= here:
            continue
        count += is_within(place.ground.x, place.ground.y, there, cell, sight)
    return count


@inlined
def flow_of_gate(s: Situation, number: int) -> float:
    """Return the flow J of a gate, 1/s: a batch a cycle; of one always open what walks through."""
    rules = s.gate_rules[number]
    if rules.always_open > 0.0:
        return float(rules.specific_flow * (rules.width + rules.shoulder))
    return float(2.0 * rules.batch_size / (rules.cycle_min + rules.cycle_max))


@inlined
def expected_time(way: float, speed: float, queue: float, flow: float) -> float:
    """Return the time until one is through a gate, s: T = S/v + Q/J."""
    return way / speed + queue / flow


@inlined
def sees_gate(s: Situation, number: int, cell: int) -> bool:
    """Tell whether a gate is in sight of a cell."""
    place, sight = s.place, s.rules.waiters.sight
    first = place.gate_cells[place.gate_ends[number]]
    return is_within(place.ground.x, place.ground.y, first, cell, sight)


@compiled
def cost_of_gate(s: Situation, number: int, person: int, cell: int) -> float:
    """Return what a gate costs somebody on ``cell`` by what they see of it, s.

    Of a gate out of sight they know the way alone, and not that it is shut.
    """
    way, speed = s.place.approach.to_gate[number * s.cells.size + cell], s.people.speed[person]
    is_seen, queue = sees_gate(s, number, cell), 0.0
    if is_seen and is_shut(s, number):
        return NEVER + way / speed
    if is_seen and s.choosing == SEEN:
        queue = float(queue_before(s, number, person, cell))
    return expected_time(way, speed, queue, flow_of_gate(s, number))


@compiled
def assigned_gate(s: Situation, person: int) -> int:
    """Return the gate that a party is assigned to, by shares."""
    u = draw(s.seed, 0, s.people.party[person], ASSIGNMENT)
    number = 0
    while number < s.gates.size - 1 and u >= s.gate_shares[number]:
        number += 1
    return number


@inlined
def thinks_again(s: Situation, person: int) -> bool:
    """Tell whether somebody goes to a gate of their own choice: not who is called to one."""
    conduct = s.people.conduct[person]
    if conduct == HOLDING or conduct == CALLED:
        return not has_one_line(s)
    return bool(conduct == ARRIVING or conduct == PRESSING)


@compiled
def cost_for_party(s: Situation, number: int, person: int, cell: int) -> float:
    """Return what a gate costs the last of somebody's party who chooses too, s.

    Args:
        s: the situation.
        number: the gate.
        person: who asks for all of them.
        cell: where that person is; the others are where they stand.
    """
    last = cost_of_gate(s, number, person, cell)
    for member in party_of(s, person):
        there = s.people.cell[member]
        if member != person and there >= 0 and thinks_again(s, member):
            last = max(last, cost_of_gate(s, number, member, there))
    return last


@compiled
def gate_of_party(s: Situation, person: int) -> int:
    """Return the gate to which others of somebody's party go by choice; -1 where nobody does."""
    for member in party_of(s, person):
        if member != person and s.people.cell[member] >= 0 and thinks_again(s, member):
            return int(s.people.gate[member])
    return -1


@compiled
def best_gate(s: Situation, person: int, cell: int, mine: int) -> int:
    """Return the gate to which somebody on ``cell`` goes with those of their party who choose, too.

    Nobody turns to a gate out of sight unless they see that theirs is shut.

    Args:
        s: the situation.
        person: who goes.
        cell: where they are.
        mine: gate to which they go so far; another must be better by a share. -1: to none.
    """
    if s.choosing == ASSIGNED:
        return assigned_gate(s, person)
    best, chosen = 2.0 * NEVER, max(0, mine)
    if mine < 0 and gate_of_party(s, person) >= 0:
        return gate_of_party(s, person)
    if mine >= 0:
        best = (1.0 - s.rules.gate.reluctance) * cost_for_party(s, mine, person, cell)
    is_shut_out = best > 0.5 * NEVER * (1.0 - s.rules.gate.reluctance)
    for number in range(s.gates.size):
        if number == mine or not (is_shut_out or sees_gate(s, number, cell)):
            continue
        cost = cost_for_party(s, number, person, cell)
        if cost < best:
            best, chosen = cost, number
    return chosen


@compiled
def choose_first_gate(s: Situation, person: int, cell: int) -> None:
    """Let somebody who comes onto the site choose a gate; families go to that of the lane.

    Changes: people.gate.
    """
    if s.gates.size == 1:
        return
    if s.people.kind[person] == FAMILY:
        s.people.gate[person] = s.place.lane_gate
    else:
        s.people.gate[person] = best_gate(s, person, cell, -1)


@compiled
def change_gates(s: Situation, elapsed: float) -> None:
    """Let people think again which gate to go to, at their rate; the party comes along.

    Changes: gates.
    """
    if s.gates.size == 1 or s.choosing == ASSIGNED:
        return
    chance = 1.0 - math.exp(-s.rules.gate.changing * elapsed)
    people = s.people
    for n in range(s.crowd.active):
        person = s.active[n]
        if not thinks_again(s, person):
            continue
        if draw(s.seed, s.crowd.step, person, CHANGE_OF_GATE) >= chance:
            continue
        mine = int(people.gate[person])
        chosen = best_gate(s, person, people.cell[person], mine)
        if chosen == mine:
            continue
        for member in party_of(s, person):
            if people.cell[member] >= 0 and thinks_again(s, member):
                s.gates[chosen].turned_to += people.gate[member] != chosen
                turn_to(s, member, chosen)
