"""Norms: who leaves the order, who comes back, who objects, whom volunteers bring round.

Everything here happens at rates, each person by their own threshold; nothing looks at the hour.
"""

from __future__ import annotations

import math
from typing import Any

from gatecrush.agents.compiled import compiled, inlined
from gatecrush.agents.conduct import CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.agents.volunteer import turns_round
from gatecrush.agents.waiter import challenge_rate, comes_back, gives_up, willingness_to_tell

from ..situation import Situation
from .absence import go_away
from .comfort import density_around
from .occupancy import cells_in
from .parties import party_of
from .randomness import CHALLENGE, COMING_BACK, GIVING_UP, RENEGING, VOLUNTEER, draw
from .sight import draw_circle
from .tally import counted_around, sum_up
from .telling import disorder_of, threshold_of
from .turning_round import begin_pressing, send_to_list


@inlined
def is_orderly(conduct: int) -> bool:
    """Tell whether somebody keeps to the list: holds a number, or is called."""
    return conduct == HOLDING or conduct == CALLED


@compiled
def decides(s: Situation, person: int, elapsed: float, now: float) -> bool:
    """Tell whether a holder gives up the order, or somebody who presses comes back to it."""
    people, w, step = s.people, s.rules.waiters, s.crowd.step
    disorder, threshold = disorder_of(s, person), threshold_of(s, person, now)
    if is_orderly(people.conduct[person]) and people.never_push[person] == 0:
        u = draw(s.seed, step, person, GIVING_UP)
        return gives_up(disorder, threshold, elapsed, w.give_up_time, u)
    if people.conduct[person] == PRESSING and people.number[person] > 0:
        u = draw(s.seed, step, person, COMING_BACK)
        return comes_back(disorder, threshold, w.return_margin, elapsed, w.return_time, u)
    return False


@compiled
def decide(s: Situation, elapsed: float, now: float) -> None:
    """Let holders give up the order, and pressing people with a number come back to it.

    All decide at the same time, then parties stay together: who gives up takes the others of the
    party along, and so does who comes back.

    Changes: work.lists.giving_up, work.lists.coming_back.
    """
    people, lists, giving_up, coming_back = s.people, s.work.lists, 0, 0
    for n in range(s.crowd.active):
        person = s.active[n]
        if not decides(s, person, elapsed, now):
            continue
        if is_orderly(people.conduct[person]):
            lists.giving_up[giving_up] = person
            giving_up += 1
        else:
            lists.coming_back[coming_back] = person
            coming_back += 1
    for n in range(giving_up):
        for member in party_of(s, lists.giving_up[n]):
            if is_orderly(people.conduct[member]) and people.never_push[member] == 0:
                begin_pressing(s, member, now)
    for n in range(coming_back):
        for member in party_of(s, lists.coming_back[n]):
            pressed_before = people.pressing_since[member] < now
            has_number = people.number[member] > 0
            if people.conduct[member] == PRESSING and pressed_before and has_number:
                send_to_list(s, member, now)


@compiled
def renege(s: Situation, elapsed: float, now: float) -> None:
    """Let people who wait leave, at the reneging rate."""
    if s.rules.waiters.reneging <= 0.0:
        return
    chance = 1.0 - math.exp(-s.rules.waiters.reneging * elapsed)
    for n in range(s.crowd.active - 1, -1, -1):
        person = s.active[n]
        conduct = s.people.conduct[person]
        if conduct == SEEKING or conduct == HOLDING or conduct == PRESSING:
            if draw(s.seed, s.crowd.step, person, RENEGING) < chance:
                go_away(s, person, now)


