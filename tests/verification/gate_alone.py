"""The gate and the list without walking: who is called stands at the gate at once.

The product's rules give the numbers, call the next batch, open, take people in and close; only
movement is left out. The gate is as wide as a batch, so that nobody stands in anybody's way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.compiled import compiled
from gatecrush.agents.conduct import BESIDE, CALLED, EXPECTED, FAMILY, SEEKING
from gatecrush.model.rules.entry import free_cell_near, stand_on
from gatecrush.model.rules.gate import work_gate
from gatecrush.model.rules.number_list import take_number, update_ranks
from gatecrush.model.rules.occupancy import occupy, vacate
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.situation import Situation

from .staged import ORDERLY, people_alike, place_of, stage

Floats = NDArray[np.float64]
GATE_WIDTH = 20.0


@compiled
def come(s: Any, person: int, at_list: int, at_lane: int) -> None:
    """Let a person come at their time: a family beside the line, others straight to the list."""
    now, is_family = s.people.arrival_time[person], s.people.kind[person] == FAMILY
    s.people.conduct[person] = BESIDE if is_family else SEEKING
    stand_on(s, person, free_cell_near(s, at_lane if is_family else at_list), now)
    if not is_family:
        take_number(s, person, now)


@compiled
def step_up(s: Any) -> None:
    """Put everybody who is called on a free cell before their gate."""
    for n in range(s.crowd.active):
        person = s.active[n]
        if (
            s.people.conduct[person] != CALLED
            or s.place.ground.to_gate[s.people.cell[person]] < 0.3
        ):
            continue
        free = s.place.gate_ends[s.people.gate[person]]
        while s.cells.occupant[s.place.gate_cells[free]] >= 0:
            free += 1
        vacate(s, s.people.cell[person])
        s.people.cell[person] = s.place.gate_cells[free]
        occupy(s, s.people.cell[person], person)


@compiled
def open_often(s: Any, openings: int, at_list: int, at_lane: int) -> int:
    """Let gates work through so many openings; return how many people have come."""
    for _ in range(openings):
        gate = 0
        for number in range(1, s.gates.size):
            if s.gates[number].next_opening < s.gates[gate].next_opening:
                gate = number
        now = s.gates[gate].next_opening
        while s.crowd.next_arrival < s.people.size:
            person = s.crowd.next_arrival
            if s.people.arrival_time[person] > now:
                break
            come(s, person, at_list, at_lane)
            s.crowd.next_arrival += 1
        update_ranks(s, now)
        step_up(s)
        work_gate(s, gate, now)
        if s.gates[gate].is_open == 1:
            work_gate(s, gate, now + s.gate_rules[gate].closing_after)
    return int(s.crowd.next_arrival)


def work_through(
    arrivals: Floats, family: NDArray[np.bool_], *, batch: int, cycle: float, openings: int
) -> Situation:
    """Return the situation after so many openings.

    Args:
        arrivals: times of arrival, ascending, s.
        family: who passes beside the line, each a family of one.
        batch: people let in at one opening.
        cycle: time from opening to opening, s; the first opening is at ``cycle``.
        openings: how many.
    """
    settings = {
        "gate.width": GATE_WIDTH,
        "site.strip_width": GATE_WIDTH,
        "gate.batch_size": batch,
        "gate.cycle_min": cycle / 60.0,
        "gate.cycle_max": cycle / 60.0,
    }
    return let_work(settings, arrivals, family, first=[cycle], openings=openings)


def let_work(
    settings: Mapping[str, Any],
    arrivals: Floats,
    family: NDArray[np.bool_],
    *,
    first: Sequence[float],
    openings: int,
) -> Situation:
    """Return the situation after so many openings of all gates together.

    Args:
        settings: of the place and its gates; each gate is as wide as its batch.
        arrivals: times of arrival, ascending, s.
        family: who passes beside the line, each a family of one.
        first: when each gate opens first, s.
        openings: how many.
    """
    alone = {"gate.admission_interval": 0.0, "run.end": 6.0}
    scenario = Scenario.load("account").with_(**{**ORDERLY, **alone, **settings})
    place = place_of(scenario)
    people = people_alike(arrivals.size, scenario)
    people.arrival_time[:] = arrivals
    people.kind[family] = FAMILY
    s = stage(scenario, place, people, [], EXPECTED, seed=0)
    s.crowd.next_arrival = 0
    s.gates.next_opening[:] = first
    at_lane = int(np.argmin(place.ground.to_side))
    open_often(s, openings, int(place.column[0]), at_lane)
    return s


def number_before_openings(entries: Floats, exits: Floats, openings: Floats) -> NDArray[np.int64]:
    """Return how many people have come and not passed just before each opening."""
    came = np.searchsorted(np.sort(entries), openings, side="right")
    went = np.searchsorted(np.sort(exits[np.isfinite(exits)]), openings, side="left")
    return came - went
