"""The second log: people within 2 m of the gate, each second of a day that begins with a crowd."""

import math

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.rules.second_record import note_second
from gatecrush.model.scenario.scenario import Scenario

from .crowds_by_hand import crowd

THREE = {"demand.initial_crowd": 3, "run.start": 5.0, "run.end": 5.001}


def test_those_within_two_meters_count():
    s = crowd(4, [(0.2, 0.2), (-0.6, 1.8), (0.2, 2.2), (1.8, 1.8)], **THREE)
    note_second(s)
    assert (s.crowd.seconds, s.second_log[0]) == (1, 2)


def test_half_disc_is_as_large_as_it_should_be():
    place = crowd(0).place
    assert np.all(np.hypot(place.x, place.y)[place.half_disc] <= 2.0)
    assert np.all(place.ground.walkable[place.half_disc] != 0)
    assert place.half_disc.size * place.cell**2 == pytest.approx(2 * math.pi, rel=0.1)


def test_a_full_log_is_left_alone():
    s = crowd(1, [(0.2, 0.2)], **THREE)
    assert s.second_log.size == 4
    for _ in range(6):
        note_second(s)
    assert s.crowd.seconds == 4
    assert s.second_log.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("time_step", [0.175, 0.17, 0.07])
def test_every_second_is_noted_once_whatever_the_step(time_step):
    """In the last step that ends by then."""
    day = Day(Scenario.load("entrance").with_(**{"run.time_step": time_step}), seed=1)
    for second in range(1, 6):
        day.run_until(12.0 + second / 3600)
        assert second - time_step < day.seconds <= second + 1e-9
        assert day.counts.seconds == second
        here = day.people.cell[day.people.cell >= 0]
        close = np.isin(here, day.place.half_disc).sum()
        assert day.situation.second_log[second - 1] == close > 10
    assert np.all(day.situation.second_log[5:] == 0)


def test_without_a_crowd_there_is_no_log(lively):
    day = Day(lively, seed=1)
    day.run_until(lively.run.start + 10 / 3600)
    assert day.situation.second_log.size == day.counts.seconds == 0
