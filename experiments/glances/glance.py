"""How many of many days break, and when: days in turn, each stopped as soon as it is known.

With settings changed, each day is simulated as it was as well, on the same random numbers: so many
are saved by the change, so many are lost. What is known already is not simulated again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from gatecrush.model.scenario.scenario import Scenario

from ..workers.processes import Workers
from .outcome import Glance
from .paired_days import PairedDays, Progress

DAYS: Final = 30
MOST_DAYS: Final = 10_000
MOST_JOBS: Final = 1024
UNTIL: Final = 21.0
"""Hour at which a day is stopped that keeps its order, h."""


def glance(
    scenario: Scenario | str | Path,
    settings: Mapping[str, Any] | None = None,
    *,
    days: int = DAYS,
    seed: int = 0,
    until: float | None = None,
    jobs: int | None = None,
    out: str | Path | None = None,
    tell: Callable[[Progress], object] | None = None,
    workers: Callable[[], Workers] | None = None,
    quiet: bool = False,
) -> Glance:
    """Simulate days until their order breaks, and say on how many it does.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        settings: parameters to change, by dotted name; the days are compared with those without.
        days: how many, with replications from 0 on.
        seed: root of all random numbers.
        until: hour at which to stop a day, h; None: 21, or the end of the day if that is earlier.
        jobs: processes side by side; None: as many as processors; 0: this one.
        out: folder to keep the days in; None: the user's cache.
        tell: told of each quarter of an hour of each day, and of each day that is over.
        workers: gives those who carry them out; None: processes on this machine, for this glance.
        quiet: whether to show no progress.

    Raises:
        ScenarioError, ValueError: what is asked for cannot be used.
        DayFailedError: a day failed; those that did not are kept.
    """
    was = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    changed = was.with_(**(settings or {}))
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"days={days}: must be 1 to {MOST_DAYS}")
    jobs = (os.cpu_count() or 1) if jobs is None else jobs
    if not 0 <= jobs <= MOST_JOBS:
        raise ValueError(f"jobs={jobs}: must be 0 to {MOST_JOBS}")
    plan = PairedDays(changed, was, days, seed, last_hour(changed, until))
    place = None if out is None else Path(out)
    return plan.carried_out(place, jobs=jobs, tell=tell, workers=workers, quiet=quiet)


def last_hour(scenario: Scenario, until: float | None) -> float:
    """Return the hour at which to stop days that keep their order, h.

    Raises:
        ValueError: there is no such hour in the scenario's day.
    """
    start, end = scenario.run.start, scenario.run.end
    if until is None:
        return min(UNTIL, end) if start < UNTIL else end
    if not start < until <= end:
        words = f"must be later than run.start ({start:g} h) and at most run.end ({end:g} h)"
        raise ValueError(f"{until:g}: {words}")
    return until
