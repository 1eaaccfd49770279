"""Who is turned round goes to the list, and who begins to press goes for the gate."""

import numpy as np

from gatecrush.agents.conduct import HOLDING, PRESSING, SEEKING
from gatecrush.model.rules.turning_round import begin_pressing, send_to_list

from .crowds_by_hand import crowd


def test_with_a_number_back_to_the_place_in_the_list_else_to_the_marker():
    s = crowd(2, [(0.2, 5.0), (0.2, 10.0)])
    s.people.conduct[:], s.people.drive[:], s.people.settled[:] = PRESSING, 1.0, 1
    s.people.number[:] = [4, 0]
    for person in range(2):
        send_to_list(s, person, 77.0)
    assert s.people.conduct.tolist() == [HOLDING, SEEKING]
    assert s.people.target[0] == s.place.column[0]
    assert np.all(s.people.since == 77.0)
    assert not s.people.drive.any()
    assert not s.people.settled.any()


def test_first_time_of_pressing_is_kept():
    s = crowd(1, [(0.2, 5.0)])
    begin_pressing(s, 0, 20.0)
    assert s.people.conduct[0] == PRESSING
    assert s.people.nearest[0] == s.place.to_gate[s.people.cell[0]]
    begin_pressing(s, 0, 50.0)
    assert s.people.pressing_time[0] == 20.0
    assert s.people.pressing_since[0] == s.people.since[0] == s.people.progress_time[0] == 50.0
