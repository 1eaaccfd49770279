"""Headway by hand: the distance ahead decides, and nobody behind."""

import numpy as np
import pytest

from gatecrush.agents.conduct import PRESSING
from gatecrush.model.rules.headway import pace_behind

from .crowds_by_hand import crowd


def test_people_keep_a_time_gap_to_the_one_ahead():
    """v = (h - 0.36 m)/1.06 s on the line of the step, at most the free speed."""
    for cells_between in range(1, 5):
        s = crowd(2, [(0.2, 15.0), (0.2, 15.0 - 0.4 * (cells_between + 1))])
        k = int(np.argmax(s.place.gain[s.people.cell[0]]))
        there = s.people.cell[0] + s.place.offsets[k]
        expected = min(1.33, (0.4 * (cells_between + 1) - 0.36) / 1.06)
        assert pace_behind(s, 0, there, k) == pytest.approx(expected)


def test_those_behind_slow_nobody():
    s = crowd(4, [(0.2, 15.0), (0.2, 15.4), (-0.2, 15.4), (0.6, 15.4)])
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    assert pace_behind(s, 0, s.people.cell[0] + s.place.offsets[k], k) == 1.33


def test_pressing_closes_up_as_the_drive_rises():
    s = crowd(2, [(0.2, 15.0), (0.2, 14.2)])
    s.people.conduct[:] = PRESSING
    k = int(np.argmax(s.place.gain[s.people.cell[0]]))
    paces = []
    for drive in (0.0, 0.5, 1.0):
        s.people.drive[0] = drive
        paces.append(pace_behind(s, 0, s.people.cell[0] + s.place.offsets[k], k))
    assert paces == pytest.approx([0.44 / 1.06, 0.44 / 0.73, 0.44 / 0.4])
