"""The thirty days of which the page about the model tells are those that come out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gatecrush.experiments import run
from gatecrush.experiments.account import thirty_days
from gatecrush.experiments.days.outcomes import outcomes

pytestmark = pytest.mark.verify

STORED = Path(thirty_days.__file__).with_suffix(".csv")


def test_stored_days_are_those_that_come_out() -> None:
    with STORED.open(encoding="utf-8") as file:
        stored = list(csv.DictReader(file))
    assert [int(row["seed"]) for row in stored] == list(range(thirty_days.DAYS))
    for row in stored:
        day = outcomes(run("account", seed=int(row["seed"])), start=5.0, end=27.0)
        for name in thirty_days.KEPT:
            assert float(row[name]) == pytest.approx(float(day[name]), abs=5e-4, nan_ok=True)
