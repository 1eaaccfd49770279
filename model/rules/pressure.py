"""Contact force: what pressing people pass forward body to body, down to the gate."""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import compiled, index, inlined
from gatecrush.agents.conduct import PRESSING
from gatecrush.agents.quantity import Parameters, quantity

from ..situation import Situation
from .gate_strain import strain_gate

NEAR: Final = 5.0
"""Distance within which time near the gate is counted, m (account: seven hours within 5 m)."""


class PressureParameters(Parameters):
    """How hard people push and how a crowd hands it on."""

    push: float = quantity(
        480.0,
        "N",
        "Force f0 of one fully assertive person at full push drive",
        "calibrated, 200-500; Hopkins 1993",
        low=0,
        high=2000,
    )
    lean: float = quantity(
        0.05, "-", "Share of it that a calm pressing person leans with", "calibrated", low=0, high=1
    )
    transmission: float = quantity(
        0.85,
        "-",
        "Share of the force received that is passed on",
        "Henein & White 2007; assumed, 0.7-0.9",
        low=0,
        high=1,
    )
    wall_loss: float = quantity(
        0.3,
        "-",
        "Loss of that force to walls, per share of wall among the neighbors beside",
        "assumed",
        low=0,
        high=1,
    )
    tolerated: float = quantity(
        623.0,
        "N",
        "Load above which the force dose is summed",
        "Hopkins 1993, read in secondary sources",
        low=0,
        high=10_000,
    )
    dangerous: float = quantity(
        1112.0,
        "N",
        "Load that is dangerous when borne for minutes",
        "Hopkins 1993, read in secondary sources",
        low=0,
        high=10_000,
    )
    dangerous_time: float = quantity(
        240.0,
        "s",
        "Time for which the dangerous load must be borne",
        "Hopkins 1993, read in secondary sources",
        low=0,
        high=10_000,
    )


@inlined
def own_push(push: float, lean: float, assertiveness: float, drive: float) -> float:
    """Return the force of one blocked pressing person, N: f0 a (l + (1 - l) e)."""
    return push * assertiveness * (lean + (1.0 - lean) * drive)


@inlined
def is_blocked(s: Situation, field: int, cell: int) -> bool:
    """Tell whether no nearer cell is free (the gate never is)."""
    j, row = 0, index(field + cell)
    k = s.place.nearer[row, 0]
    while k >= 0:
        if s.cells.occupant[index(cell + s.place.offsets[k])] < 0:
            return False
        j += 1
        k = s.place.nearer[row, j]
    return True


@inlined
def shares_ahead(s: Situation, field: int, cell: int) -> float:
    """Return the sum of the shares of all nearer cells that are taken."""
    shares, j, row = 0.0, 0, index(field + cell)
    k = s.place.nearer[row, 0]
    while k >= 0:
        if s.cells.occupant[index(cell + s.place.offsets[k])] >= 0:
            shares += s.place.forward[row, k]
        j += 1
        k = s.place.nearer[row, j]
    return shares


@inlined
def hand_on(s: Situation, field: int, cell: int, force: float, shares: float) -> None:
    """Split a force over the people on the nearer cells, N.

    Changes: people.load.
    """
    row = index(field + cell)
    j, k = 0, s.place.nearer[row, 0]
    while k >= 0:
        ahead = s.cells.occupant[index(cell + s.place.offsets[k])]
        if ahead >= 0:
            s.people.load[ahead] += force * s.place.forward[row, k] / shares
        j += 1
        k = s.place.nearer[row, j]


@compiled
def pass_force(s: Situation, gate: int) -> float:
    """Pass contact force from far to near in one ordered pass; return what reaches the gate, N.

    out = eta in (1 - kappa w) + own push, w the share of walls beside; split over the nearer
    occupied cells by cos^3 of the angle to the gate's direction; people in the cells directly
    before the gate push on the gate. ``people.load`` becomes the force each receives, N. Those push
    who go to this gate; whoever stands there passes it on.

    Source: Henein & White 2007 (forces on a lattice); splitting assumed.

    Changes: people.load.
    """
    people, place, p = s.people, s.place, s.rules.pressure
    field, order, on_gate = gate * s.cells.size, place.inward[gate], 0.0
    first = order.size
    for n in range(s.crowd.active):
        person = s.active[n]
        people.load[person] = 0.0
        if people.conduct[person] == PRESSING and people.gate[person] == gate:
            first = min(first, place.inward_rank[field + people.cell[person]])
    # Nobody farther out than the last who presses passes anything on.
    for far in order[first:]:
        cell = index(far)
        if s.cells.occupant[cell] < 0:
            continue
        person = index(s.cells.occupant[cell])
        out = (
            p.transmission
            * people.load[person]
            * (1.0 - p.wall_loss * place.ground.wall_beside[cell])
        )
        presses = people.conduct[person] == PRESSING and people.gate[person] == gate
        if presses and is_blocked(s, field, cell):
            out += own_push(p.push, p.lean, people.assertiveness[person], people.drive[person])
        if out <= 0.0:
            continue
        if place.approach.to_gate[index(field + cell)] < 0.75 * place.cell:
            on_gate += out
            continue
        shares = shares_ahead(s, field, cell)
        if shares > 0.0:
            hand_on(s, field, cell, out, shares)
    return on_gate


@compiled
def load_gates(s: Situation, elapsed: float, now: float) -> None:
    """Pass the force of those who press to each gate, and load the gate with it.

    What somebody bears is the sum over the gates: between two crowds that want past each other one
    is pressed from both sides.

    Changes: work.borne, people.load.
    """
    if s.gates.size == 1:
        strain_gate(s, 0, pass_force(s, 0), elapsed, now)
        return
    people, borne = s.people, s.work.borne
    for n in range(s.crowd.active):
        borne[s.active[n]] = 0.0
    for gate in range(s.gates.size):
        force = pass_force(s, gate)
        for n in range(s.crowd.active):
            borne[s.active[n]] += people.load[s.active[n]]
        strain_gate(s, gate, force, elapsed, now)
    for n in range(s.crowd.active):
        people.load[s.active[n]] = borne[s.active[n]]


@compiled
def bear_load(s: Situation, elapsed: float) -> None:
    """Sum what all bear over ``elapsed`` seconds: dose, time in danger, time near the gate.

    Changes: people.dose, people.danger_run, people.time_in_danger, people.time_near.
    """
    people, p = s.people, s.rules.pressure
    for n in range(s.crowd.active):
        person = s.active[n]
        load = people.load[person]
        if load > p.tolerated:
            people.dose[person] += load * elapsed
        people.danger_run[person] = (
            people.danger_run[person] + elapsed if load > p.dangerous else 0.0
        )
        people.time_in_danger[person] = max(
            people.time_in_danger[person], people.danger_run[person]
        )
        if s.place.ground.to_gate[people.cell[person]] <= NEAR:
            people.time_near[person] += elapsed
