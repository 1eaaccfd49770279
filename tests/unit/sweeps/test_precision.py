"""Replicating until an outcome is known closely enough."""

from __future__ import annotations

import numpy as np
import pytest

from gatecrush.experiments.statistics.intervals import mean
from gatecrush.experiments.sweeps.factors import Factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.experiments.sweeps.precision import Precision
from gatecrush.experiments.sweeps.sweep import Carrying, carry_out_sweep


def until_known(wanted, values):
    """Number of values used, when each batch is as large as the rule says."""
    have = 0
    while (more := wanted.wanted(values[:have])) > have:
        have = more
    return have


def test_stops_as_soon_as_the_interval_is_narrow():
    values = np.random.default_rng(0).normal(5, 1, 2000)
    wanted = Precision("press_share_evening", 0.1, first=10, most=2000)
    have = until_known(wanted, values)
    found = mean(values[:have])
    assert (found.high - found.low) / 2 <= 0.1
    assert 300 < have < 550  # theory: (1.96 / 0.1)^2 = 384


def test_never_more_than_the_most():
    values = np.random.default_rng(0).normal(5, 100, 2000)
    assert until_known(Precision("press_share_evening", 0.1, first=10, most=50), values) == 50


def test_shares_are_never_known_from_nothing():
    """Ten days without a collapse do not make its probability known: Wilson, not Student."""
    wanted = Precision("collapsed", 0.05, first=10, most=500)
    assert until_known(wanted, np.zeros(500)) > 30


def test_intervals_still_cover_although_stopped_early():
    """Of 400 seeded sweeps at least 90 % hold the truth: 95 % less what stopping early costs."""
    wanted = Precision("press_share_evening", 0.3, first=10, most=1000)
    hits = 0
    for seed in range(400):
        values = np.random.default_rng(seed).normal(0, 1, 1000)
        found = mean(values[: until_known(wanted, values)])
        hits += found.low <= 0 <= found.high
    assert hits / 400 >= 0.90


@pytest.mark.parametrize("half_width", [0.08, 0.15])
def test_sweep_replicates_each_point_as_often_as_needed(account, made_up_day, out, half_width):
    plan = Plan(account, (Factor("demand.factor", (0.2, 0.8, 2.0)),), replications=60)
    wanted = Precision("collapsed", half_width, first=10, most=60)
    folder = SweepFolder(out)
    how = Carrying(quiet=True)
    words = {"made_with": {}, "until": wanted, "simulate": made_up_day}
    assert carry_out_sweep(plan, folder, how, **words) == 0
    runs = folder.runs()
    counts = runs.groupby("demand.factor").size()
    for factor, days in runs.groupby("demand.factor"):
        half = wanted.half_width_of(days["collapsed"].to_numpy(float))
        assert half <= half_width or counts[factor] == 60
    assert counts[0.8] >= counts[2.0]
    carry_out_sweep(plan, folder, how, **words)
    assert len(folder.runs()) == counts.sum()
