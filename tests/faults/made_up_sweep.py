"""A sweep of made-up days, started as a process of its own by the tests that kill it.

A day sleeps for a moment instead of simulating, and notes in ``log`` that it began. Files beside it
say which replications misbehave: ``raise``, ``hang``, ``eat`` and ``die`` hold their numbers.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.sweeps.factors import Factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.experiments.sweeps.sweep import Carrying, carry_out_sweep
from gatecrush.model.scenario.scenario import Scenario

MEGABYTE = 2**20


def misbehaves(how: str, run: PlannedRun) -> bool:
    """Tell whether a run is to go wrong in some way."""
    path = Path(how)
    return path.exists() and str(run.replication) in path.read_text().split()


def simulate(run: PlannedRun) -> dict[str, Any]:
    """Return a day made of the run's own random numbers."""
    with Path("log").open("a") as log:
        log.write(f"{run.key} {os.getpid()}\n")
    time.sleep(float(os.environ.get("DAY", "0.02")))
    if misbehaves("raise", run):
        raise ValueError("no such day")
    if misbehaves("hang", run):
        time.sleep(600)
    if misbehaves("eat", run):
        held = [np.empty(64 * MEGABYTE, np.uint8) for _ in range(100)]
        held.clear()
    if misbehaves("die", run):
        os.kill(os.getpid(), signal.SIGKILL)
    rng = np.random.default_rng(int(run.key, 16))
    outcome = {"arrived": int(rng.integers(1000)), "order_tau": float(rng.random())}
    series = pd.DataFrame({"time": 5 + np.arange(60) / 60, "disorder": rng.random(60)})
    return {
        "replication": run.replication,
        "factor": run.scenario.demand.factor,
        **outcome,
        "series": series,
    }


def main() -> None:
    """Carry out the sweep: words are the folder, points, replications, and the time limit."""
    place, points, replications, limit = sys.argv[1:]
    factors = Factor("demand.factor", tuple(float(n) for n in range(1, int(points) + 1)))
    plan = Plan(Scenario.load("account"), (factors,), replications=int(replications))
    engine = os.environ.get("ENGINE", "local")
    how = Carrying(jobs=2, engine=engine, time_limit=float(limit) or None)
    folder = SweepFolder(Path(place))
    sys.exit(carry_out_sweep(plan, folder, how, made_with={}, simulate=simulate))


if __name__ == "__main__":
    main()
