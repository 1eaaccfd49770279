"""The speed of a crowd that all walks the same way, and what Weidmann says of it."""

from __future__ import annotations

import numpy as np

from gatecrush.agents.conduct import ARRIVING
from gatecrush.model import Scenario
from gatecrush.model.rules.step import take_steps

from .staged import people_alike, place_of, stage


def speed_in_crowd(density: float, seed: int) -> tuple[float, float]:
    """Return density and mean speed of people who all walk the same way, 1/m^2 and m/s.

    The area is as wide as the gate, 60 m of it are measured from the middle on, for ten seconds.
    """
    scenario = Scenario.load("bottleneck").with_(
        **{
            "site.layout": "open_area",
            "site.open_width": 8.0,
            "gate.width": 8.0,
            "site.length": 90.0,
        }
    )
    place = place_of(scenario)
    rng = np.random.default_rng(seed)
    ground = np.flatnonzero(place.walkable == 1)
    n = round(density * ground.size * place.cell**2)
    people = people_alike(n, scenario)
    spread = scenario.movement.speed_spread * rng.standard_normal(n)
    people.speed[:] = np.clip(people.speed + spread, 0.4, place.cell / scenario.run.time_step)
    cells = rng.choice(ground, n, replace=False)
    s = stage(scenario, place, people, cells, ARRIVING, seed)
    steps = round(10.0 / s.time_step)
    take_steps(s, steps)
    before = np.where(people.cell >= 0, place.to_gate[people.cell], np.nan)
    take_steps(s, steps)
    measured = (before > 25.0) & (before < 70.0) & (people.cell >= 0)
    speed = (before - place.to_gate[people.cell])[measured].mean() / (steps * s.time_step)
    return measured.sum() / (45.0 * 8.0), float(speed)


def weidmann(density: float) -> float:
    """Return the speed at a density, m/s (Weidmann 1993, read in secondary sources)."""
    return 1.34 * (1.0 - np.exp(-1.913 * (1.0 / density - 1.0 / 5.4)))
