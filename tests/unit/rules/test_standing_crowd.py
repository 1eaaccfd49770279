"""People who stand before the gate at the start: on the cells told, or beside them."""

import numpy as np

from gatecrush.agents.conduct import EXPECTED, OUTSIDE, PRESSING
from gatecrush.model.rules.standing_crowd import let_stand_before_gate

from .crowds_by_hand import cell_at, crowd


def to_come(people):
    """So many people who are not there yet."""
    s = crowd(people)
    s.people.conduct[:] = EXPECTED
    s.crowd.next_arrival = 0
    return s


def test_each_stands_on_the_cell_told_and_goes_for_the_gate():
    s = to_come(3)
    cells = np.array([cell_at(s.place, x, y) for x, y in ((0.2, 0.6), (-0.6, 1.0), (1.0, 4.2))])
    let_stand_before_gate(s, np.arange(3), cells)
    np.testing.assert_array_equal(s.people.cell, cells)
    np.testing.assert_array_equal(s.people.entry, cells)
    np.testing.assert_array_equal(s.cells.occupant[cells], np.arange(3))
    assert np.all(s.people.conduct == PRESSING)
    assert np.all(s.people.reached_time == 0.0)
    assert np.all(s.people.pressing_time == 0.0)
    assert np.all(s.people.number == 0)
    assert s.crowd.arrived == s.crowd.active == s.crowd.next_arrival == 3


def test_of_several_on_one_cell_all_but_the_first_stand_beside_it():
    s = to_come(5)
    cell = cell_at(s.place, 0.2, 3.0)
    let_stand_before_gate(s, np.arange(5), np.full(5, cell))
    x, y = s.place.x, s.place.y
    away = np.hypot(x[s.people.cell] - x[cell], y[s.people.cell] - y[cell])
    assert s.people.cell[0] == cell
    assert np.unique(s.people.cell).size == 5
    assert away.max() < 0.6
    np.testing.assert_array_equal(s.people.entry, s.people.cell)


def test_who_finds_no_room_waits_outside():
    s = to_come(4)
    walkable = np.flatnonzero(s.place.walkable == 1)
    s.cells.occupant[walkable[2:]] = 99
    let_stand_before_gate(s, np.arange(4), np.full(4, walkable[0]))
    assert s.people.conduct.tolist() == [PRESSING, PRESSING, OUTSIDE, OUTSIDE]
    assert (s.crowd.arrived, s.crowd.active, s.crowd.outside) == (4, 2, 2)
    assert s.crowd.next_arrival == 4
    assert s.outside[:2].tolist() == [2, 3]


def test_nobody_changes_nothing():
    s = to_come(2)
    let_stand_before_gate(s, np.empty(0, np.int64), np.empty(0, np.int64))
    assert np.all(s.people.conduct == EXPECTED)
    assert s.crowd.arrived == s.crowd.active == s.crowd.next_arrival == 0
