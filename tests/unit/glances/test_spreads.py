"""How the numbers of a day spread over many, and from how many days on that is said."""

from __future__ import annotations

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.own_glance import OwnGlance, plan_of
from gatecrush.server.glances.spreads import spreads

LOADS = (3.0, 0.0, 0.0, 0.0, 0.0)


def day(number: int, ends: float = 6.25) -> GlancedDay:
    """Return a day of which each number is told from those of the others."""
    hours = [5.25, 5.5, 5.75, 6.0, 6.25]
    quarters = [
        Quarter(hour, 0.01 * number, 100 + number, number * load, 10 * at + number)
        for at, (hour, load) in enumerate(zip(hours, LOADS, strict=True))
        if hour <= ends
    ]
    onset = None if ends == 6.25 else ends + 0.1
    if onset is not None:
        quarters.append(Quarter(onset, 0.9, 999, 99.0, 999))
    return GlancedDay(onset, ends, 0.1, tuple(quarters))


def test_quartiles_are_those_of_the_days_at_each_hour() -> None:
    found = spreads([day(number) for number in range(21)], 5.0, 6.25)
    assert found["hours"] == [5.25, 5.5, 5.75, 6.0, 6.25]
    assert found["of"] == 21
    assert found["days"] == [21] * 5
    assert found["waiting"] == [[100, 105, 110, 115, 120]] * 5
    assert found["admitted"][3] == [30, 35, 40, 45, 50]
    assert found["press_share"][0] == [0, 0.05, 0.1, 0.15, 0.2]


def test_load_is_the_worst_of_the_hour_that_ends_then() -> None:
    found = spreads([day(number) for number in range(21)], 5.0, 6.25)
    assert found["gate_load"][0] == found["gate_load"][3] == [0, 15, 30, 45, 60]
    assert found["gate_load"][4] == [0, 0, 0, 0, 0]


def test_days_that_were_stopped_count_no_more_and_few_are_not_told() -> None:
    early = [day(number, ends=5.5) for number in range(11)]
    found = spreads([*early, *(day(number) for number in range(10))], 5.0, 6.25)
    assert found["days"] == [21, 21, 10, 10, 10]
    assert found["waiting"][1] is not None
    assert found["waiting"][2] == [100, 102.25, 104.5, 106.75, 109]
    assert found["gate_load"][2][4] == 27  # not the 99 of a day that was stopped
    found = spreads([*early, *(day(number) for number in range(9))], 5.0, 6.25)
    assert found["days"][2] == 9
    assert found["waiting"][2] is None
    assert found["gate_load"][2] is None


def test_where_nobody_waited_the_share_is_of_the_other_days() -> None:
    empty = GlancedDay(None, 5.25, 0.1, (Quarter(5.25, None, 0, 0.0, 0),))
    found = spreads([empty, *(day(number) for number in range(1, 11))], 5.0, 5.25)
    assert found["days"] == [11]
    assert found["waiting"][0][0] == 0
    assert found["press_share"][0][0] == pytest.approx(0.01)


@pytest.mark.parametrize("days", [0, 9])
def test_below_ten_days_nothing_is_said(days: int) -> None:
    assert spreads([day(number) for number in range(days)], 5.0, 6.25) == {}


def test_a_visitor_s_days_are_told_at_every_ten_and_when_all_are_over() -> None:
    own = OwnGlance(plan_of(PlannedRun(Scenario.load("account"))))
    told = []
    for number, run in enumerate(own.plan.sides[0]):
        own.end_day(run.key, day(number))
        told.append(own.spreads.get("of", 0))
    assert told == [0] * 9 + [10] * 10 + [20] * 10 + [30]
