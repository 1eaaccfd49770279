"""Telling: newcomers hear of the list from holders they pass, or reach the gate without it.

Nobody says which share misses the list: it follows from how long they walk past whom.
"""

from __future__ import annotations

import math

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import ARRIVING, CALLED, HOLDING, LINE_JUMPER, PRESSING, SEEKING
from gatecrush.agents.line_jumper import begins_to_press
from gatecrush.agents.waiter import (
    case_for_pressing,
    effective_threshold,
    perceived_disorder,
    willingness_to_tell,
)

from ..situation import Situation
from .approach import way_to_gate
from .occupancy import cells_in, half_width
from .parties import party_of
from .randomness import TELLING, draw
from .turning_round import begin_pressing


@compiled
def tellers_near(s: Situation, cell: int, now: float) -> float:
    """Return the sum of the willingness to tell of all holders within reach of a cell."""
    people, place, w = s.people, s.place, s.rules.waiters
    reach = cells_in(w.telling_reach, place.cell)
    row, column = cell // place.stride, cell % place.stride
    rows, total = place.ground.x.size // place.stride, 0.0
    for r in range(max(0, row - reach), min(rows, row + reach + 1)):
        beside = half_width(w.telling_reach, place.cell, r - row)
        for c in range(max(0, column - beside), min(place.stride, column + beside + 1)):
            other = s.cells.occupant[r * place.stride + c]
            if other < 0:
                continue
            if people.conduct[other] == HOLDING or people.conduct[other] == CALLED:
                total += willingness_to_tell(disorder_of(s, other), threshold_of(s, other, now))
    return total


@inlined
def disorder_of(s: Situation, person: int) -> float:
    """Return the disorder a person perceives now, D in [0, 1]."""
    people = s.people
    seen = s.rules.waiters.press_perception * people.seen[person]
    case = case_for_pressing(people.pays[person], people.passed_over[person])
    return perceived_disorder(min(1.0, seen), case)


@inlined
def threshold_of(s: Situation, person: int, now: float) -> float:
    """Return a person's threshold as worn down by waiting."""
    waited = now - s.people.arrival_time[person]
    return effective_threshold(s.people.threshold[person], waited, s.rules.waiters.fatigue)


@compiled
def hear_of_list(s: Situation, elapsed: float, now: float) -> None:
    """Let those who walk to the gate hear of the list; one told, the party is told."""
    people = s.people
    if s.rules.waiters.telling <= 0.0 or s.list.marker < 0:
        return  # nobody holds a number, so nobody tells
    for n in range(s.crowd.restless):
        person = s.restless[n]
        if people.conduct[person] != ARRIVING:
            continue
        hazard = s.rules.waiters.telling * tellers_near(s, people.cell[person], now)
        if hazard <= 0.0:
            continue
        if draw(s.seed, s.crowd.step, person, TELLING) < 1.0 - math.exp(-hazard * elapsed):
            tell_party(s, person, now)


@compiled
def tell_party(s: Situation, person: int, now: float) -> None:
    """Let a person who arrives, and those of their party who do, know of the list.

    Changes: people.conduct, people.since.
    """
    for member in party_of(s, person):
        if s.people.conduct[member] == ARRIVING:
            s.people.conduct[member] = SEEKING
            s.people.since[member] = now


@compiled
def lose_patience(s: Situation, now: float) -> None:
    """Let parties that have waited for the marker beyond their patience go to the gate."""
    people = s.people
    for n in range(s.crowd.restless):
        person = s.restless[n]
        if people.conduct[person] != SEEKING or s.list.writer == person:
            continue
        if now - people.since[person] < s.rules.waiters.patience_floor + people.patience[person]:
            continue
        for member in party_of(s, person):
            if people.conduct[member] == SEEKING:
                begin_pressing(s, member, now)


@compiled
def reach_the_gate(s: Situation, now: float) -> None:
    """Note who has come to the crowd at the gate without a number; the uninformed press now.

    Changes: people.nearest, people.progress_time, people.reached_time, people.kind, crowd.changed.
    """
    people, rules = s.people, s.rules.line_jumpers
    for n in range(s.crowd.restless):
        person = s.restless[n]
        conduct = people.conduct[person]
        presses = conduct == PRESSING and people.number[person] == 0
        if not (conduct == ARRIVING or (presses and people.kind[person] != LINE_JUMPER)):
            continue
        distance = way_to_gate(s, person)
        if distance < people.nearest[person] - 0.5 * s.place.cell:
            people.nearest[person] = distance
            people.progress_time[person] = now
        stuck = now - people.progress_time[person]
        if begins_to_press(distance, stuck, rules.stop_distance, rules.stuck_time):
            people.reached_time[person] = now
            people.kind[person] = LINE_JUMPER
            s.crowd.changed += 1
            if conduct == ARRIVING:
                begin_pressing(s, person, now)
