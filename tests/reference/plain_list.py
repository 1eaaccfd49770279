"""The number list in plain Python: ranks, places, who is in turn, the marker and who writes."""

from __future__ import annotations

import math

from gatecrush.agents.conduct import CALLED, FAMILY, HOLDING, OUTSIDE, SEEKING
from gatecrush.model.rules.randomness import (
    HANDED_OUT,
    OWN_PLACE,
    PLACE,
    PLACE_ANGLE,
    WANDER,
    WRITING,
    draw,
)

from .plain_movement import marker_cell
from .plain_world import OPEN, Cell, World, happens, waits_with_number


def in_line(world: World) -> list[int]:
    """Return those who hold to the list, by number: holding and called."""
    held = [p for p in world.holder.values()
            if p >= 0 and world.people[p].conduct in (HOLDING, CALLED)]  # fmt: skip
    return sorted(held, key=lambda person: world.people[person].number)


def is_in_turn(world: World, person: int) -> bool:
    """Tell whether fewer than a batch of those who wait have a smaller number."""
    number = world.people[person].number
    before = [p for p in world.people if waits_with_number(p) and p.number < number]
    return number > 0 and len(before) < world.rules.gate.batch_size


def place_of_holder(world: World, person: int, rank: int, holders: int) -> Cell:
    """Return where a holder of a rank stands: filled at the density, tighter if too short.

    Closed up, the column begins with the nearest of the free cells before it.
    """
    m = world.rules.waiters.own_place
    own = draw(world.seed, 0, world.people[person].party, OWN_PLACE)
    place = (1.0 - m) * rank + m * own * holders
    spacing = 1.0 / (world.rules.waiters.density * world.cell**2)
    free = free_before_column(world)
    closed_up = free[len(free) - int(world.rules.waiters.closing_up * len(free)) :]
    column = closed_up + world.column
    spacing = min(spacing, len(column) / max(1, holders))
    return column[min(len(column) - 1, math.floor(place * spacing))]


def free_before_column(world: World) -> list[Cell]:
    """Return the cells nearer to the gate than the column, but not than those called, in order."""
    w, spots = world.rules.waiters, world.spots
    by_distance = sorted(
        (spot.to_gate, cell) for cell, spot in spots.items() if spot.kind == OPEN
    )  # fmt: skip
    first = (spots[world.column[0]].to_gate, world.column[0])
    return [cell for away, cell in by_distance
            if away > w.calling_distance and (away, cell) < first]  # fmt: skip


def assign_place(world: World, person: int, rank: int, holders: int) -> None:
    """Let a holder move who is too far from the place of their rank, or wants to wander."""
    someone, w = world.people[person], world.rules.waiters
    home = place_of_holder(world, person, rank, holders)
    is_close = world.are_within(someone.target, home, w.looseness)
    is_close = is_close and world.is_near_on_foot(someone.target, home, w.looseness)
    if is_close and not happens(w.wandering, 60.0, world.draw(person, WANDER)):
        return
    radius = w.looseness * math.sqrt(world.draw(person, PLACE)) / world.cell
    angle = 2.0 * math.pi * world.draw(person, PLACE_ANGLE)
    there = (
        home[0] + round(radius * math.sin(angle)),
        home[1] + round(radius * math.cos(angle)),
    )
    same = (
        there in world.spots
        and world.spots[there].kind == OPEN
        and world.spots[there].in_strip == world.spots[home].in_strip
        and world.is_near_on_foot(there, home, w.looseness)
    )
    someone.target = there if same else home
    someone.settled = 0


def update_ranks(world: World, now: float) -> None:
    """Call the first batch of those in line; let all others close up."""
    waiting = [
        n
        for n, p in world.holder.items()
        if p >= 0 and (world.people[p].cell is not None or world.people[p].conduct == OUTSIDE)
    ]
    waiting = [n for n in waiting if n >= world.list.first_waiting]
    world.list.first_waiting = min(waiting, default=world.list.last_number + 1)
    line, size = in_line(world), int(world.rules.gate.batch_size)
    for rank, person in enumerate(line):
        someone = world.people[person]
        conduct = CALLED if rank < size else HOLDING
        if someone.conduct != conduct:
            someone.conduct, someone.since = conduct, now
            if conduct == CALLED:
                someone.settled = 0
        if conduct == HOLDING:
            assign_place(world, person, rank - size, len(line))


def write_numbers(world: World, now: float) -> None:
    """Give the marker to the last in line if need be; let the writer finish, the next begin."""
    numbers, rules = world.list, world.rules.list
    marker = numbers.marker
    if marker < 0 or world.people[marker].conduct not in (HOLDING, CALLED):
        numbers.marker = in_line(world)[-1] if in_line(world) else -1
    while True:
        writer = numbers.writer
        if writer >= 0 and world.people[writer].conduct == SEEKING:
            if now < numbers.writing_until:
                return
            take_number(world, writer, now)
        numbers.writer = next_writer(world)
        if numbers.writer < 0:
            return
        u = world.draw(numbers.writer, WRITING)
        numbers.writing_until = (
            now + rules.writing_min + u * (rules.writing_max - rules.writing_min)
        )


def next_writer(world: World) -> int:
    """Return who was told first of those in reach of the marker, or -1."""
    at = marker_cell(world)
    near = [
        (world.people[person].since, person)
        for person in world.present
        if world.people[person].conduct == SEEKING
        and world.are_within(world.people[person].cell, at, world.rules.list.reach)
    ]
    return min(near)[1] if near else -1


def take_number(world: World, person: int, now: float) -> None:
    """Write the next number on a person's wrist and hand them the marker."""
    if world.list.marker < 0 and world.list.last_number > 0:
        world.list.founded += 1
    give_number(world, person, now)
    world.list.marker = person


def hand_out_numbers(world: World, came: list[int], now: float) -> None:
    """Let staff give numbers to a share of the parties of those who came on foot just now."""
    for person in came:
        someone = world.people[person]
        gets_one = draw(world.seed, 0, someone.party, HANDED_OUT) < world.rules.list.handed_out
        if gets_one and not someone.number and someone.kind != FAMILY:
            give_number(world, person, now)


def give_number(world: World, person: int, now: float) -> None:
    """Give a person the next number, to hold at the place of its rank."""
    numbers, someone = world.list, world.people[person]
    numbers.last_number += 1
    world.holder[numbers.last_number] = person
    someone.number, someone.numbered_time = numbers.last_number, now
    someone.conduct, someone.since, someone.settled = HOLDING, now, 0
    someone.target = someone.cell
    line = in_line(world)
    rank = max(0, len(line) - 1 - int(world.rules.gate.batch_size))
    assign_place(world, person, rank, len(line))


def settle(world: World) -> None:
    """Let holders settle at their place, or near it if somebody stands on it."""
    for person in world.present:
        someone = world.people[person]
        if someone.conduct != HOLDING:
            continue
        near = world.are_within(someone.cell, someone.target, world.rules.waiters.looseness)
        near = near and world.is_near_on_foot(
            someone.cell, someone.target, world.rules.waiters.looseness
        )
        if someone.cell == someone.target or (near and someone.target in world.standing):
            someone.settled = 1
