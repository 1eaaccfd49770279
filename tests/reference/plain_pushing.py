"""Pushing in plain Python: the push drive, squeezing past one another, and contact force."""

from __future__ import annotations

import math
from types import SimpleNamespace

from gatecrush.agents.conduct import ARRIVING, BESIDE, CALLED, HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.randomness import EXCHANGE, EXCHANGE_CONFLICT

from .plain_movement import STAY, gain_of_step, goal_of
from .plain_world import Cell, World, added, happens


def hand_drive(world: World, cell: Cell, drive: float) -> None:
    """Hand push drive to those who press beside a cell and no nearer to the gate than it."""
    for behind in world.beside(cell):
        if behind not in world.standing:
            continue
        someone = world.people[world.standing[behind]]
        is_nearer = world.spots[behind].to_gate < world.spots[cell].to_gate
        if someone.conduct == PRESSING and not is_nearer:
            someone.incoming_drive = max(someone.incoming_drive, drive)


def follow_up(world: World, moved: list[tuple[int, Cell]]) -> None:
    """Let those who moved hand their drive to those behind the cell they left."""
    for person, left in moved:
        someone = world.people[person]
        if someone.conduct == PRESSING and someone.drive > 0.0:
            hand_drive(world, left, world.rules.movement.drive_handing * someone.drive)


def relax_drive(world: World) -> None:
    """Let the push drive decay by one time step, and take in what was handed on in it."""
    decay = math.exp(-world.time_step / world.rules.movement.drive_decay)
    for person in world.present:
        someone = world.people[person]
        someone.drive = max(decay * someone.drive, someone.incoming_drive)
    for someone in world.people:  # those admitted in this step too
        someone.incoming_drive = 0.0


def one_ahead(world: World, person: int) -> int | None:
    """Return who stands on the next cell that gains most, or None (the first of equal gains)."""
    goal, here = goal_of(world, person), world.people[person].cell
    if goal == STAY:
        return None
    best, ahead = 0.0, None
    for there in world.beside(here):
        gain = gain_of_step(world, here, there, goal)
        if gain is not None and gain > best:
            best, ahead = gain, there
    return None if ahead is None else world.standing.get(ahead)


def exchange_rate(world: World, one: SimpleNamespace, other: SimpleNamespace) -> float:
    """Return the rate at which one gets past the other, 1/s."""
    m = world.rules.movement
    if BESIDE in (one.conduct, other.conduct):
        return 0.0
    if world.enters_pen(one.cell, other.cell) and one.conduct != CALLED:
        return 0.0
    if world.enters_pen(other.cell, one.cell) and other.conduct != CALLED:
        return 0.0
    if other.conduct in (HOLDING, SEEKING):
        return m.threading
    if one.conduct == PRESSING:
        return m.squeezing * max(0.0, one.assertiveness - other.assertiveness) * one.drive
    if one.conduct == CALLED:
        return m.threading if other.conduct == CALLED and one.number < other.number else 0.0
    return 0.0 if one.conduct == ARRIVING else 0.5 * m.threading


def wishes(world: World, elapsed: float) -> list[tuple[float, int, int]]:
    """Return who wants to get past whom now: (draw, who, past whom)."""
    found = []
    for person in world.present:
        other = None if world.people[person].settled else one_ahead(world, person)
        if other is None:
            continue
        rate = exchange_rate(world, world.people[person], world.people[other])
        if rate > 0.0 and happens(rate, elapsed, world.draw(person, EXCHANGE)):
            found.append((world.draw(person, EXCHANGE_CONFLICT), person, other))
    return found


def squeeze(world: World, elapsed: float) -> None:
    """Carry out the exchanges: of several that involve one person, the best draw of all counts."""
    wanted = wishes(world, elapsed)
    for wish in wanted:
        rivals = [each for each in wanted if {*each[1:]} & {*wish[1:]}]
        if wish != max(rivals):
            continue
        one, other = (world.people[person] for person in wish[1:])
        one.cell, other.cell = other.cell, one.cell
        world.standing[one.cell], world.standing[other.cell] = wish[1:]


def own_push(world: World, person: int) -> float:
    """Return the force with which a person pushes, N: whoever presses and cannot walk pushes."""
    someone, p = world.people[person], world.rules.pressure
    here = someone.cell
    if someone.conduct != PRESSING:
        return 0.0
    for there in world.beside(here):
        gain = world.gain(here, there)
        if gain is not None and gain > 0.0 and there not in world.standing:
            return 0.0
    return p.push * someone.assertiveness * (p.lean + (1.0 - p.lean) * someone.drive)


def pass_force(world: World) -> float:
    """Pass force from the farthest person to the nearest; return what reaches the gate, N."""
    p = world.rules.pressure
    for person in world.present:
        world.people[person].load = 0.0
    on_gate = 0.0
    reachable = [cell for cell in world.standing if world.spots[cell].to_gate < 1e8]
    for cell in sorted(reachable, key=lambda at: (world.spots[at].to_gate, at), reverse=True):
        person, spot = world.standing[cell], world.spots[cell]
        walls = 1.0 - p.wall_loss * spot.wall_beside
        out = p.transmission * world.people[person].load * walls + own_push(world, person)
        if cell in world.gate_cells:
            on_gate += out
            continue
        ahead = [
            (world.standing[there], share)
            for there, share in zip(world.beside(cell), spot.forward, strict=True)
            if share > 0.0 and there in world.standing
        ]
        total = added(share for _, share in ahead)
        for other, share in ahead:
            if out > 0.0:
                world.people[other].load += out * share / total
    return on_gate


def bear_load(world: World, elapsed: float) -> None:
    """Sum up what everybody bears: dose above what is tolerated, time in danger, time near."""
    p = world.rules.pressure
    for person in world.present:
        someone = world.people[person]
        if someone.load > p.tolerated:
            someone.dose += someone.load * elapsed
        in_danger = someone.load > p.dangerous
        someone.danger_run = someone.danger_run + elapsed if in_danger else 0.0
        someone.time_in_danger = max(someone.time_in_danger, someone.danger_run)
        if world.spots[someone.cell].to_gate <= 5.0:
            someone.time_near += elapsed
