"""A day that is stopped where its order breaks says what the whole day says, to the minute."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import (
    GlancedDay,
    Quarter,
    code_of_glances,
    glanced,
    looks,
    quarter_of,
)
from gatecrush.model.day import Day
from gatecrush.model.scenario.scenario import Scenario

KEPT = GlancedDay(None, 21.0, 1.0, (Quarter(20.75, 0.1, 90, 0.2), Quarter(21.0, 0.2, 80, 0.3)))
BROKE = GlancedDay(16.25, 16.25, 1.0, (Quarter(16.25, 0.9, 300, 3.0),))


@pytest.fixture(scope="module")
def pressed(lively: Scenario, compiled: bool) -> Scenario:
    """A day on which nobody hears of the list: it breaks within half an hour."""
    if not compiled:
        pytest.skip("ten minutes of a crowd take an hour without the compiler")
    changes = {"demand.initial_numbered": 0, "demand.informed": 0.0, "run.end": 6.5}
    return lively.with_(**changes)


def test_onset_is_that_of_the_whole_day(pressed: Scenario) -> None:
    """Whatever stops it: looked at every five minutes, or exactly when it broke."""
    for replication in range(3):
        run = PlannedRun(pressed, 3, replication)
        whole = run.repeat().row["onset_time"]
        found = glanced(run, until=21.0)
        assert math.isfinite(whole)
        assert found.onset == whole
        assert whole <= found.reached <= whole + 5 / 60 + 1e-9 < 6.5
        assert glanced(run, until=whole).onset == whole
        assert glanced(run, until=whole - 1 / 60).onset is None


def test_quarters_are_those_of_the_record(pressed: Scenario) -> None:
    run, told = PlannedRun(pressed, 3), []
    found = glanced(run, 21.0, told.append)
    series = run.repeat().arrays("series")
    assert found.quarters == tuple(told)
    assert [each.hour for each in told][:-1] == [5.25 + n / 4 for n in range(len(told) - 1)]
    assert told[-1].hour == found.reached
    for begin, end in pairwise([5.0, *(each.hour for each in told)]):
        within = (series["time"] > begin + 1e-9) & (series["time"] <= end + 1e-9)
        quarter = next(each for each in told if each.hour == end)
        assert quarter.waiting == series["queue_length"][within][-1]
        assert quarter.load == pytest.approx(series["gate_load_peak"][within].max(), abs=1e-4)


def test_a_day_ends_at_the_hour_or_at_its_end(orderly: Scenario, compiled: bool) -> None:
    end = 5.5 if compiled else 5.05
    run = PlannedRun(orderly.with_(**{"run.end": end}), 1)
    found = glanced(run, 21.0)
    assert (found.onset, found.reached) == (None, end)
    assert found.cpu_seconds > 0
    assert found.answers(end)
    assert not found.answers(21.0)
    part = glanced(run, 5.02)
    assert (part.onset, part.reached, len(part.quarters)) == (None, 5.02, 1)


def test_quarter_of_minutes_in_which_nobody_waited() -> None:
    day = Day("calm")
    minutes = day.minute_log[:3].copy()
    minutes["waiting_near"], minutes["pressing_near"] = [0, 4, 4], [0, 1, 3]
    minutes["queue_length"], minutes["gate_load_peak"] = [9, 8, 7], [100, 2500, 30]
    minutes["admitted"] = [3, 4, 5]
    assert quarter_of(minutes, 5.25) == Quarter(5.25, 0.5, 7, 2.5, 5)
    assert quarter_of(minutes[:1], 5.25).press_share is None


def test_looks_are_by_the_clock() -> None:
    assert list(looks(5.0, 5.2)) == [5 + 1 / 12, 5 + 2 / 12, 5.2]
    assert list(looks(5.05, 5.25)) == [5 + 1 / 12, 5 + 2 / 12, 5.25]
    assert list(looks(5.05, 5.06)) == [5.06]
    assert {5.25 + n / 4 for n in range(63)} <= set(looks(5.0, 21.0))


def test_what_is_known_of_a_day_answers_for_earlier_hours() -> None:
    assert KEPT.answers(21.0)
    assert not KEPT.answers(21.5)
    assert BROKE.answers(27.0)
    assert KEPT.by(20.8)[:2] == (None, 20.8)
    assert [each.hour for each in KEPT.by(20.8).quarters] == [20.75]
    assert BROKE.by(16.25) == BROKE
    assert BROKE.by(16.24) == GlancedDay(None, 16.24, 1.0, ())


def test_code_of_glances_is_one_word() -> None:
    assert len(code_of_glances().split("-")) == 2
