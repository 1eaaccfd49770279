"""A38: a shortened run is the beginning of the long one, to the bit, in everything recorded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.record.recorder import Record
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ...faults.generated_scenarios import generated

OF_THE_RUN = ("cpu_seconds", "run.end")
"""Entries of a summary that differ whatever happens."""


def recorded(scenario: Scenario, end: float, until: float, seed: int = 7) -> Record:
    """The record by an hour of a run that ends at another."""
    day = Day(scenario.with_(**{"run.end": end}), seed=seed)
    day.run_until(until)
    return day.record


def same(one: Any, other: Any) -> bool:
    return bool(one == other or (one != one and other != other))


def assert_same_record(one: Record, other: Record) -> None:
    for table in ("people", "admissions", "series"):
        here, there = one.arrays(table), other.arrays(table)
        for name in here:
            np.testing.assert_array_equal(here[name], there[name], err_msg=f"{table}.{name}")
    assert set(one.row) == set(other.row)
    differ = [name for name in one.row if not same(one.row[name], other.row[name])]
    assert set(differ) <= set(OF_THE_RUN)


@pytest.mark.parametrize("factor", [0.5, 1.0, 6.0])
def test_first_hours_are_the_same_whatever_the_end(lively, factor):
    start, end = lively.run.start, lively.run.end
    busy = lively.with_(**{"families.count": 200.0, "demand.factor": factor})
    until = start + 0.4 * (end - start)
    short = recorded(busy, until, until)
    assert short.row["arrived"] > busy.demand.initial_numbered
    for longer in (end, 8.5, 12.0):  # within the profile, and beyond its end
        assert_same_record(short, recorded(busy, longer, until))


def test_first_hour_of_the_account_has_as_many_families_as_that_hour_of_the_whole_day(compiled):
    if not compiled:
        pytest.skip("an hour of the account takes too long in plain Python")
    account = Scenario.load("account")
    short, whole = (recorded(account, end, 6.0, seed=0) for end in (6.0, 27.0))
    assert_same_record(short, whole)
    families = [(each.arrays("people")["kind"] == "family").sum() for each in (short, whole)]
    assert families[0] == families[1] == 3  # not 15 and 3


@pytest.mark.parametrize("first", range(100, 180, 20))
def test_whatever_is_set_the_beginning_does_not_depend_on_the_end(first, compiled):
    if not compiled:
        pytest.skip("takes too long in plain Python")
    alike = 0
    for number in range(first, first + 20):
        try:
            scenario = Scenario().with_(**generated(number))
        except ScenarioError:
            continue
        until = scenario.run.end
        later = scenario.with_(**{"run.end": until + 0.7})
        assert_same_record(recorded(scenario, until, until), recorded(later, until + 0.7, until))
        alike += 1
    assert alike > 5
