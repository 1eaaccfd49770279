"""Norms: who leaves the order, who comes back, who objects, whom volunteers bring round.

Everything here happens at rates, each person by their own threshold; nothing looks at the hour.
"""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED, HOLDING, LEFT, PRESSING, SEEKING
from gatecrush.agents.volunteer import turns_round
from gatecrush.agents.waiter import challenge_rate, comes_back, gives_up, willingness_to_tell

from .entry import leave_site
from .occupancy import cells_in, is_within
from .randomness import CHALLENGE, COMING_BACK, GIVING_UP, RENEGING, VOLUNTEER, draw
from .telling import disorder_of, party_of, threshold_of
from .turning_round import begin_pressing, send_to_list


@compiled
def decides(s: Any, person: int, elapsed: float, now: float) -> bool:
    """Tell whether a holder gives up the order, or somebody who presses comes back to it."""
    people, w, step = s.people, s.waiters, s.crowd.step
    disorder, threshold = disorder_of(s, person), threshold_of(s, person, now)
    if people.conduct[person] == HOLDING and people.never_push[person] == 0:
        u = draw(s.seed, step, person, GIVING_UP)
        return gives_up(disorder, threshold, elapsed, w.give_up_time, u)
    if people.conduct[person] == PRESSING and people.number[person] > 0:
        u = draw(s.seed, step, person, COMING_BACK)
        return comes_back(disorder, threshold, w.return_margin, elapsed, w.return_time, u)
    return False


@compiled
def decide(s: Any, elapsed: float, now: float) -> None:
    """Let holders give up the order, and pressing people with a number come back to it.

    All decide at the same time, then parties stay together: who gives up takes the others of the
    party along, and so does who comes back.
    """
    people, count = s.people, 0
    for n in range(s.crowd.active):
        if decides(s, s.active[n], elapsed, now):
            s.proposers[count] = s.active[n]
            people.claim[s.active[n]] = people.conduct[s.active[n]]
            count += 1
    for n in range(count):
        if people.claim[s.proposers[n]] == HOLDING:
            for member in party_of(s, s.proposers[n]):
                if people.conduct[member] == HOLDING and people.never_push[member] == 0:
                    begin_pressing(s, member, now)
    for n in range(count):
        if people.claim[s.proposers[n]] == PRESSING:
            for member in party_of(s, s.proposers[n]):
                pressed_before = people.pressing_since[member] < now
                has_number = people.number[member] > 0
                if people.conduct[member] == PRESSING and pressed_before and has_number:
                    send_to_list(s, member, now)


@compiled
def renege(s: Any, elapsed: float, now: float) -> None:
    """Let people who wait leave for good, at the reneging rate."""
    if s.waiters.reneging <= 0.0:
        return
    chance = 1.0 - math.exp(-s.waiters.reneging * elapsed)
    for n in range(s.crowd.active - 1, -1, -1):
        person = s.active[n]
        conduct = s.people.conduct[person]
        if conduct == SEEKING or conduct == HOLDING or conduct == PRESSING:
            if draw(s.seed, s.crowd.step, person, RENEGING) < chance:
                leave_site(s, person, LEFT, now)


@compiled
def is_anybody_orderly_near(s: Any, cell: int, reach: int) -> bool:
    """Tell whether a holder or somebody called stands within so many rows and columns of a cell."""
    stride, rows = s.place.stride, s.place.ground.x.size // s.place.stride
    row, column = cell // stride, cell % stride
    for r in range(max(0, row - reach), min(rows, row + reach + 1)):
        for c in range(max(0, column - reach), min(stride, column + reach + 1)):
            other = s.cells.occupant[r * stride + c]
            if other >= 0:
                conduct = s.people.conduct[other]
                if conduct == HOLDING or conduct == CALLED:
                    return True
    return False


