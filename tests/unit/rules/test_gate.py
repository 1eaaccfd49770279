"""The gate by hand: who is taken, families together, batches whole, order kept."""

import numpy as np
import pytest

from gatecrush.agents.conduct import (
    ADMITTED,
    BESIDE,
    CALLED,
    FAMILY,
    HOLDING,
    PRESSING,
    SEEKING,
    TURNED_BACK,
)
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import begin, empty_situation
from gatecrush.model.day import Day
from gatecrush.model.place.site import build_place
from gatecrush.model.record.far_side import crossing_times
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.rules.gate import next_at_gate, next_family, open_gate, work_gate
from gatecrush.model.rules.number_list import is_in_turn, keep_marker, place_of_rank, take_number
from gatecrush.model.rules.step import FORCE, MINUTE, TALK, is_due, take_steps
from gatecrush.model.scenario.scenario import Scenario

BATCH = 4


def at_the_gate(people, families=(), **changes):
    """An open gate two cells wide; people with numbers in the strip, families in the lane."""
    settings = {
        "site.length": 40.0,
        "site.drop_off_near": 10.0,
        "site.drop_off_far": 20.0,
        "demand.initial_numbered": 0,
        "gate.width": 0.8,
        "gate.batch_size": BATCH,
        "guards.turned_back": 0.0,
    }
    scenario = Scenario().with_(**settings | changes)
    place = build_place(scenario.site, scenario.gate.width)
    everybody = empty_people(people + len(families))
    everybody.party[:people] = np.arange(people)
    everybody.party[people:] = people + np.array(families, dtype=int)
    s = empty_situation(scenario, place, everybody, 1, 0)
    strip = np.flatnonzero(place.ground.in_strip == 1)
    strip = strip[np.argsort(place.to_gate[strip], kind="stable")]
    lane = np.flatnonzero(place.walkable == 2)
    lane = lane[np.argsort(place.ground.to_side[lane], kind="stable")]
    for person in range(people):
        everybody.conduct[person] = PRESSING
        everybody.number[person] = person + 1
        s.holder[person + 1] = person
        stand_on(s, person, int(strip[person]), 0.0)
    for k in range(len(families)):
        everybody.conduct[people + k] = BESIDE
        everybody.kind[people + k] = FAMILY
        stand_on(s, people + k, int(lane[k]), 0.0)
    s.list.last_number, s.list.first_waiting = people, 1
    s.list.marker = s.list.writer = -1
    s.crowd.next_arrival = everybody.size
    return s


def work_for(s, seconds):
    """Let the guards work, and nobody walk; return who was taken, in order."""
    for _ in range(round(seconds / s.time_step)):
        s.crowd.step += 1
        work_gate(s, s.crowd.step * s.time_step)
    return s.admission_log.person[: s.crowd.admissions].tolist()


def test_an_opening_takes_whoever_stands_at_the_gate_one_by_one():
    s = at_the_gate(6, **{"gate.admission_interval": 3.0, "gate.closing_after": 20.0})
    taken = work_for(s, 10.0)
    assert sorted(taken) == [0, 1]
    times = s.admission_log.time[:2]
    assert times[1] - times[0] == pytest.approx(3.0)
    assert s.gate.is_open == 1
    # Nobody else comes to the gate: it closes.
    work_for(s, 20.0)
    assert s.gate.is_open == 0
    assert s.crowd.admitted == 2


def test_all_at_once_without_an_interval():
    s = at_the_gate(6, **{"gate.admission_interval": 0.0, "gate.closing_after": 0.0})
    assert sorted(work_for(s, 0.3)) == [0, 1]
    assert s.gate.is_open == 0


def test_a_full_batch_closes_the_gate():
    s = at_the_gate(2, families=(0, 0), **{"gate.admission_interval": 0.0})
    assert work_for(s, 0.3)[:2] == [2, 3]
    assert s.gate.is_open == 0
    assert s.gate.places_left == 0
    assert s.batch.tolist()[:2] == [-1, -1]
    assert s.crowd.families_admitted == 2


def test_families_pass_together_or_wait():
    s = at_the_gate(0, families=(0, 0, 0, 1, 1, 1))
    open_gate(s, 0.0)
    assert next_family(s) == 0
    s.gate.places_left = 2
    assert next_family(s) == -1
    s.gate.places_left = 3
    assert next_family(s) == 0
    # Whoever has begun goes on: the first of this batch were family.
    s.gate.places_left, s.gate.batch_passed = 1, 1
    s.batch[0] = -1
    assert next_family(s) == 0


def test_a_family_larger_than_a_batch_is_not_kept_out():
    s = at_the_gate(0, families=(0,) * (BATCH + 2))
    open_gate(s, 0.0)
    assert next_family(s) == 0


def test_a_family_far_down_the_lane_is_not_called():
    s = at_the_gate(0, families=(0,))
    s.people.cell[0] = s.place.lane_entry[0]
    open_gate(s, 0.0)
    assert next_family(s) == -1


def test_whom_the_guards_ask_they_refuse_out_of_turn():
    changes = {"guards.number_check": 1.0, "gate.batch_size": 1}
    s = at_the_gate(2, **changes)
    s.people.number[:] = [2, 1]
    s.holder[1:3] = [1, 0]
    assert next_at_gate(s, 0.0) == 1
    s.people.number[:] = 0
    s.list.last_number = 0
    assert next_at_gate(s, 0.0) == -1
    assert np.all(s.people.conduct == PRESSING)


def test_whom_they_refuse_they_may_send_away():
    s = at_the_gate(2, **{"guards.number_check": 1.0, "guards.clear_refused": True})
    s.people.number[:] = [0, 1]
    s.holder[1], s.list.last_number = 1, 1
    assert next_at_gate(s, 30.0) == 1
    assert s.people.conduct.tolist() == [SEEKING, PRESSING]
    assert s.people.since[0] == 30.0


