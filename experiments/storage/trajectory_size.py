"""How large a file of trajectories will be, reckoned before the day is simulated."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from .trajectories import TrajectoryFile

BYTES_A_ROW: Final = 50.0
"""Of a person in a frame, with the index; measured."""
MINUTE: Final = 1 / 60
"""h"""


def size_in_words(film: TrajectoryFile, scenario: Scenario) -> str:
    """Return how large a file will be, and that there is not enough room if there is not."""
    run = scenario.run
    begin, end = film.hours or (run.start, run.end)
    frames = int((end - begin) * 3600 / film.frame_seconds + 1e-6) + 1
    size = BYTES_A_ROW * frames * people_expected(scenario, begin, end)
    near = next(each for each in film.path.resolve().parents if each.exists())
    free = shutil.disk_usage(near).free
    words = f"{film.path}: {frames:,} frames, about {in_bytes(size)}"
    return words + (f", and only {in_bytes(free)} are free there" if size > free else "")


def people_expected(scenario: Scenario, begin: float, end: float) -> float:
    """Return how many people are there on average, if they come and are let in as is expected.

    Args:
        scenario: the scenario.
        begin: hour of the day from which on.
        end: hour until which.
    """
    run, demand, gate = scenario.run, scenario.demand, scenario.gate
    let_in = gate.batch_size * 120 / (gate.cycle_min + gate.cycle_max)
    walk = scenario.site.length / scenario.movement.free_speed / 3600
    here, seen, hour = float(demand.people_at_start), 0.0, run.start
    while hour < end:
        rate = demand.factor * demand.people_between(hour, hour + MINUTE) / MINUTE
        through = here / walk if gate.always_open else let_in
        here = max(0.0, here + (rate - min(through, here / MINUTE + rate)) * MINUTE)
        seen += here * MINUTE if hour >= begin else 0.0
        hour += MINUTE
    return seen / (end - begin)


def in_bytes(size: float) -> str:
    """Return a size as people say it."""
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000 or unit == "GB":
            break
    return f"{size:.3g} {unit}"
