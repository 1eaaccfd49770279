"""Movement on the floor field: all propose from one occupancy, conflicts with friction, moves.

A person moves with probability T[n] v dt/cell (n of the 8 neighboring cells occupied) and then
chooses among free neighbors j and staying with weight exp(k_S dS_j cell/l_j): dS is the distance
gained, l the length of the step, so that what counts is how fast a step brings one closer.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from gatecrush.agents.compiled import compiled, index, inlined
from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.quantity import Parameters, quantity

from ..place.site import BARRED
from ..situation import Situation
from .occupancy import distance_between, is_within, occupy, vacate
from .randomness import CHOICE, CONFLICT, FRICTION, MOVE, STEP_BACK, draw
from .standstill import FREE, LOOSE, STUCK, TIGHT, come_loose, note_standstill


class MovementParameters(Parameters):
    """How people step, stand and squeeze."""

    sharpness: float = quantity(
        20.0,
        "1/m",
        "Weight k_S of the distance gained in the choice of a step",
        "Burstedde 2001; assumed, 10-30",
        low=0,
        high=100,
    )
    friction: float = quantity(
        0.3,
        "-",
        "Probability that nobody enters a cell that several people want",
        "Kirchner, Nishinari & Schadschneider 2003; 0-0.6",
        low=0,
        high=1,
    )
    free_speed: float = quantity(
        1.33, "m/s", "Mean desired walking speed", "Weidmann 1993: 1.34", low=0.1, high=3
    )
    speed_spread: float = quantity(
        0.05,
        "m/s",
        "Standard deviation of the desired walking speed",
        "assumed; Weidmann 1993 has 0.26, which a lattice of one cell a step cannot carry",
        low=0,
        high=0.5,
    )
    comfort: float = quantity(
        3.0,
        "people",
        "Most occupied neighbors of a cell that a pressing person enters when calm",
        "calibrated",
        low=0,
        high=8,
    )
    comfort_assertive: float = quantity(
        1.0, "people", "Added to it for the assertive (a > 0.65)", "calibrated", low=0, high=8
    )
    comfort_drive: float = quantity(
        3.5, "people", "Added to it per assertiveness times push drive", "calibrated", low=0, high=8
    )
    step_back: float = quantity(
        0.1,
        "1/s",
        "Rate at which calm people who stand too tightly step back",
        "assumed",
        low=0,
        high=3,
    )
    squeezing: float = quantity(
        0.02,
        "1/s",
        "Rate of squeezing past per difference in assertiveness at full push drive",
        "assumed",
        low=0,
        high=3,
    )
    threading: float = quantity(
        0.7,
        "1/s",
        "Rate at which a walker threads past a person who stands about",
        "assumed",
        low=0,
        high=3,
    )
    drive_handing: float = quantity(
        0.97,
        "-",
        "Share of the push drive that whoever moves hands to those pressing behind",
        "assumed",
        low=0,
        high=1,
    )
    drive_decay: float = quantity(
        40.0, "s", "Time in which the push drive relaxes", "calibrated", low=1, high=3600
    )


STEP_PROBABILITY: Final = np.array([1.0, 0.9, 0.6, 0.36, 0.24, 0.17, 0.12, 0.1, 0.1])
"""T[n]: chance to step with n of 8 neighbors occupied; gives Weidmann's (1993) speeds."""
ASSERTIVE: Final = 0.65
"""Assertiveness above which people stand tighter."""
CALM: Final = 0.1
"""Push drive below which people who stand too tightly step back."""
STAY: Final = 0
TO_GATE: Final = 1
TO_SIDE: Final = 2
OUTWARD: Final = 3
TOWARDS: Final = 4


@inlined
def way_to(place: Any, cell: int, target: int) -> int:
    """Return the goal of somebody on ``cell`` who wants to ``target``: in, out or straight on."""
    if place.ground.in_strip[cell] == 1 and place.ground.in_strip[target] == 0:
        return OUTWARD
    if place.ground.in_strip[cell] == 0 and place.ground.in_strip[target] == 1:
        return TO_GATE
    return TOWARDS