@pytest.mark.parametrize(("share", "outcome"), [(0.0, ADMITTED), (1.0, TURNED_BACK)])
def test_who_is_turned_back_is_gone_but_not_admitted(share, outcome):
    s = at_the_gate(2, families=(0,), **{"guards.turned_back": share})
    work_for(s, 15.0)
    assert np.all(s.people.conduct[:2] == outcome)
    assert s.people.conduct[2] == ADMITTED
    assert s.crowd.turned_back == 2 * share
    assert s.crowd.admissions == s.crowd.admitted == 3 - 2 * share
    assert s.crowd.active == 0


def test_in_turn_is_ranked_among_all_who_wait_pressing_or_not():
    s = at_the_gate(10)
    conducts = [HOLDING, PRESSING, CALLED, ADMITTED, PRESSING, HOLDING, HOLDING]
    s.people.conduct[:7] = conducts
    # Four wait before number 6: 1, 2, 3 and 5; a batch is four.
    assert [is_in_turn(s, person) for person in range(7)] == [True] * 5 + [False] * 2
    s.people.number[0] = 0
    assert not is_in_turn(s, 0)


def test_marker_goes_to_the_last_in_line_who_keeps_to_it():
    s = at_the_gate(5)
    s.people.conduct[:] = [CALLED, HOLDING, PRESSING, HOLDING, PRESSING]
    s.list.marker = 4
    keep_marker(s)
    assert s.list.marker == 3
    s.people.conduct[:] = PRESSING
    keep_marker(s)
    assert s.list.marker == -1


def test_who_writes_takes_the_next_number_and_the_marker():
    s = at_the_gate(5)
    s.people.number[4], s.list.last_number = 0, 4
    s.people.conduct[:] = HOLDING
    s.holder[5] = -1
    s.list.marker = 3
    take_number(s, 4, 77.0)
    assert s.people.number[4] == s.list.last_number == 5
    assert s.list.marker == s.holder[5] == 4
    assert s.people.numbered_time[4] == s.people.since[4] == 77.0
    assert s.list.founded == 0


def test_a_list_without_holders_is_founded_anew():
    s = at_the_gate(5)
    s.people.number[4], s.list.last_number = 0, 4
    take_number(s, 4, 77.0)
    assert s.list.founded == 1
    assert s.people.number[4] == 5


def test_places_fill_the_column_at_its_density():
    s = at_the_gate(1)
    column = s.place.column
    spacing = 1.0 / (s.rules.waiters.density * s.place.cell**2)
    assert place_of_rank(s, 0, 10) == column[0]
    assert place_of_rank(s, 20, 30) == column[int(20 * spacing)]
    # Too many for the column: the last still stands in it.
    assert place_of_rank(s, 4_999, 5_000) == column[int(4_999 * column.size / 5_000)]


@pytest.mark.parametrize("time_step", [0.05, 0.1, 0.25, 0.3, 0.5])
@pytest.mark.parametrize("interval", [TALK, FORCE, MINUTE])
def test_what_recurs_is_neither_missed_nor_done_twice(time_step, interval):
    steps = round(7200.0 / time_step)
    due = [n for n in range(1, steps + 1) if is_due(n * time_step, time_step, interval)]
    assert len(due) == round(7200.0 / interval)
    apart = np.diff(due) * time_step
    assert np.abs(apart - interval).max() < time_step + 1e-9


def test_an_orderly_day_admits_full_batches_in_the_order_of_the_numbers(orderly, compiled):
    """A9 in the small; with plain Python a single opening."""
    changes = {} if compiled else {"gate.cycle_min": 1.0, "gate.cycle_max": 1.0}
    s = begin(orderly.with_(**changes), 2, 0)
    take_steps(s, 5_900 if compiled else 300)
    log = s.admission_log[: s.crowd.admissions]
    openings, sizes = np.unique(log.opening, return_counts=True)
    assert openings.size >= (5 if compiled else 1)
    assert np.all(sizes[:-1] == BATCH)
    assert np.all(log.out_of_turn == 0)
    for opening in openings:
        numbers = np.sort(log.number[log.opening == opening])
        expected = BATCH * (opening - 1) + 1 + np.arange(numbers.size)
        np.testing.assert_array_equal(numbers, expected)


def test_control_on_the_far_side_serves_first_come_first():
    arrivals = np.array([0.0, 0.0, 1.0, 50.0])
    times = np.array([10.0, 20.0, 5.0, 1.0])
    np.testing.assert_allclose(crossing_times(arrivals, 1, times), [10.0, 30.0, 35.0, 51.0])
    np.testing.assert_allclose(crossing_times(arrivals, 2, times), [10.0, 20.0, 15.0, 51.0])
    np.testing.assert_allclose(crossing_times(arrivals, 9, times), arrivals + times)


@pytest.mark.parametrize("time_step", [0.3, 0.29, 0.07])
def test_every_minute_is_noted_and_the_gate_is_open_for_no_more_than_all_of_it(lively, time_step):
    """Also the last, and also where the time step does not divide a minute."""
    changes = {"run.time_step": time_step, "gate.always_open": True}
    day = Day(lively.with_(**changes), seed=1)
    day.run_until(lively.run.end)
    series = day.record.arrays("series")
    minutes = int((lively.run.end - lively.run.start) * 60 + 1e-9)
    expected = lively.run.start + np.arange(1, minutes + 1) / 60
    np.testing.assert_allclose(series["time"], expected, rtol=1e-12)
    assert np.all(series["gate_open"] == 1.0)
