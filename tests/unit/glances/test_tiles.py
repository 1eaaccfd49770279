"""What is drawn and said of thirty days, and what a browser may ask for."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("anywidget", reason="the page needs gatecrush[server]")

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.glances.own_glance import DaySoFar, OwnGlance, plan_of
from gatecrush.server.glances.tiles import TilesView, tile

CHANGED = PlannedRun(Scenario.load("account").with_(**{"gate.batch_size": 20}))
QUARTERS = (Quarter(5.25, None, 9, 0.0), Quarter(5.5, 0.5, 9, 0.0))
KEPT, BROKEN = GlancedDay(None, 21.0, 0.1, QUARTERS), GlancedDay(15.5, 15.5, 0.1, QUARTERS)


def so_far(found: GlancedDay | None = None) -> DaySoFar:
    day = DaySoFar()
    if found is not None:
        day.end(found)
    return day


def shown(now: list[GlancedDay], before: list[GlancedDay]) -> TilesView:
    """Return a view of a glance whose first days are over."""
    own, view = OwnGlance(plan_of(CHANGED)), TilesView()
    for side, days in zip(own.plan.sides, (now, before), strict=True):
        for run, day in zip(side, days, strict=False):
            own.end_day(run.key, day)
    view.show(own)
    return view


def test_a_tile_says_how_its_day_ended_and_what_it_was_before() -> None:
    drawn = tile(3, so_far(KEPT), so_far(BROKEN), until=21.0)
    assert drawn == {
        "shares": "ff7f",
        "ended": "kept",
        "onset": None,
        "before": "broke",
        "words": "day 4: kept until 21:00; without the changes broke at 15:30",
    }


def test_a_tile_that_is_not_over_says_so_and_not_how_it_ended() -> None:
    day = so_far()
    assert tile(0, day, until=21.0)["words"] == "day 1: to come"
    day.note(QUARTERS[1])
    drawn = tile(0, day, so_far(), until=21.0)
    assert (drawn["words"], drawn["ended"], drawn["before"]) == ("day 1: under way", "", "")


def test_headline_is_the_verdict_and_pairs_stand_by_themselves() -> None:
    view = shown([KEPT] * 22 + [BROKEN] * 8, [BROKEN] * 30)
    assert view.headline == "In 8 of 30 days the order breaks (14-44 %)"
    assert view.pairs == "22 are saved, none is lost"
    assert view.aloud == f"{view.headline}. {view.pairs}"


def test_below_ten_days_it_is_too_early_to_say_and_nothing_is_read_aloud() -> None:
    view = shown([BROKEN] * 3, [])
    assert view.headline.startswith("Too early to say: so far in 3 of 3 days")
    assert view.aloud == ""
    assert shown([BROKEN] * 10, []).aloud.startswith("So far in 10 of 10 days")


@pytest.mark.parametrize("message", [None, 3, {}, {"watch": 30}, {"watch": -1}, {"watch": True}])
def test_senseless_messages_are_passed_over(message: Any) -> None:
    view, watched, looks = shown([], []), [], []
    view.on_look = looks.append
    view.on_watch = watched.append
    view._hear(view, message, [])
    assert watched == looks == []
    view._hear(view, {"watch": 29}, [])
    assert watched == [29]


def test_the_browser_looks_until_all_days_are_over() -> None:
    own, view, looks = OwnGlance(plan_of(CHANGED)), TilesView(), []
    view.on_look = looks.append
    view.show(own)
    assert not view.is_over
    for run in own.plan.runs:
        own.end_day(run.key, KEPT)
    assert view.over == 0
    view._hear(view, {"look": True}, [])
    assert (view.over, view.is_over) == (30, True)
    assert [each.over for each in looks] == [0, 30]


def test_days_that_are_given_up_say_why() -> None:
    own, view = OwnGlance(plan_of(CHANGED)), TilesView()
    own.problem = "such a day takes long"
    view.show(own)
    assert view.headline == "Too early to say: no day is over (such a day takes long)"
