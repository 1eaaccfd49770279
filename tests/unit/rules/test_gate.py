"""The gate by hand: who is taken, families together, batches whole, order kept."""

import numpy as np
import pytest

from gatecrush.agents.conduct import (
    ADMITTED,
    PRESSING,
    SEEKING,
    TURNED_BACK,
)
from gatecrush.model.rules.closures import is_shut
from gatecrush.model.rules.gate import next_at_gate, next_family, open_gate, work_gate

from .crowds_by_hand import BATCH, at_the_gate


def work_for(s, seconds):
    """Let the guards work, and nobody walk; return who was taken, in order."""
    for _ in range(round(seconds / s.time_step)):
        s.crowd.step += 1
        work_gate(s, 0, s.crowd.step * s.time_step)
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
    open_gate(s, 0, 0.0)
    assert next_family(s, 0) == 0
    s.gate.places_left = 2
    assert next_family(s, 0) == -1
    s.gate.places_left = 3
    assert next_family(s, 0) == 0
    # Whoever has begun goes on: the first of this batch were family.
    s.gate.places_left, s.gate.batch_passed = 1, 1
    s.batch[0] = -1
    assert next_family(s, 0) == 0


def test_a_family_larger_than_a_batch_is_not_kept_out():
    s = at_the_gate(0, families=(0,) * (BATCH + 2))
    open_gate(s, 0, 0.0)
    assert next_family(s, 0) == 0


def test_a_family_far_down_the_lane_is_not_called():
    s = at_the_gate(0, families=(0,))
    s.people.cell[0] = s.place.lane_entry[0]
    open_gate(s, 0, 0.0)
    assert next_family(s, 0) == -1


def test_whom_the_guards_ask_they_refuse_out_of_turn():
    changes = {"guards.number_check": 1.0, "gate.batch_size": 1}
    s = at_the_gate(2, **changes)
    s.people.number[:] = [2, 1]
    s.holder[1:3] = [1, 0]
    assert next_at_gate(s, 0, 0.0) == 1
    s.people.number[:] = 0
    s.list.last_number = 0
    assert next_at_gate(s, 0, 0.0) == -1
    assert np.all(s.people.conduct == PRESSING)


def test_whom_they_refuse_they_may_send_away():
    s = at_the_gate(2, **{"guards.number_check": 1.0, "guards.clear_refused": True})
    s.people.number[:] = [0, 1]
    s.holder[1], s.list.last_number = 1, 1
    assert next_at_gate(s, 0, 30.0) == 1
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


def test_a_shut_gate_begins_no_opening_until_it_is_opened():
    s = at_the_gate(6, **{"gate.admission_interval": 3.0, "gate.closing_after": 2.0})
    s.gate.is_open, s.gate.shut, s.gate.next_opening = 0, 1, 5.0
    openings = s.gate.opening
    assert work_for(s, 60.0) == []
    assert is_shut(s, 0)
    assert s.gate.opening == openings
    s.gate.shut = 0
    assert not is_shut(s, 0)
    assert len(work_for(s, 4.0)) == 2  # it was due
    assert s.gate.opening == openings + 1
    assert s.gate.next_opening > 60.0  # and no opening is made up for


def test_an_opening_goes_on_when_its_gate_is_shut():
    s = at_the_gate(6, **{"gate.admission_interval": 3.0})
    assert len(work_for(s, 1.0)) == 1
    s.gate.shut = 1
    assert not is_shut(s, 0)
    assert len(work_for(s, 4.0)) == 2


def test_nobody_streams_through_a_shut_gate_that_is_always_open():
    s = at_the_gate(2, **{"gate.always_open": True})
    s.people.speed[:] = 1.33
    s.gate.shut = 1
    assert work_for(s, 10.0) == []
    assert is_shut(s, 0)
    s.gate.shut = 0
    assert len(work_for(s, 10.0)) == 2
