"""Whose day is large waits for it alone: others have their turn, and the page has limits."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios
from gatecrush.server.days.links import LinkError, day_of
from gatecrush.server.days.simulators import Simulators, _answer
from gatecrush.server.days.size_limits import check_size, is_heavy
from gatecrush.server.days.turns import Turns
from gatecrush.server.days.watched_day import Playing

HOUR = 3600.0
SLOW = {"run.time_step": 0.05, "demand.factor": 4.0}
"""A day whose hours take long."""
LARGE = {"site.layout": "open_area", "site.length": 200.0, "site.open_width": 55.0, **SLOW}
"""A day that takes long to make, too; the page just allows it."""


def account(**settings: object) -> PlannedRun:
    return PlannedRun(Scenario.load("account").with_(**settings), seed=3)


def test_turn_ends_on_the_way_to_a_far_state() -> None:
    playing = Playing(account(**SLOW))
    playing.run_to(60)
    began = time.process_time()
    piece = playing.go_on(27.0, HOUR)
    assert time.process_time() - began < 0.5, "an hour of this day takes seconds"
    assert piece.states == ()
    assert 5.0 < piece.hour < 6.0
    assert piece.seen == 5.0


def test_state_comes_when_it_is_due_however_many_turns_it_takes() -> None:
    short = account(**{"run.end": 5.2})
    in_turns, at_once = Playing(short), Playing(short)
    seen, turns, is_over = [], 0, False
    while not is_over:
        piece = in_turns.go_on(27.0, 240, most=1, quantum=1e-4)
        turns, is_over = turns + 1, piece.is_over
        seen += [(piece.seen, state) for state in piece.states]
    assert turns > len(seen)
    assert [round((hour - 5.0) * 3600) for hour, _ in seen] == [240, 480, 720]
    for hour, state in seen:
        at_once.run_to(round((hour - 5.0) * 3600))
        assert at_once.camera.state() == state


def test_change_on_the_way_is_repeated_to_the_bit() -> None:
    """Also where a time step does not end at a whole second."""
    for second in (0.1, 1, 2, 3, 61.7):
        playing = Playing(account(**{"run.end": 5.1}))
        playing.run_to(second)
        playing.change({"volunteers.count": 3})
        playing.run_to(300)
        again = Playing(playing.day)
        again.run_to(300)
        assert again.camera.state() == playing.camera.state()
        assert again.model.changes == playing.model.changes


def test_lost_day_is_run_again_in_turns() -> None:
    days: OrderedDict[int, Playing] = OrderedDict()
    day, turns = account(**SLOW), 1
    while (piece := _answer(days, "go_on", 1, day, 6.0, 6.01, 36, 60, 0.05)) is None:
        turns += 1
    assert turns > 1
    assert piece.hour == pytest.approx(6.01, abs=2 / HOUR)


def test_light_visitor_does_not_notice_a_heavy_one() -> None:
    """Before, the light one waited for whole hours of the large day, 11 s at worst."""
    simulators = Simulators(1)
    over, waits, turns = threading.Event(), [], []
    light = simulators.watch(account())
    light.look()

    def be_heavy() -> None:
        try:
            heavy = simulators.watch(account(**LARGE))
            heavy.look()
            for _ in range(40):
                heavy.go_on(27.0, HOUR)
                turns.append(heavy.hour)
        finally:
            over.set()

    try:
        threading.Thread(target=be_heavy, daemon=True).start()
        while not over.wait(0.02):
            began = time.monotonic()
            light.go_on(min(27.0, light.hour + 0.02), 24.0)
            waits.append(time.monotonic() - began)
    finally:
        simulators.stop()
    print(f"worst wait {max(waits):.2f} s of {len(waits)}")
    assert len(turns) == 40
    assert len(waits) > 20
    assert max(waits) < 2.0


def test_turns_go_round() -> None:
    turns, order = Turns(), []

    def take(who: str) -> None:
        for _ in range(3):
            with turns:
                order.append(who)
                time.sleep(0.02)

    threads = [threading.Thread(target=take, args=(who,)) for who in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "".join(order) in ("ababab", "bababa")


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_days_are_within_the_limits(name: str) -> None:
    scenario = Scenario.load(name)
    check_size(scenario)
    assert not is_heavy(scenario)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["site.length=1000", "site.layout=open_area", "site.open_width=200"], "100,000"),
        (["demand.factor=20", "demand.profile=[[5,27,100]]"], "20,000"),
        (
            ["demand.factor=20", "demand.profile=[[5,27,40]]", "demand.initial_crowd=5000"],
            "20,000",
        ),
        (["run.end=10000", "run.time_step=0.05"], "20,000,000"),
    ],
)
def test_link_to_a_day_too_large_is_refused_with_the_limit(settings: list[str], words: str) -> None:
    search = "?scenario=account&" + "&".join(f"set={each}" for each in settings)
    with pytest.raises(LinkError, match=words):
        day_of(search)


def test_change_to_a_day_too_large_is_refused() -> None:
    with pytest.raises(LinkError, match="20,000"):
        day_of("?scenario=account&set=demand.profile=[[5,27,100]]&change=9,demand.factor=20")
    simulators = Simulators(1)
    watched = simulators.watch(account(**{"demand.profile": ((5.0, 27.0, 100.0),)}))
    with pytest.raises(ScenarioError, match="20,000"):
        watched.change({"demand.factor": 20.0})
    simulators.stop()
