"""The beginning of a run: everybody who will come, drawn once, and the situation at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from gatecrush.agents.conduct import FAMILY
from gatecrush.agents.people import People, empty_people
from gatecrush.agents.quantity import in_si

from .arrays import arrays_of, empty_record
from .demand import Arrivals, FloatArray, IntArray, draw_arrivals
from .place.gate_terms import GateTerms
from .place.site import Place, build_place, gate_names, gates_of
from .place.way import BARRED, steps_into_door
from .rules.gate import cycle_time
from .rules.gate_choice import CHOICES
from .rules.number_list import seat_holders, update_ranks
from .rules.randomness import CYCLE, Stream, draw, generator, kernel_seed
from .rules.standing_crowd import let_stand_before_gate
from .rules.worst_places import measure_room
from .scenario.density_rules import density_rules
from .scenario.scenario import Scenario
from .situation import CROWD, LIST, Rules, Situation, Work
from .zones import DENSITY_RULE, WINDOW

MOST_NUMBERS: Final = 8
"""Numbers there are for each person on average, where they can be lost."""
PLACES_HOUR: Final = 19.0
"""Hour of the day at which the observer notes who presses where, to compare with who gets in."""


def draw_people(
    scenario: Scenario, arrivals: Arrivals, place: Place, seed: int, replication: int
) -> People:
    """Draw who the people are: thresholds, assertiveness, speed, patience, where they come from.

    Each trait has a stream of its own, so that a change in one parameter leaves all others alone;
    and so have families, so that nobody's traits depend on how many others come.
    """
    kinds = [(rows, _counted(arrivals.party[rows])) for rows in (~arrivals.family, arrivals.family)]

    def each(name: Stream, draws: str, *, parties: bool = False) -> FloatArray:
        values = np.empty(len(arrivals))
        for families, (rows, party) in enumerate(kinds):
            stream = generator(seed, replication, name, families=bool(families))
            size = party.max(initial=-1) + 1 if parties else party.size
            drawn = getattr(stream, draws)(size)
            values[rows] = drawn[party] if parties else drawn
        return values

    people, w, m = empty_people(len(arrivals)), scenario.waiters, scenario.movement
    people.arrival_time[:] = arrivals.time
    people.party[:] = arrivals.party
    people.informed[:] = arrivals.informed
    # Who stands there at the start keeps to what they were told then.
    has_priority = each(Stream.PRIORITY, "random", parties=True) < scenario.families.priority
    beside = arrivals.family | (has_priority & ~arrivals.initial & ~arrivals.crowd)
    people.kind[beside] = FAMILY
    normal = each(Stream.THRESHOLDS, "standard_normal")
    people.threshold[:] = np.maximum(0.0, w.threshold_mean + w.threshold_spread * normal)
    people.never_push[:] = each(Stream.NEVER_PUSH, "random") < w.never_push
    people.assertiveness[:] = 0.3 + 0.7 * each(Stream.ASSERTIVENESS, "random")
    speed = m.free_speed + m.speed_spread * each(Stream.SPEEDS, "standard_normal")
    people.speed[:] = np.clip(speed, 0.3 * m.free_speed, place.cell / scenario.run.time_step)
    patience = each(Stream.PATIENCE, "standard_exponential", parties=True)
    people.patience[:] = patience * w.patience * 60.0
    spot = each(Stream.DROP_OFF, "random", parties=True)
    walkers = place.drop_off[(spot * place.drop_off.size).astype(np.int64)]
    lane = place.lane_entry if place.lane_entry.size else place.drop_off  # no lane: no families
    families = lane[(spot * lane.size).astype(np.int64)]
    people.entry[:] = np.where(beside, families, walkers)
    return people


def _counted(party: IntArray) -> IntArray:
    """Return the numbers of parties of one kind counted from 0."""
    return np.where(party < 0, -1 - party, party)


def step_weights(place: Place, sharpness: float) -> np.ndarray:
    """Return exp(k_S gain cell/length) of each step to each gate, 0 if barred, (gates cells, 8).

    The door of a pen is barred: whoever is called chooses by another goal (``goals.THROUGH``).
    """
    pace = place.gain * place.cell / place.lengths
    gain = np.where(place.gain > 0.5 * BARRED, pace, -np.inf)
    weight = np.where(np.abs(gain) < 10.0, np.exp(sharpness * np.clip(gain, -10.0, 10.0)), 0.0)
    approach = place.approach
    into_door = steps_into_door(approach.is_door == 1, approach.to_gate, place.offsets)
    return np.where(into_door, 0.0, weight)


def let_stand(volunteers: np.recarray, place: Place) -> None:
    """Let volunteers stand at the gate, of several at one after the other, and engage nobody."""
    before = np.split(place.gate_cells, place.gate_ends[1:-1])
    for gate, cells in enumerate(before):
        volunteers.x[gate :: len(before)] = place.x[cells].mean()
        volunteers.y[gate :: len(before)] = place.y[cells].mean()
    volunteers.person[:] = -1


def rules_of(scenario: Scenario) -> Rules:
    """Return the sections that kernels read, in m, s and N."""
    return Rules(**{name: in_si(getattr(scenario, name)) for name in Rules._fields})


def by_gate(scenario: Scenario) -> dict[str, Any]:
    """Return what holds for each gate alone, under the names of the situation.

    A gate of a plan is as wide as drawn; what the plan says of it replaces ``gate.*``.
    """
    gates, rules = gates_of(scenario.site), rules_of(scenario)
    names = (*rules.gate.dtype.names, "number_check")
    of_each = np.zeros(len(gates), [(name, np.float64) for name in names]).view(np.recarray)
    for row, gate in zip(of_each, gates, strict=True):
        stated = {name: rules.gate[name] for name in names[:-1]}
        stated |= {"number_check": rules.guards.number_check} | gate.stated()
        for name, value in stated.items():
            row[name] = value
    widths = of_each.width if scenario.gate.shares == "width" else np.ones(len(gates))
    return {
        "rules": rules._replace(gate=of_each[0]),
        "gate_rules": of_each,
        "gate_shares": widths.cumsum() / widths.sum(),
        "closures": closures_of(scenario, gates),
    }


def most_at_once(gate_rules: np.recarray) -> int:
    """Return the largest batch of any gate, people."""
    return int(gate_rules.batch_size.max())


def closures_of(scenario: Scenario, gates: Sequence[GateTerms]) -> FloatArray:
    """Return from when until when each gate begins no opening, s since the start, (gates, n, 2)."""
    stated = [scenario.gate.closures if each.closures is None else each.closures for each in gates]
    hours = np.full((len(gates), max(map(len, stated)), 2), np.inf)
    for row, closures in zip(hours, stated, strict=True):
        row[: len(closures)] = np.array(closures).reshape(-1, 2)
    return np.asarray((hours - scenario.run.start) * 3600.0)


def empty_situation(
    scenario: Scenario, place: Place, people: People, seed: int, replication: int
) -> Situation:
    """Return the situation with nobody on the site yet.

    Args:
        scenario: the scenario.
        place: its site.
        people: everybody who will come.
        seed: root seed.
        replication: replication under that seed.
    """
    run, rows = scenario.run, place.x.size // place.stride
    gate_weight = step_weights(place, scenario.movement.sharpness)
    gates = by_gate(scenario)
    lengths = {
        "people": people.size,
        "steps": 8,
        "numbers": people.size * (1 if scenario.list.kept else MOST_NUMBERS) + 1,
        "cells": place.x.size,
        "columns": place.stride,
        "column edges": place.stride + 1,
        "row edges": rows + 1,
        "gates": gates["gate_rules"].size,
        "places": most_at_once(gates["gate_rules"]),
        "volunteers": scenario.volunteers.count,
        "seconds": int(np.ceil((run.end - run.start) * 3600)) if scenario.demand.crowd_size else 0,
        "minutes": int(np.ceil((run.end - run.start) * 60 + 1e-9)),
        "zones": place.zone_area.size,
        "windows": int(np.ceil((run.end - run.start) * 3600 / WINDOW)),
    }
    s = Situation(
        seed=kernel_seed(seed, replication),
        time_step=run.time_step,
        start=run.start * 3600.0,
        **gates,
        choosing=CHOICES.index(scenario.gate.choice),
        people=people,
        place=place,
        arrival_order=np.argsort(people.arrival_time, kind="stable"),
        places_minute=round(60.0 * (PLACES_HOUR - run.start)),
        gate_weight=gate_weight,
        density_rules=np.array(
            list(density_rules(scenario.site, scenario.gate)), DENSITY_RULE
        ).view(np.recarray),
        list=empty_record(LIST),
        crowd=empty_record(CROWD),
        work=Work(**arrays_of(Work, **lengths)),
        **arrays_of(Situation, **lengths),
    )
    s.cells.ways[:] = ((gate_weight[: s.cells.size] > 0.0) << np.arange(8)).sum(axis=1)
    let_stand(s.volunteers, place)
    return s


def shut_gates(s: Situation, scenario: Scenario) -> None:
    """Shut the gates that a scenario names, and open all others.

    Changes: gates.
    """
    s.gates.shut[:] = [name in scenario.gate.shut for name in gate_names(scenario.site)]


def arrivals_of(scenario: Scenario, seed: int, replication: int) -> Arrivals:
    """Return everybody who will come, as drawn at the beginning."""
    run = scenario.run
    return draw_arrivals(
        scenario.demand, scenario.families, run.start, run.end, seed=seed, replication=replication
    )


def cells_of_crowd(scenario: Scenario, place: Place, rng: np.random.Generator) -> IntArray:
    """Return the cells on which the crowd before the gate stands at the start, nearest first.

    Without positions of their own they stand anywhere on the ground nearest to the gate that has
    room for them at the density given: along a strip, or around the gate of an open area.
    """
    demand, ground = scenario.demand, place.ground
    walkable = np.flatnonzero(ground.walkable == 1)
    site = scenario.site
    along = ground.y if site.layout == "strip" and not site.plan else ground.to_gate
    if demand.initial_positions:
        x, y = np.array(demand.initial_positions).T
        away = np.hypot(ground.x[walkable, None] - x, ground.y[walkable, None] - y)
        chosen = walkable[away.argmin(axis=0)]
    else:
        room = int(np.ceil(demand.crowd_size / (demand.initial_density * place.cell**2)))
        nearest = walkable[np.argsort(along[walkable], kind="stable")][:room]
        chosen = rng.permutation(nearest)[: demand.crowd_size]
        chosen = np.resize(chosen, demand.crowd_size) if chosen.size else chosen
    return chosen[np.argsort(ground.to_gate[chosen], kind="stable")].astype(np.int64)


def begin(scenario: Scenario, seed: int, replication: int) -> Situation:
    """Return the situation at the start: holders of numbers at their places, the gate closed.

    Args:
        scenario: the scenario.
        seed: root seed.
        replication: replication under that seed.
    """
    place = build_place(scenario.site, scenario.gate.width)
    arrivals = arrivals_of(scenario, seed, replication)
    people = draw_people(scenario, arrivals, place, seed, replication)
    s = empty_situation(scenario, place, people, seed, replication)
    for number, (gate, rules) in enumerate(zip(s.gates, s.gate_rules, strict=True)):
        u, share = (draw(s.seed, 0, 2 * number + part, CYCLE) for part in range(2))
        gate.next_opening = cycle_time(rules.cycle_min, rules.cycle_max, u) * share
        gate.last_shout = -np.inf
        gate.is_open = int(scenario.gate.always_open)
    shut_gates(s, scenario)
    s.list.first_waiting = 1
    s.list.marker = s.list.writer = -1
    seat_holders(s, np.flatnonzero(arrivals.initial))
    where = cells_of_crowd(scenario, place, generator(seed, replication, Stream.INITIAL_CROWD))
    let_stand_before_gate(s, np.flatnonzero(arrivals.crowd), where)
    update_ranks(s, 0.0)
    measure_room(s)
    return s
