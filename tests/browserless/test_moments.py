"""What a page says of its days: never of what it has not shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.crowd.view import CrowdView
from gatecrush.server.days.frames import STATE
from gatecrush.server.days.moments import Moment, Moments
from gatecrush.server.days.watched_day import Piece, Playing


def piece(*hours: float, onset: float | None = None) -> Piece:
    """A stretch of a day in which ten people an hour are let in from nine on."""
    states = []
    for hour in hours:
        state = np.zeros(1, STATE)
        state["hour"], state["admitted"] = hour, 10 * (hour - 9)
        states.append(state.tobytes())
    return Piece(hours[-1], hours[-1], tuple(states), b"", is_over=False, onset=onset)


def said_of(*pieces: list[Piece]) -> tuple[Moments, list[tuple[Moment, ...]]]:
    said: list[tuple[Moment, ...]] = []
    moments = Moments(said.append)
    for each in pieces:
        moments.note(each)
    return moments, said


@given(
    hours=st.lists(st.floats(9, 27), min_size=1, max_size=80, unique=True).map(sorted),
    onset=st.none() | st.floats(9, 27),
    shown=st.floats(8, 28),
)
def test_nothing_is_said_before_its_time(
    hours: list[float], onset: float | None, shown: float
) -> None:
    moments, said = said_of([piece(*hours, onset=onset), piece(*hours)])
    moments.look([], shown)
    if shown < hours[0] - 1e-3:
        assert said == []
    for moment in said:
        assert max(each.hour for each in moment) <= shown + 1e-3
        assert moment[0].onset is None or moment[0].onset <= shown + 1e-3
        assert moment[1].onset is None


def test_something_new_is_said_every_half_hour_and_when_the_order_breaks() -> None:
    hours = np.round(np.arange(9, 12, 0.05), 6)
    moments, said = said_of([piece(*hours, onset=10.72), piece(*hours)])
    for hour in hours:
        moments.look([], float(hour))
    assert [round(now[0].hour, 2) for now in said] == [9, 9.5, 10, 10.5, 10.75, 11, 11.5]
    assert [now[0].onset for now in said] == [None] * 4 + [10.72] * 3
    assert [now[0].admitted for now in said] == [0, 5, 10, 15, 17, 20, 25]


def test_a_half_hour_is_new_also_where_its_last_time_step_ends_before_it() -> None:
    early = 0.499 / 3600  # as much as the longest time step
    moments, said = said_of([piece(9.0, 9.25, 9.5 - early, 9.75)])
    for hour in (9.0, 9.25, 9.5, 9.75):
        moments.look([], hour)
    assert [round(now[0].hour, 2) for now in said] == [9, 9.5]


def test_looking_back_says_what_was_said_then() -> None:
    hours = (9.0, 9.5, 10.0, 10.5)
    moments, said = said_of([piece(*hours)])
    for hour in (10.5, 9.6, 9.7, 10.1):
        moments.look([], hour)
    assert [now[0].hour for now in said] == [10.5, 9.5, 10.0]


def test_an_order_that_broke_is_noticed_though_the_day_went_on() -> None:
    """Ten minutes of pressing have to pass before it is known that it broke."""
    moments, said = said_of([piece(15.6, 15.7)], [piece(15.8, onset=15.65)])
    moments.look([], 15.75)
    moments.look([], 15.85)
    assert [now[0].onset for now in said] == [None, 15.65]


@pytest.mark.parametrize("speed", [5, 60])
def test_view_tells_of_each_look_with_the_hour_it_shows(speed: int) -> None:
    """The browser asks for what lies ahead; what is said lies behind."""
    day = Scenario.load("account").with_(**{"run.end": 6.5})
    said: list[tuple[Moment, ...]] = []
    view = CrowdView([Playing(PlannedRun(day, seed=1))])
    view.send = lambda *_, **__: None
    view.on_look = Moments(said.append).look
    shown, ahead = 5.0, 0.7 * speed / 60
    while shown < 6.5:
        before = len(said)
        want = {"type": "want", "serial": 1, "until": shown + ahead, "every": 60, "shown": shown}
        view._hear(view, want, [])
        assert all(now[0].hour <= shown + 1e-3 for now in said[before:])
        shown += 0.05
    view._hear(view, {"type": "shown", "hour": 6.5}, [])
    assert [round(now[0].hour, 1) for now in said] == [5.0, 5.5, 6.0, 6.5]
