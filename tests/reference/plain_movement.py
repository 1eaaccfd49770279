"""Movement in plain Python: where to, which step, and who gets a cell that several people want."""

from __future__ import annotations

import math
from collections import defaultdict

from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.randomness import CHOICE, CONFLICT, FRICTION, MOVE, STEP_BACK

from .plain_world import Cell, World

CHANCE = [1.0, 0.9, 0.6, 0.36, 0.24, 0.17, 0.12, 0.1, 0.1]
"""Chance to step with n of 8 neighbors occupied."""
Goal = tuple[str, Cell | None]
STAY: Goal = ("stay", None)


def goal_of(world: World, person: int) -> Goal:
    """Return where a person wants to go: a direction, and a cell if there is one to walk to."""
    someone = world.people[person]
    if someone.conduct in (PRESSING, ARRIVING):
        return "to gate", None
    if someone.conduct == HOLDING:
        return towards(world, someone.cell, someone.target)
    if someone.conduct == CALLED:
        near = world.spots[someone.cell].to_gate <= world.rules.waiters.calling_distance
        return STAY if near and not world.gate.is_open else ("to gate", None)
    if someone.conduct == SEEKING:
        marker = marker_cell(world)
        if world.are_within(someone.cell, marker, 0.6 * world.rules.list.reach):
            return STAY
        return towards(world, someone.cell, marker)
    if someone.conduct == BESIDE:
        now = world.count.step * world.time_step
        cars = now >= world.gate.cars_from and not world.gate.is_open
        return STAY if cars else ("to side", None)
    return STAY


def marker_cell(world: World) -> Cell:
    """Return where the marker is: with its carrier, or at the head of the waiting column."""
    if world.list.marker < 0 or world.people[world.list.marker].cell is None:
        return world.column[0]
    return world.people[world.list.marker].cell


def towards(world: World, here: Cell, there: Cell) -> Goal:
    """Return how to walk to a cell: in or out of the strip first, then straight on."""
    if world.spots[here].in_strip and not world.spots[there].in_strip:
        return "outward", there
    if world.spots[there].in_strip and not world.spots[here].in_strip:
        return "to gate", there
    return "towards", there


def gain_of_step(world: World, here: Cell, there: Cell, goal: Goal) -> float | None:
    """Return the distance gained towards a goal by a step, m, or None if a wall forbids it."""
    direction, target = goal
    if direction == "to side":
        return world.lane_gain(here, there)
    gain = world.gain(here, there)
    if gain is None or direction == "to gate":
        return gain
    if direction == "outward":
        return -gain
    assert target is not None
    return world.distance(here, target) - world.distance(there, target)


def comfort_limit(world: World, person: int) -> float:
    """Return the most occupied neighbors of a cell that a person enters."""
    someone, m = world.people[person], world.rules.movement
    if someone.conduct != PRESSING:
        return 8.0
    bold = m.comfort_assertive if someone.assertiveness > 0.65 else 0.0
    return m.comfort + bold + m.comfort_drive * someone.assertiveness * someone.drive


def step_length(world: World, here: Cell, there: Cell) -> float:
    """Return the length of a step, m."""
    is_diagonal = here[0] != there[0] and here[1] != there[1]
    return world.cell * (math.sqrt(2.0) if is_diagonal else 1.0)


def choose(world: World, person: int, goal: Goal, limit: float) -> Cell | None:
    """Choose a free neighbor or staying (None) with weight exp(k_S gain cell / length).

    Each candidate in its turn replaces the one before with probability weight / sum so far; what
    is left of the draw, stretched to [0, 1) again, decides about the next.
    """
    here = world.people[person].cell
    u, chosen, so_far = world.draw(person, CHOICE), None, 1.0
    for there in world.beside(here):
        # The person who steps no longer stands beside the cell they enter.
        if there in world.standing or world.crowding(there) - 1 > limit:
            continue
        gain = gain_of_step(world, here, there, goal)
        if gain is None:
            continue
        pace = gain * world.cell / step_length(world, here, there)
        weight = math.exp(world.rules.movement.sharpness * pace)
        so_far += weight
        share = weight / so_far
        if u < share:
            chosen, u = there, u / share
        else:
            u = (u - share) / (1.0 - share)
    return chosen


def proposal(world: World, person: int) -> Cell | None:
    """Return the cell a person proposes to enter in this time step, or None."""
    someone, m = world.people[person], world.rules.movement
    crowding = world.crowding(someone.cell)
    if someone.settled or crowding == 8:
        return None
    limit, goal = comfort_limit(world, person), goal_of(world, person)
    tight = someone.conduct == PRESSING and crowding > limit + 1.0 and someone.drive < 0.1
    back = tight and world.draw(person, STEP_BACK) < m.step_back * world.time_step
    if back:
        return choose(world, person, ("outward", None), 8.0)
    u = world.draw(person, MOVE)
    chance = CHANCE[crowding] * someone.speed * world.time_step / world.cell
    if u >= chance or goal == STAY:
        return None
    there = choose(world, person, goal, limit)
    if there is None:
        return None
    length = step_length(world, someone.cell, there)
    # A diagonal step is longer and so is begun less often.
    return there if u * length < chance * world.cell else None


def move(world: World) -> list[tuple[int, Cell]]:
    """Let everybody propose, settle conflicts, move; return who moved and the cell they left."""
    claims = defaultdict(list)
    for person in world.present:
        there = proposal(world, person)
        if there is not None:
            claims[there].append(person)
    stride = 1 + max(column for _, column in world.spots)
    moved = []
    for there, people in claims.items():
        quarrel = world.draw(there[0] * stride + there[1], FRICTION)
        if len(people) > 1 and quarrel < world.rules.movement.friction:
            continue
        winner = max(people, key=lambda person: world.draw(person, CONFLICT))
        moved.append((winner, world.people[winner].cell))
        world.people[winner].cell = there
    for person, left in moved:
        del world.standing[left]
        world.standing[world.people[person].cell] = person
    return moved
