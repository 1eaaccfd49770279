"""One visitor's days: what is known, what is counted, what is said."""

from __future__ import annotations

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.experiments.statistics.verdict import Pairs, ThisDay
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.own_glance import NO_SHARE, Counts, DaySoFar, OwnGlance, plan_of

ACCOUNT = Scenario.load("account")
CHANGED = ACCOUNT.with_(**{"gate.batch_size": 20})
KEPT, BROKEN = GlancedDay(None, 21.0, 0.1, ()), GlancedDay(15.5, 15.5, 0.1, ())


def ended(own: OwnGlance, *, now: list[GlancedDay], before: list[GlancedDay]) -> OwnGlance:
    """End the first days of a glance."""
    for side, found in zip(own.plan.sides, (now, before), strict=False):
        for run, day in zip(side, found, strict=False):
            own.end_day(run.key, day)
    return own


def test_the_days_are_those_of_the_command() -> None:
    plan = plan_of(PlannedRun(CHANGED, 3, 7))
    assert [run.replication for run in plan.sides[0]] == list(range(30))
    assert {run.seed for run in plan.runs} == {3}
    assert plan.until == 21.0
    assert {run.scenario for run in plan.sides[1]} == {ACCOUNT.with_(name="glance")}


def test_a_change_on_the_way_is_one_of_each_day_and_of_none_as_it_was() -> None:
    changes = ((14.0, (("gate.batch_size", 20),)),)
    plan = plan_of(PlannedRun(ACCOUNT, 0, 0, changes), 4)
    assert [run.changes for run in plan.sides[0]] == [changes] * 4
    assert [run.changes for run in plan.sides[1]] == [()] * 4
    assert len(plan_of(PlannedRun(ACCOUNT), 4).sides) == 1


def test_days_that_are_over_are_counted_and_paired() -> None:
    own = OwnGlance(plan_of(PlannedRun(CHANGED)))
    ended(own, now=[KEPT, BROKEN, KEPT], before=[BROKEN, BROKEN])
    assert own.counts == Counts(1, 3, 30, Pairs(1, 0), frozenset({0, 1, 2}))
    assert len(own.missing) == 55
    assert not own.is_over
    ended(own, now=[KEPT] * 30, before=[BROKEN] * 30)
    assert own.is_over


def test_a_day_ends_once() -> None:
    own = ended(OwnGlance(plan_of(PlannedRun(ACCOUNT))), now=[KEPT], before=[])
    own.end_day(own.plan.sides[0][0].key, BROKEN)
    own.end_day("another's", BROKEN)
    assert own.counts.broke == 0
    assert own.counts.over == 1


def test_words_are_the_verdict_as_a_sentence_begins() -> None:
    words = Counts(8, 30, 30, Pairs(22, 0)).words()
    assert words == "In 8 of 30 days the order breaks (14-44 %); 22 are saved, none is lost"
    assert Counts(1, 3, 30).words().startswith("Too early to say: so far in 1 of 3 days")
    this = Counts(8, 30, 30, Pairs(22, 0)).words(ThisDay(None))
    assert this.startswith("This day it was kept, as on 22 of 30 days; in 8 of 30 days")
    assert "saved" not in this


@pytest.mark.parametrize(
    ("number", "counts"),
    [(1, (1, 2, 30)), (0, (0, 1, 30)), (31, (1, 2, 31))],
    ids=["to come", "over already", "none of them"],
)
def test_the_watched_day_is_one_of_those_counted(number: int, counts: tuple[int, ...]) -> None:
    """What is said of it must never contradict the count."""
    found = Counts(0, 1, 30, None, frozenset({0})).with_day(number, 15.0)
    assert (found.broke, found.over, found.asked) == counts
    assert number in found.days


def test_a_course_is_what_was_told_until_the_day_itself_is_known() -> None:
    day = DaySoFar()
    for share in (None, 0.0, 1.0):
        day.note(Quarter(5.25, share, 100, 0.0))
    assert list(day.shares) == [NO_SHARE, 0, 254]
    day.begin_again()
    assert not day.shares
    day.end(GlancedDay(None, 21.0, 0.1, (Quarter(5.25, 0.5, 100, 0.0),)))
    day.begin_again()
    assert list(day.shares) == [127]
