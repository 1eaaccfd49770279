"""Admission: who passes a gate is logged with it; through an open one its own people stream."""

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED, ARRIVING
from gatecrush.model.rules.admission import drive_at_gate, stream_through, take_in
from gatecrush.model.rules.gate import work_gates

from .two_gates import square, standing

BEFORE = [(0.0, 0.2), (0.35, 0.2), (19.95, 20.1)]


def test_who_is_taken_is_logged_with_the_gate():
    s = standing(square(**{"guards.turned_back": 0.0}), BEFORE)
    s.people.gate[0] = 1  # on the way to the other, and taken on the way
    take_in(s, 0, 0, 5.0)
    take_in(s, 1, 2, 6.0)
    assert s.admission_log.gate[:2].tolist() == [0, 1]
    assert s.people.conduct[[0, 2]].tolist() == [ADMITTED] * 2
    assert s.people.gate[[0, 2]].tolist() == [0, 1]
    assert s.gates.batch_passed.tolist() == [1, 1]


def test_each_gate_has_the_drive_of_those_before_it():
    s = standing(square(), BEFORE)
    s.people.drive[:] = [0.2, 0.4, 0.9]
    assert [drive_at_gate(s, gate) for gate in range(2)] == pytest.approx([0.3, 0.9])


def test_people_stream_through_the_gate_they_stand_before():
    s = standing(square(**{"gate.always_open": True, "guards.turned_back": 0.0}), BEFORE)
    s.people.speed[:] = 1.33
    for step in range(40):
        s.crowd.step = step
        stream_through(s, 1, 0.3 * step)
    assert s.people.conduct.tolist() == [5, 5, ADMITTED]
    for step in range(40, 80):
        s.crowd.step = step
        work_gates(s, 0.3 * step)
    assert np.all(s.people.conduct == ADMITTED)
    assert sorted(s.admission_log.gate[:3]) == [0, 0, 1]
    assert ARRIVING not in s.people.conduct
