"""Whatever is declared as allowed runs with books that balance, or is refused in one line."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.record.recorder import Record
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from .generated_scenarios import generated

SAMPLE, ALL, BLOCK = 200, 2_000, 50
CROWDS = {"flow", "gate_density_peak", "gate_density_plateau", "start_order_tau"}
"""Outcomes of a crowd that stands before the gate at the start."""
ON_SITE = ("arriving", "seeking", "holding", "called", "pressing", "beside")


def run_or_refuse(number: int) -> str:
    """Run a generated scenario and check its record, or return how it is refused."""
    settings = generated(number)
    try:
        scenario = Scenario().with_(**settings)
    except ScenarioError as error:
        return str(error)
    day = Day(scenario, seed=number)
    day.run_until(scenario.run.end)
    check_places(day)
    check_books(day.record)
    check_values(day.record.row)
    return ""


def check_places(day: Day) -> None:
    """Everybody on the site stands on walkable ground, one a cell."""
    cells = day.people.cell[day.people.cell >= 0]
    assert np.unique(cells).size == cells.size == day.counts.active
    assert (day.place.walkable[cells] > 0).all()
    assert np.isfinite(day.people.load).all()


def check_books(record: Record) -> None:
    """Whoever came is somewhere, at the end and in each minute."""
    row, series = record.row, record.arrays("series")
    gone = row["admitted"] + row["turned_back"] + row["left"]
    assert row["arrived"] == gone + row["present"] == len(record.arrays("people")["person"])
    assert row["arrived"] == row["numbered"] + row["unnumbered"]
    assert 0 <= row["outside"] <= row["present"]
    here = sum(series[name] for name in (*ON_SITE, "outside"))
    gone = series["admitted"] + series["turned_back"] + series["left"]
    np.testing.assert_array_equal(here + gone, series["arrived"])
    assert ((series["gate_open"] >= 0) & (series["gate_open"] <= 1)).all()


def check_values(row: dict[str, Any]) -> None:
    """Nothing is infinite; a number is missing only where there is nothing to count."""
    numbers = {name: value for name, value in row.items() if isinstance(value, float)}
    assert not [name for name, value in numbers.items() if math.isinf(value)]
    missing = {name for name, value in numbers.items() if math.isnan(value)}
    crowd = len(row["demand.initial_positions"]) or row["demand.initial_crowd"]
    in_line = row["admitted"] - row["families_admitted"]
    may_miss = {
        "order_tau", "order_tau_evening", "onset_time", "out_of_turn_share", "unintercepted_share",
        "wait_gini", "witness_share", "near_hours_late", "place_tau", "alarm_time",
        "minutes_of_warning",
    }  # fmt: skip
    may_miss |= {name for name in row if name.endswith(("_morning", "_evening"))}
    may_miss |= set() if row["arrived"] else {"force_dose_share"}
    may_miss |= set() if row["admitted"] else {"wait_mean", "wait_max"}
    may_miss |= set() if in_line else {"out_of_turn_share"}
    assert missing <= may_miss | CROWDS
    assert crowd or missing >= CROWDS
    assert row["collapsed"] in (True, False, None)


def test_a_sample_of_what_is_allowed_runs_or_is_refused_in_one_line() -> None:
    refused = [run_or_refuse(number) for number in range(SAMPLE)]
    assert SAMPLE / 4 < refused.count("") < SAMPLE
    assert all(len(each.splitlines()) <= 1 for each in refused)


@pytest.mark.verify
@pytest.mark.parametrize("first", range(0, ALL, BLOCK))
def test_what_is_allowed_runs_or_is_refused_in_one_line(first: int) -> None:
    for number in range(first, first + BLOCK):
        assert len(run_or_refuse(number).splitlines()) <= 1
