"""What can be in a summary, and what cannot."""

from __future__ import annotations

import pytest

from gatecrush.experiments import run
from gatecrush.experiments.days.summary_row import summary_row
from gatecrush.experiments.storage.day_check import wrong_numbers
from gatecrush.model.scenario.scenario import Scenario


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("minutes_of_warning", -15.0, []),  # an alarm may come too late
        ("minutes_of_warning", 15.0, []),
        ("wait_gini", -0.5, ["wait_gini cannot be -0.5"]),
        ("wait_gini", 1.5, ["wait_gini cannot be 1.5"]),
    ],
)
def test_numbers_lie_where_such_numbers_can(
    orderly: Scenario, name: str, value: float, wrong: list[str]
) -> None:
    short = orderly.with_(**{"run.end": 5.02})
    assert list(wrong_numbers(summary_row(run(short)) | {name: value}, short)) == wrong
