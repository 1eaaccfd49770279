"""The model beside measured crowds: the tables that ship, what was measured, and who passes."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from gatecrush.experiments.validation import crowds as validation
from gatecrush.experiments.validation.crowds import (
    FLOW,
    MEASURED,
    PEAK,
    PLATEAU,
    TAU,
    Comparison,
    Quantity,
    compare,
    compare_all,
    crowds,
    start_positions,
    summary_of,
    table,
)
from gatecrush.model.scenario.door import ScenarioError

NAMED = {crowd.name: crowd for crowd in crowds()}
CROWD_QUEUE = ("crowd_queue_030", "crowd_queue_040")


def made_up(monkeypatch, flows):
    """Let the days of the model give these flows, one after the other, and 1.0 of all else."""

    class Run:
        def __init__(self, scenario, seed, replication):
            self.flow = flows[replication]

        def repeat(self):
            row = dict.fromkeys(
                ("gate_density_peak", "gate_density_plateau", "start_order_tau"), 1.0
            )
            people = {"person": np.arange(30), "admission_time": 12 + np.arange(30) / 3600}
            return SimpleNamespace(row={**row, "flow": self.flow}, arrays=lambda _: people)

    monkeypatch.setattr(validation, "PlannedRun", Run)


@pytest.mark.parametrize("path", sorted(MEASURED.glob("*.csv")), ids=lambda path: path.stem)
def test_every_table_says_whose_it_is(path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines() if line[0] == "#"]
    assert any("DOI" in line or "archive" in line for line in head)
    assert not any("/" in line.replace("http://", "") and "home" in line for line in head)
    assert len(table(path.stem)) > 9


@pytest.mark.parametrize("name", CROWD_QUEUE)
def test_all_75_stand_before_the_gate_and_cross_it(name: str) -> None:
    people = table(name)
    assert len(people) == people["person"].nunique() == len(start_positions(name)) == 75
    assert people["crossed"].notna().all()
    assert people["crossed"].min() >= 0
    assert NAMED[name].scenario.demand.crowd_size == 75


@pytest.mark.parametrize("name", NAMED)
def test_the_scenario_is_as_large_as_the_crowd(name: str) -> None:
    stated = NAMED[name].scenario
    flows = table("crowd_queue_flows").set_index("run")
    people = len(table(name)) if "flow" not in name else flows.loc[name[-3:], "people"]
    assert stated.demand.crowd_size == people
    assert stated.gate.always_open
    assert stated.site.strip_width == pytest.approx(
        5.6 if name in CROWD_QUEUE
        else 1.8 if "flow" not in name
        else flows.loc[name[-3:], "corridor_width_m"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "quantity", "value"),
    [
        ("crowd_queue_030", FLOW, 1.28),
        ("crowd_queue_040", FLOW, 1.14),
        ("crowd_queue_030", PLATEAU, 6.9),
        ("crowd_queue_040", PLATEAU, 4.6),
        ("crowd_queue_030", PEAK, 7.8),
        ("crowd_queue_040", PEAK, 5.3),
        ("crowd_queue_030", TAU, 0.51),
        ("crowd_queue_040", TAU, 0.83),
    ],
)
def test_what_was_measured(name: str, quantity: Quantity, value: float) -> None:
    digits = 1 if quantity in (PLATEAU, PEAK) else 2
    assert round(NAMED[name].measured[quantity], digits) == value


def test_flow_of_all_agrees_with_the_table_of_flows() -> None:
    """Two ways to the same figure: crossing times, and the flows as they were published."""
    flows = table("crowd_queue_flows").set_index("run")["flow_per_s"]
    for name in CROWD_QUEUE:
        crossed = np.sort(table(name)["crossed"])
        assert 74 / (crossed[-1] - crossed[0]) == pytest.approx(flows[name[-3:]], rel=0.03)


def test_a_band_is_a_share_of_the_measured_value_or_a_width() -> None:
    assert FLOW.band(2.0) == pytest.approx((1.8, 2.2))
    assert TAU.band(0.5) == pytest.approx((0.4, 0.6))


def test_the_mean_of_the_days_is_compared(monkeypatch) -> None:
    crowd = NAMED["crowd_queue_030"]
    made_up(monkeypatch, [1.0, 1.2, 1.7])
    found = {each.quantity: each for each in compare(crowd, 3)}
    assert list(found) == [FLOW, PLATEAU, PEAK, TAU]
    assert found[FLOW].modelled == pytest.approx(1.3)
    assert found[FLOW].spread == (1.0, 1.7)
    assert found[FLOW].passes
    assert not found[PLATEAU].passes


@pytest.mark.parametrize(
    ("modelled", "passes"), [(0.89, False), (0.91, True), (1.09, True), (1.11, False)]
)
def test_only_within_the_band_it_passes(modelled: float, passes: bool) -> None:
    crowd = replace(NAMED["crowd_queue_030"], measured={FLOW: 1.0})
    assert Comparison(crowd, FLOW, modelled, (0.0, 9.0)).passes is passes
    shown = replace(crowd, judged=False)
    assert Comparison(shown, FLOW, modelled, (0.0, 9.0)).passes is None


def test_what_no_day_knows_fails_and_is_null(monkeypatch) -> None:
    made_up(monkeypatch, [1.28, math.nan])
    flow = compare(NAMED["crowd_queue_030"], 2)[0]
    row = flow.row()
    assert (row["modelled"], row["ratio"], row["passes"]) == (None, None, False)
    assert json.dumps(row, allow_nan=False)


def test_those_that_are_shown_are_not_counted(monkeypatch) -> None:
    made_up(monkeypatch, [1.28])
    told = []
    found = compare_all(1, tell=lambda done, of: told.append((done, of)))
    judged = [each for each in found if each.crowd.judged]
    assert len(judged) == len(found) - 1
    passed = sum(bool(each.passes) for each in judged)
    assert summary_of(found) == f"{passed} of {len(judged)} within their bands"
    assert 0 < passed < len(judged)
    assert told == [(n, len(crowds())) for n in range(1, len(crowds()) + 1)]


def test_settings_change_the_scenario_of_the_crowd(monkeypatch) -> None:
    seen = []

    class Run:
        def __init__(self, scenario, seed, replication):
            seen.append((scenario.gate.width, scenario.demand.crowd_size, seed, replication))

        def repeat(self):
            return SimpleNamespace(row={"flow": 1.0})

    monkeypatch.setattr(validation, "PlannedRun", Run)
    crowd = NAMED["hermes_070"]
    compare(crowd, 2, settings={"gate.width": 0.9}, seed=4)
    assert seen == [(0.9, 148, 4, 0), (0.9, 148, 4, 1)]
    with pytest.raises(ScenarioError, match=r"did you mean gate\.width"):
        compare(crowd, 2, settings={"gate.widht": 0.9})


def test_a_crowd_of_the_model_is_measured_by_the_same_functions(compiled) -> None:
    if not compiled:
        pytest.skip("some minutes without compiled kernels")
    for each in compare(NAMED["crowd_queue_040"], 1) + compare(NAMED["crowd_queue_flow_090"], 1):
        assert 0.1 < each.modelled < 20, each.quantity.words
        assert each.spread == (each.modelled, each.modelled)
