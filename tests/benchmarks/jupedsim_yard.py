"""Kernel beside JuPedSim: 250 people who press before a closed gate in the same yard.

JuPedSim's collision-free speed model (Tordeux 2016) moves discs in continuous space in steps of
0.01 s, ours people on cells in steps of 0.175 s: not the same model, but the same question asked
of it, and what a user waits for. Compared are simulated seconds per CPU second.
"""

from __future__ import annotations

import time
from typing import Any

from workloads import pressing_crowd, situation_of

from gatecrush.experiments.storage.trajectories import walkable_wkt
from gatecrush.model.rules.step import take_steps

PEOPLE = 250
DISC = 0.157
"""Radius of a person in JuPedSim, m: as many fit into the strip as on our cells."""


def race_jupedsim(repetitions: int, *, seconds: float = 10.0) -> dict[str, Any] | None:
    """Let both simulate the yard in turn.

    Args:
        repetitions: how often.
        seconds: simulated time in JuPedSim; the kernel simulates 60 times as long.

    Returns:
        Simulated seconds per CPU second of both, or None where there is no JuPedSim.
    """
    try:
        import jupedsim
        import shapely
    except ImportError:
        return None
    crowd = pressing_crowd(PEOPLE)
    yard = shapely.from_wkt(walkable_wkt(crowd.scenario))
    position = list(zip(crowd.place.x[crowd.cell], crowd.place.y[crowd.cell], strict=True))
    gate = crowd.scenario.gate.width / 2
    ours, theirs = [], []
    take_steps(situation_of(crowd, 0), 10)
    for seed in range(repetitions):
        s = situation_of(crowd, seed)
        steps = round(60 * seconds / crowd.scenario.run.time_step)
        began = time.process_time()
        take_steps(s, steps)
        ours.append(60 * seconds / (time.process_time() - began))
        simulation = jupedsim.Simulation(
            model=jupedsim.CollisionFreeSpeedModel(), geometry=yard, dt=0.01
        )
        # A place to go to just behind the closed gate's line: they come as near as they can.
        goal = simulation.add_waypoint_stage((0.0, 0.1), gate / 100)
        journey = simulation.add_journey(jupedsim.JourneyDescription([goal]))
        for (x, y), speed in zip(position, crowd.speed, strict=True):
            simulation.add_agent(
                jupedsim.CollisionFreeSpeedModelAgentParameters(
                    journey_id=journey,
                    stage_id=goal,
                    position=(float(x), float(y)),
                    desired_speed=float(speed),
                    radius=DISC,
                )
            )
        began = time.process_time()
        simulation.iterate(round(seconds / 0.01))
        theirs.append(seconds / (time.process_time() - began))
    return {"people": PEOPLE, "kernel": ours, "jupedsim": theirs}
