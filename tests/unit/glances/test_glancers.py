"""Who is served when: fewest first, nobody's days twice, and nothing goes on for who has left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.glancers import Glancers
from gatecrush.server.glances.own_glance import OwnGlance, plan_of
from gatecrush.server.glances.process import TOO_LONG, LostDayError

ACCOUNT = Scenario.load("account")
PATIENCE = 20.0


class MadeUpProcess:
    """Takes the place of a process: each day waits until the test lets it go."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        """Days in the order in which they were asked for: seed and replication."""
        self.go = threading.Semaphore(0)
        self.stopped: list[tuple[int, int]] = []
        self.failing = False
        self.ended = 0

    def glance(
        self,
        run: PlannedRun,
        until: float,
        tell: Callable[[Quarter], object],
        is_wanted: Callable[[], bool],
    ) -> GlancedDay | None:
        self.asked.append((run.seed, run.replication))
        tell(Quarter(5.25, 0.5, 100, 0.0))
        while not self.go.acquire(timeout=0.005):
            if not is_wanted():
                self.stopped.append(self.asked[-1])
                return None
        if self.failing:
            raise LostDayError("it took too long")
        return GlancedDay(None, until, 0.1, ())

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def process() -> Iterator[MadeUpProcess]:
    made = MadeUpProcess()
    yield made
    made.go.release(1000)


@pytest.fixture
def glancers(process: MadeUpProcess, tmp_path: Path) -> Glancers:
    return Glancers(1, tmp_path, lambda: process, idle=0.05)  # type: ignore[arg-type,return-value]


def plan(seed: int, days: int = 30) -> object:
    return plan_of(PlannedRun(ACCOUNT, seed), days)


def wait(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def begun(glancers: Glancers, process: MadeUpProcess, seed: int, days: int = 30) -> OwnGlance:
    """Begin a glance and wait until it stands in line."""
    before = len(glancers._present)
    own = glancers.begin(plan(seed, days))  # type: ignore[arg-type]
    wait(lambda: len(glancers._present) > before)
    return own


def test_whoever_has_had_less_goes_first(glancers: Glancers, process: MadeUpProcess) -> None:
    first = begun(glancers, process, 1)
    for _ in range(5):
        count = len(process.asked)
        process.go.release()
        wait(lambda count=count: len(process.asked) > count)
    second = begun(glancers, process, 2)
    for _ in range(8):
        count = len(process.asked)
        process.go.release()
        wait(lambda count=count: len(process.asked) > count)
    assert {seed for seed, _ in process.asked[:6]} == {1}
    assert process.asked[6][0] == 2
    assert first.counts.over + second.counts.over == 13
    assert second.counts.over >= 4


def test_the_first_ten_days_of_everybody_come_before_the_others_of_anybody(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    first = begun(glancers, process, 1)
    wait(lambda: process.asked)
    second = begun(glancers, process, 2)
    second.spent = 1000.0  # it has cost much more, and has no ten days yet
    process.go.release(20)
    wait(lambda: first.counts.over + second.counts.over == 20 and len(process.asked) == 21)
    assert (first.counts.over, second.counts.over) == (10, 10)


def test_a_day_that_two_wait_for_is_glanced_at_once(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    one, two = begun(glancers, process, 1, 3), begun(glancers, process, 1, 3)
    process.go.release(3)
    wait(lambda: one.is_over and two.is_over)
    assert sorted(process.asked) == [(1, 0), (1, 1), (1, 2)]
    third = glancers.begin(plan(1, 3))  # type: ignore[arg-type]
    wait(lambda: third.is_over)
    assert third.counts.over == 3
    assert len(process.asked) == 3


def test_what_nobody_wants_any_more_stops_and_the_next_begins(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    old = begun(glancers, process, 1)
    wait(lambda: process.asked == [(1, 0)])
    new = begun(glancers, process, 2, 2)
    glancers.end(old)
    wait(lambda: process.stopped == [(1, 0)])
    process.go.release(2)
    wait(lambda: new.is_over)
    assert process.asked == [(1, 0), (2, 0), (2, 1)]
    assert old.is_over


def test_days_of_who_has_left_before_they_stood_in_line_never_begin(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    own = glancers.begin(plan(1))  # type: ignore[arg-type]
    glancers.end(own)
    other = begun(glancers, process, 2, 1)
    process.go.release()
    wait(lambda: other.is_over)
    assert own not in glancers._present


def test_the_process_ends_when_nobody_is_there_and_another_begins(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    own = begun(glancers, process, 1, 1)
    process.go.release()
    wait(lambda: own.is_over)
    time.sleep(0.2)
    assert process.ended == 0  # somebody is there
    glancers.end(own)
    wait(lambda: process.ended == 1)
    again = begun(glancers, process, 2, 1)
    process.go.release()
    wait(lambda: again.is_over)


def test_days_that_cannot_be_glanced_at_are_given_up_in_words(
    glancers: Glancers, process: MadeUpProcess
) -> None:
    process.failing = True
    own = begun(glancers, process, 1)
    process.go.release()
    wait(lambda: own.is_over)
    assert own.problem == "it took too long"
    assert len(process.asked) == 1
    process.failing = False
    other = begun(glancers, process, 2, 1)
    process.go.release()
    wait(lambda: other.counts.over == 1)


def test_a_place_that_takes_long_is_not_begun(glancers: Glancers, process: MadeUpProcess) -> None:
    settings = {"site.layout": "open_area", "site.length": 200.0, "site.open_width": 55.0}
    large = ACCOUNT.with_(**settings)
    own = glancers.begin(plan_of(PlannedRun(large)))
    assert own.is_over
    assert own.problem == TOO_LONG


def test_what_is_known_of_a_setting(glancers: Glancers, process: MadeUpProcess) -> None:
    assert glancers.known(ACCOUNT, 1) is None
    own = begun(glancers, process, 1)
    process.go.release(30)
    wait(lambda: own.is_over)
    known = glancers.known(ACCOUNT, 1)
    assert known is not None
    assert (known.broke, known.over) == (0, 30)
