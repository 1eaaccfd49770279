"""The approach: each person has the distances to the gate they go to."""

import numpy as np
import pytest

from gatecrush.model.rules.approach import field_of, turn_to, way_to_gate

from .two_gates import square, standing


def test_each_person_walks_by_the_field_of_their_gate():
    s = standing(square(), [(0.0, 10.0), (0.0, 10.5)])
    s.people.gate[1] = 1
    assert [field_of(s, person) for person in range(2)] == [0, s.cells.size]
    assert way_to_gate(s, 0) == pytest.approx(10.0, abs=0.5)
    assert way_to_gate(s, 1) == pytest.approx(np.hypot(20.0, 9.5), rel=0.03)


def test_the_ground_counts_the_nearest_gate():
    s = standing(square(), [])
    fields = s.place.approach.to_gate.reshape(2, -1)
    on_foot = s.place.walkable == 1
    nearest = fields.min(axis=0)[on_foot]
    np.testing.assert_allclose(s.place.to_gate[on_foot], nearest, atol=0.3)


def test_who_turns_to_another_gate_is_as_near_to_it_as_they_stand():
    s = standing(square(), [(0.0, 5.0)])
    s.crowd.step = 100
    turn_to(s, 0, 1)
    assert s.people.gate[0] == 1
    assert s.people.nearest[0] == way_to_gate(s, 0)
    assert s.people.progress_time[0] == 100 * s.time_step
    s.people.nearest[0] = 1.0
    turn_to(s, 0, 1)
    assert s.people.nearest[0] == 1.0
