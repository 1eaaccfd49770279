"""What a sweep will cost: how many runs, how long, how large; measured, not guessed.

Days already in the folder say it; if there are none, one day in the middle of the plan is run.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..days.planned_run import PlannedRun
from ..storage.lock import WHOLE, Share
from ..words import counted, duration
from .folder import SweepFolder
from .plan import Plan

LOOKED_AT = 50
"""Runs of the folder that are looked at, at most."""
BESIDE = 1.15
"""Time of a run over its simulation: tables, storing, and waiting for others."""


class Cost(NamedTuple):
    """What a run costs."""

    seconds: float
    bytes: float
    source: str


def estimate(plan: Plan, out: Path, *, jobs: int, share: Share = WHOLE) -> str:
    """Return, for people, how many runs are to come, how long they take and how large they are.

    Args:
        plan: the plan.
        out: folder of the sweep, there already or not.
        jobs: processes side by side.
        share: the share that is to be carried out.
    """
    folder = SweepFolder(out)
    stored = set(folder.store.stored_keys())
    runs = plan.runs_in_share(share)
    left = runs - (sum(run.key in stored for run in plan.runs(share)) if stored else 0)
    per_run = _from_folder(folder) or _from_a_day(plan)
    seconds = BESIDE * per_run.seconds * left / jobs
    drawn = f" ({plan.rows_drawn} drawn)" if plan.rows_drawn > plan.number_of_points else ""
    lines = [
        f"{counted(plan.number_of_points, 'point')}{drawn} x "
        f"{counted(plan.replications, 'replication')} = "
        f"{counted(plan.runs_in_all, 'run')}" + ("" if share == WHOLE else f", {runs} in share "
        f"{share.number}/{share.of}"),
        f"{runs - left} there already, {left} to come",
        f"about {duration(seconds)} with {counted(jobs, 'process', 'processes')}, "
        f"{_size(per_run.bytes * left)} "
        f"({per_run.seconds:.2g} s and {_size(per_run.bytes)} a run: {per_run.source})",
    ]  # fmt: skip
    return "\n".join(lines)


def _from_folder(folder: SweepFolder) -> Cost | None:
    keys = sorted(folder.store.stored_keys())[:LOOKED_AT]
    if not keys:
        return None
    sizes = [
        folder.store.bytes_of(key)
        + sum(
            each.stat().st_size
            for table in (folder.series, folder.places)
            for each in table.glob(f"{key}.parquet")
        )
        for key in keys
    ]
    seconds = [float(folder.store.row(key)["cpu_seconds"]) for key in keys]
    words = f"mean of {counted(len(keys), 'run')} in the folder"
    return Cost(float(np.mean(seconds)), float(np.mean(sizes)), words)


def _from_a_day(plan: Plan) -> Cost:
    from ..days.outcomes import day_and_series
    from ..storage.run_store import RunStore

    run = plan.run(plan.number_of_points // 2, 0)
    with tempfile.TemporaryDirectory(prefix="gatecrush-") as place:
        first = plan.scenario.with_(**{"run.end": plan.scenario.run.start + 0.01})
        day_and_series(PlannedRun(first))  # compiling does not count
        begun = time.perf_counter()
        store = RunStore(Path(place) / "runs")
        store.write(run, day_and_series(run))
        seconds = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in Path(place).rglob("*.parquet"))
    return Cost(seconds / BESIDE, float(size), "one day in the middle of the plan")


def _size(number: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.3g} {unit}"
        number /= 1000
    return f"{number:.3g} TB"
