"""Parties by hand: who waits for whom on the way."""

import numpy as np

from gatecrush.agents.conduct import ARRIVING, HOLDING
from gatecrush.model.rules.parties import waits_for_party
from gatecrush.model.rules.step import take_steps

from .crowds_by_hand import crowd


def test_who_is_ahead_waits_for_the_last_of_the_party_only_on_the_way():
    s = crowd(3, [(0.2, 20.0), (0.2, 17.0), (0.2, 14.0)])
    s.people.conduct[:] = ARRIVING
    s.people.party[:] = (7, 7, 8)
    assert [waits_for_party(s, person) for person in range(3)] == [False, True, False]
    s.people.party[:] = 7
    assert [waits_for_party(s, person) for person in range(3)] == [False, True, True]
    s.people.conduct[0] = HOLDING
    assert [waits_for_party(s, person) for person in range(3)] == [False, False, True]


def test_a_party_keeps_together_at_the_pace_of_its_slowest():
    s = crowd(2, [(0.6, 30.2), (-0.6, 30.2)])
    s.people.conduct[:] = ARRIVING
    s.people.party[:] = 0
    s.people.speed[:] = (0.5, 1.3)
    for _ in range(30):
        take_steps(s, 3)
        assert np.ptp(s.place.to_gate[s.people.cell]) <= s.rules.movement.party_distance + 0.7
    assert s.place.to_gate[s.people.cell].max() < 25.0