@compiled
def prepare_objections(s: Situation, now: float) -> None:
    """Write down what each person counts for in objections, and where those stand who care.

    Who presses counts by the freshness e^(-t/T) of the intrusion, the orderly by how much they
    care.

    Changes: work.tally, work.views.fresh, work.views.stands_by, work.views.cares.
    """
    people, views, w, stride = s.people, s.work.views, s.rules.waiters, s.place.stride
    s.work.tally[:] = 0
    draw_circle(s, w.challenge_reach)
    for cell in range(views.size):
        views.fresh[cell] = views.stands_by[cell] = views.cares[cell] = 0.0
    for n in range(s.crowd.active):
        person = s.active[n]
        cell = people.cell[person]
        if people.conduct[person] == PRESSING:
            age = now - people.pressing_since[person]
            views.fresh[cell] = math.exp(-age / w.challenge_time)
            views.stands_by[cell] = 1.0 - views.fresh[cell]
        elif is_orderly(people.conduct[person]):
            threshold = threshold_of(s, person, now)
            views.cares[cell] = willingness_to_tell(disorder_of(s, person), threshold)
            if views.cares[cell] > 0.0:
                s.work.tally[cell // stride + 1, cell % stride + 1] = 1
            else:
                views.stands_by[cell] = 1.0
    sum_up(s.work.tally)


@compiled
def objection_rate(s: Situation, intruder: int) -> float:
    """Return the rate at which somebody in reach objects to a person who presses, 1/s.

    Everyone in reach who holds to the order may object, with the willingness that disorder and
    waiting have left them; whoever presses, has come to be accepted, or does not care, stands by.
    What each counts for is prepared (prepare_objections).
    """
    place, views, w = s.place, s.work.views, s.rules.waiters
    cell, stride = s.people.cell[intruder], s.place.stride
    reach, rows = cells_in(w.challenge_reach, place.cell), place.ground.x.size // place.stride
    row, column = cell // stride, cell % stride
    if counted_around(s.work.tally, row, column, reach) == 0:
        return 0.0
    fresh = views.fresh[cell]
    provoking, bystanders, objectors, weighted = fresh, 0.0, 0.0, 0.0
    for r in range(max(0, row - reach), min(rows, row + reach + 1)):
        beside = s.work.circle[abs(r - row)]
        for c in range(max(0, column - beside), min(stride, column + beside + 1)):
            there = r * stride + c
            if there == cell:
                continue
            provoking += views.fresh[there]
            bystanders += views.stands_by[there]
            if views.cares[there] > 0.0:
                behind = place.ground.to_gate[there] > place.ground.to_gate[cell]
                weighted += views.cares[there] * (1.0 if behind else w.challenge_ahead)
                objectors += 1.0
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
def challenge(s: Situation, elapsed: float, now: float) -> None:
    """Let orderly people object to intruders; an intruder who is challenged goes to the list.

    Changes: work.lists.challenged, crowd.challenges.
    """
    if s.rules.waiters.challenge <= 0.0:
        return
    people, challenged, turned = s.people, s.work.lists.challenged, 0
    prepare_objections(s, now)
    for n in range(s.crowd.active):
        person = s.active[n]
        if people.conduct[person] != PRESSING:
            continue
        rate = objection_rate(s, person)
        u = draw(s.seed, s.crowd.step, person, CHALLENGE)
        if u < 1.0 - math.exp(-rate * elapsed):
            # Carried out together afterwards, so that the order of visits does not matter.
            challenged[turned] = person
            turned += 1
    for n in range(turned):
        send_to_list(s, challenged[n], now)
    s.crowd.challenges += turned


@inlined
def is_engaged(staff: Any, row: int, person: int) -> bool:
    """Tell whether a volunteer before ``row`` speaks to a person in this minute."""
    engaged = False
    for other in range(row):
        engaged |= staff.person[other] == person
    return engaged


@compiled
def volunteer(s: Situation, elapsed: float, now: float) -> None:
    """Let volunteers go to the nearest person who presses and can be reached, and speak to them.

    Their word is worth the crowd's order: it counts less the more disorder the person perceives.

    Changes: volunteers.person, volunteers.x, volunteers.y, crowd.turned_round.
    """
    people, place, staff, rules = s.people, s.place, s.volunteers, s.rules.volunteers
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
            if is_engaged(staff, row, person) or density_around(s, cell) > rules.crowding:
                continue
            nearest, best = person, away
        staff.person[row] = nearest
        if nearest < 0:
            continue
        cell = people.cell[nearest]
        staff.x[row], staff.y[row] = place.ground.x[cell], place.ground.y[cell]
        u = draw(s.seed, s.crowd.step, row, VOLUNTEER)
        if turns_round(rules.success, people.seen[nearest], disorder_of(s, nearest), u):
            send_to_list(s, nearest, now)
            s.crowd.turned_round += 1
