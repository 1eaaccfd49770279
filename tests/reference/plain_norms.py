"""Norms in plain Python: who hears of the list, what people perceive, who leaves the order."""

from __future__ import annotations

import math

from gatecrush.agents.conduct import (
    ARRIVING,
    BESIDE,
    CALLED,
    HOLDING,
    LEFT,
    LINE_JUMPER,
    OUTSIDE,
    PRESSING,
    SEEKING,
)
from gatecrush.model.rules.randomness import (
    ABSENCE,
    ANNOUNCEMENT,
    CHALLENGE,
    CLOSING_NEWS,
    COMING_AGAIN,
    COMING_BACK,
    DOOR,
    GIVING_UP,
    RENEGING,
    TELLING,
    VOLUNTEER,
)

from .plain_list import is_in_turn
from .plain_movement import density
from .plain_world import LAST_BIT, World, added, apart, happens, leave_site

WAITING = (SEEKING, HOLDING, CALLED, PRESSING)
EAR = 2.0


def disorder(world: World, person: int) -> float:
    """Return the disorder a person perceives, D = sqrt(V G)."""
    someone = world.people[person]
    seen = min(1.0, world.rules.waiters.press_perception * someone.seen)
    return math.sqrt(seen * 0.5 * (someone.pays + someone.passed_over))


def threshold(world: World, person: int, now: float) -> float:
    """Return the threshold as worn down by waiting, theta (1 - fatigue * waited)."""
    someone = world.people[person]
    waited = now - someone.arrival_time
    return someone.threshold * max(0.0, 1.0 - world.rules.waiters.fatigue * waited)


def willingness(world: World, person: int, now: float) -> float:
    """Return how willingly a person speaks up for the list, max(0, 1 - D/theta)."""
    limit = threshold(world, person, now)
    return max(0.0, 1.0 - disorder(world, person) / limit) if limit > 0.0 else 0.0


def towards(value: float, goal: float, gain: float) -> float:
    """Return a running mean after one observation."""
    return value + min(1.0, gain) * (goal - value)


def send_to_list(world: World, person: int, now: float) -> None:
    """Send a person back to the list."""
    someone = world.people[person]
    someone.conduct = HOLDING if someone.number else SEEKING
    someone.since, someone.settled, someone.drive = now, 0, 0.0
    if someone.number:
        someone.target = world.column[0]


def begin_pressing(world: World, person: int, now: float) -> None:
    """Let a person go for the gate."""
    someone = world.people[person]
    someone.conduct, someone.settled = PRESSING, 0
    someone.since = someone.pressing_since = someone.progress_time = now
    someone.nearest = world.spots[someone.cell].to_gate
    if math.isnan(someone.pressing_time):
        someone.pressing_time = now
        someone.pays_then, someone.passed_over_then = someone.pays, someone.passed_over


def hear_of_list(world: World, elapsed: float, now: float) -> None:
    """Let those who walk to the gate hear of the list; one told, the party is told."""
    w, told = world.rules.waiters, set()
    if world.list.marker < 0:
        return  # nobody holds a number
    for person in world.present:
        if world.people[person].conduct != ARRIVING:
            continue
        near = world.within(world.people[person].cell, w.telling_reach)
        tellers = [world.standing[cell] for cell in near]
        tellers = [t for t in tellers if world.people[t].conduct in (HOLDING, CALLED)]
        hazard = w.telling * added(willingness(world, teller, now) for teller in tellers)
        if hazard > 0.0 and happens(hazard, elapsed, world.draw(person, TELLING)):
            told.update(world.party(person))
    tell(world, told, now)


def tell(world: World, told: set[int], now: float) -> None:
    """Let those of some people who arrive know of the list."""
    for person in told:
        someone = world.people[person]
        if someone.conduct == ARRIVING:
            someone.conduct, someone.since = SEEKING, now


def lose_patience(world: World, now: float) -> None:
    """Let parties that have waited too long for the marker go to the gate."""
    tired = set()
    for person in world.present:
        someone = world.people[person]
        limit = world.rules.waiters.patience_floor + someone.patience
        waits = someone.conduct == SEEKING and world.list.writer != person
        if waits and now - someone.since >= limit:
            tired.update(world.party(person))
    for person in tired:
        if world.people[person].conduct == SEEKING:
            begin_pressing(world, person, now)


def reach_the_gate(world: World, now: float) -> None:
    """Note who has come to the crowd without a number; who did not know of the list presses now."""
    rules = world.rules.line_jumpers
    for person in world.present:
        someone = world.people[person]
        walks = someone.conduct == ARRIVING
        presses = someone.conduct == PRESSING and someone.number == 0
        if not walks and not (presses and math.isnan(someone.reached_time)):
            continue
        distance = world.spots[someone.cell].to_gate
        if distance < someone.nearest - 0.5 * world.cell:
            someone.nearest, someone.progress_time = distance, now
        stuck = now - someone.progress_time >= rules.stuck_time
        if stuck or distance <= rules.stop_distance:
            someone.reached_time, someone.kind = now, LINE_JUMPER
            if walks:
                begin_pressing(world, person, now)


