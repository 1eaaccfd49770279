"""The driver of a sweep needs no more memory for many runs than for few."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.experiments.sweeps.sweep import Carrying, carry_out_sweep
from gatecrush.model.scenario.scenario import Scenario

pytestmark = pytest.mark.verify

POINTS = "demand.factor=0.1:2:10"
NOT_OURS = (tracemalloc.Filter(False, "*/pathlib/*"), tracemalloc.Filter(False, __file__))


def most_memory(place: Path, replications: int) -> float:
    """Return the memory that Python objects take when a sweep is all but done, MB.

    Without Python's own table of words in use, which doubles now and then, whoever adds one.
    """
    account = Scenario.load("account")
    plan = Plan(account, (factor(POINTS, account.quantities()),), replications=replications)
    runs, taken = 10 * replications, []

    def day(run: Any) -> dict[str, Any]:
        taken.append(run.replication)
        if len(taken) == runs:
            kept = tracemalloc.take_snapshot().filter_traces(NOT_OURS)
            taken[:] = [sum(each.size for each in kept.statistics("filename"))]
        return {"replication": run.replication}

    tracemalloc.start()
    carry_out_sweep(plan, SweepFolder(place), Carrying(quiet=True), made_with={}, simulate=day)
    tracemalloc.stop()
    return taken[0] / 1e6


def test_memory_of_the_driver_is_flat(tmp_path, figure):
    most_memory(tmp_path / "warm", 2)
    gc.freeze()  # what tests before this one left need not be looked through 5,000 times
    few, many = (most_memory(tmp_path / str(n), n) for n in (20, 500))
    figure("driver's memory", f"{few:.2f} MB at 200 runs, {many:.2f} MB at 5,000", "flat")
    assert many < 1.5 * few + 0.5
