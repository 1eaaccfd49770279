"""The crowds that are compared: the same site, people and rules for the kernel and for pure Mesa.

Two of them: an evening crowd that presses in the strip, settled, with openings of the gate, and
people who walk freely towards a gate that is always open.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gatecrush.agents.conduct import ARRIVING, LINE_JUMPER, PRESSING
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import NEAR_GATE, Place, build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.rules.step import take_steps
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.situation import Situation

FIRST_OPENING = 45.0
"""When the gate first opens, s."""
LOOK = 3.0
"""Time between two looks at a crowd, s: force has just been passed on."""
DENSITY = 4.8
"""People per m^2 where a pressing crowd stands at first."""

PLAIN = {
    # Nobody but pushing people and a gate: what pure Mesa does not model does not happen.
    "families.count": 0.0,
    "volunteers.count": 0,
    "guards.shout_load": 0.0,
    "guards.turned_back": 0.0,
    "gate.endurance": 0.0,
    "gate.strength": 1e6,
    "line_jumpers.stuck_time": 3600.0,
    "waiters.telling": 0.0,
}


class Crowd(NamedTuple):
    """People on a site at the start of a comparison, one row a person."""

    name: str
    scenario: Scenario
    place: Place
    cell: np.ndarray
    """Where they stand."""
    assertiveness: np.ndarray
    speed: np.ndarray
    """Desired speed, m/s."""
    drive: np.ndarray
    presses: np.ndarray
    """Whether they press; else they walk to the gate."""
    steps: int
    """Time steps to compare."""


class Look(NamedTuple):
    """What a crowd looks like at one moment."""

    near_density: float
    """People within 2 m of the gate, 1/m^2."""
    distance: float
    """Mean walking distance to the gate, m."""
    drive: float
    """Mean push drive."""
    moved: float
    """Share of the people on the site who stand elsewhere than at the last look."""
    gate_load: float
    """kN/m."""
    admitted: int


def look_at(
    place: Place,
    cell: np.ndarray,
    drive: np.ndarray,
    load: float,
    before: np.ndarray | None = None,
) -> Look:
    """Return what a crowd looks like.

    Args:
        place: the site.
        cell: where everybody stands, -1 for those admitted, shape (people,).
        drive: push drive of everybody, shape (people,).
        load: gate load, N/m.
        before: where they stood at the last look.
    """
    here = cell >= 0
    distance = place.to_gate[cell[here]]
    changed = np.mean(cell[here] != before[here]) if before is not None and here.any() else np.nan
    return Look(
        near_density=float((distance <= NEAR_GATE).sum() / place.near_area),
        distance=float(distance.mean()) if here.any() else 0.0,
        drive=float(drive[here].mean()) if here.any() else 0.0,
        moved=float(changed),
        gate_load=load / 1000.0,
        admitted=int((~here).sum()),
    )


def outcome(looks: list[Look]) -> dict[str, float]:
    """Return the time means of all looks, and who was admitted at the end."""
    table = np.array(looks)
    means = dict(zip(Look._fields, np.nanmean(table, axis=0).tolist(), strict=True))
    return means | {"admitted": float(looks[-1].admitted)}


def situation_of(crowd: Crowd, seed: int) -> Situation:
    """Return the kernel's situation with that crowd on the site."""
    n = crowd.cell.size
    people = empty_people(n)
    people.kind[:] = LINE_JUMPER
    people.party[:] = np.arange(n)
    people.assertiveness[:] = crowd.assertiveness
    people.speed[:] = crowd.speed
    people.drive[:] = crowd.drive
    people.conduct[:] = np.where(crowd.presses, PRESSING, ARRIVING)
    people.pressing_since[:] = 0.0
    s = empty_situation(crowd.scenario, crowd.place, people, seed, 0)
    for person in range(n):
        stand_on(s, person, crowd.cell[person], 0.0)
    s.crowd.next_arrival = n
    s.list.first_waiting = 1
    s.list.marker = s.list.writer = -1
    s.gate.last_shout = -np.inf
    s.gate.next_opening = FIRST_OPENING
    s.gate.is_open = int(crowd.scenario.gate.always_open)
    return s


