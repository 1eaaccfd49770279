"""Movement in plain Python: where to, which step, and who gets a cell that several people want."""

from __future__ import annotations

import math
from collections import defaultdict

from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.randomness import CHOICE, CONFLICT, FRICTION, MOVE, STEP_BACK

from .plain_world import Cell, World

COMFORT_REACH, THROAT, FRONT = 0.6, 0.5, 1.0
Goal = tuple[str, Cell | None]
STAY: Goal = ("stay", None)


def goal_of(world: World, person: int) -> Goal:
    """Return where a person wants to go: a direction, and a cell if there is one to walk to."""
    someone = world.people[person]
    if someone.conduct == PRESSING:
        return "to gate", None
    if someone.conduct == ARRIVING:
        party = [world.people[other] for other in world.party(person)]
        cells = [other.cell for other in party if other.conduct == ARRIVING]
        last = max(world.spots[cell].to_gate for cell in cells if cell in world.spots)
        here = world.spots[someone.cell].to_gate
        return STAY if last > here + world.rules.movement.party_distance else ("to gate", None)
    if someone.conduct == HOLDING:
        return towards(world, someone.cell, someone.target)
    if someone.conduct == CALLED:
        near = world.spots[someone.cell].to_gate <= world.rules.waiters.calling_distance
        return STAY if near and not world.gate.is_open else ("through", None)
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
    """Return how to walk to a cell: in or out of the strip first, then straight on.

    On a plan it is to the piece of the queue that is nearest to the cell, then straight on.
    """
    if world.pieces:
        near = world.is_near_on_foot(here, there, world.cell)
        return ("towards" if near else "guided"), there
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
    gain = world.gain(here, there, through=direction == "through")
    if gain is None or direction in {"to gate", "through"}:
        return gain
    if direction == "outward":
        return -gain
    assert target is not None
    if direction == "guided":
        piece = world.piece_for(target)
        return piece[here] - piece[there]
    return world.distance(here, target) - world.distance(there, target)


def comfort_limit(world: World, person: int) -> float:
    """Return the largest density ahead into which a pressing person steps, 1/m^2."""
    someone, m = world.people[person], world.rules.movement
    return m.comfort + m.comfort_drive * someone.assertiveness * someone.drive


def density(world: World, cell: Cell, *, ahead_of: Cell | None = None) -> float:
    """Return the density around somebody on a cell, 1/m^2.

    Of somebody who steps there from another cell (``ahead_of``) only what is no farther from the
    gate than that counts, and what wall there is.
    """
    people = cells = 1.0
    for other in world.around(cell, COMFORT_REACH):
        spot = world.spots.get(other)
        if other == ahead_of or (spot is None and ahead_of is not None):
            continue
        if spot is None or spot.kind == 0:
            if ahead_of is not None and spot is not None and spot.is_gate:
                continue
            people += world.rules.movement.wall_comfort
        elif ahead_of is None or spot.to_gate <= world.spots[ahead_of].to_gate + 1e-9:
            people += other in world.standing
        else:
            continue
        cells += 1.0
    return people / (cells * world.cell * world.cell)


def stands_too_tightly(world: World, cell: Cell, limit: float) -> bool:
    """Tell whether it is denser around a cell than a limit by more than one person."""
    cells = len(world.around(cell, COMFORT_REACH)) + 1.0
    return density(world, cell) > limit + 1.0 / (cells * world.cell * world.cell)


def leaves_place(world: World, person: int, there: Cell) -> bool:
    """Tell whether a free cell is left to somebody with more right and no better step."""
    someone = world.people[person]
    mine = (someone.pressing_since if someone.conduct == PRESSING else math.inf, person)
    for behind in world.beside(there):
        other = world.standing.get(behind)
        if other is None or world.people[other].conduct != PRESSING:
            continue
        if (world.people[other].pressing_since, other) >= mine:
            continue
        if world.spots[behind].to_gate <= world.spots[there].to_gate:
            continue
        ahead = best_ahead(world, behind)
        if ahead == there or ahead in world.standing:
            return True
    return False


