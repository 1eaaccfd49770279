"""Days at a glance, asked for from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import gatecrush.experiments
from gatecrush.experiments.glances.glance import glance, last_hour
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ..glances_made_up import SAVING, MadeUpDays


def test_a_glance_from_python(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    how: dict[str, Any] = {"days": 12, "jobs": 0, "out": tmp_path, "quiet": True}
    found = glance("account", {"volunteers.count": SAVING}, **how)
    assert found.pairs == (6, 1)
    assert glance(Scenario.load("account"), **how).row()["broke"] == 11
    assert made_up_glances.calls.total() == 24, "the second was known"
    assert gatecrush.experiments.glance is glance


@pytest.mark.parametrize(
    ("run", "until", "hour"),
    [
        ({}, None, 21.0),
        ({"run.end": 18.0}, None, 18.0),
        ({"run.start": 22.0}, None, 27.0),
        ({}, 26.5, 26.5),
        ({}, 27.0, 27.0),
    ],
)
def test_last_hour(run: dict[str, float], until: float | None, hour: float) -> None:
    assert last_hour(Scenario().with_(**run), until) == hour


@pytest.mark.parametrize("until", [4.0, 5.0, 27.5])
def test_no_such_hour(until: float) -> None:
    words = r"must be later than run.start \(5 h\) and at most run.end \(27 h\)"
    with pytest.raises(ValueError, match=words):
        last_hour(Scenario(), until)


def test_what_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="days=0: must be 1 to 10000"):
        glance("calm", days=0)
    with pytest.raises(ValueError, match="jobs=-1: must be 0 to 1024"):
        glance("calm", jobs=-1)
    with pytest.raises(ScenarioError, match=r"did you mean volunteers.count"):
        glance("calm", {"volunteers.cuont": 5})
