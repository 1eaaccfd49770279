"""The search for an ensemble on made-up days, as a process of its own for tests that kill it.

A day sleeps for a moment instead of simulating, and notes in ``log`` that it began. It is as the
account tells it if thresholds are high and pushes middling.
"""

from __future__ import annotations

import math
import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gatecrush.experiments.calibration.rounds import Rounds
from gatecrush.experiments.commands import ensemble_search
from gatecrush.experiments.commands import main as cli
from gatecrush.experiments.days.planned_run import PlannedRun


def simulate(run: PlannedRun, *, hopeless: float) -> dict[str, Any]:
    """Return a day made of the run's own random numbers."""
    with Path("log").open("a") as log:
        log.write(f"{run.key} {os.getpid()} {hopeless:g}\n")
    time.sleep(float(os.environ.get("DAY", "0.02")))
    noise = np.random.default_rng(run.seed).normal()
    z = (run.scenario.waiters.threshold_mean - 0.39) / 0.035 + 0.2 * noise
    return {
        "press_share_morning": 0.04 * math.exp(-z),
        "gate_load_peak_morning": 0.4,
        "onset_time": 16.0 + z,
        "press_share_evening": 0.9,
        "admission_rate": 10.0,
        "gate_load_peak_evening": 3.0 + (run.scenario.pressure.push - 400.0) / 35,
        "gate_failed": False,
        "surge_ratio_evening": 3.0,
        "force_dose_share": 0.0,
        "order_tau_evening": 0.1,
        "turned_round": 3.0,
        "witness_share": 0.2,
        "near_hours_late": 6.0,
        "quiet_collapsed": 0.0,
        "run.end": 27.0,
        "cpu_seconds": 0.0,
        "abandoned_at": math.nan,
        "series": pd.DataFrame({"time": [5.0]}),
    }


def main() -> None:
    """Run the command on made-up days, in rounds of 16."""
    rounds: Any = partial(Rounds, simulate=simulate, first=32, each=16, nearest=12)
    ensemble_search.Rounds = rounds  # type: ignore[misc]
    cli.main()


if __name__ == "__main__":
    sys.exit(main())
