"""Random crowds: people anywhere on a small site, doing anything, with every rule at work."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np

from gatecrush.agents.conduct import (
    ADMITTED,
    ARRIVING,
    BESIDE,
    CALLED,
    EXPECTED,
    FAMILY,
    HOLDING,
    LINE_JUMPER,
    OUTSIDE,
    PRESSING,
    SEEKING,
    WAITER,
)
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.site import Place, build_place
from gatecrush.model.rules.entry import stand_on, wait_outside
from gatecrush.model.rules.settling import list_restless
from gatecrush.model.scenario.scenario import Scenario

SMALL = {
    "length": 30.0, "strip_width": 3.2, "strip_length": 6.0, "column_width": 3.2,
    "path_width": 2.4, "lane_width": 2.4, "drop_off_near": 8.0, "drop_off_far": 16.0,
    "open_width": 6.4,
}  # fmt: skip
HOOK = json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"kind": kind, **more},
     "geometry": {"type": "LineString" if kind in ("gate", "queue") else "Polygon",
                  "coordinates": points if kind in ("gate", "queue") else [[*points, points[0]]]}}
    for kind, points, more in (
        ("walkable", [[0, 0], [7, 0], [7, 14], [0, 14]], {}),
        ("barrier", [[3.2, 2], [3.6, 2], [3.6, 14], [3.2, 14]], {}),
        ("gate", [[0.5, 0], [1.9, 0]], {}),
        ("queue", [[1.4, 3], [1.4, 1.2], [5.4, 1.2], [5.4, 11]], {"width": 2.8}),
        ("entry", [[4, 13], [7, 13], [7, 14], [4, 14]], {}),
        ("lane", [[-3, 0], [-0.5, 0], [-0.5, 14], [-3, 14]], {}),
    )
]})  # fmt: skip
"""A yard in two halves, the queue around the end of the fence between them, and a lane."""
SITES: dict[str, dict[str, Any]] = {
    "strip": SMALL,
    "narrow strip": SMALL | {"strip_width": 1.6},
    "open area": SMALL | {"layout": "open_area"},
    "pen": SMALL | {"pen_length": 2.0, "pen_door": 0.8},
    "plan": {"plan": HOOK},
    "one quarter turn": SMALL | {"quarter_turns": 1},
    "two quarter turns": SMALL | {"quarter_turns": 2, "strip_width": 2.0},
    "three quarter turns": SMALL | {"quarter_turns": 3, "layout": "open_area"},
}
LIVELY: dict[str, tuple[Any, ...]] = {
    "site.length": (30.0,),
    "demand.initial_numbered": (0,),
    "waiters.telling": (0.0, 1.0),
    "waiters.telling_reach": (2.0, 5.0),
    "waiters.patience_floor": (0.5,),
    "waiters.give_up_time": (0.5, 5.0),
    "waiters.return_time": (0.5, 5.0),
    "waiters.return_margin": (0.0, 0.15),
    "waiters.press_perception": (0.0, 1.0, 2.0),
    "waiters.skip_perception": (0.0, 1.0),
    "waiters.word_of_mouth": (0.0, 0.1, 1.0),
    "waiters.challenge": (0.0, 0.3),
    "waiters.challenge_reach": (1.3, 3.0),
    "waiters.wandering": (0.1, 2.0),
    "waiters.density": (1.2, 6.0),
    "waiters.reneging": (0.0, 3.0),
    "waiters.fatigue": (0.0, 1 / 12),
    "waiters.calling_distance": (2.5, 5.0),
    "list.writing_min": (0.0, 1.0),
    "list.writing_max": (1.0, 5.0),
    "gate.width": (0.8, 1.6),
    "gate.batch_size": (3, 8),
    "gate.cycle_min": (1.0,),
    "gate.cycle_max": (1.0, 2.0),
    "gate.admission_interval": (0.0, 0.3, 3.0),
    "gate.closing_after": (2.0, 10.0),
    "gate.processing_share": (0.2, 0.8),
    "gate.always_open": (False, False, False, True),
    "gate.wear_load": (0.2, 4.5),
    "gate.endurance": (0.0, 60.0, 240.0),
    "gate.strength": (2.0, 12.0),
    "gate.failed_time": (5.0, 60.0),
    "guards.number_check": (0.0, 0.5, 1.0),
    "guards.clear_refused": (False, True),
    "guards.turned_back": (0.0, 0.3),
    "guards.shout_load": (0.0, 0.3),
    "guards.shout_pause": (1.0, 10.0),
    "volunteers.count": (0, 3),
    "volunteers.start": (0.0, 5.5),
    "volunteers.success": (1.0,),
    "movement.friction": (0.0, 0.3, 1.0),
    "movement.step_back": (0.0, 0.5),
    "movement.squeezing": (0.0, 1.0),
    "movement.drive_decay": (5.0, 40.0),
    "pressure.lean": (0.0, 0.3),
    "list.handed_out": (0.0, 0.5),
    "list.announcements": (0.0, 60.0),
    "waiters.closing_up": (0.0, 0.4, 1.0),
    "demand.limit": (0, 0, 20),
    "waiters.coming_again": (0.0, 0.5, 1.0),
    "waiters.absence": (1.0, 5.0),
    "list.kept": (True, False),
    "gate.closures": ((), ((5.5, 5.98), (5.985, 5.99), (6.0, 7.0))),
    "list.announcement_reach": (5.0, 40.0),
}
"""Values of parameters, rates high enough that everything happens within seconds."""
CONDUCTS = (ARRIVING, SEEKING, HOLDING, CALLED, PRESSING, BESIDE, EXPECTED, ADMITTED, OUTSIDE)
MIXES = (
    (0.15, 0.1, 0.25, 0.1, 0.2, 0.05, 0.1, 0.05, 0.0),
    (0.0, 0.05, 0.1, 0.1, 0.6, 0.0, 0.05, 0.05, 0.05),
    (0.2, 0.15, 0.25, 0.1, 0.0, 0.1, 0.1, 0.0, 0.1),
)
"""Shares of the conducts in a mixed, a pressing and a newly come crowd."""
EARLIER = 3540.0
"""Time before the situation, s: a multiple of every interval, half a minute before a full one."""


@cache
def place_of(site: str, gate_width: float) -> Place:
    """Return a small site; it is never changed."""
    return build_place(SiteParameters(**SITES[site]), gate_width)


def random_scenario(rng: np.random.Generator, site: str, **fixed: Any) -> Scenario:
    """Draw a scenario in which everything happens often."""
    values = {name: choices[rng.integers(len(choices))] for name, choices in LIVELY.items()}
    values |= {f"site.{name}": value for name, value in SITES[site].items()}
    return Scenario().with_(**values | fixed)


def random_situation(seed: int, site: str, most: int = 60, **fixed: Any) -> Any:
    """Draw a situation: a crowd of random density, conducts, history, list and gate.

    Args:
        seed: of everything that is drawn.
        site: one of SITES.
        most: people at most.
        fixed: parameters by dotted name that are not to be drawn.
    """
    rng = np.random.default_rng([seed, len(site)])
    scenario = random_scenario(rng, site, **fixed)
    place = with_little_room(rng, place_of(site, scenario.gate.width))
    people = random_people(rng, int(rng.integers(4, most)), place)
    s = empty_situation(scenario, place, people, seed, 0)
    s.crowd.step = round(EARLIER / s.time_step) + int(rng.integers(0, 400))
    now = s.crowd.step * s.time_step
    put_on_site(rng, s, now)
    hand_out_numbers(rng, s)
    set_gate(rng, s, now)
    list_restless(s)
    return s


def with_little_room(rng: np.random.Generator, place: Place) -> Place:
    """Leave those who come a few cells of the room there is, or all of it."""
    if rng.random() < 0.5:
        return place
    few = {
        name: np.sort(rng.choice(getattr(place, name), int(rng.integers(1, 4)), replace=False))
        for name in ("drop_off_room", "lane_room")
    }
    return place._replace(**few)


def random_people(rng: np.random.Generator, n: int, place: Place) -> Any:
    """Draw people in parties of one to three, with any views and any history."""
    people = empty_people(n)
    people.party[:] = np.repeat(np.arange(n), rng.integers(1, 4, n))[:n]
    people.conduct[:] = rng.choice(CONDUCTS, n, p=MIXES[rng.integers(len(MIXES))])
    people.kind[:] = rng.choice([WAITER, LINE_JUMPER], n)
    people.kind[people.conduct == EXPECTED] = WAITER
    people.reached_time[people.kind == LINE_JUMPER] = 0.0  # that made them one
    people.kind[people.conduct == BESIDE] = FAMILY
    people.kind[(people.conduct == OUTSIDE) & (rng.random(n) < 0.3)] = FAMILY
    people.informed[:] = rng.random(n) < 0.5
    people.threshold[:] = np.maximum(0.0, rng.normal(0.4, 0.3, n))
    people.never_push[:] = rng.random(n) < 0.1
    people.assertiveness[:] = rng.uniform(0.3, 1.0, n)
    people.speed[:] = rng.uniform(0.5, 1.33, n)
    people.patience[:] = rng.exponential(30.0, n)
    people.entry[:] = np.where(
        people.kind == FAMILY, rng.choice(place.lane_entry, n), rng.choice(place.drop_off, n)
    )
    for name in ("seen", "pays", "passed_over", "drive"):
        people[name][:] = rng.random(n) * (rng.random(n) < 0.8)
    people.drive[people.conduct != PRESSING] = 0.0  # only who presses has a push drive
    people.target[:] = rng.choice(place.column, n)
    people.settled[:] = (people.conduct == HOLDING) & (rng.random(n) < 0.5)
    people.danger_run[:] = 3.0 * rng.integers(0, 3, n)
    return people


def put_on_site(rng: np.random.Generator, s: Any, now: float) -> None:
    """Let everybody who is there stand on a random cell, the denser the nearer to the gate."""
    people, place = s.people, s.place
    times = np.sort(rng.uniform(0.0, now, people.size))
    people.arrival_time[:] = times
    people.arrival_time[people.conduct == EXPECTED] = now + np.sort(
        rng.exponential(3.0, int((people.conduct == EXPECTED).sum()))
    )
    s.arrival_order[:] = np.argsort(people.arrival_time, kind="stable")
    depth = rng.uniform(2.0, 12.0)
    inside = {1: place.far_to_near, 2: np.flatnonzero(place.walkable == 2)}
    for person in np.flatnonzero(people.conduct != EXPECTED):
        s.crowd.next_arrival += 1
        if people.conduct[person] == OUTSIDE:
            wait_outside(s, int(person))
            continue
        if people.conduct[person] == ADMITTED:
            people.exit_time[person] = now
            continue
        cells = inside[2 if people.conduct[person] == BESIDE else 1]
        cells = cells[s.cells.occupant[cells] < 0]
        beside = people.conduct[person] == BESIDE
        distance = place.ground.to_side[cells] if beside else place.to_gate[cells]
        weights = np.exp(-distance / depth)
        cell = rng.choice(cells, p=weights / weights.sum())
        stand_on(s, int(person), int(cell), now - rng.exponential(40.0))
        # At their place, or up to four cells from it: just about where holders settle.
        beyond = int(
            np.clip(cell + rng.integers(5) * rng.choice(place.offsets), 0, s.cells.size - 1)
        )
        if people.conduct[person] == HOLDING and place.walkable[beyond] == 1:
            people.target[person] = beyond
        for name in ("pressing_since", "progress_time"):
            people[name][person] = now - rng.exponential(60.0)
        people.nearest[person] += rng.uniform(-1.0, 1.0)
        if people.kind[person] == LINE_JUMPER:  # known as one since they reached the crowd
            people.reached_time[person] = now - rng.exponential(60.0)
        if people.conduct[person] == PRESSING and rng.random() < 0.8:
            people.pressing_time[person] = people.pressing_since[person]


def hand_out_numbers(rng: np.random.Generator, s: Any) -> None:
    """Give numbers in random order, the marker to anybody with a number, the pen to a seeker."""
    people, numbers = s.people, s.list
    has_number = np.isin(people.conduct, (HOLDING, CALLED, ADMITTED))
    has_number |= (people.conduct == PRESSING) & (rng.random(people.size) < 0.5)
    stands_outside = (people.conduct == OUTSIDE) & (people.kind != FAMILY)
    has_number |= stands_outside & (rng.random(people.size) < 0.3)
    holders = rng.permutation(np.flatnonzero(has_number))
    people.number[holders] = 1 + np.arange(holders.size)
    people.numbered_time[holders] = people.arrival_time[holders]
    s.holder[1 : 1 + holders.size] = holders
    numbers.last_number, numbers.first_waiting = holders.size, 1
    here = holders[np.isin(people.conduct[holders], (HOLDING, CALLED))]
    numbers.marker = rng.choice(here) if here.size and rng.random() < 0.8 else -1
    seekers = np.flatnonzero(people.conduct == SEEKING)
    numbers.writer = rng.choice(seekers) if seekers.size and rng.random() < 0.5 else -1
    numbers.writing_until = s.crowd.step * s.time_step + rng.uniform(-1.0, 5.0)


def set_gate(rng: np.random.Generator, s: Any, now: float) -> None:
    """Set the gate: open with some places left, or closed, or failed."""
    gate = s.gate
    gate.opening = rng.integers(0, 5)
    gate.is_open = int(gate.opening > 0 and rng.random() < 0.5)
    size = s.batch.size
    gate.places_left = rng.integers(1, size + 1) if gate.is_open else 0
    gate.batch_passed = size - gate.places_left if gate.is_open else rng.integers(0, size + 1)
    s.batch[: gate.batch_passed] = rng.integers(-1, s.people.size + 1, gate.batch_passed)
    gate.opened_at = now - rng.exponential(5.0)
    gate.last_admission = now - rng.exponential(3.0)
    gate.next_opening = now + rng.uniform(0.0, 20.0)
    gate.cars_from = now + rng.uniform(-10.0, 20.0)
    gate.wear = rng.uniform(0.0, 1.0)
    gate.last_shout = now - rng.exponential(10.0)
    gate.shouts = rng.integers(0, 4)
    if rng.random() < 0.15:
        gate.failed, gate.is_open, gate.failed_at = 1, 0, now - rng.uniform(0.0, 60.0)
    for person in np.flatnonzero(s.people.conduct == ADMITTED):
        row = s.admission_log[s.crowd.admissions]
        row.person, row.number = person, s.people.number[person]
        row.opening = gate.opening - rng.integers(0, 2)
        row.family = rng.integers(0, 2)
        row.out_of_turn = (1 - row.family) * rng.integers(0, 2)
        s.crowd.admissions += 1