def best_ahead(world: World, cell: Cell) -> Cell | None:
    """Return the neighbor that brings somebody nearest to the gate, if any does."""
    gains = [(world.gain(cell, there), there) for there in world.beside(cell)]
    nearer = [(gain, there) for gain, there in gains if gain is not None and gain > 0.0]
    return max(nearer, key=lambda each: each[0])[1] if nearer else None


def accepts(world: World, person: int, there: Cell, limit: float) -> bool:
    """Tell whether a pressing person would step onto a free cell."""
    someone, m = world.people[person], world.rules.movement
    too_dense = density(world, there, ahead_of=someone.cell) > limit
    if world.spots[there].to_gate > THROAT and too_dense:
        return False
    calm = m.yielding * (1.0 - m.yielding_drive * min(1.0, someone.drive))
    yields = someone.assertiveness < 0.3 + 0.7 * calm
    return not (yields and leaves_place(world, person, there))


def pace_behind(world: World, person: int, there: Cell) -> float:
    """Return how fast a person walks onto a cell, m/s, behind whoever is ahead on that line."""
    someone, m = world.people[person], world.rules.movement
    here, free = someone.cell, someone.speed
    time_gap = m.time_gap
    if best_ahead(world, there) is None:
        return free
    row, column = there[0] - here[0], there[1] - here[1]
    if someone.conduct == PRESSING:
        time_gap += (m.time_gap_pressing - time_gap) * min(1.0, someone.drive)
    else:
        front = [
            (r, c)
            for r, c in world.around(here, FRONT)
            if (r - here[0]) * row + (c - here[1]) * column > 0
        ]
        rho = sum(cell in world.standing for cell in front) / (len(front) * world.cell**2)
        slowed = math.exp(-1.913 * (1.0 / rho - 1.0 / m.jam_density)) if rho > 0.0 else 0.0
        free *= max(0.0, 1.0 - slowed)
    length, ahead = step_length(world, here, there), there
    gap = length
    while gap < m.standing_gap + free * time_gap:
        ahead = ahead[0] + row, ahead[1] + column
        gap += length
        if world.spots[ahead].kind == 0:
            return free
        if ahead in world.standing:
            return min(free, max(0.0, gap - m.standing_gap) / time_gap)
    return free


def step_length(world: World, here: Cell, there: Cell) -> float:
    """Return the length of a step, m."""
    is_diagonal = here[0] != there[0] and here[1] != there[1]
    return world.cell * (math.sqrt(2.0) if is_diagonal else 1.0)


def choose(world: World, person: int, goal: Goal, limit: float | None) -> Cell | None:
    """Choose a free neighbor or staying (None) with weight exp(k_S gain cell / length).

    Each candidate in its turn replaces the one before with probability weight / sum so far; what
    is left of the draw, stretched to [0, 1) again, decides about the next.
    """
    here = world.people[person].cell
    u, chosen, so_far = world.draw(person, CHOICE), None, 1.0
    for there in world.beside(here):
        gain = gain_of_step(world, here, there, goal)
        if there in world.standing or gain is None:
            continue
        if limit is not None and not accepts(world, person, there, limit):
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
    if someone.settled or world.crowding(someone.cell) == 8:
        return None
    limit, goal = None, goal_of(world, person)
    if someone.conduct == CALLED:
        limit = comfort_limit(world, person)
    if someone.conduct == PRESSING:
        limit = comfort_limit(world, person)
        tight = stands_too_tightly(world, someone.cell, limit) and someone.drive < 0.1
        if tight and world.draw(person, STEP_BACK) < m.step_back * world.time_step:
            return choose(world, person, ("outward", None), None)
    u = world.draw(person, MOVE)
    if goal == STAY:
        return None
    there = choose(world, person, goal, limit)
    if there is None:
        return None
    length = step_length(world, someone.cell, there)
    # A diagonal step is longer and so is begun less often.
    return there if u * length < pace_behind(world, person, there) * world.time_step else None


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
