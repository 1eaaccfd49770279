"""Days made up for tests of studies: quick, complete, and worse the more people arrive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.days.outcomes import COURSES, FURTHER, WITNESSES
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.record.columns import SUMMARY
from gatecrush.model.scenario.scenario import Scenario


def day_made_up(run: PlannedRun) -> dict[str, Any]:
    """Return a row as ``outcomes`` does; the order breaks where more than 30 an hour arrive."""
    given = run.scenario
    rng = np.random.default_rng([run.seed, run.replication])
    start, end = given.run.start, given.run.end
    people = sum(rate * (stop - begin) for begin, stop, rate in given.demand.profile)
    rate = given.demand.factor * people / (end - start) + 4 * rng.standard_normal()
    rate += 10 * float(np.random.default_rng(int(run.key, 16) // 2**40).standard_normal()) / 3
    breaks = rate > 30
    onset = float(start + 10 + 3 * rng.standard_normal()) if breaks else np.nan
    hours = start + np.arange(1, round(60 * (end - start)) + 1) / 60
    share = np.where(hours > onset, 0.8, 0.05) + 0.1 * rng.random(len(hours))
    values: dict[str, Any] = {each.name: rng.random() for each in (*SUMMARY, *FURTHER)}
    values |= {each.name: rng.random(20) * 10 for each in WITNESSES}
    values |= {f"course_{name}": share.astype(np.float32) for name in COURSES}
    values |= {
        "scenario": given.name,
        "seed": run.seed,
        "replication": run.replication,
        "version": "0",
        "gate_failed": False,
        "onset_time": onset,
        "order_lasted": (onset if breaks else end) - start,
        "collapsed": bool(breaks),
        "press_share_evening": 0.8 if breaks else 0.05,
        "course_time": hours.astype(np.float32),
        "course_queue_length": (100 + 10 * np.minimum(hours, 40)).astype(np.float32),
        "witness_arrival_time": np.linspace(9, 11, 20),
        "witness_admission_time": np.r_[np.linspace(14, 27, 15), np.full(5, np.nan)],
    }
    series = pd.DataFrame({"time": hours[:2], "press_share": share[:2]})
    parameters = {key: value for key, value in given.flat().items() if "." in key}
    return values | parameters | {"series": series}


@pytest.fixture
def made_up_day() -> Callable[[PlannedRun], dict[str, Any]]:
    """A runner of made-up days."""
    return day_made_up


@pytest.fixture
def account() -> Scenario:
    """The scenario that studies change."""
    return Scenario.load("account")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for what studies write."""
    return tmp_path / "studies"