@compiled
def objection_rate(s: Any, intruder: int, now: float) -> float:
    """Return the rate at which somebody in reach objects to a person who presses, 1/s.

    Everyone in reach who holds to the order may object, with the willingness that disorder and
    waiting have left them; whoever presses, has come to be accepted, or does not care, stands by.
    """
    people, place, w = s.people, s.place, s.waiters
    cell, stride = people.cell[intruder], s.place.stride
    reach, rows = cells_in(w.challenge_reach, place.cell), place.ground.x.size // place.stride
    if not is_anybody_orderly_near(s, cell, reach):
        return 0.0
    row, column = cell // stride, cell % stride
    fresh = math.exp(-(now - people.pressing_since[intruder]) / w.challenge_time)
    provoking, bystanders, objectors, weighted = fresh, 0.0, 0.0, 0.0
    for r in range(max(0, row - reach), min(rows, row + reach + 1)):
        for c in range(max(0, column - reach), min(stride, column + reach + 1)):
            there = r * stride + c
            other = s.cells.occupant[there]
            if other < 0 or other == intruder:
                continue
            if not is_within(place.ground.x, place.ground.y, cell, there, w.challenge_reach):
                continue
            conduct = people.conduct[other]
            if conduct == PRESSING:
                provokes = math.exp(-(now - people.pressing_since[other]) / w.challenge_time)
                provoking += provokes
                bystanders += 1.0 - provokes
            elif conduct == HOLDING or conduct == CALLED:
                cares = willingness_to_tell(disorder_of(s, other), threshold_of(s, other, now))
                behind = place.ground.to_gate[there] > place.ground.to_gate[cell]
                weighted += cares * (1.0 if behind else w.challenge_ahead)
                if cares > 0.0:
                    objectors += 1.0
                else:
                    bystanders += 1.0
    # The intrusion itself fades with its age; companions who came at the same time add to it.
    rate = fresh * w.challenge
    return weighted * challenge_rate(
        rate,
        max(1.0, provoking / fresh),
        w.challenge_provocation,
        objectors,
        bystanders,
        w.challenge_bystanders,
    )


@compiled
def challenge(s: Any, elapsed: float, now: float) -> None:
    """Let orderly people object to intruders; an intruder who is challenged goes to the list."""
    if s.waiters.challenge <= 0.0:
        return
    people, turned = s.people, 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != PRESSING:
            continue
        rate = objection_rate(s, person, now)
        u = draw(s.seed, s.crowd.step, person, CHALLENGE)
        if u < 1.0 - math.exp(-rate * elapsed):
            # Carried out together afterwards, so that the order of visits does not matter.
            s.proposers[turned] = person
            turned += 1
    for n in range(turned):
        send_to_list(s, s.proposers[n], now)
    s.crowd.challenges += turned


@inlined
def is_engaged(staff: Any, row: int, person: int) -> bool:
    """Tell whether a volunteer before ``row`` speaks to a person in this minute."""
    engaged = False
    for other in range(row):
        engaged |= staff.person[other] == person
    return engaged


@compiled
def volunteer(s: Any, elapsed: float, now: float) -> None:
    """Let volunteers go to the nearest person who presses and can be reached, and speak to them.

    Their word is worth the crowd's order: it counts less the more disorder the person perceives.
    """
    people, place, staff, rules = s.people, s.place, s.volunteers, s.volunteering
    if s.start + now < rules.start:
        return
    for row in range(staff.x.size):
        nearest, best = -1, rules.reach
        for n in range(s.crowd.active):
            person = s.active[n]
            if people.conduct[person] != PRESSING:
                continue
            cell = people.cell[person]
            across, along = place.ground.x[cell] - staff.x[row], place.ground.y[cell] - staff.y[row]
            away = math.sqrt(across * across + along * along)
            tied = away == best and nearest >= 0 and person > nearest
            if away > best or tied or best <= 0.0:
                continue
            if s.cells.neighbors[cell] > rules.crowding or is_engaged(staff, row, person):
                continue
            nearest, best = person, away
        staff.person[row] = nearest
        if nearest < 0:
            continue
        cell = people.cell[nearest]
        staff.x[row], staff.y[row] = place.ground.x[cell], place.ground.y[cell]
        u = draw(s.seed, s.crowd.step, row, VOLUNTEER)
        if turns_round(rules.success, disorder_of(s, nearest), u):
            send_to_list(s, nearest, now)
            s.crowd.volunteers_success += 1
