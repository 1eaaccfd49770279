"""Plans of sweeps: designs, order, shares, random numbers, and coming back from a manifest."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.experiments.storage.lock import Share
from gatecrush.experiments.sweeps.factors import Factor, FactorError, factor
from gatecrush.experiments.sweeps.plan import Plan, plan_of
from gatecrush.experiments.sweeps.terms import DESIGNS
from gatecrush.model.scenario.scenario import Scenario

KNOWN = Scenario.quantities()
ACCOUNT = Scenario.load("account")


def crossed(**words):
    factors = (factor("demand.factor=0.5:1.5:3", KNOWN), factor("gate.batch_size=5,10", KNOWN))
    return Plan(ACCOUNT, factors, replications=4, **words)


def drawn(design, samples=8, **words):
    factors = (factor("demand.factor=0.5:1.5", KNOWN), factor("gate.batch_size=5:8", KNOWN))
    return Plan(ACCOUNT, factors, design=design, samples=samples, **words)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("demand.factor=0.1:0.3:3", (0.1, 0.2, 0.3)),
        ("demand.factor=1, 2", (1, 2)),
        ("volunteers.count=0:30:4", (0, 10, 20, 30)),
        ("guards.clear_refused=true,false", (True, False)),
        ("site.layout=strip,open_area", ("strip", "open_area")),
    ],
)
def test_values(text, values):
    found = factor(text, KNOWN)
    assert found.values == values
    assert [type(each) for each in found.values] == [type(each) for each in values]


@given(st.floats(0.01, 10), st.floats(0.01, 10), st.integers(2, 60))
def test_evenly_spaced_values_hold_both_ends(low, span, count):
    low, high = float(f"{low:.6g}"), float(f"{low + span:.6g}")
    found = factor(f"demand.factor={low!r}:{high!r}:{count}", KNOWN).values
    assert (found[0], found[-1], len(found)) == (low, high, count)
    assert np.diff(found) == pytest.approx((high - low) / (count - 1), rel=1e-6, abs=1e-9)


def test_factors_cross():
    plan = crossed()
    assert plan.number_of_points == 6
    points = [tuple(plan.settings(point).values()) for point in range(6)]
    assert points == [(f, b) for f in (0.5, 1.0, 1.5) for b in (5, 10)]


@pytest.mark.parametrize("shares", [1, 2, 3, 7])
def test_shares_are_the_plan_each_run_once(shares):
    plan = crossed()
    whole = [run.key for run in plan.runs()]
    parts = [run.key for n in range(shares) for run in plan.runs(Share(n + 1, shares))]
    assert len(set(whole)) == plan.runs_in_all == 24
    assert sorted(parts) == sorted(whole)


def test_all_points_come_before_the_next_replication_and_neighbors_are_apart():
    plan = Plan(ACCOUNT, (factor("demand.factor=0.1:2:20", KNOWN),), replications=2)
    runs = list(plan.runs())
    assert [run.replication for run in runs] == [0] * 20 + [1] * 20
    jumps = np.abs(np.diff([run.point for run in runs[:20]]))
    assert jumps.min() > 1


def test_common_and_independent_random_numbers():
    assert len({(run.seed, run.replication) for run in crossed().runs()}) == 4
    own = list(crossed(is_independent=True).runs())
    assert len({(run.seed, run.replication) for run in own}) == 24
    wider = Plan(
        ACCOUNT,
        (factor("demand.factor=0.5,1,1.5,2", KNOWN), factor("gate.batch_size=5,10", KNOWN)),
        replications=4,
        is_independent=True,
    )
    assert {run.key for run in own} < {run.key for run in wider.runs()}


@pytest.mark.parametrize("design", DESIGNS[1:])
def test_drawn_points_lie_in_their_ranges_and_are_the_same_again(design):
    def points_of(plan):
        return [plan.settings(n) for n in range(plan.number_of_points)]

    points = points_of(drawn(design))
    assert points == points_of(drawn(design))
    assert points != points_of(drawn(design, seed=1))
    assert all(0.5 <= each["demand.factor"] <= 1.5 for each in points)
    sizes = Counter(each["gate.batch_size"] for each in points)
    assert set(sizes) <= {5, 6, 7, 8}
    assert all(isinstance(size, int) for size in sizes)


def test_latin_hypercube_has_a_point_in_each_slice():
    shares = [drawn("latin", 10).settings(n)["demand.factor"] - 0.5 for n in range(10)]
    assert sorted(int(10 * share) for share in shares) == list(range(10))


@pytest.mark.parametrize("design", DESIGNS)
def test_manifest_gives_the_plan_back(design):
    plan = crossed(is_independent=True, seed=3) if design == "crossed" else drawn(design)
    again = plan_of(json.loads(json.dumps(plan.as_table())))
    assert [run.key for run in again.runs()] == [run.key for run in plan.runs()]


def test_what_does_not_fit_is_refused():
    with pytest.raises(FactorError, match="needs a range"):
        Plan(ACCOUNT, (Factor("demand.factor", (1, 2)),), design="sobol", samples=4)
    with pytest.raises(FactorError, match="at most"):
        Plan(ACCOUNT, (factor("demand.factor=1:2:100000", KNOWN),), replications=1000)


@pytest.mark.parametrize("design", DESIGNS[1:])
def test_drawn_points_that_coincide_are_one(design):
    plan = Plan(ACCOUNT, (factor("volunteers.count=0:3", KNOWN),), design=design, samples=12)
    settings = [plan.settings(n)["volunteers.count"] for n in range(plan.number_of_points)]
    assert sorted(settings) == [0, 1, 2, 3][: len(settings)] or design == "morris"
    assert len(set(settings)) == len(settings) < plan.rows_drawn == len(plan.point_of_row)
    assert len({run.key for run in plan.runs()}) == plan.runs_in_all == len(settings)
    values = np.array(settings)[plan.point_of_row]
    assert values == pytest.approx(np.minimum(3, np.floor(4 * plan.shares[:, 0])))


@pytest.mark.parametrize("shares", [1, 2, 3, 7, 40])
@pytest.mark.parametrize("replications", [1, 4])
def test_runs_of_a_share_are_counted_without_making_them(shares, replications):
    plan = replace(crossed(), replications=replications)
    for number in range(1, shares + 1):
        share = Share(number, shares)
        assert plan.runs_in_share(share) == sum(1 for _ in plan.runs(share))
