"""The driver of a sweep needs no more memory for many runs than for few."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.factors import factor
from gatecrush.experiments.sweep_folder import SweepFolder
from gatecrush.experiments.sweep_plan import Plan
from gatecrush.experiments.sweeps import Carrying, carry_out_sweep
from gatecrush.model.scenario import Scenario

pytestmark = pytest.mark.verify

POINTS = "demand.factor=0.1:2:10"


def day(run: Any) -> dict[str, Any]:
    """Return next to nothing: what the driver keeps is looked at."""
    return {"replication": run.replication}


def most_memory(place: Path, replications: int) -> float:
    """Return the most memory that Python objects take while a sweep is carried out, MB."""
    account = Scenario.load("account")
    plan = Plan(account, (factor(POINTS, account.quantities()),), replications=replications)
    tracemalloc.start()
    carry_out_sweep(plan, SweepFolder(place), Carrying(quiet=True), made_with={}, simulate=day)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def test_memory_of_the_driver_is_flat(tmp_path, figure):
    most_memory(tmp_path / "warm", 2)
    few, many = (most_memory(tmp_path / str(n), n) for n in (20, 500))
    figure("driver's memory", f"{few:.2f} MB at 200 runs, {many:.2f} MB at 5,000", "flat")
    assert many < 1.5 * few + 0.5
