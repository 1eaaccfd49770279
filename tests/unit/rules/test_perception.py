"""Perception by hand: what one sees, hears from neighbors, and learns at the gate."""

import pytest

from gatecrush.agents.conduct import ARRIVING, BESIDE, HOLDING, PRESSING
from gatecrush.model.rules.perception import (
    hear_neighbors,
    learn_from_admission,
    learn_from_closing,
    look_around,
)

from .crowds_by_hand import crowd

ROW = [(0.2, 20.0), (0.2, 19.2), (0.2, 18.4), (0.2, 17.6), (0.2, 5.0)]


def test_one_sees_the_share_who_press_in_sight_without_oneself():
    """Of three in sight two press; the fifth is too far to be seen."""
    s = crowd(5, ROW, **{"waiters.sight": 4.0, "waiters.memory": 10.0})
    s.people.conduct[:] = [HOLDING, PRESSING, PRESSING, ARRIVING, PRESSING]
    look_around(s, 300.0)
    assert s.people.seen[0] == pytest.approx(0.5 * 2 / (3 + 3))
    assert s.people.seen[1] == pytest.approx(0.5 * 1 / (3 + 3))
    assert s.people.seen[3] == 0.0  # who walks by forms no view
    assert s.people.seen[4] == 0.0


def test_families_beside_the_line_are_not_noticed():
    s = crowd(2, ROW[:2])
    s.people.conduct[:] = [HOLDING, BESIDE]
    s.people.seen[0] = 0.5
    look_around(s, 1e9)
    assert s.people.seen[0] == 0.0


def test_beliefs_move_towards_what_neighbors_believe():
    """The second hears the first and the third, each at once; the fifth hears nobody."""
    s = crowd(5, ROW, **{"waiters.word_of_mouth": 0.03})
    s.people.conduct[:] = [HOLDING, HOLDING, HOLDING, ARRIVING, HOLDING]
    s.people.number[:] = [1, 2, 3, 0, 4]
    s.people.seen[:] = 1.0  # they tell what they know, not how they feel
    s.people.pays[:] = [0.8, 0.2, 0.4, 0.0, 0.6]
    s.people.passed_over[:] = [0.1, 0.0, 0.5, 1.0, 0.3]
    hear_neighbors(s, 600.0)
    # Who walks by forms no view: the second hears two, and so does the third.
    assert s.people.pays[1] == pytest.approx(0.2 + 0.3 * (0.5 * (0.8 + 0.4) - 0.2))
    assert s.people.passed_over[1] == pytest.approx(0.3 * 0.5 * (0.1 + 0.5))
    assert s.people.pays[2] == pytest.approx(0.4 + 0.3 * (0.5 * (0.8 + 0.2) - 0.4))
    assert (s.people.pays[4], s.people.passed_over[4]) == (0.6, 0.3)


def test_an_admission_out_of_turn_shows_that_pressing_pays():
    s = crowd(5, ROW, **{"waiters.witness_gain": 0.25, "waiters.witness_reach": 19.5})
    s.people.number[:] = [1, 2, 7, 0, 9]
    s.people.pays[:] = 0.4
    learn_from_admission(s, 0, 7)
    passed, in_turn = 0.4 + 0.25 * 0.6, 0.75 * 0.4
    # The first stands out of reach, the fourth has no number.
    assert s.people.pays.tolist() == pytest.approx([0.4, passed, in_turn, 0.4, in_turn])
    s.people.pays[:] = 0.4
    learn_from_admission(s, 0, 0)
    assert s.people.pays.tolist() == pytest.approx([0.4, passed, passed, 0.4, passed])


def test_a_closing_tells_which_share_passed_one_over():
    """Families are nobody's loss; who has no number passes everybody."""
    s = crowd(5, ROW, **{"waiters.closing_gain": 0.2, "waiters.closing_reach": 1000.0})
    s.people.number[:] = [1, 2, 7, 0, 9]
    s.batch[:5] = [-1, 0, 3, 5, 8]
    s.gate.batch_passed = 5
    for step in range(200):  # the news reaches everybody sooner or later
        s.crowd.step = step
        learn_from_closing(s, 0)
    assert s.people.passed_over.tolist() == pytest.approx([1.0, 1.0, 0.5, 0.0, 0.25], abs=1e-6)
    assert not s.people.pays.any()
