"""Days with and without a change are the same days; each is simulated once, however often asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.glances.glanced_day import GlancedDay, Quarter
from gatecrush.experiments.glances.outcome import Glance
from gatecrush.experiments.glances.paired_days import DayFailedError, PairedDays, Progress
from gatecrush.model.day import Day
from gatecrush.model.scenario.scenario import Scenario

from ..glances_made_up import SAVING, MadeUpDays

WAS = Scenario(name="a place")
HELPED = WAS.with_(**{"volunteers.count": SAVING})


def carried_out(changed: Scenario, was: Scenario, out: Path, days: int = 6, **how: Any) -> Glance:
    """Return what becomes of days in this process."""
    plan = PairedDays(changed, was, days, 7, 21.0)
    return plan.carried_out(out, **{"jobs": 0, "quiet": True, **how})


def test_pairs_are_days_of_the_same_random_numbers(
    tmp_path: Path, made_up_glances: MadeUpDays
) -> None:
    plan = PairedDays(HELPED, WAS, 3, 7, 21.0)
    assert [(run.point, run.replication) for run in plan.runs] == [
        (1, 0), (0, 0), (1, 1), (0, 1), (1, 2), (0, 2),
    ]  # fmt: skip
    assert {run.seed for run in plan.runs} == {7}
    assert [run.scenario.volunteers.count for run in plan.runs] == 3 * [
        WAS.volunteers.count,
        SAVING,
    ]
    arrivals = [
        Day(run.scenario, seed=run.seed, replication=run.replication).people.arrival_time
        for run in plan.runs[:2]
    ]
    assert arrivals[0].tolist() == arrivals[1].tolist()
    found = carried_out(HELPED, WAS, tmp_path)
    assert [day.onset is None for day in found.days] == 3 * [False, True]
    assert found.as_it_was is not None
    assert [day.onset is None for day in found.as_it_was] == [True, *5 * [False]]
    assert found.pairs == (3, 1)
    assert found.cpu_seconds == 12 * 0.25


def test_nothing_changed_is_nothing_compared(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    same = WAS.with_(name="called otherwise", **{"volunteers.count": WAS.volunteers.count})
    found = carried_out(same, WAS, tmp_path)
    assert (found.as_it_was, found.pairs, len(found.days)) == (None, None, 6)


def test_what_is_known_is_not_simulated_again(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    first = carried_out(WAS, WAS, tmp_path, days=4)
    again = carried_out(WAS.with_(name="another name"), WAS, tmp_path, days=4, jobs=2)
    assert again.days == first.days
    assert (first.cpu_seconds, again.cpu_seconds) == (1.0, 0.0)
    assert set(made_up_glances.calls.values()) == {1}
    more = carried_out(HELPED, WAS, tmp_path, days=6)
    assert set(made_up_glances.calls.values()) == {1}
    assert more.cpu_seconds == (6 + 2) * 0.25


def test_how_far_days_are_is_told(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    told: list[Progress] = []
    found = carried_out(HELPED, WAS, tmp_path, days=2, tell=told.append)
    assert [each.quarter is None for each in told] == 4 * [False, False, True]
    assert [(each.day, each.is_as_it_was) for each in told[::3]] == [
        (0, True), (0, False), (1, True), (1, False),
    ]  # fmt: skip
    assert [each.hour for each in told[3:6]] == [5.25, 5.5, found.days[0].onset]
    assert told[2].hour == 21.0, "kept its order until then"
    assert told[5].found == found.days[0]
    told.clear()
    carried_out(HELPED, WAS, tmp_path, days=2, tell=told.append)
    assert [each.found is not None for each in told] == 4 * [True]


def test_interrupted_days_are_kept(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    made_up_glances.interrupted_on = 3
    with pytest.raises(KeyboardInterrupt):
        carried_out(WAS, WAS, tmp_path)
    made_up_glances.interrupted_on = None
    assert carried_out(WAS, WAS, tmp_path).cpu_seconds == 3 * 0.25
    assert set(made_up_glances.calls.values()) == {1}


def test_a_day_that_fails_is_no_day_that_keeps_its_order(
    tmp_path: Path, made_up_glances: MadeUpDays
) -> None:
    made_up_glances.failing = {1, 4}
    with pytest.raises(DayFailedError, match="2 of 6 days failed: ArithmeticError: no such day"):
        carried_out(WAS, WAS, tmp_path)
    made_up_glances.failing = set()
    assert len(carried_out(WAS, WAS, tmp_path).days) == 6
    assert set(made_up_glances.calls.values()) == {1}


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, made_up_glances: MadeUpDays, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(
        "gatecrush.experiments.glances.paired_days.cache_folder", lambda: tmp_path / "file" / "in"
    )
    plan = PairedDays(WAS, WAS, 3, 7, 21.0)
    assert len(plan.carried_out(None, jobs=0, quiet=True).days) == 3


def test_processes_side_by_side_find_the_same(
    tmp_path: Path, lively: Scenario, compiled: bool
) -> None:
    """The days, the quarters of an hour, and that each is told in order before its end."""
    if not compiled:
        pytest.skip("processes compile")
    helped = lively.with_(**{"volunteers.count": 1})
    told: dict[int, list[Progress]] = {0: [], 1: []}
    plan = PairedDays(helped, lively, 1, 7, 5.3)
    here = plan.carried_out(
        tmp_path / "here", jobs=0, quiet=True, tell=lambda each: told[0].append(each)
    )
    there = plan.carried_out(
        tmp_path / "there", jobs=2, quiet=True, tell=lambda each: told[1].append(each)
    )
    assert untimed(there.days) == untimed(here.days)
    assert untimed(there.as_it_was or ()) == untimed(here.as_it_was or ())
    for is_as_it_was in (False, True):
        courses = [
            [(each.hour, each.quarter) for each in told[n] if each.is_as_it_was == is_as_it_was]
            for n in (0, 1)
        ]
        assert courses[0] == courses[1]
        assert len(courses[0]) > 1
        assert [quarter is None for _, quarter in courses[0]].index(True) == len(courses[0]) - 1


def untimed(days: tuple[GlancedDay, ...]) -> list[GlancedDay]:
    """Return days without what they cost."""
    return [day._replace(cpu_seconds=0.0) for day in days]


def test_quarters_survive_the_way_to_the_disk(tmp_path: Path, made_up_glances: MadeUpDays) -> None:
    (day,) = carried_out(WAS, WAS, tmp_path, days=1).days
    assert day.quarters[0] == Quarter(5.25, None, 250, 0.0)