@inlined
def goal_of(s: Situation, person: int) -> tuple[int, int]:
    """Return where a person wants to go now: (goal, target cell or -1)."""
    conduct, cell = s.people.conduct[person], s.people.cell[person]
    if conduct == PRESSING or conduct == ARRIVING:
        return TO_GATE, -1
    if conduct == HOLDING:
        return way_to(s.place, cell, s.people.target[person]), s.people.target[person]
    if conduct == CALLED:
        near = s.place.ground.to_gate[cell] <= s.rules.waiters.calling_distance
        waits = near and s.gate.is_open == 0
        return (STAY if waits else TO_GATE), -1
    if conduct == SEEKING:
        marker = s.list.marker
        gone = marker < 0 or s.people.cell[marker] < 0
        target = s.place.column[0] if gone else s.people.cell[marker]
        if is_within(s.place.ground.x, s.place.ground.y, cell, target, 0.6 * s.rules.list.reach):
            return STAY, target
        return way_to(s.place, cell, target), target
    if conduct == BESIDE:
        now, gate = s.crowd.step * s.time_step, s.gate
        cars = now >= gate.cars_from and gate.is_open == 0
        return (STAY if cars else TO_SIDE), -1
    return STAY, -1


@inlined
def gain_of_step(place: Any, cell: int, k: int, goal: int, target: int) -> float:
    """Return the distance gained towards a goal by step k, m; BARRED if a wall is in the way."""
    if goal == TO_SIDE:
        return float(place.side_gain[cell, k])
    gain = place.gain[cell, k]
    if gain <= 0.5 * BARRED or goal == TO_GATE:
        return float(gain)
    if goal == OUTWARD:
        return float(-gain)
    there = cell + place.offsets[k]
    here = distance_between(place.ground.x, place.ground.y, cell, target)
    return here - distance_between(place.ground.x, place.ground.y, there, target)


@inlined
def comfort_limit(comfort: float, assertive: float, tight: float, a: float, drive: float) -> float:
    """Return the most occupied neighbors one accepts: c + c_a (a > 0.65) + c_e a e."""
    return comfort + (assertive if a > ASSERTIVE else 0.0) + tight * a * drive


@inlined
def choose_step(s: Situation, person: int, goal: int, target: int, limit: float, u: float) -> int:
    """Choose among the free neighbors and staying with weight exp(k_S pace); -1 is staying.

    The choice is made in one pass: each candidate replaces the last with probability weight/sum so
    far, and the draw is stretched so that it stays uniform.

    Args:
        s: the situation.
        person: who steps.
        goal: where to.
        target: cell to walk to, for goals that need one.
        limit: most occupied neighbors, oneself aside, of a cell one enters.
        u: uniform draw.
    """
    cell, place = index(s.people.cell[person]), s.place
    total, chosen = 1.0, -1
    for k in range(8):
        there = index(cell + place.offsets[k])
        if s.cells.occupant[there] >= 0 or s.cells.neighbors[there] - 1 > limit:
            continue
        if goal == TO_GATE:
            weight = s.gate_weight[cell, k]
        else:
            gain = gain_of_step(place, cell, k, goal, target)
            pace = gain * place.cell / place.lengths[k]
            weight = 0.0 if gain <= 0.5 * BARRED else math.exp(s.rules.movement.sharpness * pace)
        if weight <= 0.0:
            continue
        total += weight
        share = weight / total
        if u < share:
            chosen, u = k, u / share
        else:
            u = (u - share) / (1.0 - share)
    return chosen


@inlined
def finds_step(s: Situation, person: int, neighbors: int, limit: float) -> bool:
    """Tell whether a pressing person has any step to choose; looks once until somebody near moves.

    The limit falls as the push drive does, so that who finds no step does not find one later.
    """
    how = s.standstill[person]
    if how == LOOSE:
        cell, m, how = index(s.people.cell[person]), s.rules.movement, TIGHT
        at_rest = comfort_limit(
            m.comfort, m.comfort_assertive, m.comfort_drive, s.people.assertiveness[person], 0.0
        )
        if neighbors <= at_rest + 1.0:
            how = STUCK
        for k in range(8):
            there = index(cell + s.place.offsets[k])
            is_open = (s.cells.ways[cell] >> k) & 1 == 1
            if is_open and s.cells.occupant[there] < 0 and s.cells.neighbors[there] - 1 <= limit:
                how = FREE
        note_standstill(s, person, how)
    return bool(how == FREE)


