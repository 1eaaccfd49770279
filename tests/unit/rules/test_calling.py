"""Calling: of one list to any gate with room, or each gate its own."""

import numpy as np

from gatecrush.agents.conduct import CALLED, HOLDING
from gatecrush.model.rules.calling import (
    call_to_gate,
    called_together,
    gate_with_room,
    has_one_line,
    is_next,
)
from gatecrush.model.rules.number_list import is_in_turn, update_ranks

from .two_gates import square, with_numbers

IN_LINE = [(-2.0 + 0.35 * (n % 8), 20.0 + 0.35 * (n // 8)) for n in range(16)]


def numbered(south=(), east=(), **settings):
    """Sixteen holders; the south gate opens first."""
    s = with_numbers(
        square({"batch": 3, **dict(south)}, {"batch": 5, **dict(east)}, **settings), IN_LINE
    )
    s.gates.next_opening[:] = [100.0, 200.0]
    return s


def test_of_one_list_the_first_go_to_the_gate_that_opens_first():
    s = numbered()
    assert has_one_line(s)
    assert called_together(s) == 8
    update_ranks(s, 0.0)
    assert s.people.conduct.tolist() == [CALLED] * 8 + [HOLDING] * 8
    assert s.people.gate[:8].tolist() == [0] * 3 + [1] * 5
    assert s.gates.called.tolist() == [3, 5]


def test_who_is_called_keeps_the_gate_and_others_fill_the_places_left():
    s = numbered()
    update_ranks(s, 0.0)
    s.gates.next_opening[:] = [3000.0, 200.0]
    s.people.conduct[0] = HOLDING  # as if a place had become free
    update_ranks(s, 60.0)
    assert s.people.gate[:8].tolist() == [0] * 3 + [1] * 5


def test_a_gate_that_is_open_has_as_many_places_as_are_left():
    s = numbered()
    s.gates.is_open[0], s.gates.places_left[0] = 1, 1
    assert gate_with_room(s) == 0
    s.gates.called[0] = 1
    assert gate_with_room(s) == 1
    s.gates.called[1] = 5
    assert gate_with_room(s) == 0


def test_nobody_is_called_to_a_gate_that_is_shut():
    s = numbered(south={"closures": [[5, 9]]})
    assert called_together(s) == 5
    update_ranks(s, 0.0)
    assert s.people.conduct.tolist() == [CALLED] * 5 + [HOLDING] * 11
    assert np.all(s.people.gate[:5] == 1)
    s.people.gate[0], s.gates.called[:] = 0, 0
    call_to_gate(s, 0)
    assert s.people.gate[0] == 1


def test_if_all_are_shut_as_many_wait_for_the_first_as_else():
    s = numbered(south={"closures": [[5, 9]]}, east={"closures": [[5, 9]]})
    assert called_together(s) == 8


def test_each_gate_may_call_its_own():
    s = numbered(**{"gate.one_list": False})
    s.people.gate[:] = np.arange(16) % 2
    assert not has_one_line(s)
    assert is_next(s, 0, 99, 0)
    update_ranks(s, 0.0)
    called = np.flatnonzero(s.people.conduct == CALLED)
    assert called.tolist() == [0, 1, 2, 3, 4, 5, 7, 9]
    assert [is_in_turn(s, person) for person in (4, 6, 9, 11)] == [True, False, True, False]
    assert s.people.gate.tolist() == [0, 1] * 8