def look_around(world: World, elapsed: float) -> None:
    """Let everybody who waits see what share of those in sight press, running mean V."""
    w = world.rules.waiters
    for person in world.present:
        someone, here = world.people[person], world.spots[world.people[person].cell]
        if someone.conduct not in WAITING:
            continue
        seen = []
        for other in world.present:
            spot = world.spots[world.people[other].cell]
            square = (spot.x - here.x) ** 2 + (spot.y - here.y) ** 2
            is_near = square <= w.sight * w.sight + LAST_BIT
            if is_near and spot.to_gate <= here.to_gate + w.sight_behind and other != person:
                seen.append(world.people[other].conduct)
        seen = [conduct for conduct in seen if conduct != BESIDE]
        share = seen.count(PRESSING) / (len(seen) + 3)
        someone.seen = towards(someone.seen, share, elapsed / w.memory)


def hear_neighbors(world: World, elapsed: float) -> None:
    """Let holders of numbers hear what neighbors know; all speak before anybody listens."""
    gain = world.rules.waiters.word_of_mouth * elapsed
    views = {p: (world.people[p].pays, world.people[p].passed_over) for p in world.present}
    for person in world.present:
        someone = world.people[person]
        if someone.number == 0 or gain <= 0.0:
            continue
        near = [world.standing[cell] for cell in world.within(someone.cell, EAR)]
        voices = [p for p in near if p != person and world.people[p].conduct in WAITING]
        if voices:
            pays, passed_over = (
                added(of) / len(voices) for of in zip(*(views[p] for p in voices), strict=True)
            )
            someone.pays = towards(someone.pays, pays, gain)
            someone.passed_over = towards(someone.passed_over, passed_over, gain)


def announce(world: World, elapsed: float, now: float) -> None:
    """Let staff announce where the list stands: holders learn of the last batch, others of it."""
    rules, told = world.rules.list, set()
    if not happens(rules.announcements, elapsed, world.draw(0, ANNOUNCEMENT)):
        return
    batch = [out for _, opening, *_, out, family, _ in world.admissions
             if opening == world.gate.opening and not family]  # fmt: skip
    for person in world.present:
        someone = world.people[person]
        if world.spots[someone.cell].to_gate > rules.announcement_reach:
            continue
        if someone.number and batch:
            share = sum(batch) / len(batch)
            someone.passed_over = towards(someone.passed_over, share, rules.announcement_gain)
        elif someone.conduct == ARRIVING and world.list.marker >= 0:
            told.update(world.party(person))
    tell(world, told, now)


def learn_from_admission(world: World, number: int) -> None:
    """Let holders near the gate learn whether one admission passed them over."""
    w = world.rules.waiters
    for person in world.present:
        someone = world.people[person]
        is_witness = world.spots[someone.cell].to_gate <= w.witness_reach
        if someone.number and is_witness:
            skipped = 1.0 if number == 0 or number > someone.number else 0.0
            someone.pays = towards(someone.pays, skipped, w.skip_perception * w.witness_gain)


def learn_from_closing(world: World) -> None:
    """Let holders learn, the likelier the nearer, what share of the batch passed them over."""
    w = world.rules.waiters
    taken = [number for number in world.batch if number >= 0]
    for person in world.present:
        someone = world.people[person]
        distance = world.spots[someone.cell].to_gate
        hears = world.draw(person, CLOSING_NEWS) < math.exp(-distance / w.closing_reach)
        if someone.number and taken and hears:
            skips = sum(number == 0 or number > someone.number for number in taken)
            gain = w.skip_perception * w.closing_gain
            someone.passed_over = towards(someone.passed_over, skips / len(taken), gain)


def decide(world: World, elapsed: float, now: float) -> None:
    """Let holders give up the order and pressing people come back; parties stay together.

    All decide at the same time; who gives up takes the others along before anybody comes back.
    """
    w, giving_up, coming_back = world.rules.waiters, set(), set()
    for person in world.present:
        someone = world.people[person]
        view, limit = disorder(world, person), threshold(world, person, now)
        if someone.conduct in (HOLDING, CALLED) and not someone.never_push:
            u = world.draw(person, GIVING_UP)
            if view > limit and happens(1.0, elapsed / w.give_up_time, u):
                giving_up.update(world.party(person))
        elif someone.conduct == PRESSING and someone.number:
            u = world.draw(person, COMING_BACK)
            if view < limit - w.return_margin and happens(1.0, elapsed / w.return_time, u):
                coming_back.update(world.party(person))
    conducts = [person.conduct for person in world.people]
    for person, someone in enumerate(world.people):
        keeps = conducts[person] in (HOLDING, CALLED)
        if person in giving_up and keeps and not someone.never_push:
            begin_pressing(world, person, now)
        elif person in coming_back and conducts[person] == PRESSING and someone.number:
            send_to_list(world, person, now)


