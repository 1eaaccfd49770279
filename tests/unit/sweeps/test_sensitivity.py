"""Sensitivity against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.drawing.sensitivity import sensitivity_figure
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.experiments.sweeps.sensitivity import SensitivityError, sensitivity
from gatecrush.model.scenario.scenario import Scenario

KNOWN = Scenario.quantities()
FACTORS = tuple(
    factor(text, KNOWN)
    for text in ("demand.factor=0.5:1.5", "waiters.fatigue=0:0.08", "movement.friction=0:1")
)


def ishigami(shares):
    """Indices: S1 0.314, 0.442, 0; ST 0.558, 0.442, 0.244 (Saltelli et al. 2010)."""
    x, y, z = (np.pi * (2 * each - 1) for each in shares.T)
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def swept(account, design, samples, function, replications=1):
    plan = Plan(account, FACTORS, design=design, samples=samples, replications=replications)
    values = function(plan.shares)[np.unique(plan.point_of_row, return_index=True)[1]]
    rows = [
        {"key": run.key, "outcome": values[run.point] + (-1) ** run.replication}
        for run in plan.runs()
    ]
    return plan, pd.DataFrame(rows).sample(frac=1, random_state=0)


def test_sobol_indices_of_a_known_function(account):
    table = sensitivity(*swept(account, "saltelli", 1024, ishigami), "outcome")
    found = table.set_index("factor").loc[[each.name for each in FACTORS]]
    assert found["S1"].to_numpy() == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert found["ST"].to_numpy() == pytest.approx([0.558, 0.442, 0.244], abs=0.03)
    assert table["factor"][0] == FACTORS[0].name


def test_morris_effects_of_a_line(account):
    slopes = np.array([3.0, -5.0, 0.0])
    plan, runs = swept(account, "morris", 6, lambda shares: shares @ slopes, replications=2)
    table = sensitivity(plan, runs, "outcome").set_index("factor")
    order = [each.name for each in FACTORS]
    assert table.loc[order, "mu_star"].to_numpy() == pytest.approx(np.abs(slopes), abs=1e-9)
    assert table.loc[order, "mu"].to_numpy() == pytest.approx(slopes, abs=1e-9)
    assert table["sigma"].to_numpy() == pytest.approx(0, abs=1e-9)
    assert list(table.index) == [order[1], order[0], order[2]]


def test_missing_runs_are_refused(account):
    plan, runs = swept(account, "morris", 4, ishigami)
    with pytest.raises(SensitivityError, match=f"3 of {plan.runs_in_all} runs missing"):
        sensitivity(plan, runs[3:], "outcome")


def test_what_cannot_be_analyzed_is_refused(account):
    plan, runs = swept(account, "morris", 4, ishigami)
    with pytest.raises(SensitivityError, match="did you mean outcome"):
        sensitivity(plan, runs, "outcom")
    with pytest.raises(SensitivityError, match="no value in some runs"):
        sensitivity(plan, runs.assign(outcome=np.nan), "outcome")
    crossed = Plan(account, (factor("demand.factor=1,2", KNOWN),))
    with pytest.raises(SensitivityError, match="is a crossed design"):
        sensitivity(crossed, runs, "outcome")


@pytest.mark.parametrize("design", ["morris", "saltelli"])
def test_figure_names_every_factor(account, design):
    plan, runs = swept(account, design, 8, ishigami)
    table = sensitivity(plan, runs, "outcome").rename(columns={"outcome": "press_share_evening"})
    chart = sensitivity_figure(table, plan, "press_share_evening")
    labels = {text.get_text() for text in chart.axes[0].get_yticklabels()}
    assert labels == {each.name for each in FACTORS}


@pytest.mark.parametrize("design", ["morris", "saltelli"])
def test_rows_that_lie_at_one_point_share_its_runs(account, design):
    """Whole numbers make drawn rows coincide: each point is run once, each row has its outcome."""
    factors = (factor("volunteers.count=0:3", KNOWN), factor("gate.batch_size=5:7", KNOWN))
    plan = Plan(account, factors, design=design, samples=16, replications=2)
    assert plan.number_of_points <= 12 < plan.rows_drawn
    assert len({run.key for run in plan.runs()}) == plan.runs_in_all
    rows = [
        {
            "key": run.key,
            "outcome": 10.0 * run.scenario.volunteers.count + run.scenario.gate.batch_size,
        }
        for run in plan.runs()
    ]
    table = sensitivity(plan, pd.DataFrame(rows), "outcome").set_index("factor")
    rank = "mu_star" if design == "morris" else "ST"
    assert table.loc["volunteers.count", rank] > 5 * table.loc["gate.batch_size", rank] > 0
