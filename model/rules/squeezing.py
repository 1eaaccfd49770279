"""Squeezing: two people change places where one wants past and the other lets them or cannot help.

Walkers thread between people who stand about; an earlier number may pass a later one; among
those who press the more assertive get past, the faster the higher the push drive.
"""

from __future__ import annotations

import math
from typing import Final

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING

from ..situation import Situation
from .approach import field_of
from .goals import STAY, TO_GATE, enters_pen, goal_of
from .kept_weights import weigh_steps
from .randomness import EXCHANGE, EXCHANGE_CONFLICT, draw
from .standstill import come_loose, loosen_around

NEVER: Final = 1e-17
"""Expected exchanges so few that their probability is 0 to the last bit."""
ROUNDING: Final = 1e-15
"""More than rounding can add to a probability."""


@inlined
def squeezing_rate(squeezing: float, mine: float, theirs: float, drive: float) -> float:
    """Return the rate at which the assertive get past: rate * max(0, a_i - a_j) * e, 1/s."""
    return squeezing * max(0.0, mine - theirs) * drive


@inlined
def exchange_rate(s: Situation, person: int, other: int) -> float:
    """Return the rate at which a person changes places with the one in the way, 1/s."""
    people = s.people
    mine, theirs = people.conduct[person], people.conduct[other]
    here, there = people.cell[person], people.cell[other]
    if enters_pen(s.place, here, there) and mine != CALLED:
        return 0.0
    if enters_pen(s.place, there, here) and theirs != CALLED:
        return 0.0
    if theirs == BESIDE or mine == BESIDE:
        return 0.0
    stands_about = theirs == HOLDING or theirs == SEEKING
    if mine == PRESSING and not stands_about:
        return squeezing_rate(
            s.rules.movement.squeezing,
            people.assertiveness[person],
            people.assertiveness[other],
            people.drive[person],
        )
    if stands_about:
        return float(s.rules.movement.threading)
    if mine == CALLED:
        passes = theirs == CALLED and people.number[person] < people.number[other]
        return float(s.rules.movement.threading) if passes else 0.0
    if mine == ARRIVING:
        return 0.0
    # Somebody on the way out of a crowd is let through.
    return 0.5 * s.rules.movement.threading


@inlined
def one_ahead(s: Situation, person: int) -> int:
    """Return the person on the best next cell of somebody who wants to walk, or -1."""
    goal, target = goal_of(s, person)
    if goal == STAY:
        return -1
    cell, field = s.people.cell[person], field_of(s, person)
    if goal == TO_GATE:
        next_cell = s.place.ahead[field + cell]
        return -1 if next_cell < 0 else s.cells.occupant[next_cell]
    weigh_steps(s, person, goal, target)
    ahead = s.work.kept[person].ahead
    return -1 if ahead < 0 else s.cells.occupant[ahead]


@compiled
def squeeze(s: Situation, elapsed: float) -> None:
    """Carry out the exchanges of ``elapsed`` seconds; each person takes part in one at most.

    Changes: work.exchanges.person, work.exchanges.other, work.exchanges.draw.
    """
    exchanges, step, count = s.work.exchanges, s.crowd.step, 0
    fastest = max(s.rules.movement.squeezing, s.rules.movement.threading)
    likeliest = 1.0 - math.exp(-fastest * elapsed)
    for n in range(s.crowd.restless):
        person = s.restless[n]
        luck = draw(s.seed, step, person, EXCHANGE)
        if luck >= likeliest:
            continue
        other = one_ahead(s, person)
        if other < 0:
            continue
        expected = exchange_rate(s, person, other) * elapsed
        # 1 - exp(-x) is at most x: most need no exponential.
        if expected < NEVER or luck > expected + ROUNDING:
            continue
        if luck >= 1.0 - math.exp(-expected):
            continue
        exchanges.person[count], exchanges.other[count] = person, other
        exchanges.draw[count] = draw(s.seed, step, person, EXCHANGE_CONFLICT)
        count += 1
    carry_out_exchanges(s, count)


@compiled
def carry_out_exchanges(s: Situation, count: int) -> None:
    """Let two change places if no exchange that either is involved in has a better draw.

    Changes: work.best_exchange, people.cell, cells.occupant.
    """
    people, exchanges, best = s.people, s.work.exchanges, s.work.best_exchange
    for n in range(count):
        best[exchanges.person[n]] = best[exchanges.other[n]] = 0.0
    for n in range(count):
        person, other, u = exchanges.person[n], exchanges.other[n], exchanges.draw[n]
        best[person], best[other] = max(best[person], u), max(best[other], u)
    for n in range(count):
        person, other, u = exchanges.person[n], exchanges.other[n], exchanges.draw[n]
        if u == best[person] and u == best[other]:
            here, there = people.cell[person], people.cell[other]
            people.cell[person], people.cell[other] = there, here
            s.cells.occupant[there], s.cells.occupant[here] = person, other
            come_loose(s, person)
            come_loose(s, other)
            loosen_around(s, here, 3)
            loosen_around(s, there, 3)
