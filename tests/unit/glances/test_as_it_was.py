"""Days are the same until their changes begin: to the bit, and only where that is certain."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.glances import paired_days
from gatecrush.experiments.glances.as_it_was import same_until
from gatecrush.experiments.glances.glanced_day import GlancedDay, glanced
from gatecrush.experiments.glances.paired_days import PairedDays, Progress
from gatecrush.model.day import Day
from gatecrush.model.scenario.scenario import Scenario

from ..conftest import COMPILED

WAS = Scenario.load("account")
TWO_FROM_17 = {"volunteers.count": 2, "volunteers.start": 17.0}


@pytest.mark.parametrize(
    ("now", "before", "hour"),
    [
        ({"count": 10, "start": 12.0}, {"count": 2, "start": 17.0}, 12.0),
        ({"count": 10}, {"count": 2, "start": 8.0}, 8.0),
        ({"count": 10, "start": 12.0}, {"count": 0, "start": 5.0}, 12.0),
        ({"count": 0, "start": 9.0}, {"count": 0, "start": 17.0}, math.inf),
        ({"success": 0.9}, {}, 17.0),
    ],
)
def test_volunteers_do_nothing_before_their_hour(
    now: dict[str, Any], before: dict[str, Any], hour: float
) -> None:
    sides = [
        WAS.with_(**TWO_FROM_17).with_(
            **{f"volunteers.{name}": each for name, each in side.items()}
        )
        for side in (now, before)
    ]
    assert same_until(*sides) == hour


@pytest.mark.parametrize(
    "settings",
    [
        {"gate.batch_size": 20},
        {"volunteers.count": 10, "demand.factor": 0.5},
        {"demand.informed": 1.0},
        {"run.end": 22.0},
    ],
)
def test_what_may_matter_from_the_morning_is_not_shared(settings: dict[str, Any]) -> None:
    assert same_until(WAS.with_(**settings), WAS) == -math.inf
    assert same_until(WAS, WAS, ((14.0, (("gate.batch_size", 20),)),)) == 14.0


def test_hours_of_volunteers_that_change_on_the_way_are_not_relied_on() -> None:
    timed = WAS.with_(**{"run.changes": ("9 volunteers.start=10",)})
    assert same_until(timed.with_(**{"volunteers.count": 10}), timed) == -math.inf
    assert same_until(timed, timed) == math.inf


@pytest.mark.skipif(not COMPILED, reason="hours of days in plain Python")
def test_days_are_the_same_until_then_to_the_bit() -> None:
    sides = [WAS.with_(**TWO_FROM_17), WAS.with_(**{"volunteers.count": 10, "volunteers.start": 9})]
    days = [Day(side, replication=3) for side in sides]
    hour = same_until(*sides)
    for day in days:
        day.run_until(hour)
    assert hour == 9.0
    assert days[0].people.tobytes() == days[1].people.tobytes()
    assert days[0].minute_log.tobytes() == days[1].minute_log.tobytes()


def test_a_day_that_broke_before_answers_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: Counter[tuple[int, int]] = Counter()

    def made_up(run: Any, until: float, tell: Any = None) -> GlancedDay:
        asked[run.point, run.replication] += 1
        onset = 10.0 + run.replication  # with volunteers or not
        return GlancedDay(onset, onset, 0.25, ())

    monkeypatch.setattr(paired_days, "glanced", made_up)
    told: list[Progress] = []
    plan = PairedDays(WAS.with_(**{"volunteers.start": 12.0}), WAS, 4, 0, 21.0)
    found = plan.carried_out(tmp_path, jobs=0, tell=told.append, quiet=True)
    assert asked == {(1, 0): 1, (1, 1): 1, (1, 2): 1, (0, 2): 1, (1, 3): 1, (0, 3): 1}
    assert found.onsets == (10.0, 11.0, 12.0, 13.0)
    assert found.cpu_seconds == 6 * 0.25
    assert sorted((each.day, each.is_as_it_was) for each in told) == [
        (day, side) for day in range(4) for side in (False, True)
    ]


@pytest.mark.skipif(not COMPILED, reason="whole hours of days in plain Python")
@pytest.mark.parametrize("on_the_way", [False, True])
def test_the_day_that_answers_is_the_day_from_the_morning(on_the_way: bool) -> None:
    """The order of this day breaks before its changes begin; soon before, they still matter."""
    plan = PairedDays(WAS, WAS, 1, 0, 21.0)
    without = glanced(plan.runs[0], 21.0)
    assert without.onset is not None
    for hours, answers in ((0.001, True), (-0.5, False)):
        hour = without.reached + hours
        settings = {"volunteers.count": 20, "volunteers.start": hour}
        changed = WAS if on_the_way else WAS.with_(**settings)
        changes = ((hour, (("gate.batch_size", 20),)),) if on_the_way else ()
        after = PairedDays(changed, WAS, 1, 0, 21.0, changes)
        assert after.was.answers(without) is answers
        found = glanced(after.sides[0][0], 21.0)
        is_same = (found.onset, found.quarters) == (without.onset, without.quarters)
        assert is_same is answers
