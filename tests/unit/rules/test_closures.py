"""Closures: an opening due within one begins at its end, and no other does."""

import numpy as np
import pytest

from gatecrush.model.beginning import begin
from gatecrush.model.rules.closures import postponed
from gatecrush.model.rules.step import take_steps
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

CLOSURES = np.array([[100.0, 200.0], [300.0, 310.0], [310.0, 330.0]])


@pytest.mark.parametrize(
    ("due", "begins"),
    [
        (99.9, 99.9), (100.0, 200.0), (199.9, 200.0), (200.0, 200.0),
        (305.0, 330.0), (315.0, 330.0), (400.0, 400.0),
    ],
)  # fmt: skip
def test_an_opening_due_within_a_closure_begins_at_its_end(due, begins):
    assert postponed(CLOSURES, due) == begins
    assert postponed(np.empty((0, 2)), due) == due


@pytest.mark.parametrize(
    "closures",
    [
        [[13, 12]],
        [[13, 13]],
        [[13, 14], [13.5, 15]],
        [[15, 16], [13, 14]],
        [[13, 14, 15]],
        [13, 14],
    ],
)
def test_closures_that_cannot_be_are_refused(closures):
    with pytest.raises(ScenarioError, match=r"gate\.closures"):
        Scenario().with_(**{"gate.closures": closures})


def test_closures_are_written_and_read_as_they_are(tmp_path):
    scenario = Scenario().with_(**{"gate.closures": [[9, 10.5], [10.5, 12]]})
    assert scenario.gate.closures == ((9.0, 10.5), (10.5, 12.0))
    path = tmp_path / "closed.toml"
    path.write_text(scenario.to_toml())
    assert Scenario.load(path).gate == scenario.gate
    assert Scenario.load("account", ["gate.closures=[[9,10.5],[10.5,12]]"]).gate == scenario.gate


def test_no_opening_of_a_day_begins_within_a_closure(lively, compiled):
    first, second = (5.05, 5.15), (5.2, 5.4)
    s = begin(lively.with_(**{"gate.closures": (first, second)}), 2, 0)
    opened = set()
    for _ in range(round((1750.0 if compiled else 60.0) / s.time_step)):
        take_steps(s, 1)
        if s.gate.opening > 0:
            opened.add(float(s.gate.opened_at))
    for begins, ends in s.closures[0].tolist():
        assert not [at for at in opened if begins <= at < ends]
        # Cycles are 1 to 2 min: one was due within, and begins at the end.
        assert not compiled or min(at for at in opened if at >= ends) < ends + s.time_step
    assert not compiled or len(opened) > 5
