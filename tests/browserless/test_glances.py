"""A process beside the page that glances at days: to the bit the same, replaced, and stopped."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import Quarter, glanced
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances import process as module
from gatecrush.server.glances.process import GlanceProcess, LostDayError

DAY = PlannedRun(
    Scenario.load("account").with_(
        **{"run.start": 13.0, "run.end": 14.0, "demand.initial_numbered": 60}
    ),
    seed=3,
)
UNTIL = 14.0


@pytest.fixture
def process() -> Iterator[GlanceProcess]:
    made = GlanceProcess()
    yield made
    made.end()


def test_a_day_is_the_same_there_as_here_and_tells_its_course(process: GlanceProcess) -> None:
    told: list[Quarter] = []
    found = process.glance(DAY, UNTIL, told.append, lambda: True)
    assert found is not None
    assert found._replace(cpu_seconds=0.0) == glanced(DAY, UNTIL)._replace(cpu_seconds=0.0)
    assert tuple(told) == found.quarters
    assert len(told) == 4


def test_a_process_that_is_killed_is_replaced(process: GlanceProcess) -> None:
    killed: list[int] = []

    def kill(_: Quarter) -> None:
        if not killed:
            killed.append(process._process.pid)
            os.kill(killed[0], signal.SIGKILL)

    found = process.glance(DAY, UNTIL, kill, lambda: True)
    assert found is not None
    assert killed
    assert process._process.pid != killed[0]


def test_a_day_whose_process_always_dies_is_given_up(process: GlanceProcess) -> None:
    def kill(_: Quarter) -> None:
        os.kill(process._process.pid, signal.SIGKILL)

    with pytest.raises(LostDayError, match="died twice"):
        process.glance(DAY, UNTIL, kill, lambda: True)


def test_a_day_that_nobody_wants_stops_and_the_process_goes_on(process: GlanceProcess) -> None:
    told: list[Quarter] = []
    long = PlannedRun(Scenario.load("account"))
    assert process.glance(long, 21.0, told.append, lambda: len(told) < 2) is None
    assert len(told) < 60
    same = process._process.pid
    assert process.glance(DAY, UNTIL, told.append, lambda: True) is not None
    assert process._process.pid == same


def test_it_lets_others_go_before(process: GlanceProcess) -> None:
    process.glance(DAY, 13.25, lambda _: None, lambda: True)
    there = os.getpriority(os.PRIO_PROCESS, process._process.pid)
    assert there == min(19, os.getpriority(os.PRIO_PROCESS, 0) + module.NICENESS)


def test_a_day_that_fails_says_why_and_the_process_goes_on(process: GlanceProcess) -> None:
    wrong: Any = "no day"
    with pytest.raises(LostDayError, match="AttributeError"):
        process.glance(wrong, UNTIL, lambda _: None, lambda: True)
    assert process.glance(DAY, 13.25, lambda _: None, lambda: True) is not None