def objection_rate(world: World, intruder: int, now: float) -> float:
    """Return the rate at which somebody in reach objects to an intruder, 1/s."""
    w, someone = world.rules.waiters, world.people[intruder]

    def freshness(person: int) -> float:
        return math.exp(-(now - world.people[person].pressing_since) / w.challenge_time)

    fresh = freshness(intruder)
    provoking, passive, objectors, weighted = fresh, 0.0, 0.0, 0.0
    for cell in world.within(someone.cell, w.challenge_reach):
        other = world.standing[cell]
        if other == intruder:
            continue
        if world.people[other].conduct == PRESSING:
            provoking += freshness(other)
            passive += 1.0 - freshness(other)
        elif world.people[other].conduct in (HOLDING, CALLED):
            cares = willingness(world, other, now)
            is_behind = world.spots[cell].to_gate > world.spots[someone.cell].to_gate
            weighted += cares * (1.0 if is_behind else w.challenge_ahead)
            objectors += cares > 0.0
            passive += cares <= 0.0
    if objectors == 0.0:
        return 0.0
    provocation = max(1.0, provoking / fresh) ** w.challenge_provocation
    voice = (objectors / (objectors + passive)) ** w.challenge_bystanders
    return weighted * (fresh * w.challenge * provocation * voice)


def challenge(world: World, elapsed: float, now: float) -> None:
    """Let orderly people object to intruders, who then go to the list."""
    turned = []
    for person in world.present:
        if world.people[person].conduct == PRESSING:
            rate = objection_rate(world, person, now)
            if happens(rate, elapsed, world.draw(person, CHALLENGE)):
                turned.append(person)
    for person in turned:
        send_to_list(world, person, now)
    world.count.challenges += len(turned)


def volunteer(world: World, now: float) -> None:
    """Let each volunteer go to the nearest pressing person within reach and speak to them."""
    rules = world.rules.volunteers
    if world.start + now < rules.start or rules.reach <= 0.0:
        return
    for row, staff in enumerate(world.volunteers):
        choices = []
        for person in world.present:
            cell = world.people[person].cell
            away = apart(world.spots[cell].x - staff.x, world.spots[cell].y - staff.y)
            is_free = density(world, cell) <= rules.crowding and away <= rules.reach
            is_engaged = person in [other.person for other in world.volunteers[:row]]
            if world.people[person].conduct == PRESSING and is_free and not is_engaged:
                choices.append((away, person))
        staff.person = -1
        if not choices:
            continue
        staff.person = min(choices)[1]
        spot = world.spots[world.people[staff.person].cell]
        staff.x, staff.y = spot.x, spot.y
        seen = max(world.people[staff.person].seen, disorder(world, staff.person))
        listens = rules.success * (1.0 - seen) ** 2
        if world.draw(row, VOLUNTEER) < listens:
            send_to_list(world, staff.person, now)
            world.count.turned_round += 1


def ask_at_door(world: World, now: float) -> None:
    """Let staff ask who presses before the door of a pen, and send away whom they refuse."""
    guards = world.rules.guards
    if not guards.clear_refused:
        return
    for door in (cell for cell, spot in sorted(world.spots.items()) if spot.is_door):
        for there in world.beside(door):
            person = world.standing.get(there)
            if person is None or not world.enters_pen(there, door):
                continue
            is_refused = world.draw(person, DOOR) < guards.number_check
            presses = world.people[person].conduct == PRESSING
            if presses and is_refused and not is_in_turn(world, person):
                send_to_list(world, person, now)


def renege(world: World, elapsed: float, now: float) -> None:
    """Let people who wait leave, for good or for a time."""
    for person in list(world.present):
        u = world.draw(person, RENEGING)
        waits = world.people[person].conduct in (SEEKING, HOLDING, PRESSING)
        if waits and happens(world.rules.waiters.reneging, elapsed, u):
            go_away(world, person, now)


def go_away(world: World, person: int, now: float) -> None:
    """Let a person leave; some will come again, with their number or without."""
    someone, rules = world.people[person], world.rules
    knows = someone.conduct == SEEKING or someone.number > 0
    leave_site(world, person, LEFT, now)
    if world.draw(person, COMING_AGAIN) < rules.waiters.coming_again:
        someone.since = now - rules.waiters.absence * math.log(1.0 - world.draw(person, ABSENCE))
        if knows:
            someone.informed = 1
        is_room = world.list.lost < world.room_for_numbers - len(world.people)
        if someone.number > 0 and not rules.list.kept and is_room:
            world.list.lost += 1
            world.holder[someone.number] = -1
            someone.number = 0
        world.away.append(person)
        world.away.sort(key=lambda each: world.people[each].since)


def come_again(world: World, now: float) -> None:
    """Let those come again whose time away is over."""
    for person in [each for each in world.away if world.people[each].since <= now]:
        someone = world.people[person]
        world.away.remove(person)
        world.outside.append(person)
        world.count.left -= 1
        someone.conduct, someone.exit_time = OUTSIDE, math.nan
        if someone.number > 0:
            world.list.first_waiting = min(world.list.first_waiting, someone.number)
