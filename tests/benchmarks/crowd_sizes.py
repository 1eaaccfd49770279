"""What a person-step costs as the crowd grows: the same dense crowd on ever larger open ground."""

from __future__ import annotations

import math
import time

import numpy as np
from workloads import DENSITY, PLAIN, Crowd, situation_of

from gatecrush.model.place.site import build_place
from gatecrush.model.rules.step import take_steps
from gatecrush.model.scenario.scenario import Scenario

SIZES = (250, 1_000, 10_000, 100_000)
PERSON_STEPS = 2_000_000
"""At least so many are timed, and a whole minute, in which everybody looks around once."""


def crowd_of(people: int) -> Crowd:
    """Return so many pressing people in a half-disc before a closed gate on open ground."""
    area = people / DENSITY
    radius = math.sqrt(2 * area / math.pi)
    width = min(200.0, 2 * radius + 8.0)
    depth = area / width + radius + 20.0
    settings = PLAIN | {
        "site.layout": "open_area",
        "site.open_width": max(12.0, width),
        "site.length": min(1000.0, max(70.0, depth)),
        "gate.cycle_min": 1000.0,
        "gate.cycle_max": 1000.0,
    }
    scenario = Scenario.load("account").with_(**settings)
    place = build_place(scenario.site, scenario.gate.width)
    rng, minute = np.random.default_rng(people), math.ceil(60.0 / scenario.run.time_step)
    nearest = place.far_to_near[::-1][: round(area / place.cell**2)]
    return Crowd(
        name=f"{people} people",
        scenario=scenario,
        place=place,
        cell=rng.choice(nearest, people, replace=False),
        assertiveness=0.3 + 0.7 * rng.random(people),
        speed=np.full(people, scenario.movement.free_speed),
        drive=rng.random(people),
        presses=np.ones(people, bool),
        steps=minute * max(1, round(PERSON_STEPS / people / minute)),
    )


def time_sizes(repetitions: int) -> dict[int, list[float]]:
    """Return the CPU time of a person-step for each size of the crowd, ns, sizes in turn."""
    crowds = {people: crowd_of(people) for people in SIZES}
    times: dict[int, list[float]] = {people: [] for people in SIZES}
    take_steps(situation_of(crowds[SIZES[0]], 0), 10)
    for seed in range(repetitions):
        for people, crowd in crowds.items():
            s = situation_of(crowd, seed)
            take_steps(s, math.ceil(60.0 / s.time_step))  # the first minute: they settle
            before = int(s.crowd.person_steps)
            began = time.process_time()
            take_steps(s, crowd.steps)
            spent = time.process_time() - began
            times[people].append(1e9 * spent / (int(s.crowd.person_steps) - before))
    return times
