"""Leaving places by hand: to whom, and when not."""

from gatecrush.agents.conduct import CALLED, HOLDING, PRESSING
from gatecrush.model.rules.yielding import leaves_place, yields

from .crowds_by_hand import crowd


def test_a_place_is_left_to_who_was_there_before():
    """Two stand behind a free cell; one ahead of the other would take it, and has come first."""
    s = crowd(2, [(0.2, 15.0), (-0.2, 15.0)])
    s.people.conduct[:] = PRESSING
    s.people.assertiveness[:] = 0.8
    s.people.pressing_since[:] = (20.0, 10.0)
    there = int(s.place.ahead[s.people.cell[1]])
    assert leaves_place(s, 0, there)
    assert not leaves_place(s, 1, there)
    assert yields(s, 0)
    s.people.drive[0] = 1.0
    assert not yields(s, 0)
    s.people.conduct[1] = HOLDING
    assert not leaves_place(s, 0, there)


def test_who_is_called_leaves_places_to_the_crowd_in_their_way():
    """They were told to come: who presses there does not make way, however short they press."""
    s = crowd(2, [(0.2, 15.0), (-0.2, 15.0)])
    s.people.conduct[:] = (CALLED, PRESSING)
    s.people.pressing_since[:] = (0.0, 10.0)
    assert leaves_place(s, 0, int(s.place.ahead[s.people.cell[1]]))
    s.people.conduct[:] = (PRESSING, CALLED)
    assert not leaves_place(s, 0, int(s.place.ahead[s.people.cell[1]]))