def steps_to_looks(crowd: Crowd) -> list[int]:
    """Return how many time steps to take to each look: a step need not divide the time between."""
    step = crowd.scenario.run.time_step
    looks = np.arange(int(crowd.steps * step / LOOK + 1e-6) + 1)
    return np.diff((LOOK * looks / step + 1e-6).astype(int)).tolist()


def watch_kernel(crowd: Crowd, seed: int) -> dict[str, float]:
    """Run the kernel on a crowd and return the outcome, looking every 3 s."""
    s, looks, before = situation_of(crowd, seed), [], crowd.cell
    for steps in steps_to_looks(crowd):
        take_steps(s, steps)
        cell = s.people.cell.copy()
        looks.append(look_at(crowd.place, cell, s.people.drive, s.gate.load, before))
        before = cell
    return outcome(looks)


def _people(rng: np.random.Generator, n: int, scenario: Scenario) -> dict[str, Any]:
    speed = scenario.movement.free_speed + scenario.movement.speed_spread * rng.standard_normal(n)
    fastest = scenario.site.cell / scenario.run.time_step
    return {
        "assertiveness": 0.3 + 0.7 * rng.random(n),
        "speed": np.clip(speed, 0.3 * scenario.movement.free_speed, fastest),
    }


def pressing_crowd(people: int = 500, *, seconds: float = 300.0, settling: float = 900.0) -> Crowd:
    """Return an evening crowd: it presses in the strip and before it, and has settled.

    The gate opens every 150 s (an evening opens once an hour: here more happens, for both).
    """
    settings = PLAIN | {"gate.cycle_min": 2.5, "gate.cycle_max": 2.5}
    scenario = Scenario.load("account").with_(**settings)
    place = build_place(scenario.site, scenario.gate.width)
    rng = np.random.default_rng(20220925)
    nearest = place.far_to_near[::-1]
    # Settling admits some: so many more stand there at first.
    first = people + scenario.gate.batch_size * (2 + int(settling / 150))
    drawn = _people(rng, first, scenario)
    crowd = Crowd(
        name="evening crowd that presses",
        scenario=scenario,
        place=place,
        cell=rng.choice(nearest[: int(first / (DENSITY * place.cell**2))], first, replace=False),
        drive=np.zeros(first),
        presses=np.ones(first, bool),
        steps=round(seconds / scenario.run.time_step),
        **drawn,
    )
    s = situation_of(crowd, 1)
    take_steps(s, round(settling / scenario.run.time_step))
    here = np.flatnonzero(s.people.cell >= 0)
    here = here[np.argsort(place.to_gate[s.people.cell[here]], kind="stable")][:people]
    return crowd._replace(
        cell=s.people.cell[here].copy(),
        assertiveness=crowd.assertiveness[here],
        speed=crowd.speed[here],
        drive=s.people.drive[here].copy(),
        presses=crowd.presses[here],
    )


def walking_crowd(people: int = 400, *, seconds: float = 60.0) -> Crowd:
    """Return people who walk from all along the road to a gate that is wide and always open."""
    settings = PLAIN | {"gate.always_open": True, "gate.width": 4.0}
    scenario = Scenario.load("account").with_(**settings)
    place = build_place(scenario.site, scenario.gate.width)
    rng = np.random.default_rng(20220926)
    road = place.far_to_near[place.to_gate[place.far_to_near] > scenario.site.strip_length]
    return Crowd(
        name="people who walk freely",
        scenario=scenario,
        place=place,
        cell=rng.choice(road, people, replace=False),
        drive=np.zeros(people),
        presses=np.zeros(people, bool),
        steps=round(seconds / scenario.run.time_step),
        **_people(rng, people, scenario),
    )