@inlined
def would_step_back(s: Situation, person: int) -> bool:
    """Tell whether a person steps back now if they are calm and stand too tightly."""
    u = draw(s.seed, s.crowd.step, person, STEP_BACK)
    return bool(u < s.rules.movement.step_back * s.time_step)


@inlined
def may_move(s: Situation, person: int) -> bool:
    """Tell whether a person need be asked: not who found no step and does not step back now."""
    how = s.standstill[person]
    return how != STUCK and (how != TIGHT or would_step_back(s, person))


@inlined
def steps_back(s: Situation, person: int, neighbors: int, limit: float) -> bool:
    """Tell whether a calm pressing person who stands too tightly steps back now."""
    if neighbors <= limit + 1.0 or s.people.drive[person] >= CALM:
        return False
    return would_step_back(s, person)


@inlined
def proposed_step(s: Situation, person: int) -> int:
    """Return the cell a person proposes to enter in this time step, or -1."""
    people, place, m, step = s.people, s.place, s.rules.movement, s.crowd.step
    cell = index(people.cell[person])
    neighbors = s.cells.neighbors[cell]
    if neighbors == 8:
        return -1
    limit, back = 8.0, False
    if people.conduct[person] == PRESSING:
        a, e = people.assertiveness[person], people.drive[person]
        limit = comfort_limit(m.comfort, m.comfort_assertive, m.comfort_drive, a, e)
        back = steps_back(s, person, neighbors, limit)
        if not back and not finds_step(s, person, neighbors, limit):
            return -1
    chance = STEP_PROBABILITY[index(neighbors)] * people.speed[person] * s.time_step / place.cell
    u = draw(s.seed, step, person, MOVE)
    if u >= chance and not back:
        return -1
    goal, target = goal_of(s, person)
    if goal == STAY:
        return -1
    if back:
        goal, limit = OUTWARD, 8.0
    k = choose_step(s, person, goal, target, limit, draw(s.seed, step, person, CHOICE))
    if k < 0:
        come_loose(s, person)  # somebody took the step they had found: they look again
        return -1
    # A diagonal step is longer: it takes its length in time.
    if not back and u * place.lengths[k] >= chance * place.cell:
        return -1
    return cell + place.offsets[k]


@compiled
def propose_steps(s: Situation) -> int:
    """Let everybody propose a step from the same occupancy; return how many do.

    Changes: work.steps.person, work.steps.cell, work.steps.draw, work.best_claim, cells.claims.
    """
    steps, cells, count = s.work.steps, s.cells, 0
    for n in range(s.crowd.restless):
        person = s.restless[n]
        there = proposed_step(s, person) if may_move(s, person) else -1
        if there < 0:
            continue
        u = draw(s.seed, s.crowd.step, person, CONFLICT)
        steps.person[count], steps.cell[count], steps.draw[count] = person, there, u
        best = s.work.best_claim[there] if cells.claims[there] > 0 else 0.0
        s.work.best_claim[there] = max(best, u)
        cells.claims[there] += 1
        count += 1
    return count


@compiled
def carry_out_steps(s: Situation, count: int) -> int:
    """Resolve the conflicts and move; return how many moved (they lead ``work.steps``).

    Of several who want a cell the best draw wins, and with the probability of friction nobody.

    Changes: work.steps.left, people.cell, cells.claims, work.steps.person.
    """
    people, cells, steps, moved = s.people, s.cells, s.work.steps, 0
    for n in range(count):
        person, there = index(steps.person[n]), index(steps.cell[n])
        steps.left[n] = -1
        if steps.draw[n] != s.work.best_claim[there]:
            continue
        contested = cells.claims[there] > 1
        if contested and draw(s.seed, s.crowd.step, there, FRICTION) < s.rules.movement.friction:
            continue
        come_loose(s, person)
        steps.left[n] = people.cell[person]
        vacate(s, index(people.cell[person]))
        occupy(s, there, person)
        people.cell[person] = there
    for n in range(count):
        cells.claims[index(steps.cell[n])] = 0
        if steps.left[n] >= 0:
            steps.person[moved], steps.left[moved] = steps.person[n], steps.left[n]
            moved += 1
    return moved
