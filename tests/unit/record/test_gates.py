"""The gates' table: each gate apart, all together what the summary says."""

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.record import columns

from ..conftest import COMPILED
from ..rules.two_gates import square

pytestmark = pytest.mark.skipif(not COMPILED, reason="hours of days in plain Python")


def test_gates_add_up_to_the_day():
    day = Day(square(**{"demand.factor": 2.0, "run.end": 7.0}), seed=3)
    day.run_until(7.0)
    gates, summary = day.record.gates, day.record.summary
    assert list(gates.columns) == columns.names(columns.GATES)
    assert gates["gate"].tolist() == ["south", "east"]
    assert gates["admitted"].sum() == summary["admitted"] > 0
    assert gates["turned_back"].sum() == summary["turned_back"]
    np.testing.assert_allclose(gates["wait_max"].max(), summary["wait_max"])
    assert gates["waiting"].sum() == (day.people.cell >= 0).sum()
    mean = np.average(gates["wait_mean"], weights=gates["admitted"])
    np.testing.assert_allclose(mean, summary["wait_mean"])
    np.testing.assert_allclose(gates[["x", "y"]].to_numpy()[1], [20.0, 20.0], atol=1.0)


def test_of_one_gate_it_says_what_the_summary_says():
    day = Day("calm", seed=3)
    day.run_until(7.0)
    row, summary = day.record.gates.iloc[0], day.record.summary
    for name in ("admitted", "order_tau", "wait_mean", "out_of_turn_share", "turned_back"):
        np.testing.assert_allclose(row[name], summary[name])
    assert row["gate_load_peak"] == summary["gate_load_peak_morning"]
